"""Counting working days: pure functions over days, which take the holidays as an argument.

The day on which counting starts is not counted, and the last day ends with office hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Bangkok")
START_OF_OFFICE_HOURS = dt.time(8, 30)
END_OF_OFFICE_HOURS = dt.time(16, 30)
SATURDAY = 5


def is_working_day(day: dt.date, holidays: Container[dt.date]) -> bool:
    """Whether offices are open on a day.

    Args:
        day: a day in Thailand.
        holidays: days on which offices are closed besides weekends.
    """
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: dt.date, count: int, holidays: Container[dt.date]) -> dt.date:
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


def office_time(moment: dt.datetime, holidays: Container[dt.date]) -> dt.datetime:
    """Return a moment if offices are open then, else the moment at which they open next.

    Args:
        moment: aware.
        holidays: see `is_working_day`.
    """
    local = moment.astimezone(OFFICE_ZONE)
    day = local.date()
    if is_working_day(day, holidays) and local.time() < END_OF_OFFICE_HOURS:
        if local.time() >= START_OF_OFFICE_HOURS:
            return moment
    else:
        day = add_working_days(day, 1, holidays)
    return dt.datetime.combine(day, START_OF_OFFICE_HOURS, tzinfo=OFFICE_ZONE)
