"""Months and days: the 20th, the 30th, February, the first report, days off (S2.08, S2.09, S2.10)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.reports import periods
from cases.reports.vocabulary import Tier

D = dt.date


@pytest.mark.parametrize(
    ("month", "tier", "day"),
    [
        (D(2013, 8, 1), Tier.LOCAL, D(2013, 9, 20)),
        (D(2013, 8, 1), Tier.DISTRICT, D(2013, 9, 20)),
        (D(2013, 8, 1), Tier.PROVINCE, D(2013, 9, 30)),
        (D(2026, 1, 1), Tier.PROVINCE, D(2026, 2, 28)),
        (D(2028, 1, 1), Tier.PROVINCE, D(2028, 2, 29)),
        (D(2026, 12, 1), Tier.LOCAL, D(2027, 1, 20)),
        (D(2026, 12, 1), Tier.PROVINCE, D(2027, 1, 30)),
    ],
)
def test_the_20th_the_30th_and_the_last_day_of_february(month: D, tier: Tier, day: D) -> None:
    assert periods.due_on(month, tier) == day


def test_a_month_is_open_when_it_is_over_and_never_before_the_first() -> None:
    assert periods.is_open(D(2026, 10, 1), D(2026, 11, 1))
    assert not periods.is_open(D(2026, 10, 1), D(2026, 10, 31))
    assert not periods.is_open(D(2013, 7, 1), D(2026, 10, 31))


def test_where_reporting_begins_only_the_last_month_is_expected() -> None:
    assert periods.months_to_open(None, D(2026, 11, 5)) == [D(2026, 10, 1)]
    assert periods.months_to_open(None, D(2013, 8, 31)) == []
    assert periods.months_to_open(None, D(2013, 9, 1)) == [D(2013, 8, 1)]


def test_months_that_were_slept_through_are_made_up_for() -> None:
    assert periods.months_to_open(D(2026, 8, 1), D(2026, 11, 5)) == [D(2026, 9, 1), D(2026, 10, 1)]
    assert periods.months_to_open(D(2026, 10, 1), D(2026, 11, 5)) == []
    assert periods.months_to_open(D(2026, 11, 1), D(2026, 12, 1)) == []


def test_whoever_begins_after_the_day_is_not_late() -> None:
    assert periods.begins_too_late(D(2026, 10, 1), Tier.LOCAL, D(2026, 11, 21))
    assert not periods.begins_too_late(D(2026, 10, 1), Tier.LOCAL, D(2026, 11, 20))


def test_reminders_come_five_days_and_one_day_before_and_on_the_day() -> None:
    friday = D(2026, 11, 20)
    assert periods.reminder_days(friday, ()) == [D(2026, 11, 15), D(2026, 11, 19), friday]


def test_a_day_off_stays_the_day_and_brings_a_reminder_on_the_last_working_day() -> None:
    sunday = D(2026, 12, 20)
    assert periods.reminder_days(sunday, {D(2026, 12, 18)}) == [
        D(2026, 12, 15),
        D(2026, 12, 17),
        D(2026, 12, 19),
        sunday,
    ]


def test_months_in_words() -> None:
    assert periods.month_label(D(2026, 10, 1)) == "ตุลาคม 2569"
    assert periods.month_label(D(2026, 10, 1), english=True) == "October 2026"
    assert periods.month_before(D(2026, 1, 15)) == D(2025, 12, 1)
    assert periods.last_day(D(2028, 2, 1)) == D(2028, 2, 29)
