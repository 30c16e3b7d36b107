"""What was denied or failed is on record although its transaction was rolled back (ASVS 16.3.1, 16.3.2)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.urls import reverse

from cases.domain.working import add_note
from cases.errors import NotAllowed
from portal.accounts.roles import Role
from portal.audit import apart
from portal.audit.models import AuditEntry
from portal.audit.services import record
from tests.accounts.factories import PASSWORD, UserFactory, officer
from tests.cases.factories import CANARIES, received_case, world

pytestmark = pytest.mark.django_db


def last(action: str) -> AuditEntry | None:
    return AuditEntry.objects.filter(action=action).first()


@pytest.fixture
def case():
    return received_case(world())


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_asks_for_a_foreign_case_is_on_record(client, case, method):
    stranger = officer()
    client.force_login(stranger.person)
    assert getattr(client, method)(reverse("desk:act", args=[case.reference, "note"])).status_code == 404
    entry = last("access.denied")
    assert (entry.user, entry.organization, entry.subject) == (
        stranger.person,
        stranger.organization,
        case.reference,
    )
    assert entry.data == {"view": "desk:act", "status": 404, "method": method.upper()}
    assert not [canary for canary in CANARIES if canary in str(entry.data)]


def test_an_account_without_an_appointment_is_named(client, case):
    person = UserFactory()
    client.force_login(person)
    client.get(reverse("desk:worklist"))
    assert last("access.denied").data["account"] == person.pk


def test_words_in_an_address_are_not_kept_at_length(client, case):
    client.force_login(officer().person)
    client.get(reverse("desk:case", args=["x" * 60]))
    assert last("access.denied").subject == "x" * 20


@pytest.mark.parametrize("path", ["/nowhere/", "/desk/nowhere/at/all/"])
def test_a_mistyped_address_is_no_refusal(client, path):
    client.force_login(officer().person)
    assert client.get(path).status_code == 404
    assert last("access.denied") is None


def test_a_visitor_is_not_followed(client, case):
    client.get(reverse("desk:case", args=[case.reference]))
    client.get("/library/nothing/")
    assert not AuditEntry.objects.filter(action="access.denied").exists()


def test_what_may_be_opened_is_no_refusal(client, case):
    client.force_login(officer(role=Role.LAO_OFFICER).person)
    assert client.get(reverse("desk:worklist")).status_code == 200
    assert last("access.denied") is None


def test_an_act_that_is_not_allowed_leaves_its_trace(case):
    stranger = officer()
    with pytest.raises(NotAllowed):
        add_note(case=case, actor=stranger, text="คะนารี")
    entry = last("case.refused")
    assert (entry.user, entry.subject, entry.data) == (stranger.person, case.reference, {"verb": "note"})
    assert case.events.count() == 1


def test_within_a_request_it_waits_until_every_transaction_is_over(rf):
    actor = officer()
    seen = []

    def view(request):
        apart.record_apart(actor=actor, action="case.refused")
        seen.append(AuditEntry.objects.count())
        return HttpResponse()

    request = rf.get("/")
    request.resolver_match = None
    apart.TrailMiddleware(view)(request)
    assert seen == [0]
    assert last("case.refused").user == actor.person
    apart.record_apart(actor=actor, action="at.once")
    assert last("at.once") is not None


def test_a_database_that_is_away_costs_the_row_and_not_the_page(rf, monkeypatch, caplog):
    def broken(**entry):
        raise DatabaseError

    def view(request):
        apart.record_apart(actor=officer(), action="case.refused")
        return HttpResponse()

    monkeypatch.setattr(apart, "record", broken)
    request = rf.get("/")
    request.resolver_match = None
    assert apart.TrailMiddleware(view)(request).status_code == 200
    assert "1 rows of the record could not be written" in caplog.text


class TestSigningIn:
    def test_a_wrong_password_is_on_record_by_account(self, client):
        person = UserFactory()
        client.post(reverse("accounts:login"), {"username": person.username, "password": "คะนารี-ผิด"})
        assert last("account.sign_in_failed").subject == str(person.pk)

    def test_a_name_that_nobody_has_is_not_written_down(self, client):
        """People type their password into the field of the name."""
        client.post(reverse("accounts:login"), {"username": PASSWORD, "password": "x"})
        entry = last("account.sign_in_failed")
        assert entry.subject == ""
        assert PASSWORD not in str(entry.__dict__)

    def test_signing_out_is_on_record(self, client):
        actor = officer()
        client.force_login(actor.person)
        client.post(reverse("accounts:logout"))
        entry = last("account.sign_out")
        assert (entry.user, entry.subject) == (actor.person, str(actor.person.pk))


def test_a_row_within_the_act_still_falls_with_it():
    record(actor=officer(), action="case.read")
    assert last("case.read") is not None
