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
    """Take answers back and hand questions to the carrier; returns how many. Running it twice or late asks nobody twice.

    Answers first: who answered a question of which nobody knew that it had left is not asked again.
    """
    return asking.receive() + asking.send_due() + asking.end_silence()
