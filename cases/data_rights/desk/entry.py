"""The entry of the rail: how many requests wait for an answer, and whether one is late."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.data_rights.domain.reading import waiting
from cases.data_rights.domain.rules import answers_requests
from cases.desk.rail import Entry, Group
from cases.domain.queries.standing import Counted, Times
from cases.machine.verbs.watching import GLASS_OPEN
from portal.actors import Officer

HERE = "data_rights"


def counted(actor: Officer, times: Times) -> Counted:
    """Return the requests that wait and those that are late, for those who answer them."""
    if not answers_requests(actor):
        return {}
    rows = waiting(actor, glass_since=times.ago(GLASS_OPEN))
    return {HERE: rows, f"{HERE} late": rows.filter(due_on__lt=times.today)}


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
