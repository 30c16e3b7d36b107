"""Thin: the queue draws what was ordered of the register, and forgets it in time."""

from __future__ import annotations

from django_tasks import task

from cases.desk.register.printing import draw_stretch
from portal.letters.printing import make_part, sweep
from portal.queue.repeating import repeatable


@task()
@repeatable
def draw_register_month(pk: int) -> bool:
    """Draw one file that was ordered, a month or a part of it; returns whether it was drawn now. Doing it twice draws it once."""
    return make_part(pk, draw_stretch)


@task()
@repeatable
def sweep_prints() -> int:
    """Forget ordered papers whose time is over; returns how many orders."""
    return sweep()
