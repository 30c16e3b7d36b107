"""Figures agree with the register to the last digit: everything is counted a second time, case by case (S2.49)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import time_machine

from cases.domain import closure, referral, screening
from cases.domain.clocks import Limit
from cases.domain.limits import set_limit
from cases.domain.reporting import NO_REQUEST
from cases.machine.vocabulary import DutyEnd, DutyKind, Stage
from cases.models import Case, Duty, Referral
from cases.statistics.desk.tables import table_of
from cases.statistics.domain import counting
from cases.statistics.domain.counting import Question
from cases.statistics.domain.periods import Period
from cases.statistics.domain.reach import Breadth, Reach
from cases.vocabulary import ClosureReason, Severity, Track
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import to_bangkok
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases import factories
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
    "parent": lambda row: row.target.parent_id or "",
    "problem": lambda row: row.case.problem,
    "channel": lambda row: row.case.channel,
    "month": lambda row: day_of(row.sent_at).replace(day=1),
}


@pytest.mark.parametrize("period", [ALL, OCTOBER], ids=["all", "october"])
def test_what_was_sent_on_is_what_the_referrals_say(world: World, weeks: list[Case], period: Period) -> None:
    rows = [
        row
        for row in Referral.objects.select_related("case", "target")
        if within(period, row.sent_at) and row.case.closure_reason not in NO_REQUEST
    ]
    assert rows
    assert set(FORWARDING_KEYS) == set(counting.FORWARDING_LOOKUPS)
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


def test_what_was_sent_on_is_told_by_the_parent_agency_of_who_got_it(world: World, weeks: list[Case]) -> None:
    """S1.33, "parent-agency figures"; who has nobody above it stands in a line of its own, the last one."""
    above = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สำนักงานทดสอบ", short_name="สถ.จ.ทดสอบ"
    )
    Organization.objects.filter(pk=world.local.organization.pk).update(parent=above)
    by_target = counting.forwarding(question(world), "target")
    found = counting.forwarding(question(world), "parent")
    assert set(found.lines) == {above.pk, ""}
    assert found.lines[above.pk] == by_target.lines[world.local.organization.pk]
    assert found.total == by_target.total
    assert found.hours[above.pk] == pytest.approx(by_target.hours[world.local.organization.pk])
    table = table_of("forwarding", "parent", found, "รวม")
    assert [(line.key, line.label) for line in table.lines] == [
        (str(above.pk), "สถ.จ.ทดสอบ"),
        ("", "ไม่มีหน่วยงานต้นสังกัด"),
    ]


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
        counting.at_the_lead(question(world), "problem")

    some_weeks(world, 3, next(seeds))
    assert_same_queries(count, lambda: some_weeks(world, 6, next(seeds)))


HOUR = dt.timedelta(hours=1)
MORNING = dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC)


def crisis_taken(world: World, after: float) -> Case:
    """A crisis that its lead agency took so many hours after the report."""
    with time_machine.travel(MORNING, tick=False):
        case = factories.crisis_case(world)
    with time_machine.travel(MORNING + after * HOUR, tick=False):
        return referral.accept_referral(referral=case.referrals.get(), actor=world.lead.officer)


def at_the_lead(world: World, **values: object) -> dict[str, int]:
    return counting.at_the_lead(question(world, **values), "unit").total


def test_a_crisis_counts_by_when_its_lead_agency_took_it(world: World) -> None:
    """S2.40: 24 hours of the clock from the report."""
    for hours in (1, 23.9, 24, 24.1, 200):
        crisis_taken(world, hours)
    with time_machine.travel(MORNING, tick=False):
        factories.crisis_case(world)
        factories.working_case(world)
    assert at_the_lead(world, now=MORNING + HOUR * 24) == {"due": 5, "in_time": 3, "late": 2, "missed": 0}
    assert at_the_lead(world) == {"due": 6, "in_time": 3, "late": 2, "missed": 1}


def test_the_24_hours_are_those_of_the_guideline_whatever_the_center_set(world: World) -> None:
    with time_machine.travel(MORNING - HOUR, tick=False):
        set_limit(
            actor=world.center.supervisor,
            kind=DutyKind.FORWARD,
            track=Track.CRISIS,
            severity=Severity.NORMAL,
            limit=Limit(hours=2),
            note="คำสั่งที่ 5/2570",
        )
    crisis_taken(world, 20)
    assert at_the_lead(world) == {"due": 1, "in_time": 1, "late": 0, "missed": 0}
    assert counting.steps(question(world)).lines[DutyKind.FORWARD]["in_time"] == 0


def test_the_24_hours_of_a_case_that_became_a_crisis_begin_then(world: World) -> None:
    with time_machine.travel(MORNING, tick=False):
        case = factories.received_case(world)
    with time_machine.travel(MORNING + 100 * HOUR, tick=False):
        screening.screen_case(
            case=case, actor=world.center.officer, problem=ProblemType.VIOLENCE, severity=Severity.NORMAL
        )
    found = Case.objects.get(pk=case.pk)
    assert found.crisis_since == MORNING + 100 * HOUR
    early = Period(MORNING.date(), MORNING.date())
    assert at_the_lead(world, period=early, now=NOW)["due"] == 0, "on the day of the report it was no crisis"
    assert at_the_lead(world, now=MORNING + 123 * HOUR)["due"] == 0
    assert at_the_lead(world, now=MORNING + 125 * HOUR)["missed"] == 1


def test_what_was_turned_away_had_no_lead_agency_to_reach(world: World) -> None:
    crisis_taken(world, 1)
    with time_machine.travel(MORNING, tick=False):
        case = factories.crisis_case(world)
        referral.recall_referral(referral=case.referrals.get(), actor=world.center.officer)
        asked = screening.request_refusal(
            case=case,
            actor=world.center.officer,
            reason=ClosureReason.OUT_OF_SCOPE,
            note="ไม่ใช่เรื่องของศูนย์",
        )
        closure.approve(approval=asked, actor=world.center.supervisor)
    assert Case.objects.get(pk=case.pk).is_closed
    assert at_the_lead(world) == {"due": 1, "in_time": 1, "late": 0, "missed": 0}


def test_crises_at_their_lead_agency_agree_with_the_register(world: World, weeks: list[Case]) -> None:
    for hours in (3, 40):
        crisis_taken(world, hours)
    keys = {
        "unit": lambda case: case.received_by_id,
        "problem": lambda case: case.problem,
        "channel": lambda case: case.channel,
        "month": lambda case: day_of(case.crisis_since).replace(day=1),
    }
    assert set(keys) == set(counting.LEAD_LOOKUPS)
    for by, key in keys.items():
        expected: dict[object, Counter[str]] = {}
        for case in Case.objects.filter(track=Track.CRISIS):
            took = case.duties.filter(kind=DutyKind.FORWARD, how=DutyEnd.DONE).first()
            within = case.crisis_since + 24 * HOUR
            in_time = took is not None and took.ended_at <= within
            missed = took is None and within < NOW
            if took is not None or missed:
                line = expected.setdefault(key(case), Counter())
                line.update(due=1, in_time=in_time, missed=missed, late=not in_time and not missed)
        found = counting.at_the_lead(question(world), by)
        assert {name: Counter(line) for name, line in found.lines.items()} == {
            name: Counter({one: line[one] for one in counting.STEP_MEASURES})
            for name, line in expected.items()
        }
        assert found.total["due"] == sum(line["due"] for line in expected.values()) > 2


def test_crises_of_others_are_not_told_by_an_address(world: World) -> None:
    crisis_taken(world, 1)
    own = Reach(Breadth.OWN, world.local.organization.pk)
    foreign = question(world, reach=own, unit=world.center.organization.pk)
    assert counting.at_the_lead(foreign, "problem").total["due"] == 0
