"""What is late and whom it concerns to know: the reference, the organization and how late; nothing of the content."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.models import AlarmNotice, Case, Duty
from portal.accounts.functions import Function
from portal.web.keyset import Key

if TYPE_CHECKING:
    from cases.models.duty import DutyQuerySet
    from portal.actors import Officer

FOLLOWS_ALARMS = frozenset({Function.ALARMS, Function.VIEW, Function.SUPERVISE, Function.DEPUTY})
"""Who reads the list: whoever follows alarms by an order, watches for an overseeing office, or answers for one."""

LONGEST_FIRST = (Key("late_from"), Key("pk"))


def follows_alarms(actor: Officer) -> bool:
    """Whether the list of what is late is there for somebody."""
    return bool(actor.functions & FOLLOWS_ALARMS)


def late_known_to(actor: Officer, now: dt.datetime | None = None) -> DutyQuerySet:
    """Return the duties of whose lateness the actor's organization was told and that are late still, longest first.

    Args:
        actor: who asks.
        now: the time of the page.
    """
    found = Duty.objects.running().filter(late_from__lt=now or timezone.now())
    if not follows_alarms(actor):
        return found.none()
    told = AlarmNotice.objects.filter(
        organization=actor.organization.pk,
        alarm__case=OuterRef("case"),
        alarm__chain=OuterRef("chain"),
        alarm__organization=OuterRef("organization"),
        # Of an earlier time that it was late they were told, of this one not yet.
        alarm__late_since__gte=OuterRef("late_from"),
    )
    # Nobody hears of their own matter by being told of alarms.
    own = Case.recused.through.objects.filter(case=OuterRef("case"), user=actor.person.pk)
    return found.filter(Exists(told), ~Exists(own)).order_by("late_from", "pk")
