"""Whether the index that lies on the disk can be searched, from opening its files to a wrong word's correction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import IndexUnavailableError
from portal.search.query.correct import did_you_mean
from portal.search.query.pipeline import IndexKnowledge, prepare
from portal.search.site.filters import FIELDS
from portal.search.sources import site_index

log = logging.getLogger(__name__)

SAMPLE = 16
"""Words of the index that are searched for, spread over the alphabet."""

_last: tuple[object, bool] | None = None


def works() -> bool:
    """Say whether the files of the site's index are whole enough to search.

    They are opened apart from what this process has open: mapped files may serve on for long after they are gone. An
    index whose files have not changed since the last look is not opened again.
    """
    global _last
    root = site_index.engine().root
    files = _files(root)
    if _last is not None and _last[0] == files:
        return _last[1]
    try:
        answered = _search(root)
    except Exception:
        # Damaged files may make Whoosh, numpy and ourselves raise anything; that they do is the answer.
        log.exception("The search index is damaged.")
        answered = False
    _last = (files, answered)
    return answered


def _files(root: Path) -> object:
    """Return what changes whenever a file of the index does; locks aside, which are touched by every look."""
    found = []
    for path in sorted(root.rglob("*")):
        if path.suffix == ".lock" or path.is_dir():
            continue
        try:
            status = path.stat()
        except FileNotFoundError:
            # A commit took it away in this moment.
            continue
        found.append((str(path), status.st_size, status.st_mtime_ns, status.st_ino))
    return (str(root), tuple(found))


def _search(root: Path) -> bool:
    try:
        engine = EmbeddedEngine(root).now()
    except IndexUnavailableError:
        return False
    known = IndexKnowledge(engine)
    for text in (*_texts(engine.words.words), "ช่วยเหลือ น้ำท่วม"):
        prepared = prepare(text, engine, known)
        query = prepared.plan.query
        engine.search(query, facets=FIELDS, floor=prepared.plan.floor)
        engine.search(query, facets=FIELDS, order="newest")
        did_you_mean(prepared.analysis, engine)
    return True


def _texts(words: Sequence[str]) -> list[str]:
    """Return words of the index spread over the alphabet, each also with a letter too few, and some together."""
    some = [words[place * len(words) // SAMPLE] for place in range(min(SAMPLE, len(words)))]
    return [*some, *(word[:1] + word[2:] for word in some if len(word) > 3), " ".join(some[:3])]
