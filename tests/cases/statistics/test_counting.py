"""Figures agree with the register to the last digit: everything is counted a second time, case by case (S2.49)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import time_machine

from cases.domain.reporting import NO_REQUEST
from cases.machine.vocabulary import DutyEnd, DutyKind, Stage
from cases.models import Case, Duty, Referral
from cases.statistics.domain import counting
from cases.statistics.domain.counting import Question
from cases.statistics.domain.periods import Period
from cases.statistics.domain.reach import Breadth, Reach
from portal.thai.dates import to_bangkok
from tests.cases.factories import World
from tests.cases.statistics.conftest import FIRST, NOW, some_weeks
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db

OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
ALL = Period(FIRST, dt.date(2026, 11, 26))


def question(world: World, period: Period = ALL, **values: object) -> Question:
    reach = Reach(Breadth.DISTRICT, world.center.organization.pk, "8101")
    return Question(**({"period": period, "reach": reach, "now": NOW} | values))


def day_of(moment: dt.datetime) -> dt.date:
    return to_bangkok(moment).date()


def within(period: Period, moment: dt.datetime) -> bool:
    return period.first <= day_of(moment) <= period.last


INTAKE_KEYS = {
    "unit": lambda case: case.received_by_id,
    "problem": lambda case: case.problem,
    "channel": lambda case: case.channel,
    "place": lambda case: case.subdistrict_code,
    "month": lambda case: day_of(case.received_at).replace(day=1),
}


@pytest.mark.parametrize("period", [ALL, OCTOBER, Period(FIRST, FIRST)], ids=["all", "october", "one day"])
def test_what_came_in_is_what_the_register_holds(world: World, weeks: list[Case], period: Period) -> None:
    counted_cases = [
        case for case in weeks if within(period, case.received_at) and case.closure_reason not in NO_REQUEST
    ]
    assert len(counted_cases) < len(weeks)
    for by, key in INTAKE_KEYS.items():
        found = counting.intake(question(world, period), by)
        expected: dict[object, Counter[str]] = {}
        for case in counted_cases:
            line = expected.setdefault(key(case), Counter())
            line.update(received=1, crisis=case.is_crisis, general=not case.is_crisis)
            line.update(closed=case.stage == Stage.CLOSED, open=case.stage != Stage.CLOSED)
            for duty in case.duties.filter(organization=case.received_by_id):
                is_due = duty.how == DutyEnd.DONE or (duty.ended_at is None and duty.due_at < NOW)
                in_time = duty.how == DutyEnd.DONE and duty.ended_at <= duty.due_at
                line.update(due=is_due, in_time=in_time)
        assert {key: Counter(values) for key, values in found.lines.items()} == {
            key: Counter({name: line[name] for name in counting.INTAKE_MEASURES})
            for key, line in expected.items()
        }
        assert found.total["received"] == len(counted_cases)
    left_out = [case for case in weeks if within(period, case.received_at)]
    assert found.left_out == len(left_out) - len(counted_cases)


FORWARDING_KEYS = {
    "unit": lambda row: row.sender_id,
    "target": lambda row: row.target_id,
    "problem": lambda row: row.case.problem,
    "channel": lambda row: row.case.channel,
    "month": lambda row: day_of(row.sent_at).replace(day=1),
}


@pytest.mark.parametrize("period", [ALL, OCTOBER], ids=["all", "october"])
def test_what_was_sent_on_is_what_the_referrals_say(world: World, weeks: list[Case], period: Period) -> None:
    rows = [
        row
        for row in Referral.objects.select_related("case")
        if within(period, row.sent_at) and row.case.closure_reason not in NO_REQUEST
    ]
    assert rows
    for by, key in FORWARDING_KEYS.items():
        found = counting.forwarding(question(world, period), by)
        expected: dict[object, Counter[str]] = {}
        for row in rows:
            line = expected.setdefault(key(row), Counter())
            line.update(sent=1, handover=row.mode == "handover", joint=row.mode == "joint")
            line.update(
                inform=row.mode == "info", accepted=row.state == "accepted", waiting=row.state == "sent"
            )
            for duty in row.case.duties.filter(kind=DutyKind.ACKNOWLEDGE, waiting=row.number):
                is_due = duty.how == DutyEnd.DONE or (duty.ended_at is None and duty.due_at < NOW)
                in_time = duty.how == DutyEnd.DONE and duty.ended_at <= duty.due_at
                line.update(due=is_due, in_time=in_time)
        assert {key: Counter(values) for key, values in found.lines.items()} == {
            key: Counter({name: line[name] for name in counting.FORWARDING_MEASURES})
            for key, line in expected.items()
        }
    answered = [row for row in rows if row.answered_at]
    hours = sum((row.answered_at - row.sent_at).total_seconds() for row in answered) / 3600 / len(answered)
    assert found.mean_hours == pytest.approx(hours)


def test_every_referral_stands_in_exactly_one_end(world: World, weeks: list[Case]) -> None:
    total = counting.forwarding(question(world), "unit").total
    ends = ("accepted", "returned", "passed_on", "taken_back", "waiting")
    assert sum(total[name] for name in ends) == total["sent"] > 0
    assert total["handover"] + total["joint"] + total["inform"] == total["sent"]


def test_steps_are_counted_by_the_day_on_which_they_were_due(world: World, weeks: list[Case]) -> None:
    found = counting.steps(question(world, OCTOBER))
    expected: dict[str, Counter[str]] = {}
    for duty in Duty.objects.select_related("case"):
        if not within(OCTOBER, duty.due_at) or duty.case.closure_reason in NO_REQUEST:
            continue
        missed = duty.ended_at is None and duty.due_at < NOW
        if not missed and duty.how != DutyEnd.DONE:
            continue
        line = expected.setdefault(duty.kind, Counter())
        in_time = not missed and duty.ended_at <= duty.due_at
        line.update(due=1, missed=missed, in_time=in_time, late=not missed and not in_time)
    assert expected
    assert {key: Counter(line) for key, line in found.lines.items()} == {
        key: Counter({name: line[name] for name in counting.STEP_MEASURES}) for key, line in expected.items()
    }


def test_a_day_is_a_day_of_thailand(world: World) -> None:
    """One minute before midnight in Krabi is the day before, whatever day it is in London."""
    from tests.cases import factories

    for moment in ("2026-10-31T16:59:00Z", "2026-10-31T17:00:00Z"):
        with time_machine.travel(moment, tick=False):
            factories.received_case(world)
    found = counting.intake(question(world), "month")
    assert {key: line["received"] for key, line in found.lines.items()} == {
        dt.date(2026, 10, 1): 1,
        dt.date(2026, 11, 1): 1,
    }
    assert counting.intake(question(world, OCTOBER), "month").total["received"] == 1


def test_filters_narrow_every_report(world: World, weeks: list[Case]) -> None:
    whole = counting.intake(question(world), "problem")
    for problem, line in whole.lines.items():
        assert counting.intake(question(world, problem=problem), "unit").total == line
    by_channel = counting.intake(question(world), "channel")
    for channel, line in by_channel.lines.items():
        assert counting.intake(question(world, channel=channel), "unit").total == line
    by_unit = counting.intake(question(world), "unit")
    for unit, line in by_unit.lines.items():
        assert counting.intake(question(world, unit=unit), "problem").total == line
    sent = counting.forwarding(question(world), "problem")
    for problem, line in sent.lines.items():
        assert counting.forwarding(question(world, problem=problem), "unit").total == line


def test_a_unit_outside_of_the_reach_counts_nothing(world: World, weeks: list[Case]) -> None:
    """An address with another organization's key tells nothing of it."""
    own = Reach(Breadth.OWN, world.local.organization.pk)
    foreign = question(world, reach=own, unit=world.other_local.organization.pk)
    assert counting.intake(foreign, "problem").total["received"] == 0
    assert counting.forwarding(foreign, "problem").total["sent"] == 0
    assert counting.steps(foreign).total["due"] == 0


def test_the_work_does_not_grow_with_the_cases(world: World) -> None:
    seeds = iter((1, 2))

    def count() -> None:
        counting.intake(question(world), "month")
        counting.forwarding(question(world), "target")
        counting.steps(question(world))

    some_weeks(world, 3, next(seeds))
    assert_same_queries(count, lambda: some_weeks(world, 6, next(seeds)))
