"""Offices are reminded of requests before the last day, and once after it."""

from __future__ import annotations

import datetime as dt

from cases.data_rights.domain.asking import tell, whom_to_tell
from cases.data_rights.domain.rules import SOON
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState
from portal.thai.dates import bangkok_today


def remind(today: dt.date | None = None) -> int:
    """Write to each office about what is due soon or late, once for each of the two; returns how many requests those are."""
    today = today or bangkok_today()
    rows = RightsRequest.objects.filter(state=RequestState.OPEN, due_on__lte=today + SOON)
    count = 0
    for row in rows.select_related("case__holder").order_by("due_on", "pk"):
        template = "data_rights_late" if row.is_late(today) else "data_rights_due"
        for office in whom_to_tell(row):
            tell(row, office, template)
        count += 1
    return count
