"""What is late and whom it concerns to know: the reference, the organization and how late; nothing of the content."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.domain.ladder import FOLLOWS_ALARMS
from cases.machine.lateness import LEVELS
from cases.models import AlarmNotice, Case, Duty
from portal.web.keyset import Key, newest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.models.duty import DutyQuerySet
    from portal.actors import Officer

LONGEST_FIRST = (Key("late_from"), Key("pk"))
LAST_ENDED_FIRST = newest("ended_at")
KEPT = dt.timedelta(days=90)
"""For how long it stays in the list that something was late at the third level, after it ended (S2.48)."""


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
    return _told(found, actor, _notices(actor)).order_by("late_from", "pk")


def late_to_count(actor: Officer, now: dt.datetime | None = None) -> DutyQuerySet:
    """Return the same to be counted on every page: by the cases of the notices, of which an organization has few.

    How many duties are late is the country's number; the list itself is entered at the place of its page.
    """
    return late_known_to(actor, now).filter(case__in=_notices(actor).values("alarm__case")).order_by()


def ended_known_to(actor: Officer, now: dt.datetime | None = None) -> DutyQuerySet:
    """Return the duties of whose lateness the actor's organization was told at the third level and that ended since.

    What was found out and the report to the governor are owed also where somebody acted a minute after the alarm, or the
    center took the case over. The one that ended last stands first.

    Args:
        actor: who asks.
        now: the time of the page.
    """
    found = Duty.objects.filter(ended_at__gte=(now or timezone.now()) - KEPT, case__anonymized=False)
    if not follows_alarms(actor):
        return found.none()
    told = AlarmNotice.objects.filter(organization=actor.organization.pk, alarm__level=LEVELS)
    # Another duty of the same chain took its place there: that one is late, or ended, instead of it.
    goes_on = Duty.objects.filter(
        case=OuterRef("case"),
        chain=OuterRef("chain"),
        organization=OuterRef("organization"),
        late_from=OuterRef("late_from"),
        number__gt=OuterRef("number"),
    )
    # By the cases of the notices, of which an organization has few; how many duties ended is the country's number.
    found = found.filter(~Exists(goes_on), case__in=told.values("alarm__case"))
    return _told(found, actor, told).order_by("-ended_at", "-pk")


def _notices(actor: Officer) -> QuerySet[AlarmNotice]:
    return AlarmNotice.objects.filter(organization=actor.organization.pk)


def _told(duties: DutyQuerySet, actor: Officer, notices: QuerySet[AlarmNotice]) -> DutyQuerySet:
    """Leave those of whose lateness the actor's organization was told, without the actor's own matters."""
    told = notices.filter(
        alarm__case=OuterRef("case"),
        alarm__chain=OuterRef("chain"),
        alarm__organization=OuterRef("organization"),
        # Of an earlier time that it was late they were told, of this one not yet.
        alarm__late_since__gte=OuterRef("late_from"),
    )
    # Nobody hears of their own matter by being told of alarms.
    own = Case.recused.through.objects.filter(case=OuterRef("case"), user=actor.person.pk)
    return duties.filter(Exists(told), ~Exists(own))
