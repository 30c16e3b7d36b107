"""Thin: the index looks after itself."""

from __future__ import annotations

from django.core.cache import cache
from django_tasks import task

from portal.queue.repeating import repeatable
from portal.search.site.probe import works
from portal.search.sources import site_index

_MENDED = "search:mended"
_PAUSE = 30 * 60
"""Seconds between two repairs: what a rebuild does not mend is not mended by doing it every minute."""


@task()
@repeatable
def mend_index() -> bool:
    """Rebuild the index when its files cannot be searched; say whether that was needed. Costs a look at the files."""
    if works() or not cache.add(_MENDED, True, _PAUSE):
        return False
    site_index.rebuild()
    return True
