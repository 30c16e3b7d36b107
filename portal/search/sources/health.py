"""Is search well? Asked by `/readyz`, by the editors' front page, and before an index is thrown away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import IndexUnavailableError
from portal.search.query.correct import did_you_mean
from portal.search.query.pipeline import IndexKnowledge, prepare
from portal.search.sources import site_index
from portal.search.sources.projection import FACETS

log = logging.getLogger(__name__)

SAMPLE = 16
"""Words of the index that are searched for, spread over the alphabet."""

_last: dict[bool, tuple[object, str]] = {}
"""What the last look found, and at which files; the key says whether it searched too."""


def works() -> bool:
    """Say whether the files of the site's index are whole enough to search."""
    return not problem()


def is_whole() -> bool:
    """Say whether every file of the site's index is as it was written.

    Nothing is searched: who looks after the index every minute does without the dictionaries that a search loads.
    """
    return not _found(searching=False)


def problem() -> str:
    """Return what is wrong with the site's index, or "" when it can be searched.

    It is opened apart from what this process has open (mapped files may serve on for long after they are gone), every
    file is compared with what was written, and words are searched, from finding them to correcting them. An index
    whose files have not changed since the last look is not opened again.
    """
    return _found(searching=True)


def _found(*, searching: bool) -> str:
    root = site_index.engine().root
    files = _files(root)
    last = _last.get(searching)
    if last is None or last[0] != files:
        last = _last[searching] = (files, _look(root, searching=searching))
    return last[1]


def _look(root: Path, *, searching: bool) -> str:
    try:
        engine = EmbeddedEngine(root).now()
        engine.verify()
        if searching:
            _search(engine)
    except IndexUnavailableError as error:
        return str(error)
    except Exception as error:
        # Damaged files may make Whoosh, numpy and ourselves raise anything; that they do is the answer.
        log.exception("The search index is damaged.")
        return f"damaged: {error}"
    return ""


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
    return (str(root), site_index.engine().store.version, tuple(found))


def _search(engine: EmbeddedEngine) -> None:
    known = IndexKnowledge(engine)
    for text in (*_texts(engine.words.words), "ช่วยเหลือ น้ำท่วม"):
        prepared = prepare(text, engine, known)
        query = prepared.plan.query
        engine.search(query, facets=FACETS, floor=prepared.plan.floor)
        engine.search(query, facets=FACETS, order="newest")
        did_you_mean(prepared.analysis, engine)


def _texts(words: Sequence[str]) -> list[str]:
    """Return words of the index spread over the alphabet, each also with a letter too few, and some together."""
    some = [words[place * len(words) // SAMPLE] for place in range(min(SAMPLE, len(words)))]
    return [*some, *(word[:1] + word[2:] for word in some if len(word) > 3), " ".join(some[:3])]
