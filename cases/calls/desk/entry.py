"""The entry of call lists in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.calls.domain.rights import may_call
from cases.calls.models import CallRow
from cases.desk.rail import Entry, Group
from cases.domain.queries.standing import Counted, Times
from portal.actors import Officer

HERE = "calls"


def counted(actor: Officer, times: Times) -> Counted:
    """Return the rows of one's organization that may be called now."""
    if not may_call(actor):
        return {}
    rows = CallRow.objects.filter(calls__organization=actor.organization.pk, calls__ended_at=None)
    return {HERE: rows.to_call(times.now)}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whoever calls; arguments as in `cases.desk.rail.rail_of`."""
    if not may_call(actor):
        return None
    return Entry(
        reverse("calls:listing"),
        _("รายการโทร"),
        is_here=here == HERE,
        count=numbers[HERE],
        group=Group.OUTSIDE,
    )
