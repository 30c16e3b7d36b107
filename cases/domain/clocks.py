"""When things are due: pure functions over times, without the database (S2.40, S2.45).

Crisis clocks count every hour of every day. General clocks count working days: the day on which they start is not
counted, and the last one ends with office hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

from portal.calendar.working_days import OFFICE_ZONE, add_working_days, end_of_day


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: calendar hours or working days.

    Attributes:
        hours: counted day and night; 0 when days count.
        working_days: counted without weekends and holidays; 0 when hours count.
    """

    hours: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        """Refuse a limit that is none, or two.

        Raises:
            ValueError: unless exactly one of the two is above zero.
        """
        if min(self.hours, self.working_days) < 0 or bool(self.hours) == bool(self.working_days):
            raise ValueError("a limit is either hours or working days")


def due_time(*, start: dt.datetime, limit: Limit, holidays: Container[dt.date]) -> dt.datetime:
    """Return when something that started at `start` is due.

    Args:
        start: aware.
        limit: how long it may take.
        holidays: days on which offices are closed besides weekends.

    Raises:
        ValueError: when `start` is naive.
    """
    if start.tzinfo is None:
        raise ValueError("start must be aware")
    if limit.hours:
        return start + dt.timedelta(hours=limit.hours)
    return end_of_day(add_working_days(start.astimezone(OFFICE_ZONE).date(), limit.working_days, holidays))


def resumed_due_time(*, due: dt.datetime, stopped: dt.datetime, now: dt.datetime) -> dt.datetime:
    """Return when a clock is due that was stopped for a while: what was left then is left now (row 13).

    A clock that was overdue when it stopped is overdue at once.
    """
    return now + max(due - stopped, dt.timedelta(0))


def followed_due_time(
    *, start: dt.datetime, working_days: int, due: dt.datetime, now: dt.datetime, holidays: Container[dt.date]
) -> dt.datetime:
    """Return when a clock is due after the calendar changed.

    A time that is already missed stays missed. A day that is taken out of the holidays never makes something late that
    was in time: there is always the next working day left.

    Args:
        start: since when it counts.
        working_days: how many it may take.
        due: when it was due until now.
        now: the present.
        holidays: as they are now.
    """
    if due < now:
        return due
    counted = due_time(start=start, limit=Limit(working_days=working_days), holidays=holidays)
    if counted >= now:
        return counted
    return min(due, due_time(start=now, limit=Limit(working_days=1), holidays=holidays))
