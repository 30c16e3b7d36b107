"""Two people end a case, the lead agency ends a crisis case, and what was not solved can be opened again."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.domain.assistance import Risk, record_help
from cases.domain.closure import _years_later, approve_closure, refuse_closure, reopen_case, request_closure
from cases.domain.joint import refer_jointly
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case, RiskAssessment
from cases.vocabulary import CaseState, ClockKind, ClosureReason, Consent, Outcome, RiskLevel
from portal.accounts.roles import Role
from portal.actors import Citizen
from portal.organizations.models import Organization, RoutingRule
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import CaseFactory, World, help_given


def requested(world: World, case: Case, by=None, **values) -> Case:
    defaults = {
        "actor": (by or world.local).officer,
        "reason": ClosureReason.WITHDRAWN,
        "outcome": Outcome.WITHDRAWN,
        "note": "ผู้แจ้งขอถอนเรื่อง",
    }
    return request_closure(case=case, **(defaults | values))


def test_closing_takes_two_people(world: World):
    case = requested(world, factories.working_case(world))
    assert case.state == CaseState.CLOSURE_REQUESTED
    assert [clock.kind for clock in case.clocks.running()] == [ClockKind.CLOSURE_APPROVAL]
    with pytest.raises(NotAllowed):
        approve_closure(case=case, actor=world.local.officer)
    case = approve_closure(case=case, actor=world.local.supervisor)
    assert (case.state, case.closure_reason, case.outcome) == (
        CaseState.CLOSED,
        ClosureReason.WITHDRAWN,
        Outcome.WITHDRAWN,
    )
    assert not case.clocks.running().exists()


def test_a_supervisor_does_not_approve_the_own_request(world: World):
    case = requested(world, factories.working_case(world), actor=world.local.supervisor)
    for decide in (approve_closure, refuse_closure):
        with pytest.raises(GuardFailed, match="อีกคนหนึ่ง"):
            decide(case=case, actor=world.local.supervisor, note="เห็นชอบ")
    second = officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    assert approve_closure(case=case, actor=second).is_closed


def test_helped_needs_help_on_record(world: World):
    with pytest.raises(GuardFailed) as failed:
        requested(world, factories.working_case(world), reason=ClosureReason.HELPED)
    assert failed.value.field == "reason"
    assert factories.closed_case(world).closure_reason == ClosureReason.HELPED


@pytest.mark.parametrize("reason", [ClosureReason.SPAM, ClosureReason.TEST])
def test_what_was_worked_on_is_not_closed_as_nothing(world: World, reason):
    with pytest.raises(GuardFailed):
        requested(world, factories.working_case(world), reason=reason)


def test_a_request_tells_how_it_went(world: World):
    with pytest.raises(GuardFailed):
        requested(world, factories.working_case(world), note=" ")


def test_refusing_sends_back_to_work(world: World):
    case = refuse_closure(
        case=factories.closing_case(world), actor=world.local.supervisor, note="ยังไม่ได้เยี่ยมบ้าน"
    )
    assert case.state == CaseState.IN_PROGRESS
    assert [clock.kind for clock in case.clocks.running()] == [ClockKind.ACT]
    assert (case.closure_reason, case.outcome, case.closure_requested_by) == ("", "", None)


def test_a_part_that_is_open_keeps_the_case_open(world: World):
    case = factories.working_case(world)
    refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    with pytest.raises(GuardFailed, match="ช่วยดำเนินการอยู่"):
        requested(world, case)


def test_only_the_lead_agency_closes_a_crisis_case(world: World):
    """S2.34, S2.44."""
    case = CaseFactory(problem=factories.ProblemType.VIOLENCE, actor=world.local.officer)
    case = factories.screening.screen_case(
        case=case,
        actor=world.local.officer,
        problem=factories.ProblemType.VIOLENCE,
        severity=factories.Severity.NORMAL,
    )
    case = factories.screening.take_on(case=case, actor=world.local.officer)
    with pytest.raises(GuardFailed, match="เจ้าภาพหลัก"):
        requested(world, case)


def test_a_crisis_case_is_closed_after_the_risk_was_assessed(world: World):
    """S2.43."""
    case = factories.working_crisis_case(world)
    with pytest.raises(GuardFailed, match="ประเมินความเสี่ยง"):
        requested(world, case, by=world.lead)
    record_help(
        case=case,
        actor=world.lead.officer,
        given=help_given(),
        follow_up_on=factories.timezone.localdate(),
        risk=Risk(level=RiskLevel.LOW),
    )
    case = requested(world, case, by=world.lead)
    assert approve_closure(case=case, actor=world.lead.supervisor).is_closed


def test_where_no_lead_agency_is_known_the_center_may_close(world: World):
    RoutingRule.objects.all().delete()
    Organization.objects.filter(pk=world.lead.organization.pk).update(is_active=False)
    case = CaseFactory(problem=factories.ProblemType.VIOLENCE)
    case = factories.screening.screen_case(
        case=case,
        actor=world.center.officer,
        problem=factories.ProblemType.VIOLENCE,
        severity=factories.Severity.NORMAL,
    )
    case = factories.screening.take_on(case=case, actor=world.center.officer)
    RiskAssessment.objects.create(
        case=case, organization=case.holder, level=RiskLevel.LOW, assessed_by=world.center.officer.person
    )
    assert requested(world, case, by=world.center).state == CaseState.CLOSURE_REQUESTED


def test_closing_ends_the_handover_that_brought_it_and_open_follow_ups(world: World):
    case = factories.closed_case(world)
    assert [referral.state for referral in case.referrals.all()] == ["done"]
    assert not case.follow_ups.filter(done_at__isnull=True).exists()


def test_the_day_until_which_data_is_kept(world: World, time_machine):
    time_machine.move_to(dt.datetime(2028, 2, 29, 5, tzinfo=dt.UTC), tick=False)
    assert factories.closed_case(world).retention_until == dt.date(2038, 2, 28)
    assert _years_later(dt.date(2028, 2, 29), 4) == dt.date(2032, 2, 28)
    assert _years_later(dt.date(2026, 12, 31), 10) == dt.date(2036, 12, 31)


def test_a_citizen_may_say_not_fixed_within_30_days(world: World, time_machine):
    closed_at = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    time_machine.move_to(closed_at, tick=False)
    case = factories.closed_case(world)
    time_machine.move_to(closed_at + dt.timedelta(days=30), tick=False)
    case = reopen_case(case=case, actor=Citizen(case.reference), note="หลังคายังรั่ว")
    assert (case.state, case.reopen_count, case.holder) == (
        CaseState.IN_PROGRESS,
        1,
        world.local.organization,
    )
    assert (case.closed_at, case.retention_until, case.closure_reason) == (None, None, "")
    message = OutboxMessage.objects.get(template="case_reopened")
    assert message.organization == world.local.organization


def test_after_30_days_a_citizen_asks_anew(world: World, time_machine):
    closed_at = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    time_machine.move_to(closed_at, tick=False)
    case = factories.closed_case(world)
    time_machine.move_to(closed_at + dt.timedelta(days=30, seconds=1), tick=False)
    with pytest.raises(GuardFailed, match="30 วัน"):
        reopen_case(case=case, actor=Citizen(case.reference), note="หลังคายังรั่ว")
    assert reopen_case(case=case, actor=world.local.supervisor, note="ผู้แจ้งโทรมา").reopen_count == 1


def test_nobody_reopens_what_is_past_its_time(world: World, time_machine):
    case = factories.closed_case(world)
    time_machine.move_to(
        dt.datetime.combine(case.retention_until + dt.timedelta(days=1), dt.time(12), tzinfo=dt.UTC)
    )
    with pytest.raises(GuardFailed, match="พ้นกำหนด"):
        reopen_case(case=case, actor=world.local.supervisor, note="ขอดูอีกครั้ง")


def test_a_supervisor_of_the_center_reopens_what_stands_in_its_register(world: World):
    assert reopen_case(case=factories.closed_case(world), actor=world.center.supervisor, note="ร้องเรียน")
    own = CaseFactory(actor=world.local.officer)
    own = factories.screening.reject_case(case=own, actor=world.local.officer, reason=ClosureReason.TEST)
    with pytest.raises(NotAllowed):
        reopen_case(case=own, actor=world.center.supervisor, note="ร้องเรียน")


def test_a_reason_is_needed_to_reopen(world: World):
    with pytest.raises(GuardFailed):
        case = factories.closed_case(world)
        reopen_case(case=case, actor=Citizen(case.reference), note=" ")
