"""Thin: the queue calls the sweeper."""

from __future__ import annotations

from django_tasks import task

from portal.throttle.limits import sweep


@task()
def sweep_tallies() -> int:
    """Forget counts of windows that are over."""
    return sweep()
