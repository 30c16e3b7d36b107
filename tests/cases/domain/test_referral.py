"""Responsibility moves when it is accepted, at no other moment, and never lies with two bodies or none."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.domain import asking, store
from cases.domain.referral import (
    accept_referral,
    cancel_part,
    forward_referral_on,
    hand_up,
    recall_referral,
    record_outside_answer,
    refer_case,
    refer_jointly,
    return_referral,
)
from cases.domain.verifying import faults_of
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine import guards
from cases.machine.vocabulary import DutyBasis, DutyKind, Stage, WaitingState
from cases.models import Case, Referral
from cases.vocabulary import Consent, HandoverReason, ReturnReason, Severity
from portal.actors import Citizen
from portal.letters.models import OutgoingLetter
from portal.organizations.models import ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
from tests.cases.domain.verbs import duty_for, duty_of, running
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


def test_forwarding_asks_and_moves_nothing_yet(world: World):
    case = factories.screened_case(world)
    referral = refer(world, case, world.local, note="น้ำท่วมครั้งที่สอง", request="ขอถุงยังชีพ")
    case = referral.case
    assert case.stage == Stage.SCREENED
    assert case.holder == world.center.organization
    assert running(case) == [DutyKind.ACKNOWLEDGE]
    assert duty_for(referral).organization == world.local.organization
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
    assert "ตรวจสอบเบื้องต้นแล้ว" in str(letter.snapshot)
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
    assert case.stage == Stage.WORKING
    assert case.holder == world.local.organization
    assert running(case) == [DutyKind.ACT]
    assert case.referrals.get().state == WaitingState.ACCEPTED
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


def test_while_a_handover_waits_the_duty_to_act_goes_on(world: World):
    case = factories.working_case(world)
    due = duty_of(case, DutyKind.ACT).due_at
    referral = refer(world, case, world.lead, by=world.local)
    assert running(referral.case) == [DutyKind.ACKNOWLEDGE, DutyKind.ACT]
    case = returned(referral, world.lead).case
    assert case.stage == Stage.WORKING
    assert running(case) == [DutyKind.ACT]
    assert duty_of(case, DutyKind.ACT).due_at == due


def test_a_return_leaves_the_stage_and_starts_the_search_for_another(world: World):
    referral = returned(factories.pending_referral(world), world.local)
    case = referral.case
    assert (case.stage, case.holder) == (Stage.SCREENED, world.center.organization)
    assert referral.return_reason == ReturnReason.WRONG_AREA
    assert running(case) == [DutyKind.REROUTE]
    assert case.events.last().note.text == "อยู่อีกตำบลหนึ่ง"
    message = OutboxMessage.objects.get(template="case_returned")
    assert message.organization == world.center.organization
    assert message.context["due"]


def test_a_case_that_is_followed_up_and_returned_stays_followed_up(world: World):
    """The first edition threw it back to work, its first draft even to screened."""
    case = factories.followed_case(world)
    case = returned(refer(world, case, world.lead, by=world.local), world.lead).case
    assert case.stage == Stage.FOLLOWING_UP
    assert running(case) == [DutyKind.FOLLOW]


def test_the_24_hours_of_an_auto_routed_report_that_is_returned_go_on_at_the_center(world: World):
    case = factories.crisis_case(world)
    case = returned(case.referrals.get(), world.lead).case
    assert (case.stage, case.holder) == (Stage.RECEIVED, world.center.organization)
    assert running(case) == [DutyKind.FORWARD]
    assert duty_of(case, DutyKind.FORWARD).due_at == case.received_at + dt.timedelta(hours=24)


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
    assert recalled.state == WaitingState.RECALLED
    assert running(recalled.case) == [DutyKind.REROUTE]
    with pytest.raises(CaseChanged):
        accept_referral(referral=referral, actor=world.local.officer)
    assert OutboxMessage.objects.filter(
        template="case_recalled", organization=world.local.organization
    ).exists()


def test_sending_and_recalling_wins_no_time(world: World, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False)
    case = factories.screened_case(world)
    due = duty_of(case, DutyKind.FORWARD).due_at
    referral = refer(world, case, world.local)
    time_machine.shift(dt.timedelta(days=3))
    recall_referral(referral=referral, actor=world.center.officer)
    duty = duty_of(case, DutyKind.REROUTE)
    assert (duty.due_at, duty.basis) == (due, DutyBasis.RECALLED)


def test_a_supervisor_of_the_center_may_recall_any_handover_of_its_area(world: World):
    case = factories.working_case(world)
    referral = refer(world, case, world.lead, by=world.local)
    with pytest.raises(NotAllowed):
        recall_referral(referral=referral, actor=world.center.officer)
    with pytest.raises(NotAllowed):
        recall_referral(referral=referral, actor=world.hospital.supervisor)
    assert recall_referral(referral=referral, actor=world.center.supervisor).state == WaitingState.RECALLED


def test_only_one_answer_counts(world: World):
    referral = factories.pending_referral(world)
    accept_referral(referral=referral, actor=world.local.officer)
    with pytest.raises(CaseChanged):
        returned(referral, world.local)
    with pytest.raises(CaseChanged):
        accept_referral(referral=referral, actor=world.local.supervisor)


@pytest.mark.parametrize("consent", [Consent.REFUSED, Consent.NOT_ASKED])
def test_nothing_is_passed_on_without_consent_or_ground(world: World, consent):
    case = factories.screened_case(world, consent=consent)
    with pytest.raises(GuardFailed):
        refer(world, case, world.local, consent=consent)
    assert not OutgoingLetter.objects.exists()


def test_what_the_form_says_of_consent_is_looked_at_also_when_it_was_given_before(world: World):
    with pytest.raises(GuardFailed) as failed:
        refer(world, factories.screened_case(world), world.local, consent=Consent.REFUSED)
    assert failed.value.field == "consent"


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
    assert "กำกับดูแลเท่านั้น" in refused(world, case, governor)
    assert "รับผิดชอบเรื่องอยู่แล้ว" in refused(world, case, world.center.organization)


def test_a_partner_may_be_asked_to_take_all_and_its_part_ends_as_done(world: World):
    case = factories.screened_case(world)
    part = refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    part = accept_referral(referral=part, actor=world.hospital.officer)
    handover = refer(world, case, world.hospital)
    case = accept_referral(referral=handover, actor=world.hospital.officer).case
    assert case.holder == world.hospital.organization
    part.refresh_from_db()
    assert part.state == WaitingState.DONE
    assert running(case) == [DutyKind.ACT]


def test_the_citizens_wish_to_leave_out_the_own_administration_holds(world: World):
    named = factories.screened_case(world, avoid_local=True, proposed_organization=world.local.organization)
    assert "ผู้แจ้งขอไว้" in refused(world, named, world.local.organization)
    assert refer(world, named, world.other_local).is_pending


def test_who_does_not_want_the_local_administration_to_know_need_not_name_it(world: World):
    for body in (world.local, world.other_local):
        ServiceArea.objects.create(organization=body.organization, subdistrict_code=factories.SUBDISTRICT)
    case = factories.screened_case(world, avoid_local=True)
    assert "ผู้แจ้งขอไว้" in refused(world, case, world.local.organization)
    assert "ผู้แจ้งขอไว้" in refused(world, case, world.other_local.organization)
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
    assert first.state == WaitingState.FORWARDED_ON
    assert (child.parent, child.sender, child.target) == (
        first,
        world.local.organization,
        world.other_local.organization,
    )
    assert child.case.stage == Stage.SCREENED
    assert child.case.holder == world.center.organization
    assert child.letter.organization == world.local.organization
    assert duty_for(child).organization == world.other_local.organization
    assert OutboxMessage.objects.filter(
        template="case_forwarded_on", organization=world.center.organization
    ).exists()


def test_what_was_passed_on_and_comes_back_goes_to_the_holder(world: World):
    child = forward(world, factories.pending_referral(world), world.other_local, by=world.local)
    case = returned(child, world.other_local).case
    assert (case.stage, case.holder) == (Stage.SCREENED, world.center.organization)
    told = OutboxMessage.objects.filter(template="case_returned").values_list("organization", flat=True)
    assert set(told) == {world.center.organization.pk, world.local.organization.pk}


def test_nothing_is_passed_on_to_where_it_came_from(world: World):
    child = forward(world, factories.pending_referral(world), world.other_local, by=world.local)
    for target in (world.local, world.center, world.other_local):
        with pytest.raises(GuardFailed):
            forward(world, child, target, by=world.other_local)


def test_passing_on_ends_somewhere(world: World, monkeypatch):
    monkeypatch.setattr(guards, "MAX_HOPS", 1)
    child = forward(world, factories.pending_referral(world), world.other_local, by=world.local)
    with pytest.raises(GuardFailed, match="หลายทอด"):
        forward(world, child, world.hospital, by=world.other_local)


def handed_up(world: World, case: Case, **values) -> Referral:
    defaults = {
        "actor": world.local.supervisor,
        "consent": Consent.GIVEN,
        "note": "ซ่อมแล้วครึ่งหลัง งบหมด",
    }
    return hand_up(case=case, **(defaults | values))


def test_beyond_capacity_the_center_has_it_at_once(world: World):
    case = factories.working_case(world)
    referral = handed_up(world, case)
    case = referral.case
    assert (case.stage, case.holder) == (Stage.WORKING, world.center.organization)
    assert (referral.state, referral.handed_up) == (WaitingState.ACCEPTED, True)
    assert running(case) == [DutyKind.ACT]
    assert duty_of(case, DutyKind.ACT).organization == world.center.organization
    assert case.referrals.filter(state=WaitingState.ACCEPTED).count() == 1
    assert case.register_entries.filter(organization=world.center.organization).count() == 1


def test_handing_up_says_what_was_done_and_is_the_supervisors(world: World):
    case = factories.working_case(world)
    with pytest.raises(GuardFailed):
        handed_up(world, case, note="")
    with pytest.raises(GuardFailed):
        handed_up(world, case, consent=Consent.REFUSED)
    with pytest.raises(NotAllowed):
        handed_up(world, case, actor=world.local.officer)
    with pytest.raises(NotAllowed):
        handed_up(world, factories.working_crisis_case(world), actor=world.lead.supervisor)


def test_where_a_local_administration_has_no_head_its_officers_hand_up(world: World):
    case = factories.working_case(world)
    world.local.supervisor.person.is_active = False
    world.local.supervisor.person.save()
    assert handed_up(world, case, actor=world.local.officer).target == world.center.organization


def test_a_case_is_handed_up_once(world: World):
    case = handed_up(world, factories.working_case(world)).case
    back = refer(world, case, world.local, by=world.center)
    case = accept_referral(referral=back, actor=world.local.officer).case
    with pytest.raises(GuardFailed, match="ครั้งหนึ่ง"):
        handed_up(world, case)


def test_after_two_returns_the_next_handover_by_the_center_is_binding(world: World):
    case = factories.screened_case(world)
    for _ in range(2):
        case = returned(refer(world, case, world.local), world.local).case
    last = refer(world, case, world.local, actor=world.center.supervisor)
    assert last.binding
    with pytest.raises(GuardFailed, match="ชี้ขาด"):
        returned(last, world.local)
    with pytest.raises(GuardFailed, match="ชี้ขาด"):
        forward(world, last, world.other_local, by=world.local)
    assert accept_referral(referral=last, actor=world.local.officer).case.holder == world.local.organization


def by_letter(world: World) -> Body:
    """An organization in which nobody signs in."""
    hospital = OrganizationFactory(type=OrganizationType.HOSPITAL)
    return Body(hospital, world.center.officer, world.center.supervisor)


def test_a_recorded_acceptance_never_moves_the_case(world: World):
    pending = refer(world, factories.screened_case(world), by_letter(world))
    answered = record_outside_answer(
        referral=pending,
        actor=world.center.officer,
        outcome=WaitingState.ACCEPTED,
        note="คุณสมชายรับทางโทรศัพท์",
    )
    case = answered.case
    assert (answered.state, answered.outside) == (WaitingState.ACCEPTED, True)
    assert (case.stage, case.holder) == (Stage.WORKING, world.center.organization)
    assert duty_for(answered).kind == DutyKind.PART
    assert duty_for(answered).organization == pending.target


def test_who_gives_an_accepted_case_up_for_an_interest_of_its_own_is_kept_out(world: World):
    """Privacy 16: by letter too, and after it had said yes."""
    pending = refer(world, factories.screened_case(world), by_letter(world))
    told = {"actor": world.center.officer, "note": "คุณสมชายแจ้งทางโทรศัพท์"}
    answered = record_outside_answer(referral=pending, outcome=WaitingState.ACCEPTED, **told)
    answered = record_outside_answer(
        referral=answered,
        outcome=WaitingState.RETURNED,
        reason=ReturnReason.CONFLICT_OF_INTEREST,
        **told,
    )
    assert answered.case.excluded == [pending.target.pk]
    assert faults_of(answered.case) == []


def test_who_can_answer_alone_is_not_answered_for(world: World):
    with pytest.raises(GuardFailed, match="ตอบเอง"):
        record_outside_answer(
            referral=factories.pending_referral(world),
            actor=world.center.officer,
            outcome=WaitingState.ACCEPTED,
            note="โทรแล้ว",
        )


def test_a_part_that_is_needed_no_more_is_cancelled_with_words(world: World):
    part = refer_jointly(
        case=factories.screened_case(world),
        target=world.hospital.organization,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    part = accept_referral(referral=part, actor=world.hospital.officer)
    with pytest.raises(GuardFailed):
        cancel_part(referral=part, actor=world.center.officer, note=" ")
    assert cancel_part(referral=part, actor=world.center.officer, note="หายแล้ว").state == "withdrawn"
    assert not Case.objects.visible_to(world.hospital.officer).exists()


def refusing(case: Case) -> Case:
    asking.change_consent(case=case, actor=Citizen(case.reference), consent=Consent.REFUSED)
    return Case.objects.get(pk=case.pk)


def test_what_goes_up_against_a_refusal_goes_on_the_ground_that_was_chosen(world: World):
    """Row 11, R21: no form makes a consent out of a refusal, and the case stands as its history says."""
    case = refusing(factories.working_case(world))
    with pytest.raises(GuardFailed, match="ความยินยอม"):
        handed_up(world, case)
    up = handed_up(world, case, consent=Consent.VITAL)
    case = Case.objects.get(pk=case.pk)
    assert (up.consent, case.consent) == (Consent.VITAL, Consent.REFUSED)
    assert store.load(case) == store.replayed(case)


def test_who_agrees_when_the_case_goes_up_has_agreed_from_then_on(world: World):
    case = factories.working_case(world)
    asking.change_consent(case=case, actor=world.local.officer, consent=Consent.NOT_ASKED)
    handed_up(world, Case.objects.get(pk=case.pk))
    case = Case.objects.get(pk=case.pk)
    assert case.consent == Consent.GIVEN
    assert store.load(case) == store.replayed(case)


@pytest.mark.parametrize("consent", [Consent.NOT_ASKED, Consent.REFUSED])
def test_another_ground_needs_its_words(world: World, consent: Consent):
    """cases.md, second edition, 5: another ground needs its text."""
    case = factories.screened_case(world, consent=consent)
    with pytest.raises(GuardFailed, match="เขียนว่าทำไม") as failed:
        refer(world, case, world.local, consent=Consent.LEGAL_DUTY)
    assert failed.value.field == "note"
    assert (
        refer(world, case, world.local, consent=Consent.LEGAL_DUTY, note="ตามคำสั่งศาล").consent == "legal_duty"
    )


def test_a_ground_that_was_written_down_with_the_request_needs_no_more_words(world: World):
    case = factories.screened_case(world, consent=Consent.VITAL)
    assert refer(world, case, world.local, consent=Consent.VITAL).consent == Consent.VITAL


def test_whose_ground_was_taken_back_is_told(world: World):
    """Row change_consent: organizations that were asked, or did a part, by consent alone; nobody else."""
    case = factories.working_case(world)
    part = refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    accept_referral(referral=part, actor=world.hospital.officer)
    refer(world, case, world.other_local, by=world.local)
    OutboxMessage.objects.all().delete()
    refusing(case)
    told = OutboxMessage.objects.filter(template="case_recalled").values_list("organization", flat=True)
    assert set(told) == {world.hospital.organization.pk, world.other_local.organization.pk}
    read = OutboxMessage.objects.get(template="case_message")
    assert read.organization == world.local.organization


def test_who_works_on_another_ground_is_not_told_that_consent_was_taken_back(world: World):
    case = factories.working_case(world)
    refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.VITAL,
        request="ตรวจร่างกาย",
    )
    refusing(case)
    assert not OutboxMessage.objects.filter(template="case_recalled").exists()
