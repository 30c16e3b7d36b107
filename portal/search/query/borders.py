"""Where a term stands in a text as words of its own: "หมา" stands in "หมากัด", not in "หมายเลข"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from portal.search.engine.analysis import Token, spans
from portal.thai.words import is_word

MOST_PLACES = 4
"""Places of one term that are looked at; a term that stands four times says no more than one that stands once."""

Span = tuple[int, int]


class Borders:
    """The borders of words of one folded text.

    Args:
        folded: the text.
    """

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @cached_property
    def _tokens(self) -> list[Token]:
        return spans(self._folded)

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(token.start for token in self._tokens)

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(token.end for token in self._tokens)

    def places(self, term: str) -> Iterator[Span]:
        """Yield where a folded term stands between borders of words.

        Segmentation may cut elsewhere than where the term ends ("ลูกติด|ยา" for "ติดยา"). Such a place counts too, as long
        as what is left over of the cut words is a word by itself ("ลูก"). Inside of one single word no term stands.
        """
        at = self._folded.find(term)
        for _ in range(MOST_PLACES):
            if at < 0:
                return
            if self._stands(at, at + len(term)):
                yield at, at + len(term)
            at = self._folded.find(term, at + 1)

    def _stands(self, start: int, end: int) -> bool:
        if start in self._starts and end in self._ends:
            return True
        touched = [token for token in self._tokens if token.start < end and token.end > start]
        if len(touched) < 2:
            # Inside of one word; or what has no words, such as signs.
            return not touched
        left = self._folded[touched[0].start : start], self._folded[end : touched[-1].end]
        return all(not part or is_word(part) for part in left)


def longest(found: Iterable[tuple[Span, str]]) -> list[str]:
    """Return what was found, without that which stands inside of a longer one: "ท้องร่วง" is no "ท้อง".

    Args:
        found: (place, what) of everything; what shares one place is kept together.
    """
    rows = sorted(found, key=lambda row: (row[0][0] - row[0][1], row[0][0]))
    kept: list[Span] = []
    chosen: dict[str, None] = {}
    for place, what in rows:
        if place in kept or not any(outer[0] <= place[0] and place[1] <= outer[1] for outer in kept):
            if place not in kept:
                kept.append(place)
            chosen[what] = None
    return list(chosen)
