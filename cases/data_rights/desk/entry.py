"""The entry of the rail: how many requests wait for an answer, and whether one is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.data_rights.domain.reading import waiting
from cases.data_rights.domain.rules import answers_requests
from cases.desk.rail import Counted, Entry, Group
from portal.actors import Officer
from portal.thai.dates import to_bangkok

HERE = "data_rights"


def counted(actor: Officer, now: dt.datetime) -> Counted:
    """Return the requests that wait and those that are late, for those who answer them."""
    if not answers_requests(actor):
        return {}
    rows = waiting(actor)
    return {HERE: rows, f"{HERE} late": rows.filter(due_on__lt=to_bangkok(now).date())}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for those who answer; arguments as in `cases.desk.rail.rail_of`."""
    if not answers_requests(actor):
        return None
    return Entry(
        reverse("data_rights:queue"),
        _("คำขอใช้สิทธิในข้อมูล"),
        is_here=here == HERE,
        count=numbers[HERE],
        is_late=numbers[f"{HERE} late"] > 0,
        group=Group.PEOPLE,
    )
