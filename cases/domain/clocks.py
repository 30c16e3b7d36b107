"""When things are due: pure functions over times, without the database (S2.40, S2.45).

Crisis clocks count every hour of every day. General clocks count working days: the day on which they start is not
counted, and the last one ends with office hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Bangkok")
END_OF_OFFICE_HOURS = dt.time(16, 30)
SATURDAY = 5


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


def is_working_day(day: dt.date, holidays: Container[dt.date] = ()) -> bool:
    """Whether offices are open on a day.

    Args:
        day: a day in Thailand.
        holidays: days on which offices are closed besides weekends.
    """
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: dt.date, count: int, holidays: Container[dt.date] = ()) -> dt.date:
    """Return the `count`-th working day after `day`.

    Args:
        day: where counting starts; itself not counted.
        count: at least 1.
        holidays: see `is_working_day`.

    Raises:
        ValueError: when `count` is less than 1.
    """
    if count < 1:
        raise ValueError("count at least one day")
    while count:
        day += dt.timedelta(days=1)
        count -= is_working_day(day, holidays)
    return day


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the moment at which offices close on a day, aware, in Thailand."""
    return dt.datetime.combine(day, END_OF_OFFICE_HOURS, tzinfo=OFFICE_ZONE)


def due_time(*, start: dt.datetime, limit: Limit, holidays: Container[dt.date] = ()) -> dt.datetime:
    """Return when something that started at `start` is due.

    Args:
        start: aware.
        limit: how long it may take.
        holidays: see `is_working_day`.

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
