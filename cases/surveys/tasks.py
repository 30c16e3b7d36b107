"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.surveys.domain import keeping
from portal.queue.repeating import repeatable


@task()
@repeatable
def erase_old_households() -> int:
    """Erase the names of surveys whose time is over; returns of how many households. Running it twice or late is fine."""
    return keeping.erase_what_is_over()
