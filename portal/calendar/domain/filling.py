"""Filling years ahead with the holidays that are known, from the package `holidays` (Thailand, government offices).

The package knows the substitution days and what the cabinet had announced when it was made. What the center entered or
changed is never touched.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays
from django.db import transaction

from portal.calendar.domain import changes
from portal.calendar.models import Holiday
from portal.calendar.vocabulary import HolidaySource
from portal.thai.dates import bangkok_today

YEARS_AHEAD = 2
"""How many years after the present one are filled: no promise of ours reaches further."""
NOT_FOR_OFFICES = ("แรงงาน", "เด็กแห่งชาติ")
"""Labor Day and its substitute are holidays of employees under the labor law; Children's Day is none of offices."""


@lru_cache(maxsize=16)
def known_holidays(year: int) -> dict[dt.date, str]:
    """Return the days of a year (C.E.) on which government offices are known to be closed, with their Thai names."""
    found = holidays.country_holidays(
        "TH", years=year, categories=("public", "government"), language="th", observed=True
    )
    days = {}
    for day in sorted(found):
        names = [name for name in found.get_list(day) if not any(word in name for word in NOT_FOR_OFFICES)]
        if names:
            days[day] = "; ".join(names)[:300]
    return days


def years_to_fill(today: dt.date) -> range:
    """Return the years that the table should have: last year, whose deadlines may still run, to the last one ahead."""
    return range(today.year - 1, today.year + YEARS_AHEAD + 1)


@transaction.atomic
def fill(today: dt.date | None = None) -> int:
    """Enter what is known for the years around a day, and let go what is no longer so; returns how many entries changed.

    Args:
        today: in Thailand; the present day by default.

    Entries of the center stay as they are. Running it twice changes nothing.
    """
    changed = 0
    for year in years_to_fill(today or bangkok_today()):
        known = known_holidays(year)
        entered = {row.day: row for row in Holiday.objects.filter(day__year=year)}
        for day, name in known.items():
            row = entered.get(day) or Holiday(day=day, source=HolidaySource.KNOWN, is_closed=False)
            changed += _follow(row, name, is_closed=True)
        for day, row in entered.items():
            if day not in known:
                changed += _follow(row, row.name, is_closed=False)
    if changed:
        changes.announce()
    return changed


def _follow(row: Holiday, name: str, *, is_closed: bool) -> bool:
    """Bring an entry that nobody touched up to what is known; says whether it changed."""
    if row.source != HolidaySource.KNOWN or (row.pk and (row.name, row.is_closed) == (name, is_closed)):
        return False
    row.name, row.is_closed = name, is_closed
    row.save()
    return True
