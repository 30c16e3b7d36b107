"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.mass.domain import acting
from portal.queue.enqueueing import enqueue_once
from portal.queue.repeating import repeatable


@task()
@repeatable
def carry_on_with_many() -> bool:
    """Go on with acts on many cases for a while, and stand in the queue again while anything is left."""
    left = acting.carry_on()
    if left:
        enqueue_once(carry_on_with_many)
    return left
