"""Names under which tasks of older versions still stand in the queue; the tasks live in `portal.search.sources.tasks`."""

from __future__ import annotations

from portal.search.sources.tasks import rebuild_index, refresh_index

__all__ = ["rebuild_index", "refresh_index"]
