"""Thin: the queue looks after itself."""

from __future__ import annotations

from django_tasks import task

from portal.queue import heart, revival
from portal.queue.repeating import repeatable


@task()
@repeatable
def look_after_the_queue() -> int:
    """Run again what died with its worker, and forget what is long over; returns how many tasks live again."""
    again, _given_up = revival.revive()
    revival.prune()
    heart.forget_old()
    return again
