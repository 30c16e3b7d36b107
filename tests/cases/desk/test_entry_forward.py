"""Saved and sent on in one act, or neither (issue 9, part 4; S1.13, S2.20, S2.40)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.domain.entry import NOBODY_COULD_BE_ASKED
from cases.machine.vocabulary import Stage, WaitingKind, WaitingState
from cases.models import Case, Referral
from cases.vocabulary import Consent, HandoverReason
from portal.files import waiting
from portal.letters.models import OutgoingLetter
from portal.organizations.models import RoutingRule, ServiceArea
from portal.outbox.models import OutboxMessage
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry import DONE, NEW, data, errors
from tests.cases.factories import World
from tests.files.samples import picture


@pytest.fixture
def served(world: World) -> World:
    """One local administration serves the place."""
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code="810101")
    return world


def forward(client: Client, **values: object):
    return client.post(NEW, data(forward="1", **values))


def test_the_only_administration_of_the_place_is_asked(served: World, at_center: Client) -> None:
    assert forward(at_center).url == DONE
    [sent] = Referral.objects.all()
    assert (sent.target, sent.mode, sent.state) == (
        served.local.organization,
        WaitingKind.HANDOVER,
        WaitingState.SENT,
    )
    assert (sent.case.stage, sent.case.holder) == (Stage.SCREENED, served.center.organization)
    assert [event.verb for event in sent.case.events.order_by("sequence")] == ["submit", "screen", "refer"]
    page = soup(at_center.get(DONE))
    assert served.local.organization.display_name in page.get_text()
    assert sent.case.reference in page.get_text()


def test_a_crisis_goes_to_its_lead_agency(served: World, at_center: Client) -> None:
    forward(at_center, problem="violence")
    [sent] = Referral.objects.all()
    assert (sent.target, sent.reason) == (served.lead.organization, HandoverReason.LEAD_AGENCY)


def test_danger_is_ground_enough_where_nobody_could_be_asked(served: World, at_center: Client) -> None:
    forward(at_center, danger_now="on", consent="not_asked")
    assert Referral.objects.get().consent == Consent.VITAL


@pytest.mark.parametrize(
    ("answer", "danger"), [("not_asked", {}), ("refused", {"danger_now": "on"}), ("refused", {})]
)
def test_without_a_ground_nothing_is_sent_or_kept(
    served: World, at_center: Client, answer: str, danger: dict[str, str]
) -> None:
    """A refusal counts in danger too: another ground needs a decision of its own (cases.md, second edition, 5)."""
    assert "#id_consent" in errors(forward(at_center, consent=answer, **danger))
    assert not Case.objects.exists()


def test_of_several_administrations_nobody_is_guessed(served: World, at_center: Client) -> None:
    ServiceArea.objects.create(organization=served.other_local.organization, subdistrict_code="810101")
    assert "หลายแห่ง" in forward(at_center).content.decode()
    assert not Case.objects.exists()


def test_the_village_tells_two_administrations_apart(served: World, at_center: Client) -> None:
    ServiceArea.objects.update(villages=[1, 2], coverage=ServiceArea.Coverage.PART)
    ServiceArea.objects.create(
        organization=served.other_local.organization,
        subdistrict_code="810101",
        villages=[3],
        coverage=ServiceArea.Coverage.PART,
    )
    forward(at_center, place_detail="12 หมู่ 3")
    assert Referral.objects.get().target == served.other_local.organization


def test_nothing_is_sent_to_oneself(served: World, at_local: Client) -> None:
    assert "หน่วยงานของคุณเอง" in forward(at_local).content.decode()
    assert not Case.objects.exists()


def test_a_wish_to_leave_the_local_administration_out_is_kept(served: World, at_center: Client) -> None:
    assert not Case.objects.exists()
    assert "ไม่ให้หน่วยงานท้องถิ่น" in forward(at_center, avoid_local="on").content.decode()
    assert not Referral.objects.exists()


def test_a_province_without_a_lead_agency_says_so(served: World, at_center: Client) -> None:
    RoutingRule.objects.all().delete()
    served.lead.organization.type = "other"
    served.lead.organization.save()
    assert "เจ้าภาพหลัก" in forward(at_center, problem="violence").content.decode()
    assert not Case.objects.exists()


def test_sent_twice_it_is_one_request_and_one_letter(served: World, at_center: Client) -> None:
    same = data(forward="1")
    at_center.post(NEW, same)
    at_center.post(NEW, same)
    assert (Case.objects.count(), Referral.objects.count(), OutgoingLetter.objects.count()) == (1, 1, 1)


def test_when_the_second_half_fails_nothing_is_left(
    served: World, at_center: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_values: object) -> None:
        raise RuntimeError("no letter")

    before, same = files(), data(forward="1")
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr("cases.domain.entry.refer_case", fails)
        at_center.post(NEW, same | {"files": [SimpleUploadedFile("a.jpg", picture(), "image/jpeg")]})
    assert not Case.objects.exists() and not OutboxMessage.objects.exists()
    (left,) = files() - before
    # Nothing but what waits for the form to be sent again, and goes with it.
    assert left.is_relative_to(Path(settings.PRIVATE_ROOT) / waiting.FOLDER)
    assert at_center.post(NEW, same).url == DONE
    assert [file.name for file in Case.objects.get().files.all()] == ["a.jpg"]
    assert not left.exists() and len(files() - before) == 1


def files() -> set[Path]:
    root = Path(settings.PRIVATE_ROOT)
    return {path for path in root.rglob("*") if path.is_file()}


def test_the_case_of_somebody_who_passed_it_on_offers_the_next_caller(
    served: World, at_center: Client
) -> None:
    forward(at_center)
    first = soup(at_center.get(DONE)).select_one(".actions a")
    assert (first["href"], first.has_attr("autofocus")) == (reverse("desk:new"), True)


def test_others_read_nothing_of_it(served: World, at_center: Client, login: Login) -> None:
    forward(at_center)
    reference = Case.objects.get().reference
    assert login(served.other_local.officer).get(reverse("desk:case", args=[reference])).status_code == 404


def test_danger_as_a_ground_says_in_words_that_nobody_could_be_asked(
    served: World, at_center: Client
) -> None:
    """cases.md, 5: another ground needs its text, also where the form sends on at once."""
    forward(at_center, danger_now="on", consent="not_asked")
    [event] = Referral.objects.get().case.events.filter(verb="refer")
    assert event.note.text == str(NOBODY_COULD_BE_ASKED)


def test_against_a_refusal_the_next_step_in_a_crisis_is_the_decision(
    served: World, at_center: Client
) -> None:
    """The page after taking down leads to no page on which nothing can be done (S2.41)."""
    at_center.post(NEW, data(problem="violence", danger_now="on", consent="refused"))
    case = Case.objects.get()
    links = [link["href"] for link in soup(at_center.get(DONE)).select("a[href]")]
    assert reverse("desk:act", args=[case.reference, "request_disclosure"]) in links
    assert reverse("desk:act", args=[case.reference, "refer_joint"]) not in links
    page = at_center.get(reverse("desk:act", args=[case.reference, "request_disclosure"]))
    assert soup(page).select_one("#id_way-group")


def test_where_nobody_was_asked_the_next_step_in_danger_has_its_form(
    served: World, at_center: Client
) -> None:
    at_center.post(NEW, data(problem="violence", danger_now="on", consent="not_asked"))
    case = Case.objects.get()
    joint = reverse("desk:act", args=[case.reference, "refer_joint"])
    assert joint in [link["href"] for link in soup(at_center.get(DONE)).select("a[href]")]
    assert soup(at_center.get(joint)).select_one("#id_consent-group")
