"""Thin: the queue calls the functions."""

from __future__ import annotations

from django_tasks import task

from portal.audit import sealing, stamps
from portal.queue.repeating import repeatable


@task()
@repeatable
def seal_the_trail() -> int:
    """Seal what was written, close the days that are over, write their exports, see to their time stamps."""
    count = sealing.seal()
    sealing.close_days()
    sealing.write_missing_exports()
    return count + stamps.follow_up()
