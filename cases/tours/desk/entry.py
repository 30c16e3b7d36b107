"""The entry of trips in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry, Group
from cases.domain.queries.standing import Counted, Times
from cases.machine.verbs.watching import GLASS_OPEN
from cases.tours.domain.results import to_look_at
from cases.tours.domain.rights import may_tour
from portal.actors import Officer

HERE = "tours"


def counted(actor: Officer, times: Times) -> Counted:
    """Return the results of one's own trips at which somebody has to look."""
    since = times.ago(GLASS_OPEN)
    return {HERE: to_look_at(actor, glass_since=since)} if may_tour(actor) else {}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the pages exist, with the number of results at which somebody has to look."""
    if not may_tour(actor):
        return None
    return Entry(
        reverse("tours:list"),
        _("เที่ยวออกหน่วย"),
        is_here=here == HERE,
        count=numbers[HERE],
        group=Group.OUTSIDE,
    )
