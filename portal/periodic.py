"""Work that comes round every minute, whoever calls: `serve` in the small installation, a timer in the large one."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from portal.queue.enqueueing import enqueue_each


def enqueue_all() -> None:
    """Put every task of `KLANG["PERIODIC"]` into the queue that does not wait there already.

    A task that finds nothing to do costs one query. None of them minds running twice or late. While no worker runs
    nothing piles up: each stands in the queue once.
    """
    enqueue_each(import_string(path) for path in settings.KLANG["PERIODIC"])
