"""Two people end a case, the lead agency ends a crisis case, and what was not solved can be opened again."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.domain.act import act_on
from cases.domain.assistance import Risk, record_follow_up, record_help
from cases.domain.closure import approve, refuse, reopen_case, request_closure
from cases.domain.ending import _years_later
from cases.domain.referral import refer_jointly
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import Approval, Case
from cases.vocabulary import ClosureReason, Consent, Outcome, RiskLevel
from portal.accounts.roles import Role
from portal.actors import Citizen, System
from portal.organizations.models import Organization, RoutingRule
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.domain.verbs import duty_of, running, waiting_approval
from tests.cases.factories import CaseFactory, World, help_given


def requested(world: World, case: Case, by=None, **values) -> Approval:
    defaults = {
        "actor": (by or world.local).officer,
        "reason": ClosureReason.WITHDRAWN,
        "outcome": Outcome.WITHDRAWN,
        "note": "ผู้แจ้งขอถอนเรื่อง",
    }
    return request_closure(case=case, **(defaults | values))


def test_closing_takes_two_people_and_the_work_goes_on_meanwhile(world: World):
    case = factories.working_case(world)
    approval = requested(world, case)
    assert approval.case.stage == Stage.WORKING
    assert running(case) == [DutyKind.ACT, DutyKind.APPROVE]
    with pytest.raises(NotAllowed):
        approve(approval=approval, actor=world.local.officer)
    case = approve(approval=approval, actor=world.local.supervisor)
    assert (case.stage, case.closure_reason, case.outcome) == (
        Stage.CLOSED,
        ClosureReason.WITHDRAWN,
        Outcome.WITHDRAWN,
    )
    assert not case.duties.running().exists()


def test_nobody_decides_on_the_own_request_the_center_does_where_nobody_else_is_left(world: World):
    approval = requested(world, factories.working_case(world), actor=world.local.supervisor)
    assert approval.organization == world.center.organization
    for decide in (approve, refuse):
        with pytest.raises(NotAllowed):
            decide(approval=approval, actor=world.local.supervisor, note="เห็นชอบ")
    assert approve(approval=approval, actor=world.center.supervisor).is_closed


def test_a_second_supervisor_decides_on_the_request_of_the_first(world: World):
    second = officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    approval = requested(world, factories.working_case(world), actor=world.local.supervisor)
    assert approval.organization == world.local.organization
    assert approve(approval=approval, actor=second).is_closed


def test_a_person_with_two_appointments_is_still_one_person(world: World):
    approval = requested(world, factories.working_case(world))
    requester = officer(
        world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR, person=world.local.officer.person
    )
    with pytest.raises(NotAllowed):
        approve(approval=approval, actor=requester)


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


def test_refusing_leaves_the_work_as_it_was(world: World):
    case = factories.closing_case(world)
    stage, duties = case.stage, running(case)
    case = refuse(approval=waiting_approval(case), actor=world.local.supervisor, note="ยังไม่ได้เยี่ยมบ้าน")
    assert case.stage == stage == Stage.FOLLOWING_UP
    assert running(case) == [kind for kind in duties if kind != DutyKind.APPROVE]
    assert (case.closure_reason, case.outcome) == ("", "")


def test_nobody_is_late_because_somebody_else_decides_slowly(world: World, time_machine):
    asked_at = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    time_machine.move_to(asked_at, tick=False)
    case = factories.working_case(world)
    approval = requested(world, case)
    time_machine.move_to(asked_at + dt.timedelta(days=40), tick=False)
    approve(approval=approval, actor=world.local.supervisor)
    duty = case.duties.get(kind=DutyKind.ACT)
    assert (duty.ended_at, duty.how) == (asked_at, "done")


def test_a_part_that_is_open_keeps_the_case_open(world: World):
    case = factories.working_case(world)
    refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    with pytest.raises(GuardFailed, match="งานของหน่วยงานอื่น"):
        requested(world, case)


def test_only_who_may_take_a_crisis_on_works_on_it_and_closes_it(world: World):
    """S2.34, S2.44."""
    case = CaseFactory(problem=factories.ProblemType.VIOLENCE, actor=world.local.officer)
    case = factories.screening.screen_case(
        case=case,
        actor=world.local.officer,
        problem=factories.ProblemType.VIOLENCE,
        severity=factories.Severity.NORMAL,
    )
    with pytest.raises(GuardFailed, match="เจ้าภาพหลัก"):
        factories.screening.take_on(case=case, actor=world.local.officer)
    with pytest.raises(NotAllowed):
        requested(world, case)


def test_a_crisis_case_is_closed_after_help_and_after_the_risk_was_assessed(world: World):
    """S2.43."""
    case = factories.working_crisis_case(world)
    with pytest.raises(GuardFailed, match="บันทึกการช่วยเหลือ"):
        requested(world, case, by=world.lead)
    record_help(case=case, actor=world.lead.officer, given=help_given())
    with pytest.raises(GuardFailed, match="ประเมินความเสี่ยง"):
        requested(world, case, by=world.lead)
    approval = requested(world, case, by=world.lead, risk=Risk(level=RiskLevel.LOW))
    assert case.risk_assessments.get().level == RiskLevel.LOW
    assert approve(approval=approval, actor=world.lead.supervisor).is_closed


def test_where_no_lead_agency_is_known_the_center_may_work_and_close(world: World):
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
    record_help(case=case, actor=world.center.officer, given=help_given())
    approval = requested(world, case, by=world.center, risk=Risk(level=RiskLevel.LOW))
    assert approve(approval=approval, actor=world.center.supervisor).is_closed


def test_closing_ends_the_handover_that_brought_it_and_open_follow_ups(world: World):
    case = factories.closed_case(world)
    assert [referral.state for referral in case.referrals.all()] == ["done"]
    assert [follow_up.state for follow_up in case.follow_ups.all()] == ["withdrawn"]


def test_after_the_last_follow_up_somebody_has_to_decide(world: World):
    case = factories.followed_case(world)
    record_follow_up(follow_up=case.follow_ups.get(), actor=world.local.officer, finding="ดีขึ้นแล้ว")
    assert running(case) == [DutyKind.DECIDE]
    requested(world, case, reason=ClosureReason.HELPED, outcome=Outcome.HELPED_FULLY)
    assert running(case) == [DutyKind.APPROVE, DutyKind.DECIDE], "the request alone decides nothing"
    assert duty_of(case, DutyKind.DECIDE).organization == world.local.organization


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
    assert (case.stage, case.reopen_count, case.holder) == (
        Stage.WORKING,
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


def test_nobody_reopens_what_was_anonymized(world: World):
    case = factories.closed_case(world)
    with act_on(verb=Verb.ANONYMIZE, case=case, actor=System()) as act:
        act.record()
    with pytest.raises(GuardFailed, match="พ้นกำหนด"):
        reopen_case(case=case, actor=world.local.supervisor, note="ขอดูอีกครั้ง")


def test_a_supervisor_of_the_center_reopens_whatever_was_closed_in_its_area(world: World):
    assert reopen_case(case=factories.closed_case(world), actor=world.center.supervisor, note="ร้องเรียน")
    own = CaseFactory(actor=world.local.officer)
    own = factories.screening.reject_case(case=own, actor=world.local.officer, reason=ClosureReason.TEST)
    own = reopen_case(case=own, actor=world.center.supervisor, note="ร้องเรียน")
    assert (own.stage, own.holder) == (Stage.RECEIVED, world.local.organization), "nobody had worked on it"
    with pytest.raises(NotAllowed):
        reopen_case(case=factories.closed_case(world), actor=world.lead.supervisor, note="ร้องเรียน")


def test_another_citizen_opens_nothing(world: World):
    case, other = factories.closed_case(world), factories.received_case(world)
    for stranger in (Citizen(other.reference), Citizen()):
        with pytest.raises(NotAllowed):
            reopen_case(case=case, actor=stranger, note="เปิดอีกครั้ง")


def test_a_reason_is_needed_to_reopen(world: World):
    with pytest.raises(GuardFailed):
        case = factories.closed_case(world)
        reopen_case(case=case, actor=Citizen(case.reference), note=" ")


def test_what_is_opened_again_and_again_reaches_the_head(world: World):
    """Row 19: from the second time on the head of the organization is asked to look."""
    case = factories.closed_case(world)
    head = world.local.supervisor.person
    head.email = "head@example.org"
    head.save()
    for number, template in ((1, "case_reopened"), (2, "case_reopened_again"), (3, "case_reopened_again")):
        OutboxMessage.objects.all().delete()
        case = reopen_case(case=case, actor=Citizen(case.reference), note="หลังคายังรั่ว")
        assert case.reopen_count == number
        messages = OutboxMessage.objects.filter(template__startswith="case_reopened")
        assert [(one.template, one.organization) for one in messages] == [
            (template, world.local.organization)
        ]
        assert (messages.get().to == head.email) is (number > 1), (
            "the head, and not the mailbox of the office"
        )
        approval = requested(world, case)
        case = approve(approval=approval, actor=world.local.supervisor)
