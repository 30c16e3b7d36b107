"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.vulnerable.domain import following
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_first() -> int:
    """Remind of whom to ask again and erase what nobody confirmed; returns of how many. Running it twice or late is fine."""
    return following.remind() + following.lapse()
