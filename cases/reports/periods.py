"""Months, and when the reports of a month are due: pure functions over days (S2.08, S2.09, S2.10).

The report of a month is due in the month after it: to the province by the 20th, from the province to the department by
the 30th. Where a month has no 30th day, its last day is meant. A day that is a holiday stays the day; there is a reminder on
the last working day before it (requirements.md, section 7, decision 5; docs/decisions/0016-monthly-reports.md).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Container

from cases.reports.vocabulary import Tier
from portal.calendar.working_days import is_working_day
from portal.thai.dates import format_date

FIRST_MONTH = dt.date(2013, 8, 1)
"""The month of the first report: due on 20 and 30 September 2556 (S2.10). There is none before it."""
DUE_DAY = {Tier.LOCAL: 20, Tier.DISTRICT: 20, Tier.PROVINCE: 30}
"""The day of the next month. The letters name no earlier day for the way from a local administration to its district."""
DAYS_BEFORE = (5, 1, 0)
"""So many days before its day an organization is reminded."""


def month_of(day: dt.date) -> dt.date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def month_label(month: dt.date, *, english: bool = False) -> str:
    """Return a month in words: "ตุลาคม 2569"; in English "October 2026"."""
    return format_date(month, "long", language="en" if english else "th").split(" ", 1)[1]


def next_month(month: dt.date) -> dt.date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def month_before(month: dt.date) -> dt.date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def last_day(month: dt.date) -> dt.date:
    """Return the last day of a month."""
    return next_month(month) - dt.timedelta(days=1)


def due_on(month: dt.date, tier: str) -> dt.date:
    """Return the day by which the report of a month has to be sent by a level.

    Args:
        month: first day of the month that is reported.
        tier: value of `Tier`.
    """
    following = next_month(month)
    days = calendar.monthrange(following.year, following.month)[1]
    return following.replace(day=min(DUE_DAY[Tier(tier)], days))


def is_open(month: dt.date, today: dt.date) -> bool:
    """Say whether the report of a month may be sent: the month is over, and reporting had begun."""
    return month >= FIRST_MONTH and last_day(month) < today


def months_to_open(known: dt.date | None, today: dt.date) -> list[dt.date]:
    """Return the months whose reports are expected from now on, oldest first.

    Args:
        known: the newest month for which reports are expected already; None where reporting begins. Then only the last
            month that is over is expected.
        today: in Thailand.
    """
    newest = month_before(month_of(today))
    if newest < FIRST_MONTH:
        return []
    if known is None:
        return [newest]
    months, month = [], next_month(known)
    while month <= newest:
        months.append(month)
        month = next_month(month)
    return months


def begins_too_late(month: dt.date, tier: str, today: dt.date) -> bool:
    """Say whether the day has passed already: whoever begins today is not late with what was due before (S2.10)."""
    return due_on(month, tier) < today


def reminder_days(due: dt.date, holidays: Container[dt.date]) -> list[dt.date]:
    """Return the days of the reminders before and on the day: T-5, T-1, the day, and the last working day before a day off.

    Args:
        due: the day.
        holidays: as in `portal.calendar.working_days`.
    """
    days = {due - dt.timedelta(days=before) for before in DAYS_BEFORE}
    if not is_working_day(due, holidays):
        day = due
        while not is_working_day(day, holidays):
            day -= dt.timedelta(days=1)
        days.add(day)
    return sorted(days)
