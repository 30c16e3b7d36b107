"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.calls.domain import following
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_calls() -> int:
    """Let call lists follow what happened elsewhere; returns how many rows changed. Running it twice or late is fine."""
    return following.follow()
