"""Open deadlines in working days follow the calendar; what is missed stays missed, what is counted in hours stays."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import tasks
from cases.desk.content.history import entries
from cases.domain import alarms, asking
from cases.domain.calendar import follow_calendar
from cases.domain.clocks import Limit, due_time, followed_due_time
from cases.domain.limits import set_limit
from cases.domain.view import case_view
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import CaseEvent, Duty
from cases.vocabulary import Severity, Track
from portal.calendar.domain.days import closed_days, keep
from portal.calendar.models import Holiday
from portal.calendar.working_days import end_of_day
from portal.vocabulary import ActorKind
from tests.cases import factories
from tests.cases.domain.verbs import duty_for, duty_of
from tests.cases.factories import World

MONDAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
WEDNESDAY = dt.date(2026, 12, 2)
MOMENTS = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))
DAYS = st.dates(dt.date(2024, 12, 1), dt.date(2028, 12, 31))


@pytest.fixture(autouse=True)
def monday(time_machine):
    """A Monday two weeks before the holidays of December."""
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


def announced(day: dt.date, **values) -> Holiday:
    return keep(Holiday(day=day, name="วันหยุดพิเศษ", **values))


def test_known_holidays_count_for_every_deadline(world: World, monday):
    """Saturday 5 December is made good on Monday 7 December, Thursday 10 December is Constitution Day."""
    monday.move_to(dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC), tick=False)
    case = factories.working_case(world)
    assert case.duties.running().get(kind=DutyKind.ACT).due_at == end_of_day(dt.date(2026, 12, 15))


def test_a_day_announced_late_moves_what_is_open_and_leaves_an_event_with_both_times(world: World):
    case = factories.working_case(world)
    before = duty_of(case, DutyKind.ACT)
    assert (before.due_at, before.working_days) == (end_of_day(WEDNESDAY), 7)
    announced(dt.date(2026, 11, 27))
    assert follow_calendar() == 1
    duty = duty_of(case, DutyKind.ACT)
    assert duty.due_at == end_of_day(dt.date(2026, 12, 3))
    assert (duty.chain, duty.started_at, duty.working_days) == (before.chain, before.started_at, 7)
    event = CaseEvent.objects.filter(case=case).last()
    assert (event.verb, event.actor_kind) == (Verb.FOLLOW_CALENDAR, ActorKind.SYSTEM)
    (moved,) = event.changes["dues"]
    assert dt.datetime.fromisoformat(moved["was"]) == end_of_day(WEDNESDAY)
    assert dt.datetime.fromisoformat(moved["due"]) == duty.due_at
    case.refresh_from_db()
    (line,) = entries(case_view(case, world.local.officer))[0].changes
    assert "2 ธ" in line
    assert "3 ธ" in line
    assert follow_calendar() == 0


def test_a_correction_back_moves_it_back(world: World):
    case = factories.working_case(world)
    day = announced(dt.date(2026, 11, 27))
    follow_calendar()
    day = Holiday.objects.get(pk=day.pk)
    day.is_closed = False
    keep(day)
    follow_calendar()
    assert duty_of(case, DutyKind.ACT).due_at == end_of_day(WEDNESDAY)
    assert CaseEvent.objects.filter(case=case, verb=Verb.FOLLOW_CALENDAR).count() == 2


def test_what_is_missed_stays_missed(world: World, monday):
    case = factories.working_case(world)
    monday.move_to(dt.datetime(2026, 12, 4, 3, tzinfo=dt.UTC), tick=False)
    announced(dt.date(2026, 11, 27))
    assert follow_calendar() == 0
    clock = duty_of(case, DutyKind.ACT)
    assert clock.due_at == end_of_day(WEDNESDAY)
    assert clock.is_overdue()


def test_hours_and_set_days_do_not_follow(world: World):
    """The 24 hours of a crisis count every day (S2.40); a follow-up is on the day that was set."""
    crisis, followed = factories.crisis_case(world), factories.followed_case(world)
    before = {clock.pk: clock.due_at for clock in Duty.objects.running()}
    for day in range(24, 31):
        announced(dt.date(2026, 11, day))
    assert follow_calendar() == 0
    assert {clock.pk: clock.due_at for clock in Duty.objects.running()} == before
    assert crisis.pk != followed.pk


def test_a_waiting_answer_of_another_organization_follows_too(world: World):
    pending = factories.pending_referral(world)
    before = duty_for(pending).due_at
    announced(dt.date(2026, 11, 25))
    assert follow_calendar() == 1
    assert duty_for(pending).due_at > before


def test_closed_cases_stay_as_they_are(world: World):
    factories.closed_case(world)
    announced(dt.date(2026, 11, 24))
    assert follow_calendar() == 0


def test_a_change_of_the_calendar_puts_the_counting_into_the_queue(
    world: World, django_capture_on_commit_callbacks
):
    case = factories.working_case(world)
    with django_capture_on_commit_callbacks(execute=True):
        announced(dt.date(2026, 11, 27))
    assert duty_of(case, DutyKind.ACT).due_at == end_of_day(dt.date(2026, 12, 3))
    assert tasks.follow_calendar.call() == 0


@given(
    start=MOMENTS,
    days=st.integers(1, 15),
    before=st.frozensets(DAYS, max_size=20),
    after=st.frozensets(DAYS, max_size=20),
    passed=st.integers(0, 40),
)
def test_following_never_makes_late_what_was_in_time_nor_in_time_what_was_late(
    start, days, before, after, passed
):
    due = due_time(start=start, limit=Limit(working_days=days), holidays=before)
    now = start + dt.timedelta(days=passed)
    followed = followed_due_time(start=start, working_days=days, due=due, now=now, holidays=after)
    assert (followed < now) == (due < now)
    if due < now:
        assert followed == due
    counted = due_time(start=start, limit=Limit(working_days=days), holidays=after)
    assert followed in {due, counted} or counted < now
    again = followed_due_time(start=start, working_days=days, due=followed, now=now, holidays=after)
    assert again == followed


def test_every_clock_in_working_days_says_so(world: World):
    factories.working_case(world)
    factories.crisis_case(world)
    for clock in Duty.objects.all():
        by_days = clock.working_days is not None
        assert by_days == (clock.due_at.astimezone(end_of_day(WEDNESDAY).tzinfo).time() == dt.time(16, 30))
        if by_days:
            limit = Limit(working_days=clock.working_days)
            assert clock.due_at == due_time(start=clock.started_at, limit=limit, holidays=closed_days())


def test_a_question_in_working_days_ends_when_its_duty_does(world: World):
    """Where the center counts the wait for an answer in working days, the portal stops waiting on the new day too."""
    set_limit(
        actor=world.center.supervisor,
        kind=DutyKind.ANSWER,
        track=Track.GENERAL,
        severity=Severity.NORMAL,
        limit=Limit(working_days=3),
        note="คำสั่งที่ 5/2570",
    )
    case = factories.working_case(world)
    question = asking.ask_reporter(case=case, actor=world.local.officer, question="บ้านเลขที่เท่าไร")
    assert question.until == duty_of(case, DutyKind.ANSWER).due_at == end_of_day(dt.date(2026, 11, 26))
    announced(dt.date(2026, 11, 25))
    assert follow_calendar() == 1
    question.refresh_from_db()
    assert question.until == duty_of(case, DutyKind.ANSWER).due_at == end_of_day(dt.date(2026, 11, 27))


def test_alarms_that_wait_climb_by_the_days_that_are_left(world: World, monday):
    """A holiday that is taken back brings the next level nearer; the alarm job looks at what is late anew."""
    case = factories.working_case(world)
    day = announced(dt.date(2026, 12, 4))
    monday.move_to(dt.datetime(2026, 12, 3, 3, tzinfo=dt.UTC), tick=False)
    alarms.ring_what_is_late()
    late = duty_of(case, DutyKind.ACT)
    assert late.next_alarm_at.date() == dt.date(2026, 12, 7)
    day = Holiday.objects.get(pk=day.pk)
    day.is_closed = False
    keep(day)
    assert follow_calendar() == 0
    alarms.ring_what_is_late()
    late.refresh_from_db()
    assert late.next_alarm_at.date() == dt.date(2026, 12, 4)
