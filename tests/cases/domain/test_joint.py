"""Another body does a part: a hospital first, the lead agency as well. The holder stays responsible."""

from __future__ import annotations

import pytest

from cases.domain.joint import accept_joint, complete_joint, recall_joint, refer_jointly, return_joint
from cases.domain.referral import accept_referral, refer_case
from cases.errors import GuardFailed
from cases.models import Case, Referral
from cases.vocabulary import CaseState, ClockKind, Consent, HandoverReason, ReferralState, ReturnReason
from portal.letters.models import OutgoingLetter
from portal.outbox.models import OutboxMessage
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
    return sorted((clock.kind, clock.organization_id) for clock in case.clocks.running())


def test_asking_for_a_part_does_not_discharge_the_duty_to_forward(world: World):
    case = factories.received_case(world)
    referral = asked(world, case)
    case = referral.case
    assert (case.state, case.holder) == (CaseState.RECEIVED, world.center.organization)
    assert running(case) == [
        (ClockKind.ACKNOWLEDGE, world.hospital.organization.pk),
        (ClockKind.FIRST_FORWARD, world.center.organization.pk),
    ]
    assert not OutgoingLetter.objects.exists()


def test_hospital_and_lead_agency_at_once(world: World):
    """S2.41: the person goes to the hospital while the report goes to the lead agency."""
    case = factories.screened_case(world)
    part = asked(world, case)
    case = accept_joint(referral=part, actor=world.hospital.officer).case
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
        [(ClockKind.ACT, world.hospital.organization.pk), (ClockKind.ACT, world.lead.organization.pk)]
    )
    part.refresh_from_db()
    done = complete_joint(referral=part, actor=world.hospital.officer, note="รักษาแล้ว กลับบ้านได้")
    assert done.state == ReferralState.DONE
    assert running(done.case) == [(ClockKind.ACT, world.lead.organization.pk)]
    assert OutboxMessage.objects.filter(
        template="case_part_done", organization=world.lead.organization
    ).exists()


def test_a_part_may_be_declined_or_taken_back_while_it_waits(world: World):
    case = factories.screened_case(world)
    declined = return_joint(
        referral=asked(world, case),
        actor=world.hospital.officer,
        reason=ReturnReason.NOT_OUR_DUTY,
        note="ไม่มีแพทย์เฉพาะทาง",
    )
    assert (declined.state, declined.return_reason) == (ReferralState.RETURNED, ReturnReason.NOT_OUR_DUTY)
    taken_back = recall_joint(referral=asked(world, declined.case), actor=world.center.officer)
    assert taken_back.state == ReferralState.RECALLED
    assert taken_back.case.state == CaseState.SCREENED
    assert running(taken_back.case) == [(ClockKind.FIRST_FORWARD, world.center.organization.pk)]


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
    part = accept_joint(referral=asked(world, factories.screened_case(world)), actor=world.hospital.officer)
    with pytest.raises(GuardFailed):
        complete_joint(referral=part, actor=world.hospital.officer, note="")
