"""Due times are counted as the office counts them: every hour for a crisis, working days for the rest."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.clocks import Limit, due_time, resumed_due_time
from portal.calendar.working_days import OFFICE_ZONE, add_working_days, end_of_day, is_working_day

FRIDAY = dt.date(2026, 11, 20)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31))
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=OFFICE_ZONE)


def test_24_hours_are_calendar_hours_also_over_the_weekend():
    assert due_time(start=at(FRIDAY, 22), limit=Limit(hours=24), holidays=()) == at(
        FRIDAY + dt.timedelta(days=1), 22
    )


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (at(FRIDAY, 9), 1, dt.date(2026, 11, 23)),
        (at(FRIDAY, 23, 59), 1, dt.date(2026, 11, 23)),
        (at(dt.date(2026, 11, 21), 12), 1, dt.date(2026, 11, 23)),
        (at(dt.date(2026, 11, 19), 9), 3, dt.date(2026, 11, 24)),
        (at(dt.date(2028, 2, 28), 9), 1, dt.date(2028, 2, 29)),
        (at(dt.date(2026, 12, 31), 9), 1, dt.date(2027, 1, 1)),
    ],
)
def test_working_days_skip_the_weekend_and_do_not_count_the_first_day(start, days, expected):
    assert due_time(start=start, limit=Limit(working_days=days), holidays=()) == end_of_day(expected)


def test_holidays_are_no_working_days():
    holidays = {dt.date(2026, 11, 23), dt.date(2026, 11, 24)}
    assert not is_working_day(dt.date(2026, 11, 23), holidays)
    assert due_time(start=at(FRIDAY, 9), limit=Limit(working_days=1), holidays=holidays) == at(
        dt.date(2026, 11, 25), 16, 30
    )


def test_the_day_is_that_of_thailand_not_of_utc():
    late_thursday_utc = dt.datetime(2026, 11, 19, 20, tzinfo=dt.UTC)  # Friday 03:00 in Bangkok
    assert due_time(start=late_thursday_utc, limit=Limit(working_days=1), holidays=()) == end_of_day(
        dt.date(2026, 11, 23)
    )


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=5))
def test_counting_working_days_one_by_one_gives_the_same(day, count, holidays):
    step = day
    for _ in range(count):
        step = add_working_days(step, 1, holidays)
    found = add_working_days(day, count, holidays)
    assert found == step
    assert is_working_day(found, holidays)


@given(
    MOMENTS,
    st.one_of(st.builds(Limit, hours=st.integers(1, 999)), st.builds(Limit, working_days=st.integers(1, 60))),
)
def test_what_starts_is_due_later(start, limit):
    assert due_time(start=start, limit=limit, holidays=()) > start


@given(
    MOMENTS,
    st.timedeltas(dt.timedelta(days=-9), dt.timedelta(days=9)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=30)),
)
def test_a_stopped_clock_resumes_with_what_was_left_and_never_with_less_than_nothing(stopped, left, pause):
    now = stopped + pause
    assert resumed_due_time(due=stopped + left, stopped=stopped, now=now) == now + max(left, dt.timedelta(0))


@pytest.mark.parametrize(
    "values", [{}, {"hours": 1, "working_days": 1}, {"hours": -1}, {"hours": 3, "working_days": -1}]
)
def test_a_limit_is_hours_or_days(values):
    with pytest.raises(ValueError, match="either"):
        Limit(**values)


def test_naive_times_and_zero_days_are_refused():
    with pytest.raises(ValueError, match="aware"):
        due_time(start=dt.datetime(2026, 1, 1), limit=Limit(hours=1), holidays=())
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(FRIDAY, 0, ())
