"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.households.domain import finding
from portal.queue.repeating import repeatable


@task()
@repeatable
def look_for_households() -> int:
    """Look for reports of one household among what came or changed; returns how many pairs were found."""
    return finding.look()
