"""Reading and changing the calendar."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from portal.calendar.domain import changes
from portal.calendar.domain.filling import known_holidays, years_to_fill
from portal.calendar.models import Holiday
from portal.calendar.vocabulary import HolidaySource
from portal.thai.dates import bangkok_today


def closed_days() -> frozenset[dt.date]:
    """Return every day on which offices are closed, for the functions of `working_days`; one query.

    A year that nobody filled yet counts with what is known of it, so that no deadline depends on whether the task that
    fills years ahead has run.
    """
    rows = list(Holiday.objects.values_list("day", "is_closed"))
    entered = {day.year for day, _is_closed in rows}
    closed = {day for day, is_closed in rows if is_closed}
    for year in years_to_fill(bangkok_today()):
        if year not in entered:
            closed.update(known_holidays(year))
    return frozenset(closed)


@transaction.atomic
def keep(holiday: Holiday) -> Holiday:
    """Store what the center entered, and let those follow who promise working days.

    Args:
        holiday: new or changed; from now on it is the center's and no filling touches it.
    """
    before = getattr(holiday, "counted", None) if holiday.pk else None
    holiday.source = HolidaySource.CENTER
    holiday.save()
    if before != (holiday.day, holiday.is_closed):
        changes.announce()
    return holiday
