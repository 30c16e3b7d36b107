"""Thin: the queue draws what was ordered of the register, and forgets it in time."""

from __future__ import annotations

from django_tasks import task

from cases.desk.register.printing import draw_month
from portal.letters.printing import make_part, sweep
from portal.queue.repeating import repeatable


@task()
@repeatable
def draw_register_month(pk: int) -> bool:
    """Draw one month that was ordered; returns whether it was drawn now. Doing it twice draws it once."""
    return make_part(pk, draw_month)


@task()
@repeatable
def sweep_prints() -> int:
    """Forget ordered papers whose time is over; returns how many orders."""
    return sweep()
