"""Work on the index outside of web requests."""

from __future__ import annotations

from django.core.cache import cache
from django_tasks import task

from portal.queue.repeating import repeatable
from portal.search.sources import health, site_index

_MENDED = "search:mended"
_PAUSE = 30 * 60
"""Seconds between two repairs: what a rebuild does not mend is not mended by doing it every minute."""


@task()
@repeatable
def refresh_index() -> int:
    """Write every waiting row into the index; return how many there were.

    A burst of changes gives a burst of tasks; the first takes all rows along and the others find nothing to do.
    """
    return site_index.refresh()


@task()
@repeatable
def rebuild_cms_index() -> None:
    """Build the indexes of the editors' search boxes anew after one was found missing or damaged."""
    site_index.rebuild_models()


@task()
@repeatable
def rebuild_index() -> int:
    """Read every source again and build the index anew, for changes of more than a few documents; return its size."""
    return site_index.rebuild()


@task()
@repeatable
def repair_index() -> int:
    """Build the index anew after it was found missing or damaged; return its size.

    Does nothing when somebody else repaired it meanwhile: when every file is as it was written.
    """
    if health.problem():
        return site_index.rebuild()
    return site_index.now().living


@task()
@repeatable
def mend_index() -> bool:
    """Rebuild the index when its files are not as they were written; say whether that was needed."""
    if health.is_whole() or not cache.add(_MENDED, True, _PAUSE):
        return False
    site_index.rebuild()
    return True
