"""From when until when is counted: days of Thailand, ends included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.thai.dates import (
    bangkok_datetime,
    fiscal_quarter,
    fiscal_quarter_bounds,
    fiscal_year,
    fiscal_year_bounds,
)

LONGEST_DAYS = 366 * 5
"""Days of the longest period that is counted at once."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both counted."""

    first: dt.date
    last: dt.date

    @property
    def begin(self) -> dt.datetime:
        """The first moment."""
        return bangkok_datetime(self.first)

    @property
    def end(self) -> dt.datetime:
        """The first moment after it."""
        return bangkok_datetime(self.last + dt.timedelta(days=1))

    @property
    def is_readable(self) -> bool:
        """It ends after it begins, and is not longer than what is counted at once."""
        return self.first <= self.last and (self.last - self.first).days <= LONGEST_DAYS

    def year_before(self) -> Period:
        """Return the same days of the year before, to compare with; 29 February becomes the 28th."""
        return Period(_year_back(self.first), _year_back(self.last))


def _year_back(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def month_of(day: dt.date) -> Period:
    """Return the calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1))


def month_before(day: dt.date) -> Period:
    """Return the last whole month before a day."""
    return month_of(day.replace(day=1) - dt.timedelta(days=1))


def year_so_far(day: dt.date) -> Period:
    """Return the fiscal year of a day until that day."""
    return Period(fiscal_year_bounds(fiscal_year(day))[0], day)


def usual_periods(today: dt.date) -> dict[str, Period]:
    """Return the periods that offices ask for, by their code: months, quarter and fiscal years around a day."""
    year = fiscal_year(today)
    return {
        "month": month_of(today),
        "last_month": month_before(today),
        "quarter": Period(*fiscal_quarter_bounds(year, fiscal_quarter(today))),
        "year": Period(*fiscal_year_bounds(year)),
        "last_year": Period(*fiscal_year_bounds(year - 1)),
    }
