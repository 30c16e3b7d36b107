"""Work on the index outside of web requests."""

from __future__ import annotations

from django_tasks import task

from portal.queue.repeating import repeatable
from portal.search.sources import site_index


@task()
@repeatable
def refresh_index() -> int:
    """Write every waiting row into the index; return how many there were.

    A burst of changes gives a burst of tasks; the first takes all rows along and the others find nothing to do.
    """
    return site_index.refresh()


@task()
@repeatable
def rebuild_index() -> int:
    """Build the index anew after it was found missing or damaged; return its size.

    Does nothing when somebody else repaired it meanwhile.
    """
    try:
        return site_index.now().living
    except site_index.IndexUnavailableError:
        return site_index.rebuild()
