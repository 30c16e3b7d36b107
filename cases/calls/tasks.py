"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.calls.domain import asking, following
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_calls() -> int:
    """Let call lists follow what happened elsewhere; returns how many rows changed. Running it twice or late is fine."""
    return following.follow()


@task()
@repeatable
def ask_whether_safe() -> int:
    """Hand questions to the carrier and take answers back; returns how many. Running it twice or late asks nobody twice."""
    return asking.send_due() + asking.receive() + asking.end_silence()
