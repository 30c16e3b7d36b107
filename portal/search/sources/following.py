"""Several machines, each with an index of its own: what the worker of another one wrote into its index is written here as well.

Whatever worker takes the task of a change writes into the index of its machine, unmarks the row and notes the moment in `changed_at`.
Each machine looks once a minute for rows that were unmarked since and that its index does not hold as they are
(`KLANG_SEVERAL_MACHINES`). What this machine's index holds is noted beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.search.engine.protocol import IndexBusyError, IndexUnavailableError
from portal.search.models import IndexedDocument
from portal.search.sources import health, projection, site_index

log = logging.getLogger(__name__)

OVERLAP = dt.timedelta(minutes=15)
"""Rows may be committed so long after their moment was noted: longer than any transaction that notes one."""
KEPT = dt.timedelta(days=1)
"""A machine that was away for longer builds its index anew; until then rows of what is gone stay, empty."""
NAME = "followed.json"


def follow() -> int:
    """Bring this machine's index in step with the others'; returns how many rows were written or dropped.

    Rows that wait by now are taken along: their tasks gave up while this had its turn, which lasts minutes when the index
    is built anew. Does nothing where one machine is alone, and when another process of this one is at it.
    """
    if not settings.KLANG["SEVERAL_MACHINES"]:
        return 0
    try:
        with site_index.turn():
            return _follow() + site_index.take_along()
    except (IndexBusyError, IndexUnavailableError) as error:
        log.warning("This machine's search index could not follow the others (%s).", type(error).__name__)
        return 0


def _follow() -> int:
    began = timezone.now()
    seen_at, held = _read()
    if seen_at is None or seen_at < began - KEPT + OVERLAP or not health.is_whole():
        return _anew(began)
    changed = _changed_since(seen_at - OVERLAP)
    fresh = {pk: removed for pk, (removed, at) in changed.items() if held.get(str(pk)) != at}
    if fresh:
        gone = [pk for pk, removed in fresh.items() if removed]
        site_index.engine().index(
            projection.entries(pk for pk, removed in fresh.items() if not removed), remove=gone
        )
    _note(began, {str(pk): at for pk, (_removed, at) in changed.items()})
    IndexedDocument.objects.filter(
        removed=True, pending=False, changed_at__lt=began - KEPT - OVERLAP
    ).delete()
    return len(fresh)


def _anew(began: dt.datetime) -> int:
    """Build the index from what the database holds; the sources are read by whoever changes them."""
    # Before it is built: what is committed meanwhile may not be in it, whatever moment it bears.
    held = {str(pk): at for pk, (_removed, at) in _changed_since(began - OVERLAP).items()}
    built = site_index.engine().index(projection.entries(), anew=True)
    _note(began, held)
    log.info("The search index of this machine was built anew from the database.")
    return built


def _changed_since(moment: dt.datetime) -> dict[int, tuple[bool, str]]:
    """Return the rows that were unmarked since, each with whether it is gone, and when; rows that wait are of whoever unmarks them."""
    rows = IndexedDocument.objects.filter(changed_at__gte=moment, pending=False)
    return {
        pk: (removed, at.astimezone(dt.UTC).isoformat())
        for pk, removed, at in rows.values_list("pk", "removed", "changed_at")
        if at is not None
    }


def _place() -> Path:
    return site_index.engine().root / NAME


def _read() -> tuple[dt.datetime | None, Mapping[str, str]]:
    try:
        told = json.loads(_place().read_text("ascii"))
        return dt.datetime.fromisoformat(told["at"]), told["held"]
    except (OSError, ValueError, KeyError):
        return None, {}


def _note(at: dt.datetime, held: Mapping[str, str]) -> None:
    unfinished = _place().with_suffix(".part")
    unfinished.write_text(json.dumps({"at": at.isoformat(), "held": held}), "ascii")
    unfinished.replace(_place())
