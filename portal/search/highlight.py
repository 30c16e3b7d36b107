"""The part of a passage that answers a query, with the found words marked. No HTML here: templates escape and mark."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.search import analysis
from portal.thai.text import repair

EXCERPT = 260
"""Characters of an excerpt."""

_UNMARKED = frozenset(
    [
        "ที่",
        "ของ",
        "และ",
        "ใน",
        "การ",
        "ความ",
        "ให้",
        "ได้",
        "เป็น",
        "ว่า",
        "จะ",
        "มี",
        "ไม่",
        "หรือ",
        "ซึ่ง",
        "โดย",
        "ตาม",
        "จาก",
        "กับ",
        "แก่",
        "ต่อ",
        "นี้",
        "นั้น",
        "ๆ",
        "พ",
        "ศ",
        "ว",
        "ก",
        "ย",
        "ค",
    ]
)


@dataclass(frozen=True)
class Piece:
    """A stretch of text.

    Attributes:
        text: as people read it.
        marked: whether it was found.
    """

    text: str
    marked: bool = False


def _joins(character: str) -> bool:
    """Say whether a character is drawn on the one before it: vowels above and below, tone marks, sara am."""
    return character == "\u0e33" or unicodedata.category(character) == "Mn"


def _whole(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch widened to whole clusters: a mark between a consonant and its vowel would tear them apart."""
    while start and _joins(folded[start]):
        start -= 1
    while end < len(folded) and _joins(folded[end]):
        end += 1
    return start, end


def _back(folded: str, place: int) -> int:
    """Return the last place at or before `place` where a cluster begins."""
    while 0 < place < len(folded) and _joins(folded[place]):
        place -= 1
    return place


def _spans(folded: str, words: Iterable[str], phrases: Iterable[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, word) of everything to mark, in order, without overlaps."""
    wanted = {word for word in words if len(word) > 1 and word not in _UNMARKED}
    found = [(token.start, token.end, token.text) for token in analysis.spans(folded) if token.text in wanted]
    for part in {*phrases, *(word for word in wanted if len(word) > 3)}:
        at = folded.find(part)
        while at >= 0:
            found.append((*_whole(folded, at, at + len(part)), part))
            at = folded.find(part, at + len(part))
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, str]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _window(folded: str, spans: list[tuple[int, int, str]], length: int) -> tuple[int, int]:
    """Return the stretch that holds most different found words, beginning at a word."""
    if len(folded) <= length:
        return 0, len(folded)
    best, best_value = 0, -1.0
    for number, (start, _, _) in enumerate(spans):
        # At most `length` words fit, so a passage of a thousand hits costs no thousand times thousand looks.
        near = spans[number : number + length]
        inside = [span for span in near if span[1] <= start + length]
        value = float(sum({word: len(word) for _, _, word in inside}.values())) + len(inside) / 100
        if value > best_value:
            best, best_value = start, value
    start = max(0, min(best - length // 6, len(folded) - length))
    edges = [token.start for token in analysis.spans(folded[start : start + length + 40])]
    if start and edges:
        start += edges[0] if edges[0] else (edges[1] if len(edges) > 1 and edges[1] < length // 6 else 0)
    start = _back(folded, start)
    end = min(len(folded), start + length)
    later = [token.end for token in analysis.spans(folded[start:end])]
    return start, _back(folded, start + later[-1] if later and end < len(folded) else end)


def mark(
    text: str, words: Iterable[str], phrases: Iterable[str] = (), *, length: int = EXCERPT
) -> list[Piece]:
    """Return the best stretch of `text` in pieces, the found words marked.

    Args:
        text: a passage or a title, as people read it.
        words: folded words of the query and of its expansions.
        phrases: folded texts that stood in quotes.
        length: characters to show at most; longer texts get "…" where they were cut.
    """
    shown = " ".join(repair(text).split())
    folded = analysis.fold(shown)
    if len(folded) != len(shown):
        # Rare letters that grow when folded: places would not fit, so nothing is marked.
        return [Piece(shown[: _back(shown, length)] + ("…" if len(shown) > length else ""))]
    spans = _spans(folded, words, phrases)
    start, end = _window(folded, spans, length)
    pieces = [Piece("… ")] if start else []
    at = start
    for first, last, _ in spans:
        if first < start or last > end:
            continue
        if first > at:
            pieces.append(Piece(shown[at:first]))
        pieces.append(Piece(shown[first:last], marked=True))
        at = last
    if end > at:
        pieces.append(Piece(shown[at:end]))
    if end < len(shown):
        pieces.append(Piece(" …"))
    return pieces


def has_marks(pieces: Iterable[Piece]) -> bool:
    """Say whether anything was found."""
    return any(piece.marked for piece in pieces)
