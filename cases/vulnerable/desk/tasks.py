"""Thin: the queue draws what was ordered of a list."""

from __future__ import annotations

from django_tasks import task

from cases.vulnerable.desk.printing import draw_list
from portal.letters.printing import make_part
from portal.queue.repeating import repeatable


@task()
@repeatable
def draw_first_list(pk: int) -> bool:
    """Draw one file of a list that was ordered; returns whether it was drawn now. Doing it twice draws it once."""
    return make_part(pk, draw_list)
