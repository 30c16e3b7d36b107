"""Work that comes round every minute, whoever calls: `serve` in the small installation, a timer in the large one."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string


def enqueue_all() -> None:
    """Put every task of `KLANG["PERIODIC"]` into the queue.

    A task that finds nothing to do costs one query. None of them minds running twice or late.
    """
    for path in settings.KLANG["PERIODIC"]:
        import_string(path).enqueue()
