"""A person who is present: hospital first, the case to its lead agency, both or none (S2.41)."""

from __future__ import annotations

import pytest

from cases.domain import screening, together
from cases.domain.together import Journey
from cases.errors import CaseChanged, GuardFailed
from cases.machine.vocabulary import DutyKind, WaitingKind
from cases.models import Case, Referral
from cases.vocabulary import Channel, Consent, HandoverReason, Severity
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases.factories import CANARIES, CaseFactory, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def beaten(world: World) -> Case:
    """A woman at the counter of the local administration, screened as violence."""
    case = CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE, channel=Channel.WALK_IN)
    return screening.screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.EMERGENCY
    )


def sent(world: World, case: Case, **values: object) -> Referral:
    journey = {"condition": "ใบหน้าฟกช้ำ", "vehicle": "รถกู้ชีพ อบต.", "leaves": "14.30 น."}
    journey |= values.pop("journey", {})  # type: ignore[arg-type]
    given = {
        "case": case,
        "target": world.lead.organization,
        "actor": world.local.officer,
        "reason": HandoverReason.LEAD_AGENCY,
        "consent": Consent.GIVEN,
        "journey": Journey(to=world.hospital.organization, **journey),
    }
    return together.refer_with_person(**(given | values))  # type: ignore[arg-type]


def test_both_go_out_and_belong_together(world: World, beaten: Case) -> None:
    handover = sent(world, beaten)
    part = beaten.referrals.get(mode=WaitingKind.JOINT)
    assert (handover.mode, handover.target) == (WaitingKind.HANDOVER, world.lead.organization)
    assert (part.beside, part.target) == (handover, world.hospital.organization)
    for words in ("ใบหน้าฟกช้ำ", "รถกู้ชีพ อบต.", "14.30 น."):
        assert words in part.request
    assert {one.organization for one in beaten.duties.running().filter(kind=DutyKind.ACKNOWLEDGE)} == {
        world.lead.organization,
        world.hospital.organization,
    }


def test_the_part_stops_no_clock_of_the_case(world: World, beaten: Case) -> None:
    """The 24 hours go on until the lead agency has accepted (S2.40)."""
    before = beaten.duties.running().get(kind=DutyKind.FORWARD)
    sent(world, beaten)
    after = beaten.duties.running().get(kind=DutyKind.FORWARD)
    assert (after.started_at, after.due_at) == (before.started_at, before.due_at)


def test_both_or_none(world: World, beaten: Case) -> None:
    with pytest.raises(GuardFailed):
        sent(world, beaten, target=world.local.organization)
    with pytest.raises(CaseChanged):
        sent(world, beaten, base="an-older-event")
    assert not beaten.referrals.exists()
    assert not OutboxMessage.objects.filter(template="case_referred").exists()


@pytest.mark.parametrize("lacking", ["condition", "vehicle", "leaves"])
def test_who_receives_the_person_has_to_know_how(world: World, beaten: Case, lacking: str) -> None:
    with pytest.raises(GuardFailed) as refused:
        sent(world, beaten, journey={lacking: "  "})
    assert refused.value.field == lacking
    assert not beaten.referrals.exists()


def test_one_organization_is_not_asked_twice(world: World, beaten: Case) -> None:
    with pytest.raises(GuardFailed) as refused:
        sent(world, beaten, target=world.hospital.organization)
    assert refused.value.field == "first_stop"


def test_mails_say_nothing_of_the_person(world: World, beaten: Case) -> None:
    sent(world, beaten)
    for message in OutboxMessage.objects.all():
        for canary in (*CANARIES, "ฟกช้ำ", "กู้ชีพ"):
            assert canary not in str(message.context)


def test_without_consent_both_go_out_with_the_words_of_their_ground(world: World, beaten: Case) -> None:
    """cases.md, 5: another ground needs its text."""
    Case.objects.filter(pk=beaten.pk).update(consent=Consent.NOT_ASKED)
    beaten.refresh_from_db()
    with pytest.raises(GuardFailed, match="เขียนว่าทำไม"):
        sent(world, beaten, consent=Consent.VITAL)
    assert not beaten.referrals.exists()
    sent(world, beaten, consent=Consent.VITAL, note="หมดสติ ถามไม่ได้")
    notes = [event.note.text for event in beaten.events.filter(verb__in=("refer", "refer_joint"))]
    assert notes == ["หมดสติ ถามไม่ได้"] * 2
