"""Periods are those of offices: calendar months, quarters and years that begin in October (S2.49)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.statistics.domain.periods import Period, month_before, month_of, usual_periods, year_so_far

DAY = dt.date(2026, 11, 26)


def test_the_usual_periods_are_those_of_the_fiscal_year() -> None:
    found = usual_periods(DAY)
    assert found["month"] == Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert found["last_month"] == Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert found["quarter"] == Period(dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert found["year"] == Period(dt.date(2026, 10, 1), dt.date(2027, 9, 30))
    assert found["last_year"] == Period(dt.date(2025, 10, 1), dt.date(2026, 9, 30))
    assert year_so_far(DAY) == Period(dt.date(2026, 10, 1), DAY)
    assert year_so_far(dt.date(2026, 9, 30)).first == dt.date(2025, 10, 1)


def test_months_end_where_they_end() -> None:
    assert month_of(dt.date(2028, 2, 10)).last == dt.date(2028, 2, 29)
    assert month_of(dt.date(2026, 12, 31)) == Period(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert month_before(dt.date(2026, 1, 31)) == Period(dt.date(2025, 12, 1), dt.date(2025, 12, 31))


def test_the_year_before_has_the_same_days() -> None:
    assert Period(dt.date(2026, 10, 1), DAY).year_before() == Period(
        dt.date(2025, 10, 1), dt.date(2025, 11, 26)
    )
    leap = Period(dt.date(2028, 2, 29), dt.date(2028, 2, 29))
    assert leap.year_before().first == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("first", "last", "readable"),
    [
        (DAY, DAY, True),
        (DAY, DAY - dt.timedelta(days=1), False),
        (DAY - dt.timedelta(days=366 * 5), DAY, True),
        (DAY - dt.timedelta(days=366 * 5 + 1), DAY, False),
    ],
)
def test_a_period_is_neither_backwards_nor_endless(first: dt.date, last: dt.date, readable: bool) -> None:
    assert Period(first, last).is_readable is readable


def test_a_period_holds_its_last_moment() -> None:
    day = Period(DAY, DAY)
    assert day.end - day.begin == dt.timedelta(days=1)
    assert day.begin.isoformat() == "2026-11-26T00:00:00+07:00"
