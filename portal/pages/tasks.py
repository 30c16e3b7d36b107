"""Thin: the queue calls the domain."""

from __future__ import annotations

from django_tasks import task

from portal.pages.domain import bin as paper_bin
from portal.pages.domain.schedule import follow_schedule
from portal.queue.repeating import repeatable


@task()
@repeatable
def publish_and_take_down() -> int:
    """Follow the hours that editors set; returns how many pages changed."""
    return follow_schedule()


@task()
@repeatable
def empty_the_bin() -> int:
    """Delete what has lain in the bin long enough, also where nobody deletes another page; returns how many."""
    return paper_bin.forget_old()
