"""Responsibility moves when it is accepted, at no other moment, and never lies with two bodies or none."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.domain import referral as handing
from cases.domain.joint import refer_jointly
from cases.domain.referral import (
    accept_referral,
    escalate_case,
    forward_referral_on,
    recall_referral,
    refer_case,
    return_referral,
)
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.models import Case, Referral
from cases.vocabulary import (
    CaseState,
    ClockKind,
    Consent,
    HandoverReason,
    ReferralState,
    ReturnReason,
    Severity,
)
from portal.letters.models import OutgoingLetter
from portal.organizations.models import ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.factories import CANARIES, Body, World


def refer(world: World, case: Case, target: Body, by: Body | None = None, **values) -> Referral:
    defaults = {
        "actor": (by or world.center).officer,
        "target": target.organization,
        "reason": HandoverReason.PROPER_AREA,
        "consent": Consent.GIVEN,
    }
    return refer_case(case=case, **(defaults | values))


def returned(referral: Referral, by: Body) -> Referral:
    return return_referral(
        referral=referral, actor=by.officer, reason=ReturnReason.WRONG_AREA, note="อยู่อีกตำบลหนึ่ง"
    )


def running(case: Case) -> set[str]:
    return {clock.kind for clock in case.clocks.running()}


def test_forwarding_asks_and_moves_nothing_yet(world: World):
    case = factories.screened_case(world)
    referral = refer(world, case, world.local, note="น้ำท่วมครั้งที่สอง", request="ขอถุงยังชีพ")
    case = referral.case
    assert case.state == CaseState.REFERRED
    assert case.holder == world.center.organization
    assert running(case) == {ClockKind.ACKNOWLEDGE}
    assert case.clocks.running().get().organization == world.local.organization
    event = case.events.last()
    assert (event.referral, event.reason, event.consent) == (referral, "proper_area", "given")
    assert event.note.text == "น้ำท่วมครั้งที่สอง"
    assert referral.request == "ขอถุงยังชีพ"


def test_the_covering_letter_goes_out_in_the_senders_name_and_tells_nothing(world: World):
    referral = refer(world, factories.screened_case(world, severity=Severity.EMERGENCY), world.local)
    letter = referral.letter
    assert letter.organization == world.center.organization
    assert letter.running_number == 1
    assert referral.case.reference in str(letter.snapshot)
    assert letter.letter.urgency == "most_urgent"
    assert not [canary for canary in CANARIES if canary in str(letter.snapshot)]


def test_the_target_is_told_until_when_to_answer(world: World):
    referral = refer(world, factories.screened_case(world), world.local)
    message = OutboxMessage.objects.get(template="case_referred")
    assert message.to == world.local.organization.email
    assert message.context["reference"] == referral.case.reference
    assert message.context["due"]


def test_a_body_without_an_address_sees_it_in_its_list_only(world: World):
    world.local.organization.email = ""
    world.local.organization.save()
    refer(world, factories.screened_case(world), world.local)
    assert not OutboxMessage.objects.filter(organization=world.local.organization).exists()


def test_accepting_moves_the_responsibility_and_enters_the_register(world: World):
    case = factories.working_case(world)
    assert case.state == CaseState.IN_PROGRESS
    assert case.holder == world.local.organization
    assert running(case) == {ClockKind.ACT}
    assert case.referrals.get().state == ReferralState.ACCEPTED
    bodies = set(case.register_entries.values_list("organization", flat=True))
    assert bodies == {world.center.organization.pk, world.local.organization.pk}
    assert OutboxMessage.objects.filter(
        template="case_accepted", organization=world.center.organization
    ).exists()


def test_the_next_acceptance_fulfills_the_one_before(world: World):
    case = factories.working_case(world)
    second = refer(world, case, world.lead, by=world.local)
    case = accept_referral(referral=second, actor=world.lead.officer).case
    assert case.holder == world.lead.organization
    assert list(case.referrals.order_by("pk").values_list("state", flat=True)) == ["forwarded_on", "accepted"]


def test_while_a_handover_waits_the_clock_of_the_work_goes_on(world: World):
    case = factories.working_case(world)
    due = case.clocks.running().get().due_at
    referral = refer(world, case, world.lead, by=world.local)
    assert running(referral.case) == {ClockKind.ACT, ClockKind.ACKNOWLEDGE}
    case = returned(referral, world.lead).case
    assert case.state == CaseState.IN_PROGRESS
    assert case.clocks.running().get().due_at == due


def test_a_return_goes_back_to_screened_when_nobody_worked_on_it(world: World):
    referral = returned(factories.pending_referral(world), world.local)
    case = referral.case
    assert (case.state, case.holder) == (CaseState.SCREENED, world.center.organization)
    assert referral.return_reason == ReturnReason.WRONG_AREA
    assert running(case) == {ClockKind.REROUTE}
    assert case.events.last().note.text == "อยู่อีกตำบลหนึ่ง"
    message = OutboxMessage.objects.get(template="case_returned")
    assert message.organization == world.center.organization
    assert message.context["due"]


def test_a_case_in_work_that_is_returned_stays_in_work(world: World):
    """The design's first draft threw it back to screened."""
    case = factories.followed_case(world)
    case = returned(refer(world, case, world.lead, by=world.local), world.lead).case
    assert case.state == CaseState.IN_PROGRESS
    assert running(case) == {ClockKind.ACT}


