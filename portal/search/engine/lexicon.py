"""The words of an index: which exist, which contain a string, which is nearest to a misspelt one.

The lexicon of a segment is one string of its words with line feeds between. `str.find` over it answers "which words
contain this" in a tenth of a millisecond, without another index (search.md 4); nearest words share the most pairs of
neighbouring characters and then have the smallest edit distance (search.md 6).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from portal.search.engine.analysis import to_bytes

_CANDIDATES = 96
_LONGEST = 64
"""Characters of a word that can be the misspelling of another; what is longer is no word."""
_END = 10


class Lexicon:
    """All words of one snapshot.

    Args:
        parts: for each segment its words (sorted, joined by line feeds) and their document frequencies.
    """

    def __init__(self, parts: list[tuple[str, npt.NDArray[np.int32]]]) -> None:
        self._words, self._frequencies = _merged(parts)
        self._text = "\n" + "\n".join(self._words) + "\n"

    def __len__(self) -> int:
        return len(self._words)

    @cached_property
    def _set(self) -> frozenset[str]:
        return frozenset(self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._set

    def _place(self, word: str) -> int | None:
        at = bisect_left(self._words, word)
        return at if at < len(self._words) and self._words[at] == word else None

    def frequency(self, word: str) -> int:
        """Return in how many documents a word occurs; 0 when it is not there."""
        at = self._place(word)
        return 0 if at is None else max(1, int(self._frequencies[at]))

    @property
    def words(self) -> list[str]:
        """All words, sorted."""
        return self._words

    def containing(self, part: str, *, limit: int = 60) -> list[str]:
        """Return words that contain `part`, itself included, the most frequent first.

        Args:
            part: a folded string without line feeds.
            limit: most words to return.
        """
        if not part or "\n" in part:
            return []
        found = self._scan(part) if len(part) < 2 else self._among_rarest_pair(part)
        if len(found) > limit:
            found.sort(key=lambda word: -self.frequency(word))
            found = found[:limit]
        return found

    def _scan(self, part: str) -> list[str]:
        """Return words that contain `part` by reading all words."""
        text, found = self._text, []
        at = text.find(part)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            found.append(text[start:end])
            at = text.find(part, end)
        return found

    def _among_rarest_pair(self, part: str) -> list[str]:
        """Return words that contain `part`, reading only those that hold its rarest pair of characters."""
        starts, owners, _ = self._bigrams
        raw = to_bytes(part)
        codes = [256 * first + second for first, second in zip(raw, raw[1:], strict=False)]
        code = min(codes, key=lambda code: int(starts[code + 1] - starts[code]))
        words = self._words
        places = owners[starts[code] : starts[code + 1]].tolist()
        return [words[place] for place in dict.fromkeys(places) if part in words[place]]

    def beginning(self, prefix: str, *, limit: int = 60) -> list[str]:
        """Return words that begin with `prefix`, in order."""
        first = bisect_left(self._words, prefix)
        last = bisect_left(self._words, prefix + "\U0010ffff")
        return self._words[first : min(last, first + limit)]

    @cached_property
    def _backwards(self) -> tuple[list[str], list[int]]:
        """Words spelled backwards and sorted, with their places."""
        pairs = sorted((word[::-1], place) for place, word in enumerate(self._words))
        return [word for word, _ in pairs], [place for _, place in pairs]

    def ending(self, suffix: str, *, limit: int = 200) -> list[str]:
        """Return words that end with `suffix`."""
        backwards, places = self._backwards
        key = suffix[::-1]
        first = bisect_left(backwards, key)
        last = bisect_left(backwards, key + "\U0010ffff")
        return [self._words[place] for place in places[first : min(last, first + limit)]]

    @cached_property
    def _bigrams(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
        """(first entry of each pair of characters, places of words by pair, length of each word)."""
        raw = np.frombuffer(to_bytes(self._text), np.uint8)
        # Sixteen bits are sorted in one pass.
        codes = raw[:-1].astype(np.uint16) * np.uint16(256) + raw[1:]
        ends = raw == _END
        owners = np.cumsum(ends)[:-1] - 1
        order = np.argsort(codes, kind="stable")
        starts = np.zeros((1 << 16) + 1, np.int64)
        np.cumsum(np.bincount(codes, minlength=1 << 16), out=starts[1:])
        lengths = np.diff(np.flatnonzero(ends)) - 1
        return starts, np.minimum(owners, len(self._words) - 1)[order].astype(np.int32), lengths

    def nearest(self, word: str, *, most: int | None = None) -> str | None:
        """Return the word that `word` is most probably a misspelling of, or None when none is near.

        Args:
            word: a folded word that the index does not know.
            most: most edits; by default 1 up to four characters, 2 up to nine, else 3.
        """
        ranked = self.near(word, most=most)
        return ranked[0][1] if ranked else None

    def alike(self, word: str, *, limit: int) -> list[str]:
        """Return the words that share the most pairs of characters with `word`, however different they are."""
        if len(word) < 2 or not self._words:
            return []
        word = word[:_LONGEST]
        shared, lengths = self._shared(word)
        places = np.flatnonzero(shared)
        scores = shared[places] / (lengths[places] + len(word))
        order = np.lexsort((places, -self._frequencies[places], -scores))[:limit]
        return [self._words[place] for place in places[order].tolist()]

    def _shared(self, word: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return how many pairs of characters each word shares with `word`, and the length of each word."""
        starts, owners, lengths = self._bigrams
        raw = np.frombuffer(to_bytes(f"\n{word}\n"), np.uint8).astype(np.int32)
        lists = [owners[starts[code] : starts[code + 1]] for code in np.unique(raw[:-1] * 256 + raw[1:])]
        return np.bincount(np.concatenate(lists), minlength=len(self._words)), lengths

    def near(self, word: str, *, most: int | None = None) -> list[tuple[int, str]]:
        """Return (edits, word) of near words, fewest edits first, then the most frequent."""
        if not 2 <= len(word) <= _LONGEST or not self._words:
            return []
        most = most if most is not None else 1 if len(word) <= 4 else 2 if len(word) <= 9 else 3
        shared, lengths = self._shared(word)
        # An edit touches at most two or three pairs, so nearer words share more; length differences cost too.
        fitting = np.flatnonzero((shared > 0) & (np.abs(lengths - len(word)) <= most))
        if not len(fitting):
            return []
        scores = 2.0 * shared[fitting] / (lengths[fitting] + len(word) + 2)
        best = fitting[np.argsort(-scores, kind="stable")[:_CANDIDATES]]
        found = []
        for place in best.tolist():
            edits = OSA.distance(word, self._words[place], score_cutoff=most)
            if 0 < edits <= most:
                found.append((edits, -max(1, int(self._frequencies[place])), self._words[place]))
        found.sort()
        return [(edits, near) for edits, _, near in found]


def _merged(parts: list[tuple[str, npt.NDArray[np.int32]]]) -> tuple[list[str], npt.NDArray[np.int32]]:
    """Return the words of all segments, sorted, with summed frequencies."""
    if len(parts) == 1:
        words = parts[0][0].split("\n") if parts[0][0] else []
        return words, parts[0][1]
    sums: dict[str, int] = {}
    for text, frequencies in parts:
        if text:
            for word, frequency in zip(text.split("\n"), frequencies.tolist(), strict=True):
                sums[word] = sums.get(word, 0) + frequency
    words = sorted(sums)
    return words, np.array([sums[word] for word in words], np.int32)
