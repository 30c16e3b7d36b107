"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.camps.domain import forgetting
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_camps() -> int:
    """Forget the names of events that are over; returns how many. Twice or late is fine."""
    return forgetting.forget_old()
