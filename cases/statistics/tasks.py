"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.statistics.domain import published
from portal.queue.repeating import repeatable


@task()
@repeatable
def publish_months() -> int:
    """Make the protected tables of months that are over; returns how many. Running it twice or late makes none twice."""
    return published.publish_what_is_over()
