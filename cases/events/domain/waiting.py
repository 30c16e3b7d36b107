"""How long people of an event wait, counted every few minutes and kept, so that the public page asks no case."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.events.domain.attaching import members
from cases.events.domain.nobody_took import NOBODY_TOOK
from cases.events.domain.rules import NOT_TAKEN, Waits, waits
from cases.events.models import Event, EventCase
from cases.models import CaseEvent

COUNTED = dt.timedelta(hours=24)
EVERY = dt.timedelta(minutes=10)


def count_waits() -> int:
    """Count the waiting of every running event whose count is older than ten minutes; returns of how many."""
    now = timezone.now()
    due = list(Event.objects.running().filter(Q(waits_at=None) | Q(waits_at__lte=now - EVERY)))
    for event in due:
        _count(event, now)
    return len(due)


def _count(event: Event, now: dt.datetime) -> None:
    rows = members(event).filter(case__received_at__gt=now - COUNTED)
    everybody = waits_of(rows)
    danger = waits_of(rows.filter(case__danger_now=True))
    event.waited, event.waited_danger = everybody.minutes, danger.minutes
    event.still_waiting = members(event).filter(NOBODY_TOOK).count()
    event.waits_at = now
    event.save(update_fields=["waited", "waited_danger", "still_waiting", "waits_at"])


def waits_of(rows: QuerySet[EventCase]) -> Waits:
    """Return how long those wait who asked for what stands in some rows: until an office took the request on, or it was closed.

    Args:
        rows: of one event.
    """
    found = [max(one, dt.timedelta(0)) for one in _taken(rows).values_list("took", flat=True)]
    return waits(found, rows.filter(NOBODY_TOOK).count())


def longest_of(rows: QuerySet[EventCase], now: dt.datetime) -> dt.timedelta | None:
    """Return how long who waited longest of some rows waited, or waits by now; None where nobody asked.

    Args:
        rows: of one event.
        now: the moment.
    """
    took = _taken(rows).order_by("-took").values_list("took", flat=True).first()
    since = rows.filter(NOBODY_TOOK).aggregate(since=Min("case__received_at"))["since"]
    return max((one for one in (took, since and now - since) if one is not None), default=None)


def _taken(rows: QuerySet[EventCase]) -> QuerySet[EventCase]:
    """Return those that somebody took, with how long it took."""
    steps = CaseEvent.objects.filter(case=OuterRef("case"), from_stage__in=NOT_TAKEN)
    first = steps.exclude(to_stage__in=NOT_TAKEN).order_by("sequence").values("at")[:1]
    return rows.exclude(NOBODY_TOOK).annotate(
        took=Coalesce(Subquery(first), "case__closed_at", "case__updated_at") - F("case__received_at")
    )
