"""Documents like the one that is read: ranked by the engine, kept, and shown only as far as they are public now."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from portal.search.engine.protocol import IndexUnavailableError, SearchEngine
from portal.search.models import IndexedDocument
from portal.search.site import knowledge
from portal.search.sources import site_index

_RANKED = 24
_KEPT = 2000
_REST_SECONDS = 10.0

_resting: dict[Path, float] = {}
"""Indexes that could not be read, and until when they are left alone: looking at a damaged one takes 0.1 s."""


@dataclass(frozen=True)
class Similar:
    """One similar document.

    Attributes:
        key: "<source>:<id>".
        title, title_en: its name, and in English where it has one.
        path: address of its page without host or language.
        kind: slug of its kind.
        kind_label: Thai name of its kind, a msgid in the context `kind`.
        kind_en: English name of its kind, where its source has one.
    """

    key: str
    title: str
    title_en: str
    path: str
    kind: str
    kind_label: str
    kind_en: str = ""


def similar_documents(
    key: str, *, most: int = 5, kinds: Collection[str] = (), without: Collection[str] = ()
) -> list[Similar]:
    """Return documents like the one with a source's key, the most alike first; empty without an index.

    The ranking is kept for every state of the index; what may be shown is asked of the database each time, so a
    document that was withdrawn a moment ago is not offered. One query, three for a document that is not ranked yet.

    Args:
        key: "<source>:<id>", as the source names it.
        most: how many.
        kinds: slugs of kinds to choose from, its own among them; empty for all.
        without: keys of documents that the reader sees anyway.
    """
    engine = _engine()
    if engine is None:
        return []
    try:
        ranked = _ranked(engine, key, tuple(kinds))
    except IndexUnavailableError:
        _rest()
        return []
    if not ranked:
        return []
    rows = IndexedDocument.objects.live().filter(pk__in=ranked).exclude(key__in=[key, *without])
    by_pk = {
        pk: Similar(*values)
        for pk, *values in rows.values_list(
            "pk", "key", "title", "title_en", "path", "kind", "kind_label", "kind_en"
        ).order_by()
    }
    return [by_pk[pk] for pk in ranked if pk in by_pk][:most]


def _engine() -> SearchEngine | None:
    root = site_index.engine().root
    if time.monotonic() < _resting.get(root, 0.0):
        return None
    try:
        return site_index.now()
    except IndexUnavailableError:
        _rest()
        return None


def _rest() -> None:
    """Leave the index alone for a while. Search says so to the editors; a page that can do without keeps quiet."""
    _resting[site_index.engine().root] = time.monotonic() + _REST_SECONDS


def _ranked(engine: SearchEngine, key: str, kinds: tuple[str, ...]) -> tuple[int, ...]:
    """Return rows of documents like this one, from memory when the index is the same as at the last call."""
    held = knowledge.of(engine).alike
    if (key, kinds) not in held:
        if len(held) >= _KEPT:
            held.clear()
        held[key, kinds] = _rank(engine, key, kinds)
    return held[key, kinds]


def _rank(engine: SearchEngine, key: str, kinds: tuple[str, ...]) -> tuple[int, ...]:
    row = IndexedDocument.objects.live().filter(key=key).first()
    if row is None:
        return ()
    groups = {"kind": kinds} if kinds else {}
    return engine.similar(
        row.pk, title=row.title, summary=row.summary, text=row.folded, groups=groups, most=_RANKED
    )
