"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from portal.calendar.domain import filling
from portal.queue.repeating import repeatable


@task()
@repeatable
def fill_years_ahead() -> int:
    """Enter what is known of the years around today. Finds nothing to do on most days."""
    return filling.fill()
