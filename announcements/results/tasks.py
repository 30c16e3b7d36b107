"""Thin: the queue computes a year that was ordered."""

from __future__ import annotations

from django_tasks import task

from announcements.results import runs
from portal.queue.repeating import repeatable


@task()
@repeatable
def compute_results(pk: int) -> bool:
    """Compute a year that was ordered; say whether a draft was made. A draft that is made twice is one draft."""
    return runs.carry_out(pk)
