"""Thin: the queue calls the sweeper."""

from __future__ import annotations

from django_tasks import task

from portal.queue.repeating import repeatable
from portal.throttle.limits import sweep


@task()
@repeatable
def sweep_tallies() -> int:
    """Forget counts of windows that are over."""
    return sweep()
