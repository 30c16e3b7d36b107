"""Work of the queue: thin, calls the domain."""

from __future__ import annotations

from django_tasks import task

from cases.news.domain import linking
from portal.queue.repeating import repeatable


@task()
@repeatable
def hear_from_line() -> int:
    """Take what people wrote to the center's LINE account; returns how many. Running it twice or late is fine."""
    return linking.receive()
