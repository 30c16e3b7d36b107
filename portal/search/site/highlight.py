"""The part of a passage that answers a query, with the found words marked. No HTML here: templates escape and mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.search.engine import analysis
from portal.thai.text import repair

EXCERPT = 260
"""Characters of an excerpt."""

_LITERAL = 4
"""Letters of a word that is marked wherever it stands; shorter ones only as words of their own."""

_SHORT_TEXT, _AROUND = 600, 40

_LONGEST_TEXT, _BEFORE, _MOST_SPANS = 20_000, 2_000, 500
"""Characters of a passage that are read for its excerpt, those before the first word found, and places that are weighed."""

_MARKUP = re.compile(
    r"\|(?:[ :]*-{2,}[ :]*\|)+|[|]|\*{2,}|(?<!\S)#{1,6}(?=\s)|`+|_{3,}|~~|={4,}|-{4,}|\.{5,}"
)
"""What a table or a heading is written with; nobody reads it."""

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


Span = tuple[int, int, str]
"""(start, end, word) of something to mark."""


def _literal(folded: str, parts: Iterable[str]) -> list[Span]:
    """Return every place where one of the parts stands, wherever words were cut."""
    found = []
    for part in parts:
        at = folded.find(part)
        while at >= 0:
            found.append((*_whole(folded, at, at + len(part)), part))
            at = folded.find(part, at + len(part))
    return found


def _as_words(folded: str, wanted: Iterable[str], start: int, end: int) -> list[Span]:
    """Return every place between `start` and `end` where one of the words stands as a word of its own."""
    if not any(folded.find(word, start, end) >= 0 for word in wanted):
        return []
    first, last = max(0, start - _AROUND), min(len(folded), end + _AROUND)
    return [
        (first + token.start, first + token.end, token.text)
        for token in analysis.spans(folded[first:last])
        if token.text in wanted and first + token.start >= start and first + token.end <= end
    ]


def _in_order(found: list[Span]) -> list[Span]:
    """Return spans in order, without overlaps."""
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[Span] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _window(folded: str, spans: list[Span], length: int) -> tuple[int, int]:
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


def _near(text: str, wanted: list[str]) -> str:
    """Return a stretch of a long text around the first place where a word stands as it was typed; else its beginning."""
    places = [place for place in (text.find(word) for word in wanted if len(word) >= _LITERAL) if place >= 0]
    first = max(0, min(places, default=0) - _BEFORE)
    return text[first : first + _LONGEST_TEXT]


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
    words, phrases = list(words), list(phrases)
    cut = _near(text, [*phrases, *words]) if len(text) > _LONGEST_TEXT else text
    shown = " ".join(_MARKUP.sub(" ", repair(cut)).split())
    folded = analysis.fold(shown)
    if len(folded) != len(shown):
        # Rare letters that grow when folded: places would not fit, so nothing is marked.
        return [Piece(shown[: _back(shown, length)] + ("…" if len(shown) > length else ""))]
    wanted = {word for word in words if len(word) > 1 and word not in _UNMARKED}
    short = {word for word in wanted if len(word) < _LITERAL}
    spans = _literal(folded, {*phrases, *(wanted - short)})
    if not spans or len(folded) <= _SHORT_TEXT:
        # Short words are looked for everywhere only where that is cheap, or where nothing else was found.
        spans += _as_words(folded, short, 0, len(folded))
    spans = _in_order(spans)[:_MOST_SPANS]
    start, end = _window(folded, spans, length)
    if len(folded) > _SHORT_TEXT:
        spans = _in_order(spans + _as_words(folded, short, start, end))
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
