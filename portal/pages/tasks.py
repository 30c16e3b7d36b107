"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from portal.pages.domain.schedule import follow_schedule
from portal.queue.repeating import repeatable


@task()
@repeatable
def publish_and_take_down() -> int:
    """Follow the hours that editors set; returns how many pages changed."""
    return follow_schedule()
