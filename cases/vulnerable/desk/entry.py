"""The entry of the room in the rail of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Counted, Entry
from cases.vulnerable.domain.rights import keeps
from cases.vulnerable.domain.terms import TERM_MONTHS, newest_that_is
from cases.vulnerable.models import Home
from portal.actors import Officer
from portal.thai.dates import to_bangkok

HERE = "first"


def counted(actor: Officer, now: dt.datetime) -> Counted:
    """Return the households of one's own organization that somebody has to ask again."""
    if not keeps(actor):
        return {}
    old = newest_that_is(TERM_MONTHS, to_bangkok(now).date())
    return {HERE: Home.objects.filter(organization=actor.organization, agreed_on__lte=old)}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the pages exist; arguments as in `cases.desk.rail.rail_of`."""
    if not keeps(actor):
        return None
    return Entry(
        reverse("first:listing"), _("บ้านที่ต้องช่วยก่อน"), is_here=here == HERE, count=numbers[HERE] or None
    )