def test_an_auto_routed_report_that_is_returned_waits_at_the_center(world: World):
    case = factories.crisis_case(world)
    case = returned(case.referrals.get(), world.lead).case
    assert (case.state, case.holder) == (CaseState.SCREENED, world.center.organization)
    clock = case.clocks.running().get()
    assert clock.kind == ClockKind.REROUTE
    assert clock.due_at - clock.started_at == dt.timedelta(hours=4)


def test_a_return_needs_words(world: World):
    with pytest.raises(GuardFailed):
        return_referral(
            referral=factories.pending_referral(world),
            actor=world.local.officer,
            reason=ReturnReason.WRONG_AREA,
            note="  ",
        )


def test_the_sender_may_recall_until_the_target_accepts(world: World):
    referral = factories.pending_referral(world)
    recalled = recall_referral(referral=referral, actor=world.center.officer, note="ส่งผิด")
    assert recalled.state == ReferralState.RECALLED
    assert running(recalled.case) == {ClockKind.REROUTE}
    with pytest.raises(CaseChanged):
        accept_referral(referral=referral, actor=world.local.officer)
    assert OutboxMessage.objects.filter(
        template="case_recalled", organization=world.local.organization
    ).exists()


def test_a_supervisor_of_the_center_may_recall_what_stands_in_its_register(world: World):
    case = factories.working_case(world)
    referral = refer(world, case, world.lead, by=world.local)
    recall_referral(referral=referral, actor=world.center.supervisor)
    foreign = factories.CaseFactory(actor=world.local.officer)
    foreign = factories.screening.screen_case(
        case=foreign,
        actor=world.local.officer,
        problem=factories.ProblemType.DISASTER,
        severity=Severity.NORMAL,
    )
    other = refer(world, foreign, world.lead, by=world.local)
    with pytest.raises(NotAllowed):
        recall_referral(referral=other, actor=world.center.supervisor)


def test_only_one_answer_counts(world: World):
    referral = factories.pending_referral(world)
    accept_referral(referral=referral, actor=world.local.officer)
    with pytest.raises(CaseChanged):
        returned(referral, world.local)
    with pytest.raises(CaseChanged):
        accept_referral(referral=referral, actor=world.local.supervisor)


@pytest.mark.parametrize("consent", [Consent.REFUSED, Consent.NOT_ASKED])
def test_nothing_is_passed_on_without_consent_or_ground(world: World, consent):
    case = factories.screened_case(world)
    with pytest.raises(GuardFailed) as failed:
        refer(world, case, world.local, consent=consent)
    assert failed.value.field == "consent"
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize("ground", [c for c in Consent if c.allows_disclosure])
def test_a_named_ground_is_recorded(world: World, ground):
    referral = refer(world, factories.screened_case(world), world.local, consent=ground)
    assert referral.consent == ground
    assert referral.case.events.last().consent == ground


def refused(world: World, case: Case, target, **values) -> str:
    with pytest.raises(GuardFailed) as failed:
        refer(world, case, Body(target, world.local.officer, world.local.supervisor), **values)
    assert failed.value.field == "target"
    return str(failed.value)


def test_a_case_goes_nowhere_where_it_cannot_be_worked_on(world: World):
    case = factories.screened_case(world)
    closed_body = OrganizationFactory(is_active=False)
    governor = OrganizationFactory(type=OrganizationType.GOVERNOR)
    assert "เลิกดำเนินการ" in refused(world, case, closed_body)
    assert "ผู้ว่าราชการ" in refused(world, case, governor)
    assert "รับผิดชอบเรื่องอยู่แล้ว" in refused(world, case, world.center.organization)


def test_a_body_that_does_a_part_is_not_asked_to_take_all(world: World):
    case = factories.screened_case(world)
    refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    assert "ส่งเรื่องนี้ให้หน่วยงานนี้ไว้แล้ว" in refused(world, case, world.hospital.organization)


def test_the_citizens_wish_to_leave_out_the_own_administration_holds(world: World):
    named = factories.screened_case(world, avoid_local=True, proposed_organization=world.local.organization)
    assert "ผู้แจ้งขอไม่ให้ส่ง" in refused(world, named, world.local.organization)
    assert refer(world, named, world.other_local).is_pending


