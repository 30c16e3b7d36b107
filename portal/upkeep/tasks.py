"""Thin: the queue calls the checks."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from portal.queue.repeating import repeatable
from portal.thai.dates import bangkok_datetime, bangkok_today
from portal.upkeep.models import Inspection
from portal.upkeep.running import inspect_and_keep

MORNING = 6
"""O'clock in Bangkok: before the office opens, after the sweeps of the night."""


@task()
@repeatable
def inspect_each_morning() -> int:
    """Look at everything once a day after six; returns how many checks found something. Late is better than not at all."""
    morning, now = bangkok_datetime(bangkok_today()).replace(hour=MORNING), timezone.now()
    if now < morning or Inspection.objects.filter(at__range=(morning, now)).exists():
        return 0
    return _findings(inspect_and_keep())


@task()
@repeatable
def inspect_now() -> int:
    """Look at everything because somebody asked; returns how many checks found something."""
    return _findings(inspect_and_keep())


def _findings(made: Inspection) -> int:
    return sum(bool(one["count"] or one["problem"]) for one in made.results)
