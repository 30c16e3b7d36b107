"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.events.domain import attaching, owning, ringing, waiting
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_events() -> int:
    """Ring danger, count how long people wait, send folded alarms, remind of reviews, repair ends; returns how many.

    Running it twice or late is fine.
    """
    # Danger first, and whatever the rest does: it is due within minutes.
    rung = owning.ring_danger()
    counted = waiting.count_waits() + ringing.tell_folded()
    return rung + counted + ringing.remind_of_review() + attaching.repair_ended()
