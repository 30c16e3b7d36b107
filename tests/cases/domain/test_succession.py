"""No open case lies where nobody can act, except with the center: whatever ends, whoever leaves, whenever it happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from cases import tasks
from cases.desk.content.history import entries
from cases.domain import assistance, closure, referral, succession, working
from cases.domain.act import situation_of
from cases.domain.verifying import faults_of
from cases.domain.view import case_view
from cases.machine.act import offers
from cases.machine.vocabulary import DutyKind, Stage, Verb, WaitingKind, WaitingState
from cases.models import Case, CaseEvent, Duty, Grant, Referral
from cases.vocabulary import Consent, HandoverReason, SuccessionReason
from portal.accounts.domain.appointments import change_functions, end_appointment
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Citizen, System
from portal.audit.models import AuditEntry
from portal.organizations.domain import ending
from portal.organizations.models import Organization, PlannedEnd
from portal.organizations.tasks import carry_out_planned_ends
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.composing import compose
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ActorKind
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.domain.verbs import OPEN_SITUATIONS, case_in, duty_for, in_days
from tests.cases.factories import Body, World


def end(organization: Organization, successor: Organization | None = None) -> None:
    """Close an organization as a list or the back-office does."""
    organization.is_active, organization.closed_on = False, timezone.localdate()
    organization.successor = successor
    organization.save()
    ending.carry_out(organization, successor=successor, actor=System())


def the_day_of_a_plan_comes(organization: Organization, successor: Organization | None = None) -> None:
    PlannedEnd.objects.create(organization=organization, on=timezone.localdate(), successor=successor)
    assert carry_out_planned_ends.call() == 1


def everybody_leaves(organization: Organization, successor: Organization | None = None) -> None:
    """The last appointment ended yesterday; the scheduler comes by."""
    Appointment.objects.filter(organization=organization).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    tasks.hand_over_what_nobody_can_do.call()


def accounts_are_closed(organization: Organization, successor: Organization | None = None) -> None:
    for appointment in Appointment.objects.filter(organization=organization).select_related("user"):
        appointment.user.is_active = False
        appointment.user.save()
    tasks.hand_over_what_nobody_can_do.call()


def heir_body(name: str = "เทศบาลตำบลผู้สืบต่อ") -> Body:
    return factories.body(
        OrganizationType.SUBDISTRICT_MUNICIPALITY, name, Role.LAO_OFFICER, Role.LAO_CHIEF_ADMINISTRATOR
    )


def assert_nothing_lies_where_nobody_can_act() -> None:
    """Everything that always holds of a case, the master invariant among it."""
    for case in Case.objects.all():
        assert faults_of(case) == []


def allowed_verbs(case: Case, actor: Any) -> list[Verb]:
    return [offer.line.verb for offer in offers(situation_of(case, actor)) if offer.missing is None]


WAYS = [end, the_day_of_a_plan_comes, everybody_leaves, accounts_are_closed]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("situation", OPEN_SITUATIONS)
def test_in_every_situation_the_case_of_an_organization_that_cannot_act_goes_to_the_center(
    world: World, situation, way: Callable[..., None]
):
    case = case_in(situation, world)
    for body in (world.local, world.other_local, world.lead, world.hospital):
        way(body.organization)
    assert_nothing_lies_where_nobody_can_act()
    case.refresh_from_db()
    assert case.holder == world.center.organization


@pytest.mark.parametrize("situation", OPEN_SITUATIONS)
def test_with_a_successor_the_case_goes_on_there_in_the_same_stage_and_time(world: World, situation):
    case = case_in(situation, world)
    heir = heir_body()
    driving = [DutyKind.FORWARD, DutyKind.ACKNOWLEDGE, DutyKind.ACT, DutyKind.FOLLOW]
    due = dict(case.duties.running().filter(kind__in=driving).values_list("kind", "due_at"))
    holder_ends = case.holder_id == world.local.organization.pk
    end(world.local.organization, heir.organization)
    assert_nothing_lies_where_nobody_can_act()
    before, stage = case, case.stage
    case = Case.objects.get(pk=before.pk)
    assert case.stage == stage
    running = case.duties.running().filter(kind__in=due)
    assert set(running.values_list("organization", flat=True)) <= {
        heir.organization.pk if holder_ends or situation == "handover waits" else case.holder_id
    }
    if situation not in {"working", "closure waits", "question waits"}:
        assert dict(running.values_list("kind", "due_at")) == due, "nobody wins time"
    assert case.holder == (heir.organization if holder_ends else world.center.organization)


def test_who_never_had_it_gets_the_whole_limit_once(world: World):
    """The heir begins its own work; what it is asked for in the old one's place keeps its time."""
    case = factories.working_case(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    first = case.duties.running().get(kind=DutyKind.ACT)
    back = referral.refer_case(
        case=case,
        actor=heir.officer,
        target=world.other_local.organization,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    referral.return_referral(referral=back, actor=world.other_local.officer, reason="wrong_area", note="ไม่ใช่")
    assert case.duties.running().get(kind=DutyKind.ACT) == first


def test_a_question_that_waits_moves_and_the_work_goes_on_beside_it(world: World):
    case = case_in("question waits", world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    question = case.questions.get()
    assert (question.organization, question.state, question.pausing) == (heir.organization, "open", False)


def test_a_decision_that_waits_for_an_organization_that_ended_is_withdrawn(world: World):
    case = case_in("closure waits", world)
    end(world.local.organization, heir_body().organization)
    assert case.approvals.get().state == WaitingState.WITHDRAWN


def test_who_takes_over_can_work_and_who_ended_cannot(world: World):
    case = factories.working_case(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    case.refresh_from_db()
    assert Verb.RECORD_HELP in allowed_verbs(case, heir.officer)
    assert Case.objects.visible_to(heir.officer).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(world.local.officer).filter(pk=case.pk).exists()


def test_events_audit_and_messages_say_so(world: World):
    case = factories.working_case(world)
    heir = heir_body()
    OutboxMessage.objects.all().delete()
    end(world.local.organization, heir.organization)
    event = case.events.last()
    assert (event.verb, event.actor_kind, event.reason) == (
        Verb.SUCCEED,
        ActorKind.SYSTEM,
        SuccessionReason.ENDED,
    )
    assert event.changes == {"organization": [str(world.local.organization.pk), str(heir.organization.pk)]}
    entry = AuditEntry.objects.get(action="cases.handed_over")
    assert entry.data == {"cases": 1, "reason": "ended"}
    message = OutboxMessage.objects.get(template="case_taken_over")
    assert message.to == heir.organization.email
    mail = compose(message)
    assert case.reference in mail.subject
    assert "รับช่วง" in mail.body
    assert not [canary for canary in factories.CANARIES if canary in mail.subject + mail.body]
    case.refresh_from_db()
    line = entries(case_view(case, heir.officer))[0]
    assert line.reason == str(SuccessionReason.ENDED.label)


def asked_for_a_part(world: World) -> Referral:
    return referral.refer_jointly(
        case=factories.working_case(world),
        actor=world.local.officer,
        target=world.hospital.organization,
        consent=Consent.GIVEN,
        request="รักษา",
    )


@pytest.mark.parametrize("accepted", [False, True], ids=["waits", "accepted"])
def test_a_part_goes_on_with_the_successor(world: World, accepted):
    part = asked_for_a_part(world)
    if accepted:
        part = referral.accept_referral(referral=part, actor=world.hospital.officer)
    heir = heir_body("โรงพยาบาลใหม่")
    due = duty_for(part).due_at
    end(world.hospital.organization, heir.organization)
    assert_nothing_lies_where_nobody_can_act()
    new = Referral.objects.get(target=heir.organization)
    assert (new.pk, new.state, new.request) == (part.pk, part.state, "รักษา"), "the same row goes on"
    assert duty_for(new).due_at == due
    assert duty_for(new).organization == heir.organization
    assert new.case.holder == world.local.organization
    if accepted:
        referral.complete_part(referral=new, actor=heir.officer, note="เสร็จแล้ว")
    else:
        referral.accept_referral(referral=new, actor=heir.officer)


def test_a_handover_that_waits_goes_on_to_the_successor_who_may_accept(world: World):
    pending = factories.pending_referral(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    assert_nothing_lies_where_nobody_can_act()
    new = pending.case.referrals.pending_handover().get()
    assert (new.target, new.sender) == (heir.organization, world.center.organization)
    accepted = referral.accept_referral(referral=new, actor=heir.officer)
    assert accepted.case.holder == heir.organization
    assert_nothing_lies_where_nobody_can_act()


@pytest.mark.parametrize("way", [end, the_day_of_a_plan_comes])
def test_a_handover_that_would_go_to_its_own_holder_is_recalled(world: World, way):
    """The center sent it; nobody is left there but the center itself."""
    pending = factories.pending_referral(world)
    way(world.local.organization)
    pending.refresh_from_db()
    assert pending.state == WaitingState.RECALLED
    case = pending.case
    case.refresh_from_db()
    assert (case.stage, case.holder) == (Stage.SCREENED, world.center.organization)
    assert case.events.last().actor_kind == ActorKind.SYSTEM
    assert_nothing_lies_where_nobody_can_act()


@pytest.mark.parametrize("way", [everybody_leaves, accounts_are_closed])
def test_an_organization_that_everybody_left_is_asked_by_letter_and_its_answer_written_down(
    world: World, way
):
    pending = factories.pending_referral(world)
    way(world.local.organization)
    pending.refresh_from_db()
    assert pending.state == WaitingState.SENT
    assert_nothing_lies_where_nobody_can_act()
    answered = referral.record_outside_answer(
        referral=pending, actor=world.center.officer, outcome=WaitingState.RETURNED, note="ไม่มีเจ้าหน้าที่แล้ว"
    )
    assert answered.state == WaitingState.RETURNED
    assert_nothing_lies_where_nobody_can_act()


def test_the_scheduler_that_finds_nothing_to_move_writes_nothing(world: World):
    pending = factories.pending_referral(world)
    everybody_leaves(world.local.organization)
    events = pending.case.events.count()
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    assert pending.case.events.count() == events


def test_a_handover_to_the_successor_of_its_holder_is_recalled_and_the_case_moves(world: World):
    """The holder merges into the very organization that it asked."""
    case = factories.working_case(world)
    pending = referral.refer_case(
        case=case,
        actor=world.local.officer,
        target=world.other_local.organization,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    end(world.local.organization, world.other_local.organization)
    pending.refresh_from_db()
    case.refresh_from_db()
    assert pending.state == WaitingState.RECALLED
    assert (case.stage, case.holder) == (Stage.WORKING, world.other_local.organization)
    assert_nothing_lies_where_nobody_can_act()


def test_a_handover_that_was_passed_on_is_not_sent_back_to_who_passed_it_on(world: World):
    pending = factories.pending_referral(world)
    child = referral.forward_referral_on(
        referral=pending,
        target=world.other_local.organization,
        actor=world.local.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    end(world.other_local.organization, world.local.organization)
    child.refresh_from_db()
    assert child.state == WaitingState.RECALLED
    assert_nothing_lies_where_nobody_can_act()


@pytest.mark.parametrize("accepted", [False, True], ids=["waits", "accepted"])
def test_a_part_of_whoever_becomes_holder_ends(world: World, accepted):
    part = asked_for_a_part(world)
    if accepted:
        referral.accept_referral(referral=part, actor=world.hospital.officer)
    end(world.local.organization, world.hospital.organization)
    part.refresh_from_db()
    assert part.state == (WaitingState.DONE if accepted else WaitingState.WITHDRAWN)
    part.case.refresh_from_db()
    assert part.case.holder == world.hospital.organization
    assert_nothing_lies_where_nobody_can_act()


def test_one_who_does_a_part_already_gets_no_second_one(world: World):
    first = asked_for_a_part(world)
    second = referral.refer_jointly(
        case=first.case,
        actor=world.local.officer,
        target=world.lead.organization,
        consent=Consent.GIVEN,
        request="ที่พัก",
    )
    end(world.lead.organization, world.hospital.organization)
    second.refresh_from_db()
    assert second.state == WaitingState.WITHDRAWN
    assert first.case.referrals.active().filter(mode=WaitingKind.JOINT).count() == 1
    assert_nothing_lies_where_nobody_can_act()


# --- who takes over ------------------------------------------------------------------------------------------------------


def test_a_successor_without_people_is_passed_over(world: World):
    case = factories.working_case(world)
    empty, heir = OrganizationFactory(), heir_body()
    end(empty, heir.organization)
    end(world.local.organization, empty)
    case.refresh_from_db()
    assert case.holder == heir.organization, "the chain is followed to where somebody can act"


def test_a_successor_whom_the_reporter_asked_to_leave_out_gets_nothing(world: World):
    """Privacy 16: not by succession either."""
    values = {"avoid_local": True, "proposed_organization": world.other_local.organization}
    case = factories.working_case(world, **values)
    end(world.local.organization, world.other_local.organization)
    case.refresh_from_db()
    assert case.holder == world.center.organization


def test_a_loop_of_successors_ends_at_the_center(world: World):
    case = factories.working_case(world)
    other = OrganizationFactory(is_active=False)
    Organization.objects.filter(pk=other.pk).update(successor=world.local.organization)
    end(world.local.organization, other)
    case.refresh_from_db()
    assert case.holder == world.center.organization


def test_the_only_center_keeps_what_it_has_and_another_one_takes_over(world: World):
    case = factories.received_case(world)
    everybody_leaves(world.center.organization)
    case.refresh_from_db()
    assert case.holder == world.center.organization
    second = factories.body(OrganizationType.CENTER, "ศูนย์ที่สอง", Role.CENTER_OFFICER, Role.CENTER_HEAD)
    end(world.center.organization)
    case.refresh_from_db()
    assert case.holder == second.organization


def test_one_officer_is_enough_and_an_editor_is_none(world: World):
    case = factories.working_case(world)
    Appointment.objects.filter(
        organization=world.local.organization, role=Role.LAO_CHIEF_ADMINISTRATOR
    ).update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    officer(world.local.organization, Role.CONTENT_EDITOR)
    Appointment.objects.filter(organization=world.local.organization, role=Role.LAO_OFFICER).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert tasks.hand_over_what_nobody_can_do.call() == 1
    case.refresh_from_db()
    assert case.holder == world.center.organization
    assert case.events.last().reason == SuccessionReason.NOBODY_LEFT
    assert tasks.hand_over_what_nobody_can_do.call() == 0


def test_the_last_day_of_the_last_order_counts_in_thailand(world: World, time_machine):
    factories.working_case(world)
    Appointment.objects.filter(organization=world.local.organization).update(
        valid_until=dt.date(2026, 12, 31)
    )
    time_machine.move_to(dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC), tick=False)
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    time_machine.move_to(dt.datetime(2026, 12, 31, 17, 1, tzinfo=dt.UTC), tick=False)
    assert tasks.hand_over_what_nobody_can_do.call() == 1


def test_an_organization_that_answers_by_letter_is_not_left_by_anybody(world: World):
    """It never had an account; what waits for it waits on."""
    hospital = OrganizationFactory(type=OrganizationType.HOSPITAL)
    pending = factories.pending_referral(world, Body(hospital, world.center.officer, world.center.supervisor))
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    pending.refresh_from_db()
    assert pending.state == WaitingState.SENT


# --- all or nothing, before and after ------------------------------------------------------------------------------------


def test_a_failure_leaves_everything_as_it_was(world: World, monkeypatch):
    cases = [factories.working_case(world) for _ in range(2)]
    heir = heir_body()
    calls = []

    def broken(**values: Any) -> None:
        calls.append(values)
        if len(calls) == 2:
            raise RuntimeError("disk full")

    monkeypatch.setattr(succession.notify, "tell_body", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        end(world.local.organization, heir.organization)
    for case in cases:
        case.refresh_from_db()
        assert case.holder_id == world.local.organization.pk
    assert not CaseEvent.objects.filter(verb=Verb.SUCCEED).exists()
    assert Organization.objects.get(pk=world.local.organization.pk).is_active


def test_a_dry_run_says_what_would_move_and_moves_nothing(world: World):
    factories.working_case(world)
    factories.pending_referral(world)
    assert ending.report(OrganizationFactory()) == []
    said = " ".join(ending.report(world.local.organization))
    assert "ไม่ปิด 1 เรื่อง" in said
    assert "รอตอบรับ 1 เรื่อง" in said
    part = asked_for_a_part(world)
    referral.accept_referral(referral=part, actor=world.hospital.officer)
    before = CaseEvent.objects.count(), Duty.objects.count(), AuditEntry.objects.count()
    assert "บางส่วน 1 เรื่อง" in " ".join(ending.report(world.hospital.organization))
    assert (CaseEvent.objects.count(), Duty.objects.count(), AuditEntry.objects.count()) == before


def test_closed_cases_stay_and_reopen_where_somebody_can_act(world: World):
    case = factories.closed_case(world)
    heir = heir_body()
    end(world.local.organization, heir.organization)
    case.refresh_from_db()
    assert case.holder == world.local.organization
    reopened = closure.reopen_case(case=case, actor=Citizen(case.reference), note="ยังรั่ว")
    assert reopened.holder == heir.organization
    assert_nothing_lies_where_nobody_can_act()


def test_follow_ups_that_wait_move_and_those_that_were_done_stay(world: World):
    case = factories.followed_case(world)
    done = case.follow_ups.get()
    assistance.record_follow_up(follow_up=done, actor=world.local.officer, finding="ดีขึ้น", next_on=in_days(8))
    heir = heir_body()
    end(world.local.organization, heir.organization)
    done.refresh_from_db()
    assert done.organization == world.local.organization
    assert case.follow_ups.get(done_at=None).organization == heir.organization
    assert_nothing_lies_where_nobody_can_act()


def test_what_an_organization_that_ended_could_still_read_ends_with_it_in_closed_cases_too(world: World):
    factories.closed_case(world)
    factories.working_case(world)
    working.break_glass(case=Case.objects.latest("pk"), actor=world.hospital.officer, reason="เด็กอยู่ในอันตราย")
    heir = heir_body()
    for body in (world.local, world.hospital):
        end(body.organization, heir.organization)
    ended = [world.local.organization, world.hospital.organization]
    assert not Grant.objects.filter(organization__in=ended, until=None).exists()
    assert_nothing_lies_where_nobody_can_act()


# --- one of several leaves -----------------------------------------------------------------------------------------------


def given_case(world: World) -> tuple[Case, Duty]:
    """A case whose next thing to do is given to the officer of the local administration."""
    case = factories.working_case(world)
    duty = case.duties.running().get(kind=DutyKind.ACT)
    working.assign(duty=duty, actor=world.local.supervisor, person=world.local.officer.person)
    return case, duty


def his_order_ends(world: World) -> None:
    end_appointment(
        actor=System(),
        appointment=world.local.officer.appointment,
        last=timezone.localdate() - dt.timedelta(days=1),
    )


def his_order_ended_by_its_date(world: World) -> None:
    Appointment.objects.filter(pk=world.local.officer.appointment.pk).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert tasks.hand_over_what_nobody_can_do.call() == 1


def he_takes_requests_in_from_now_on(world: World) -> None:
    change_functions(actor=System(), appointment=world.local.officer.appointment, functions=[Function.INTAKE])
    assert tasks.hand_over_what_nobody_can_do.call() == 1


@pytest.mark.parametrize(
    "way", [his_order_ends, his_order_ended_by_its_date, he_takes_requests_in_from_now_on]
)
def test_what_was_given_to_somebody_who_does_it_no_more_is_everybodys_again(
    world: World, way: Callable[[World], None]
):
    """R21: it is in the queue of the office again, by the same time, and the office keeps the case."""
    case, duty = given_case(world)
    before = duty.due_at
    way(world)
    duty.refresh_from_db()
    case.refresh_from_db()
    assert (duty.person, duty.due_at, case.holder) == (None, before, world.local.organization)
    event = case.events.last()
    assert (event.verb, event.reason, event.changes) == (Verb.SUCCEED, SuccessionReason.PERSON_LEFT, {})
    line = entries(case_view(case, world.local.supervisor))[0]
    assert (line.title, line.target) == ("จัดงานที่ค้างใหม่", "")
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    assert_nothing_lies_where_nobody_can_act()


def test_what_is_given_to_who_stays_is_left_alone(world: World):
    case, duty = given_case(world)
    officer(world.local.organization, Role.LAO_OFFICER)
    end_appointment(
        actor=System(),
        appointment=world.local.supervisor.appointment,
        last=timezone.localdate() - dt.timedelta(days=1),
    )
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    duty.refresh_from_db()
    assert duty.person == world.local.officer.person


def the_head_leaves(world: World) -> None:
    end_appointment(
        actor=System(),
        appointment=world.local.supervisor.appointment,
        last=timezone.localdate() - dt.timedelta(days=1),
    )


def the_order_of_the_head_ended_by_its_date(world: World) -> None:
    Appointment.objects.filter(pk=world.local.supervisor.appointment.pk).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert tasks.hand_over_what_nobody_can_do.call() == 1


def the_head_works_on_and_decides_no_more(world: World) -> None:
    change_functions(
        actor=System(), appointment=world.local.supervisor.appointment, functions=[Function.WORK]
    )


@pytest.mark.parametrize(
    "way",
    [the_head_leaves, the_order_of_the_head_ended_by_its_date, the_head_works_on_and_decides_no_more],
)
def test_what_only_the_head_could_decide_is_decided_elsewhere_by_the_same_time(
    world: World, way: Callable[[World], None]
):
    """Cases.md, second edition, 5: re-addressed, same due, in the transaction in which the last possible approver leaves."""
    case = case_in("closure waits", world)
    due = case.duties.running().get(kind=DutyKind.APPROVE).due_at
    OutboxMessage.objects.all().delete()
    way(world)
    approval, duty = case.approvals.get(), case.duties.running().get(kind=DutyKind.APPROVE)
    case.refresh_from_db()
    center = world.center.organization
    assert (approval.state, approval.organization, duty.organization) == (WaitingState.OPEN, center, center)
    assert (duty.due_at, case.holder) == (due, world.local.organization)
    told = OutboxMessage.objects.filter(organization=center)
    assert [one.template for one in told] == ["case_to_decide"], "nobody took the case over"
    closure.approve(approval=approval, actor=world.center.supervisor)
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    assert_nothing_lies_where_nobody_can_act()


def test_a_decision_that_another_head_may_make_stays(world: World):
    case = case_in("closure waits", world)
    officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    the_head_leaves(world)
    assert tasks.hand_over_what_nobody_can_do.call() == 0
    assert case.approvals.get().organization == world.local.organization


def test_of_two_heads_one_who_takes_no_part_decides_nothing_when_the_other_leaves(world: World):
    case = case_in("closure waits", world)
    second = officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    working.recuse(case=case, actor=second)
    the_head_leaves(world)
    assert case.approvals.get().organization == world.center.organization


def test_a_round_takes_some_and_the_next_ones_the_rest(world: World, monkeypatch):
    duties = [given_case(world)[1] for _each in range(3)]
    monkeypatch.setattr(succession, "AT_ONCE", 2)
    cache.clear()
    Appointment.objects.filter(pk=world.local.officer.appointment.pk).update(
        valid_until=timezone.localdate() - dt.timedelta(days=1)
    )
    assert [tasks.hand_over_what_nobody_can_do.call() for _each in range(3)] == [2, 1, 0]
    assert set(Duty.objects.filter(pk__in=[one.pk for one in duties]).values_list("person", flat=True)) == {
        None
    }
