"""Work of the queue: thin, calls the domain."""

from __future__ import annotations

from django_tasks import task

from portal.alerts.domain import ending, telling
from portal.queue.repeating import repeatable


@task()
@repeatable
def tell_of_news() -> None:
    """Write the mails of the day when it is time, and forget addresses that nobody confirmed."""
    ending.sweep()
    telling.tell()
