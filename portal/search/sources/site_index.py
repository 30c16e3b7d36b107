"""The index of the public site: where it lies, the one writer that brings it in step, and building it anew.

Apps do not call this: they say what changed (`portal.search.sources.changes`), and a task comes here after the commit.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import Entry, IndexBusyError, IndexUnavailableError, SearchEngine
from portal.search.models import IndexedDocument
from portal.search.sources import projection, registry

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with (done, all) while a rebuild goes on."""


@cache
def _engine_at(root: str) -> EmbeddedEngine:
    return EmbeddedEngine(Path(root))


def engine() -> EmbeddedEngine:
    """Return the index of this site."""
    return _engine_at(str(Path(settings.KLANG["INDEX_DIR"]) / "site"))


def now() -> SearchEngine:
    """Return the newest committed state of the site's index.

    Raises:
        IndexUnavailableError: it is missing, damaged or made with another analysis; search then asks the database.
    """
    return engine().now()


def is_current() -> bool:
    """Say whether there is an index that this version of the analysis can read; `prepare` rebuilds it otherwise."""
    try:
        engine().verify()
    except IndexUnavailableError:
        return False
    return True


_PATIENCE = 10.0
_REBUILD_PATIENCE = 60.0


@contextmanager
def _turn(seconds: float) -> Iterator[None]:
    """Let one process at a time carry rows into the index, from reading them to unmarking them.

    The engine's own lock guards the files alone: two tasks that read their rows before they wait for it could write
    the newer text first and the older one over it.

    Raises:
        IndexBusyError: it was not free within so many seconds.
    """
    root = engine().root
    root.mkdir(parents=True, exist_ok=True)
    with (root / "refresh.lock").open("w") as file:
        deadline = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise IndexBusyError(str(root)) from None
                time.sleep(0.05)
        yield


def turn() -> AbstractContextManager[None]:
    """Let the caller alone write into the index of this machine for a while.

    Raises:
        IndexBusyError: another process does.
    """
    return _turn(_PATIENCE)


def refresh() -> int:
    """Write every waiting row into the index, in one commit; return how many there were.

    Safe to run at any time and by several processes: one at a time writes.

    Raises:
        IndexBusyError: another writer is at work; its commit or the next task takes the rows along.
    """
    with _turn(_PATIENCE):
        return take_along()


def take_along() -> int:
    """Do what `refresh` does, for a caller whose turn it is already.

    Whoever held the turn for long does it before giving it up: tasks of changes that came meanwhile gave up waiting.
    """
    waiting = list(IndexedDocument.objects.waiting().values_list("pk", "removed"))
    if not waiting:
        return 0
    gone = [pk for pk, removed in waiting if removed]
    changed = list(projection.entries(pk for pk, removed in waiting if not removed))
    try:
        engine().index(changed, remove=gone)
        written = {entry.key: _fingerprint(entry) for entry in changed}
    except IndexUnavailableError:
        log.warning("The search index was missing or unreadable and is rebuilt.")
        _, written = _build()
    _settle(gone, written)
    return len(waiting)


def _fingerprint(entry: Entry) -> int:
    """Return a number that tells whether a row still says what was written, within this process."""
    ordered = replace(entry, facets=sorted(entry.facets), references=sorted(entry.references))
    return hash(repr(ordered))


_AT_ONCE = 200


def _settle(gone: list[int], written: Mapping[int, int]) -> None:
    """Forget rows that the index dropped and unmark those that it holds as they are now.

    A row that was changed while the index was written stays marked: the task of that change, or the next one, takes it
    along. Rows are locked in small groups, so that editors wait for none of this. The moment is noted anew: other machines
    follow what was unmarked (`following`), and it may have waited for longer than they look back.
    """
    keys = list(written)
    for first in range(0, max(len(keys), len(gone)), _AT_ONCE):
        some, dropped = keys[first : first + _AT_ONCE], gone[first : first + _AT_ONCE]
        with transaction.atomic():
            _drop(dropped)
            marked = IndexedDocument.objects.select_for_update().waiting().live().filter(pk__in=some)
            now = projection.entries(marked.values_list("pk", flat=True))
            same = [entry.key for entry in now if _fingerprint(entry) == written[entry.key]]
            IndexedDocument.objects.filter(pk__in=same).update(pending=False, changed_at=timezone.now())


def _drop(keys: list[int]) -> None:
    """Forget rows of what is gone; where other machines have to learn of it too, unmark them only (`following`)."""
    gone = IndexedDocument.objects.filter(pk__in=keys, removed=True)
    if settings.KLANG["SEVERAL_MACHINES"]:
        gone.update(pending=False, changed_at=timezone.now())
    else:
        gone.delete()


def _build(progress: Progress | None = None) -> tuple[int, dict[int, int]]:
    """Make the Whoosh index from the projection and swap it in; return its size and what was written of each row."""
    total = IndexedDocument.objects.live().count()
    written: dict[int, int] = {}

    def counted() -> Iterator[Entry]:
        for number, entry in enumerate(projection.entries(), start=1):
            written[entry.key] = _fingerprint(entry)
            yield entry
            if progress is not None:
                progress(number, total)

    return engine().index(counted(), anew=True), written


def rebuild(progress: Progress | None = None) -> int:
    """Read every source again, then build the index beside the old one and swap it in; return its size.

    Args:
        progress: told how far it is.

    Raises:
        IndexBusyError: another writer is at work.
    """
    with _turn(_REBUILD_PATIENCE):
        with transaction.atomic():
            seen: set[str] = set()
            for document in registry.all_documents():
                projection.store(document)
                seen.add(document.key)
            for key in set(IndexedDocument.objects.live().values_list("key", flat=True)) - seen:
                projection.remove(key)
        gone = list(IndexedDocument.objects.waiting().filter(removed=True).values_list("pk", flat=True))
        built, written = _build(progress)
        _settle(gone, written)
        take_along()
    rebuild_models()
    return built


def follows_models() -> bool:
    """Say whether Wagtail keeps the indexes of the editors' search boxes up to date here."""
    return bool(settings.WAGTAILSEARCH_BACKENDS["default"].get("AUTO_UPDATE", True))


def rebuild_models() -> None:
    """Build the indexes of the editors' search boxes too, where Wagtail keeps them up to date."""
    if follows_models():
        call_command("update_index", backend_name="default", verbosity=0)


__all__ = [
    "IndexBusyError",
    "IndexUnavailableError",
    "engine",
    "follows_models",
    "is_current",
    "now",
    "rebuild",
    "rebuild_models",
    "refresh",
    "take_along",
    "turn",
]
