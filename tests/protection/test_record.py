"""The data protection officer reads the record, and that is on record too (cases.md, privacy 6; ASVS 16.2)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.audit.services import record
from portal.organizations.vocabulary import OrganizationType
from portal.protection.domain.record import Question, entries
from tests.accounts.factories import OrganizationFactory, officer
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db
HERE = reverse("protection:record")


def protector(organization=None):
    return officer(organization, Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def clerk():
    return officer()


@pytest.fixture(autouse=True)
def acts(clerk):
    record(actor=clerk, action="case.read", subject="K7M2-9QXF", purpose="holder")
    record(actor=clerk, action="case.note", subject="K7M2-9QXF")
    record(actor=officer(), action="case.read", subject="ZZZZ-2222", purpose="joint")


def test_who_read_what_by_what_right_stands_in_words(client, clerk):
    client.force_login(protector(clerk.organization).person)
    page = client.get(HERE).content.decode()
    for words in ("เปิดอ่านเรื่องปกปิด", "K7M2-9QXF", "holder", str(clerk.person)):
        assert words in page


def test_each_look_is_a_row_with_what_was_looked_for(client, clerk):
    mine = protector(clerk.organization)
    client.force_login(mine.person)
    client.get(HERE, {"subject": "K7M2-9QXF", "group": "reads"})
    entry = AuditEntry.objects.filter(action="record.read").get()
    assert (entry.user, entry.subject, entry.data["group"]) == (mine.person, "K7M2-9QXF", "reads")
    page = client.get(HERE, {"group": "record"}).content.decode()
    assert "อ่านบันทึกการตรวจสอบ" in page


def test_an_office_sees_its_own_rows_and_the_center_all(clerk):
    own = entries(actor=protector(clerk.organization), question=Question(group="reads"))
    assert {row.subject for row in own} == {"K7M2-9QXF"}
    center = OrganizationFactory(type=OrganizationType.CENTER)
    every = entries(actor=protector(center), question=Question(group="reads"))
    assert {row.subject for row in every} == {"K7M2-9QXF", "ZZZZ-2222"}


@pytest.mark.parametrize("function", [one for one in Function if one != Function.DATA_PROTECTION])
def test_for_everybody_else_it_does_not_exist(client, function):
    somebody = officer(OrganizationFactory(type=OrganizationType.CENTER), functions=[function])
    client.force_login(somebody.person)
    for name in ("record", "processing", "breaches"):
        assert client.get(reverse(f"protection:{name}")).status_code == 404
    with pytest.raises(PermissionError):
        entries(actor=somebody, question=Question())
    assert not AuditEntry.objects.filter(action="record.read").exists()


def test_a_data_protection_officer_sees_no_case(client, clerk):
    actor = protector(clerk.organization)
    assert not actor.works_on_cases
    client.force_login(actor.person)
    assert client.get(reverse("desk:case", args=["K7M2-9QXF"])).status_code == 404


def test_questions_narrow_the_rows(clerk):
    actor = protector(clerk.organization)
    assert entries(actor=actor, question=Question(group="cases")).count() == 1
    assert (
        entries(actor=actor, question=Question(subject="K7M2-9QXF")).filter(action="case.read").count() == 1
    )
    assert not entries(actor=actor, question=Question(subject="K7M2")).filter(action="case.read").exists()


@pytest.mark.parametrize(
    "query", [{"first_0": "99"}, {"group": "x"}, {"page": "-1"}, {"subject": "'\"<x>;--"}]
)
def test_a_question_that_makes_no_sense_is_answered_all_the_same(client, clerk, query):
    client.force_login(protector(clerk.organization).person)
    assert client.get(HERE, query).status_code == 200


def test_the_record_pages_by_key(client, clerk, monkeypatch):
    monkeypatch.setattr("portal.protection.desk.views.PER_PAGE", 1)
    for action in ("case.close", "case.assign"):
        record(actor=clerk, action=action, subject="K7M2-9QXF")
    client.force_login(protector(clerk.organization).person)
    # Each look is a row of the record too; what was asked for holds none of them.
    assert_pages_by_key(client, f"{HERE}?subject=K7M2-9QXF&group=cases", AuditEntry)
