"""What apps tell search: a document was added, changed or withdrawn; and what search tells itself: the index is broken.

Apps call `update(key)` inside the transaction that changes something; the projection row changes in that same
transaction, and the one writer brings the index in step after the commit, by a task.
"""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError, transaction

from portal.queue.enqueueing import enqueue_once
from portal.search.sources import projection, registry, site_index
from portal.search.sources.tasks import rebuild_cms_index, refresh_index, repair_index

log = logging.getLogger(__name__)


def update(key: str) -> None:
    """Bring one document in step with its source: added, changed or gone.

    Call it inside the transaction of the change. The projection changes with that transaction; the index follows
    after its commit, through the task queue.

    Raises:
        portal.search.sources.registry.UnknownSourceError: nobody registered the prefix of `key`.
    """
    document = registry.source_of(key).document(key)
    if document is None:
        projection.remove(key)
    else:
        projection.store(document)
    transaction.on_commit(_enqueue)


def remove(key: str) -> None:
    """Take a document out of search, whatever its source says."""
    projection.remove(key)
    transaction.on_commit(_enqueue)


def reword(source: str, field: str, value: str, *, label: str, english: str) -> None:
    """Say another name for a kind or a status of a source from now on (`projection.reword`).

    Call it inside the transaction of the change.
    """
    if projection.reword(source, field, value, label=label, english=english):
        transaction.on_commit(_enqueue)


def _enqueue() -> None:
    enqueue_once(refresh_index)


_REBUILD_SECONDS = 300
_rebuild_asked_at = -1e9


def ask_for_rebuild() -> None:
    """Queue a rebuild because a search found no usable index; each process asks once in five minutes."""
    global _rebuild_asked_at
    if time.monotonic() - _rebuild_asked_at < _REBUILD_SECONDS:
        return
    _rebuild_asked_at = time.monotonic()
    try:
        repair_index.enqueue()
    except DatabaseError:
        log.warning("A rebuild of the search index could not be queued.")


_cms_rebuild_asked_at = -1e9


def ask_for_cms_rebuild() -> None:
    """Queue a rebuild of the editors' indexes because a search box found one unusable; once in five minutes."""
    global _cms_rebuild_asked_at
    if not site_index.follows_models() or time.monotonic() - _cms_rebuild_asked_at < _REBUILD_SECONDS:
        return
    _cms_rebuild_asked_at = time.monotonic()
    try:
        rebuild_cms_index.enqueue()
    except DatabaseError:
        log.warning("A rebuild of the editors' search indexes could not be queued.")
