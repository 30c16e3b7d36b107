"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.vulnerable.domain import accounting, following
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_first() -> int:
    """Remind, erase what nobody confirmed, open rows of events, forget old ones; returns how many. Twice or late is fine."""
    told = following.remind() + following.lapse() + accounting.open_missing()
    return told + accounting.forget_old() + following.forget_withdrawn()
