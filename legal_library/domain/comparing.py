"""Two texts of one document, compared: what was changed, added and removed, in the words of the sources.

Digits, blanks and damaged vowels do not count: a naive comparison of statutes shows amendments that never were
(library.md: 42 in one act). What is shown is always the original.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from legal_library.domain.texts import title_of
from legal_library.reading.marked import MarkedPassage
from portal.thai.text import fold
from portal.thai.words import spans

LONGEST = 4_000
"""Words of a passage that are compared one by one; a longer one is shown as replaced as a whole."""
_BLANKS = re.compile(r"\s+")


class Fate(Enum):
    """What became of a passage."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Span:
    """Words in a row; `is_changed` where the other text has others."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Difference:
    """One passage that is not the same in both texts; `before` and `after` are its words, the changed ones marked."""

    title: str
    anchor: str
    fate: Fate
    before: tuple[Span, ...]
    after: tuple[Span, ...]


def essence(text: str) -> str:
    """Return what counts of a text: folded, without blanks."""
    return _BLANKS.sub("", fold(text))


def words_of(passage: MarkedPassage) -> str:
    """Return heading and text of a passage."""
    return "\n".join(part for part in (passage.heading, passage.text) if part)


def is_same(old: Sequence[MarkedPassage], new: Sequence[MarkedPassage]) -> bool:
    """Say whether two texts differ in nothing that counts."""
    return [essence(words_of(row)) for row in old] == [essence(words_of(row)) for row in new]


def differences(old: Sequence[MarkedPassage], new: Sequence[MarkedPassage]) -> list[Difference]:
    """Return the passages that differ, in the order of the new text; removed ones stand where they stood.

    Args:
        old: an earlier text; passages of one anchor are the same provision.
        new: a later one.
    """
    before = {row.anchor: row for row in old}
    after = {row.anchor for row in new}
    found: list[Difference] = []
    waiting = [row for row in old if row.anchor not in after]
    places = {row.anchor: number for number, row in enumerate(old)}
    for row in new:
        here = places.get(row.anchor)
        while here is not None and waiting and places[waiting[0].anchor] < here:
            found.append(_removed(waiting.pop(0)))
        if row.anchor not in before:
            found.append(Difference(title_of(row), row.anchor, Fate.ADDED, (), _whole(row)))
        elif essence(words_of(before[row.anchor])) != essence(words_of(row)):
            was, now = _marked(words_of(before[row.anchor]), words_of(row))
            found.append(Difference(title_of(row), row.anchor, Fate.CHANGED, was, now))
    return [*found, *map(_removed, waiting)]


def _whole(row: MarkedPassage) -> tuple[Span, ...]:
    return (Span(words_of(row), is_changed=True),)


def _removed(row: MarkedPassage) -> Difference:
    return Difference(title_of(row), row.anchor, Fate.REMOVED, _whole(row), ())


def _marked(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return both texts with the words marked that the other one has not."""
    was, now = _words(old), _words(new)
    if max(len(was), len(now)) > LONGEST:
        return (Span(old, True),), (Span(new, True),)
    matcher = SequenceMatcher(
        None, [essence(word) for word in was], [essence(word) for word in now], autojunk=False
    )
    before: list[Span] = []
    after: list[Span] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        for side, words in ((before, was[a:b]), (after, now[c:d])):
            if words:
                side.append(Span("".join(words), tag != "equal"))
    return tuple(before), tuple(after)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the blanks and signs before it; joined they are the text."""
    ends = [word.end for word in spans(text)]
    if not ends:
        return [text] if text else []
    ends[-1] = len(text)
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
