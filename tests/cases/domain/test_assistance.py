"""Help is recorded with day, amount and basis; follow-up is never forgotten; waiting for an answer stops the clock."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from cases.domain.assistance import Risk, adjust_plan, ask_reporter, record_answer, record_help
from cases.errors import GuardFailed
from cases.models import AssistanceRecord
from cases.vocabulary import AssistanceKind, CaseState, ClockKind, RiskLevel, Severity
from portal.actors import Citizen
from portal.calendar.working_days import end_of_day
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.factories import World, help_given


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def helped(world: World, case=None, **values):
    defaults = {
        "actor": world.local.officer,
        "given": help_given(legal_basis="ระเบียบ มท. 2560", committee_decision="ครั้งที่ 1/2570"),
        "follow_up_on": in_days(14),
    }
    return record_help(case=case or factories.working_case(world), **(defaults | values))


def test_help_is_on_record_and_the_follow_up_has_a_date(world: World):
    record = helped(world)
    case = record.case
    assert (record.organization, record.recorded_by) == (world.local.organization, world.local.officer.person)
    assert (record.amount_baht, record.persons, record.households) == (Decimal(2000), 3, 1)
    assert case.state == CaseState.FOLLOWING_UP
    clock = case.clocks.running().get()
    assert (clock.kind, clock.due_at) == (ClockKind.FOLLOW_UP, end_of_day(in_days(14)))
    assert case.follow_ups.get().due_on == in_days(14)
    assert OutboxMessage.objects.filter(template="case_news").count() == 4


def test_a_crisis_case_needs_a_judgement_of_the_risk(world: World):
    case = factories.working_crisis_case(world)
    with pytest.raises(GuardFailed) as failed:
        helped(world, case, actor=world.lead.officer)
    assert failed.value.field == "risk_level"
    assert not AssistanceRecord.objects.exists()
    risk = Risk(level=RiskLevel.HIGH, reasons="ผู้กระทำยังอยู่บ้านเดียวกัน")
    helped(world, case, actor=world.lead.officer, risk=risk)
    assert case.risk_assessments.get().level == RiskLevel.HIGH


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_on": timezone.localdate() + dt.timedelta(days=2)}, "given_on"),
        ({"given_on": dt.date(1999, 1, 1)}, "given_on"),
        ({"amount_baht": Decimal(-1)}, "amount_baht"),
        ({"amount_baht": Decimal("1e12")}, "amount_baht"),
        ({"amount_baht": None}, "amount_baht"),
        ({"persons": 0, "households": 0}, "persons"),
    ],
)
def test_impossible_records_are_refused(world: World, values, field):
    with pytest.raises(GuardFailed) as failed:
        helped(world, given=help_given(**values))
    assert failed.value.field == field
    assert not AssistanceRecord.objects.exists()


@pytest.mark.parametrize("days", [-1, 400])
def test_the_follow_up_is_soon_and_not_in_the_past(world: World, days):
    with pytest.raises(GuardFailed) as failed:
        helped(world, follow_up_on=in_days(days))
    assert failed.value.field == "follow_up_on"


def test_help_in_kind_needs_no_amount(world: World):
    assert helped(world, given=help_given(kind=AssistanceKind.IN_KIND, amount_baht=None)).amount_baht is None


def test_after_a_follow_up_the_work_may_go_on(world: World):
    case = adjust_plan(
        case=factories.followed_case(world),
        actor=world.local.officer,
        finding="หลังคายังรั่ว",
        risk=Risk(level=RiskLevel.LOW),
    )
    assert case.state == CaseState.IN_PROGRESS
    assert [clock.kind for clock in case.clocks.running()] == [ClockKind.ACT]
    follow_up = case.follow_ups.get()
    assert (follow_up.finding, follow_up.done_by) == ("หลังคายังรั่ว", world.local.officer.person)
    with pytest.raises(GuardFailed):
        adjust_plan(case=factories.followed_case(world), actor=world.local.officer, finding=" ")


def test_help_may_be_recorded_again_after_the_plan_changed(world: World):
    case = adjust_plan(case=factories.followed_case(world), actor=world.local.officer, finding="ยังไม่พอ")
    case = factories.followed_case(world, case=case)
    assert case.assistance.count() == 2
    assert case.follow_ups.filter(done_at__isnull=True).count() == 1


def test_while_the_office_waits_for_an_answer_the_clock_of_the_work_stands_still(world: World, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False)
    case = factories.working_case(world)
    due = case.clocks.running().get().due_at
    case = ask_reporter(case=case, actor=world.local.officer, question="บ้านเลขที่เท่าไร")
    assert [clock.kind for clock in case.clocks.running()] == [ClockKind.AWAIT_ANSWER]
    pause = dt.timedelta(days=5, hours=2)
    time_machine.shift(pause)
    case = record_answer(case=case, actor=Citizen(case.reference), answer="เลขที่ 9 หมู่ 2")
    assert case.state == CaseState.IN_PROGRESS
    assert case.clocks.running().get().due_at == due + pause


def test_an_officer_may_write_the_answer_down(world: World):
    case = ask_reporter(case=factories.working_case(world), actor=world.local.officer, question="ที่ไหน")
    case = record_answer(case=case, actor=world.local.officer, answer="โทรถามแล้ว อยู่หมู่ 3")
    assert case.events.last().organization == world.local.organization


def test_crises_and_emergencies_never_wait(world: World):
    with pytest.raises(GuardFailed, match="หยุดรอ"):
        ask_reporter(case=factories.working_crisis_case(world), actor=world.lead.officer, question="ชื่ออะไร")
    urgent = factories.working_case(world, severity=Severity.URGENT)
    with pytest.raises(GuardFailed, match="หยุดรอ"):
        ask_reporter(case=urgent, actor=world.local.officer, question="ชื่ออะไร")