def test_who_does_not_want_the_local_administration_to_know_need_not_name_it(world: World):
    for body in (world.local, world.other_local):
        ServiceArea.objects.create(organization=body.organization, subdistrict_code=factories.SUBDISTRICT)
    case = factories.screened_case(world, avoid_local=True)
    assert "ผู้แจ้งขอไม่ให้ส่ง" in refused(world, case, world.local.organization)
    assert "ผู้แจ้งขอไม่ให้ส่ง" in refused(world, case, world.other_local.organization)
    assert refer(world, case, world.lead).is_pending


def test_a_body_that_returned_twice_gets_it_again_only_from_a_supervisor(world: World):
    case = factories.screened_case(world)
    for _ in range(2):
        case = returned(refer(world, case, world.local), world.local).case
    assert "สองครั้ง" in refused(world, case, world.local.organization)
    assert refer(world, case, world.local, actor=world.center.supervisor).is_pending


def test_after_four_handovers_it_goes_through_the_center(world: World):
    case = factories.working_case(world)
    case = accept_referral(
        referral=refer(world, case, world.lead, by=world.local), actor=world.lead.officer
    ).case
    case = accept_referral(
        referral=refer(world, case, world.hospital, by=world.lead), actor=world.hospital.officer
    ).case
    case = accept_referral(
        referral=refer(world, case, world.other_local, by=world.hospital), actor=world.other_local.officer
    ).case
    assert "ผ่านศูนย์" in refused(world, case, world.local.organization, by=world.other_local)
    assert refer(world, case, world.center, by=world.other_local).is_pending


def forward(world: World, referral: Referral, target: Body, by: Body) -> Referral:
    return forward_referral_on(
        referral=referral,
        target=target.organization,
        actor=by.officer,
        reason=HandoverReason.PROPER_DUTY,
        consent=Consent.GIVEN,
    )


def test_passing_on_makes_a_child_and_tells_the_first_sender(world: World):
    first = factories.pending_referral(world)
    child = forward(world, first, world.other_local, by=world.local)
    first.refresh_from_db()
    assert first.state == ReferralState.FORWARDED_ON
    assert (child.parent, child.sender, child.target) == (
        first,
        world.local.organization,
        world.other_local.organization,
    )
    assert child.case.state == CaseState.REFERRED
    assert child.case.holder == world.center.organization
    assert child.letter.organization == world.local.organization
    assert child.case.clocks.running().get().organization == world.other_local.organization
    assert OutboxMessage.objects.filter(
        template="case_forwarded_on", organization=world.center.organization
    ).exists()


def test_what_was_passed_on_and_comes_back_goes_to_the_holder(world: World):
    child = forward(world, factories.pending_referral(world), world.other_local, by=world.local)
    case = returned(child, world.other_local).case
    assert (case.state, case.holder) == (CaseState.SCREENED, world.center.organization)
    told = OutboxMessage.objects.filter(template="case_returned").values_list("organization", flat=True)
    assert set(told) == {world.center.organization.pk, world.local.organization.pk}


def test_nothing_is_passed_on_to_where_it_came_from(world: World):
    child = forward(world, factories.pending_referral(world), world.other_local, by=world.local)
    for target in (world.local, world.center, world.other_local):
        with pytest.raises(GuardFailed):
            forward(world, child, target, by=world.other_local)


def test_passing_on_ends_somewhere(world: World, monkeypatch):
    monkeypatch.setattr(handing, "MAX_HOPS", 1)
    child = forward(world, factories.pending_referral(world), world.other_local, by=world.local)
    with pytest.raises(GuardFailed, match="หลายครั้ง"):
        forward(world, child, world.hospital, by=world.other_local)


def escalated(world: World, case: Case, **values) -> Referral:
    defaults = {
        "center": world.center.organization,
        "actor": world.local.supervisor,
        "consent": Consent.GIVEN,
        "note": "ซ่อมแล้วครึ่งหลัง งบหมด",
    }
    return escalate_case(case=case, **(defaults | values))


def test_beyond_capacity_the_center_has_it_at_once(world: World):
    case = factories.working_case(world)
    referral = escalated(world, case)
    case = referral.case
    assert (case.state, case.holder) == (CaseState.IN_PROGRESS, world.center.organization)
    assert referral.state == ReferralState.ACCEPTED
    assert running(case) == {ClockKind.ACT}
    assert case.clocks.running().get().organization == world.center.organization
    assert case.referrals.filter(state=ReferralState.ACCEPTED).count() == 1
    assert case.register_entries.filter(organization=world.center.organization).count() == 1


def test_escalation_says_what_was_done_and_goes_to_a_center(world: World):
    case = factories.working_case(world)
    with pytest.raises(GuardFailed):
        escalated(world, case, note="")
    with pytest.raises(GuardFailed):
        escalated(world, case, center=world.lead.organization)
    with pytest.raises(GuardFailed):
        escalated(world, case, consent=Consent.REFUSED)
    with pytest.raises(NotAllowed):
        escalated(world, case, actor=world.local.officer)
