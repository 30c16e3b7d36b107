"""Another body does a part: a hospital first, the lead agency as well. The holder stays responsible (S2.51)."""

from __future__ import annotations

import pytest

from cases.domain.assistance import record_help
from cases.domain.referral import (
    accept_referral,
    complete_part,
    recall_referral,
    refer_case,
    refer_jointly,
    return_referral,
)
from cases.domain.screening import screen_case
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, Stage, WaitingState
from cases.models import Case, Referral
from cases.vocabulary import Consent, HandoverReason, ReturnReason, Severity
from portal.letters.models import OutgoingLetter
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import Body, World


def asked(world: World, case: Case, target: Body | None = None, **values) -> Referral:
    defaults = {
        "actor": world.center.officer,
        "target": (target or world.hospital).organization,
        "consent": Consent.VITAL,
        "request": "ตรวจร่างกายและรักษา",
    }
    return refer_jointly(case=case, **(defaults | values))


def running(case: Case) -> list[tuple[str, int]]:
    found = case.duties.running().exclude(kind=DutyKind.TELL)
    return sorted((duty.kind, duty.organization_id) for duty in found)


def test_asking_for_a_part_does_not_discharge_the_duty_to_forward(world: World):
    case = factories.received_case(world)
    referral = asked(world, case)
    case = referral.case
    assert (case.stage, case.holder) == (Stage.RECEIVED, world.center.organization)
    assert running(case) == [
        (DutyKind.ACKNOWLEDGE, world.hospital.organization.pk),
        (DutyKind.FORWARD, world.center.organization.pk),
    ]
    assert not OutgoingLetter.objects.exists()


def test_hospital_and_lead_agency_at_once(world: World):
    """S2.41: the person goes to the hospital while the report goes to the lead agency."""
    case = factories.screened_case(world)
    part = asked(world, case)
    case = accept_referral(referral=part, actor=world.hospital.officer).case
    handover = refer_case(
        case=case,
        target=world.lead.organization,
        actor=world.center.officer,
        reason=HandoverReason.LEAD_AGENCY,
        consent=Consent.GIVEN,
    )
    case = accept_referral(referral=handover, actor=world.lead.officer).case
    assert case.holder == world.lead.organization
    assert running(case) == sorted(
        [(DutyKind.PART, world.hospital.organization.pk), (DutyKind.ACT, world.lead.organization.pk)]
    )
    part.refresh_from_db()
    done = complete_part(referral=part, actor=world.hospital.officer, note="รักษาแล้ว กลับบ้านได้")
    assert done.state == WaitingState.DONE
    assert running(done.case) == [(DutyKind.ACT, world.lead.organization.pk)]
    assert OutboxMessage.objects.filter(
        template="case_part_done", organization=world.lead.organization
    ).exists()


def test_a_part_may_be_declined_or_taken_back_while_it_waits(world: World):
    case = factories.screened_case(world)
    declined = return_referral(
        referral=asked(world, case),
        actor=world.hospital.officer,
        reason=ReturnReason.NOT_OUR_DUTY,
        note="ไม่มีแพทย์เฉพาะทาง",
    )
    assert (declined.state, declined.return_reason) == (WaitingState.RETURNED, ReturnReason.NOT_OUR_DUTY)
    taken_back = recall_referral(referral=asked(world, declined.case), actor=world.center.officer)
    assert taken_back.state == WaitingState.RECALLED
    assert taken_back.case.stage == Stage.SCREENED
    assert running(taken_back.case) == [(DutyKind.FORWARD, world.center.organization.pk)]


def test_an_unanswered_part_does_not_block_a_later_handover_elsewhere(world: World):
    case = asked(world, factories.screened_case(world)).case
    referral = refer_case(
        case=case,
        target=world.local.organization,
        actor=world.center.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    assert (
        accept_referral(referral=referral, actor=world.local.officer).case.holder == world.local.organization
    )


@pytest.mark.parametrize("values", [{"request": " "}, {"consent": Consent.REFUSED}])
def test_a_part_is_named_and_allowed(world: World, values):
    with pytest.raises(GuardFailed):
        asked(world, factories.screened_case(world), **values)
    assert not Referral.objects.exists()


def test_the_result_of_a_part_is_told_in_words(world: World):
    part = accept_referral(
        referral=asked(world, factories.screened_case(world)), actor=world.hospital.officer
    )
    with pytest.raises(GuardFailed):
        complete_part(referral=part, actor=world.hospital.officer, note="")


def test_a_local_administration_records_its_own_help_after_the_lead_agency_has_accepted_the_crisis(
    world: World,
):
    """S2.51: beside the lead agency, by its own mission; it reads no more than how the case stands."""
    case = factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE)
    case = screen_case(
        case=case, actor=world.local.officer, problem=ProblemType.VIOLENCE, severity=Severity.NORMAL
    )
    handover = refer_case(
        case=case,
        target=world.lead.organization,
        actor=world.local.officer,
        reason=HandoverReason.LEAD_AGENCY,
        consent=Consent.GIVEN,
    )
    case = accept_referral(referral=handover, actor=world.lead.officer).case
    record = record_help(case=case, actor=world.local.officer, given=factories.help_given())
    assert (record.organization, record.case.holder) == (world.local.organization, world.lead.organization)
    assert record.case.helped
    assert not Case.objects.visible_to(world.local.officer).filter(pk=case.pk).exists()


def test_who_never_had_the_case_records_nothing(world: World):
    case = factories.working_case(world)
    with pytest.raises(NotAllowed):
        record_help(case=case, actor=world.other_local.officer, given=factories.help_given())
