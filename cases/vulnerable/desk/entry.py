"""The entry of the room in the rail of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry, Group
from cases.domain.overview import is_center
from cases.domain.queries.standing import Counted, Times
from cases.events.domain.rights import events_of
from cases.vulnerable.domain.rights import keeps
from cases.vulnerable.domain.terms import TERM_MONTHS, newest_that_is
from cases.vulnerable.models import Account, Home
from cases.vulnerable.vocabulary import Status
from portal.actors import Officer

HERE, NOT_REACHED = "first", "first_not_reached"


def _old(today: dt.date) -> dt.date:
    return newest_that_is(TERM_MONTHS, today)


def counted(actor: Officer, times: Times) -> Counted:
    """Return whom nobody reached yet in events that run, and the households of one's own that have to be asked again."""
    if not keeps(actor):
        return {}
    old = times.day(_old)
    whose = Q(organization=actor.organization)
    if is_center(actor):
        whose |= Q(event__in=events_of(actor).values("pk"))
    rows = Account.objects.filter(whose, event__ended_at=None, status=Status.NOT_REACHED)
    return {
        HERE: Home.objects.filter(organization=actor.organization, agreed_on__lte=old),
        NOT_REACHED: rows,
    }


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the pages exist; arguments as in `cases.desk.rail.rail_of`."""
    if not keeps(actor):
        return None
    waiting = numbers[NOT_REACHED]
    return Entry(
        reverse("first:listing"),
        _("บ้านที่ต้องช่วยก่อน"),
        is_here=here == HERE,
        count=waiting or numbers[HERE] or None,
        is_late=waiting > 0,
        group=Group.OUTSIDE,
    )
