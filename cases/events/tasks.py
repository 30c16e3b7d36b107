"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.events.domain import waiting
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_events() -> int:
    """Count how long people of running events wait; returns how many counts changed. Running it twice or late is fine."""
    return waiting.count_waits()
