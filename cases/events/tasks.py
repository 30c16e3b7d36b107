"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.events.domain import attaching, ringing, waiting
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_events() -> int:
    """Count how long people wait, send folded alarms, remind of reviews, repair what ended; returns how many.

    Running it twice or late is fine.
    """
    return (
        waiting.count_waits() + ringing.tell_folded() + ringing.remind_of_review() + attaching.repair_ended()
    )
