"""The entry of what phones left for a person in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry, Group
from cases.domain.queries.standing import Counted, Times
from cases.machine.verbs.watching import GLASS_OPEN
from cases.phones.domain.resolving import may_decide, waiting_for
from portal.actors import Officer

HERE = "phones"
COUNTED = "phones_aside"


def counted(actor: Officer, times: Times) -> Counted:
    """Say what is counted; arguments as in `cases.desk.rail`."""
    since = times.ago(GLASS_OPEN)
    return {COUNTED: waiting_for(actor, glass_since=since)} if may_decide(actor) else {}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the page exists; arguments as in `cases.desk.rail.rail_of`."""
    if not may_decide(actor):
        return None
    number = numbers[COUNTED]
    return Entry(
        reverse("phones:aside"),
        _("บันทึกจากโทรศัพท์"),
        is_here=here == HERE,
        count=number,
        is_late=number > 0,
        group=Group.OUTSIDE,
    )
