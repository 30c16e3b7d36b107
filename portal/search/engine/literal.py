"""Texts that occur literally although no word of the index is them: words that segmentation cut at another place.

"ตากลม" may stand in a document as ตา|กลม or as ตาก|ลม. A text that crosses a border of words ends one word and begins
the next, so documents that hold both kinds of words are candidates, and their characters decide.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.analysis import to_bytes
from portal.search.engine.fields import WORD_FIELDS
from portal.search.engine.kernels import mark_containing
from portal.search.engine.snapshot import Snapshot

Mask = npt.NDArray[np.bool_]

MOST_BYTES = 24_000_000
"""Characters of candidates that are read for one text at most: about ten milliseconds."""

_MOST_WORDS, _MOST_LISTS = 300, 12_000
"""Words on either side of a border, and posting lists that are read for one text in one segment, at most."""

_CANNOT_BEGIN = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")


def containing(
    snapshot: Snapshot, segment: int, text: str, among: Mask, *, budget: int | None = None
) -> Mask:
    """Return which documents of a segment contain a folded text literally.

    Args:
        snapshot: the state of the index.
        segment: number of the segment.
        text: what must occur.
        among: documents to look into; all others are False.
        budget: characters to read at most; documents beyond it count as not containing. None: no bound.
    """
    columns = snapshot.segments[segment].columns
    mask = among.copy()
    most = budget if budget is not None else len(columns.characters)
    mark_containing(mask.view(np.uint8), columns.characters, columns.character_ends, to_bytes(text), most)
    return mask


def _holding(snapshot: Snapshot, segment: int, words: list[str], size: int) -> Mask:
    mask = np.zeros(size, bool)
    for word in words:
        for field in WORD_FIELDS:
            mask[snapshot.postings(segment, field, word).documents()] = True
    return mask


def occurring(snapshot: Snapshot, segment: int, text: str) -> Mask:
    """Return which documents of a segment contain a short folded text, wherever words were cut.

    Complete as long as candidates stay within `MOST_BYTES`; beyond that documents may be missed, never added.
    """
    size = snapshot.segments[segment].size
    lexicon = snapshot.lexicon
    found = _holding(snapshot, segment, lexicon.containing(text, limit=_MOST_WORDS), size)
    candidates = np.zeros(size, bool)
    room = _MOST_LISTS
    for cut in range(1, len(text)):
        head, tail = text[:cut], text[cut:]
        if _CANNOT_BEGIN.match(tail):
            continue
        beginning = lexicon.beginning(tail, limit=_MOST_WORDS)
        beginning += [tail[:end] for end in range(1, len(tail)) if tail[:end] in lexicon]
        if not beginning:
            continue
        ending = lexicon.ending(head, limit=_MOST_WORDS)
        if not ending:
            continue
        room -= len(WORD_FIELDS) * (len(beginning) + len(ending))
        if room < 0:
            break
        both = _holding(snapshot, segment, beginning, size)
        if len(ending) < _MOST_WORDS:
            both &= _holding(snapshot, segment, ending, size)
        candidates |= both
    candidates &= ~found
    if candidates.any():
        found |= containing(snapshot, segment, text, candidates, budget=MOST_BYTES)
    return found


def total_characters(snapshot: Snapshot) -> int:
    """Return how many characters the index holds."""
    columns: list[Any] = [segment.columns for segment in snapshot.segments]
    return sum(int(column.character_ends[-1]) for column in columns)
