"""How long people of an event wait, counted every few minutes and kept, so that the public page asks no case."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.events.domain.attaching import members
from cases.events.domain.rules import Waits, waits
from cases.events.models import Event, EventCase
from cases.machine.vocabulary import Stage

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
    everybody = _of(rows)
    danger = _of(rows.filter(case__danger_now=True))
    event.waited, event.waited_danger = everybody.minutes, danger.minutes
    event.still_waiting = members(event).filter(case__stage=Stage.RECEIVED).count()
    event.waits_at = now
    event.save(update_fields=["waited", "waited_danger", "still_waiting", "waits_at"])


def _of(rows: QuerySet[EventCase]) -> Waits:
    taken = rows.exclude(case__stage=Stage.RECEIVED).annotate(
        took=Coalesce("case__screened_at", "case__closed_at", "case__updated_at") - F("case__received_at")
    )
    found = [max(one, dt.timedelta(0)) for one in taken.values_list("took", flat=True)]
    return waits(found, rows.filter(case__stage=Stage.RECEIVED).count())
