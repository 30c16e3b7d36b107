"""Thin: the queue calls the domain."""

from __future__ import annotations

from django.core.cache import cache
from django_tasks import task

from cases.reports.domain import rounds, telling
from portal.queue.repeating import repeatable
from portal.thai.dates import bangkok_today

DAY_KEY = "reports:followed-on"


@task()
@repeatable
def follow_the_months() -> int:
    """Open the month that is over and remind of what is due, once a day; returns how many reports became expected.

    Running it twice or late is fine: a report is expected once, and a reminder is sent once.
    """
    today = bangkok_today()
    if cache.get(DAY_KEY) == today.isoformat():
        return 0
    made = rounds.open_rounds(today)
    telling.remind(today)
    cache.set(DAY_KEY, today.isoformat(), 24 * 3600)
    return made
