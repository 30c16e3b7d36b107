"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.tours.domain import ending
from portal.queue.enqueueing import enqueue_once
from portal.queue.repeating import repeatable


@task()
@repeatable
def follow_tours() -> bool:
    """Go on with trips that are being sent or ended, and end abandoned ones; stands in the queue again while anything is left."""
    left = ending.carry_on()
    if left:
        enqueue_once(follow_tours)
    return left
