"""One committed state of the index, and the vectorized BM25 over its postings.

Every word's posting list is decoded once per segment, turned into BM25 impacts and kept in a bounded cache. A query
is zeros per document plus idf x weight x impact at the places of each word (search.md, "The vectorized scorer").
Words that occur in more than a quarter of the documents are kept as a full array, which adds faster than by places.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.columns import PAIR_BUCKETS, TRIGRAM_BUCKETS
from portal.search.engine.kernels import add_all, add_constant, add_impacts
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.query import DEFAULT_WEIGHTS, Weights
from portal.search.engine.schema import BODY, FACET, SKELETON, TITLE, WORD_FIELDS
from portal.search.engine.segment import SegmentView

Floats = npt.NDArray[Any]
Places = npt.NDArray[Any]


@dataclass(slots=True)
class Impacts:
    """What one word adds to the documents of one segment, before its idf.

    Attributes:
        places: documents that hold it, ascending; None when `values` has one entry for every document.
        values: BM25 impacts.
        frequency: in how many documents it occurs.
        used: whether it was asked for since the cache last looked for something to drop.
    """

    places: Places | None
    values: Floats
    frequency: int
    used: bool = False

    @property
    def size(self) -> int:
        """Bytes it takes, roughly."""
        return self.values.nbytes + (0 if self.places is None else self.places.nbytes) + 250

    def documents(self) -> Places:
        """Return the documents that hold the word."""
        return np.flatnonzero(self.values) if self.places is None else self.places


_NO_IMPACTS = np.zeros(0, np.float32)
_EMPTY: dict[str, Impacts] = {}
_DENSE_SHARE = 4
_FEW = 64
_SEARCHES_BETWEEN_RELEASES = 128
_MAPPED_AT_EASE = 160_000_000
"""Bytes of mapped files that a process may keep: those of some ten thousand documents of legal length."""


class PostingCache:
    """Decoded postings of this process within a bound, those not used for long out first.

    A use only sets a mark, which costs next to nothing; a list that is due to go and bears the mark loses the mark
    and stays for another round (the "clock" algorithm).

    Args:
        limit: bytes it may hold.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._tables: dict[Hashable, dict[str, Impacts]] = {}
        self._order: deque[tuple[Hashable, str]] = deque()
        self._lock = threading.Lock()

    def get(self, name: Hashable, word: str) -> Impacts | None:
        """Return a kept list and mark it as used."""
        found = self._tables.get(name, _EMPTY).get(word)
        if found is not None:
            found.used = True
        return found

    def put(self, name: Hashable, word: str, value: Impacts) -> None:
        """Keep a list, dropping old ones beyond the limit."""
        with self._lock:
            table = self._tables.setdefault(name, {})
            if word in table:
                return
            table[word] = value
            self._order.append((name, word))
            self._held += value.size
            while self._held > self._limit and len(self._order) > 1:
                self._drop_one()

    def _drop_one(self) -> None:
        name, word = self._order.popleft()
        old = self._tables[name][word]
        if old.used:
            old.used = False
            self._order.append((name, word))
            return
        del self._tables[name][word]
        self._held -= old.size
        if not self._tables[name]:
            del self._tables[name]

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held


def rounded_average(total: int, documents: int) -> float:
    """Return the average length, rounded to three digits so that small commits do not empty the cache."""
    if documents == 0 or total == 0:
        return 1.0
    average = total / documents
    digits = 2 - math.floor(math.log10(average))
    return max(round(average, digits), 1e-6)


def idf(documents: int, frequency: int) -> float:
    """Return the inverse document frequency of BM25 that is never negative (Lucene's form)."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def _summed(counts: list[npt.NDArray[np.int32]], size: int) -> npt.NDArray[np.int32]:
    """Return the sum of the segments' counts; those of a single segment as they are."""
    if len(counts) == 1:
        return counts[0]
    total = np.zeros(size, np.int32)
    for part in counts:
        total += part
    return total


class Snapshot:
    """What one query sees: the segments of one commit.

    Attributes:
        segments: views of the segments.
        documents: how many documents there are, deleted ones included, as Whoosh counts for idf.
        living: how many documents can be found.
        pair_frequencies: in how many documents the pairs of neighbouring words of each hash bucket occur.
        trigram_frequencies: the same of character trigrams.
    """

    def __init__(
        self, folder: Path, index: Any, cache: PostingCache, weights: Weights = DEFAULT_WEIGHTS
    ) -> None:
        info = index._read_toc()
        self.segments = [
            SegmentView(folder, info.schema, segment, index.storage)
            for segment in info.segments
            if segment.doc_count_all()
        ]
        self._numbers = range(len(self.segments))
        self.weights = weights
        self.documents = sum(segment.size for segment in self.segments)
        self.living = sum(segment.living for segment in self.segments)
        self._cache = cache
        self.averages = {
            name: rounded_average(sum(s.field_length(name) for s in self.segments), self.documents)
            for name in WORD_FIELDS
        }
        self._norms: dict[tuple[int, str], Floats] = {}
        self._cache_names: dict[tuple[int, str], Hashable] = {}
        self._facet_words: dict[int, list[str]] = {}
        self._searches = 0
        self._is_large = sum(segment.columns.mapped_bytes for segment in self.segments) > _MAPPED_AT_EASE
        self.pair_frequencies = _summed([segment.columns.pairs for segment in self.segments], PAIR_BUCKETS)
        self.trigram_frequencies = _summed(
            [segment.columns.trigrams for segment in self.segments], TRIGRAM_BUCKETS
        )

    def _norm(self, segment: int, field: str) -> Floats:
        """Return k1 x (1 - b + b x length / average) of every document."""
        found = self._norms.get((segment, field))
        if found is None:
            lengths = self.segments[segment].lengths(field).astype(np.float32)
            weights = self.weights
            found = weights.k1 * (1 - weights.b + weights.b * lengths / np.float32(self.averages[field]))
            self._norms[segment, field] = found
        return found

    def _cache_name(self, segment: int, field: str) -> Hashable:
        """Return what lists of a field of a segment are kept under: everything that their impacts depend on."""
        found = self._cache_names.get((segment, field))
        if found is None:
            weights = self.weights
            average = self.averages.get(field)
            found = (self.segments[segment].id, field, average, weights.k1, weights.b)
            self._cache_names[segment, field] = found
        return found

    def impacts(self, segment: int, field: str, word: str) -> Impacts:
        """Return the BM25 impacts (without idf) of one word in one field of one segment."""
        name = self._cache_names.get((segment, field)) or self._cache_name(segment, field)
        found = self._cache.get(name, word)
        return found if found is not None else self._decode(segment, field, word)

    def _decode(self, segment: int, field: str, word: str) -> Impacts:
        """Read the posting list of a word and keep it."""
        view = self.segments[segment]
        places, counts = view.postings(field, word)
        frequency = len(places)
        values = counts.astype(np.float32)
        if frequency:
            values = values * np.float32(self.weights.k1 + 1) / (values + self._norm(segment, field)[places])
        if frequency * _DENSE_SHARE > view.size and frequency > _FEW:
            full = np.zeros(view.size, np.float32)
            full[places] = values
            found = Impacts(None, full, frequency)
        else:
            found = Impacts(places, values, frequency)
        self._cache.put(self._cache_name(segment, field), word, found)
        return found

    def places(self, segment: int, field: str, word: str) -> Places:
        """Return the documents of one segment that hold a word, for fields that are not scored."""
        name = self._cache_name(segment, field)
        found = self._cache.get(name, word)
        if found is None:
            places, _ = self.segments[segment].postings(field, word)
            found = Impacts(places, _NO_IMPACTS, len(places))
            self._cache.put(name, word, found)
        return found.documents()

    def frequency(self, field: str, word: str) -> int:
        """Return in how many documents a word occurs."""
        return sum(self.impacts(number, field, word).frequency for number in range(len(self.segments)))

    def word_scores(
        self, words: tuple[tuple[str, float], ...]
    ) -> tuple[list[Floats], npt.NDArray[np.float32]]:
        """Score all documents by words: the sum of BM25 over title and body.

        Returns:
            scores of every document by segment, and the idf of each word (in the body, or in titles when rarer there
            than absent).
        """
        totals = [np.zeros(segment.size, np.float32) for segment in self.segments]
        idfs = np.zeros(len(words), np.float32)
        for field in WORD_FIELDS:
            share = self.weights.title if field == TITLE else 1.0
            for number, (word, weight) in enumerate(words):
                lists = [self.impacts(segment, field, word) for segment in self._numbers]
                frequency = sum([item.frequency for item in lists])
                if not frequency:
                    continue
                rarity = idf(self.documents, frequency)
                if field == BODY or not idfs[number]:
                    idfs[number] = rarity
                for total, item in zip(totals, lists, strict=True):
                    if item.places is None:
                        add_all(total, item.values, rarity * weight * share)
                    elif item.frequency:
                        add_impacts(total, item.places, item.values, rarity * weight * share)
        return totals, idfs

    def skeleton_scores(self, pieces: Sequence[str]) -> tuple[list[Floats], float]:
        """Score all documents by the skeleton of their beginnings: the sum of the idf of each piece they share.

        Pieces that occur in more than a quarter of the documents tell nothing and are left out.

        Returns:
            scores of every document by segment, and the score of a document with all pieces.
        """
        totals = [np.zeros(segment.size, np.float32) for segment in self.segments]
        whole = 0.0
        for piece in pieces:
            lists = [self.places(number, SKELETON, piece) for number in range(len(self.segments))]
            frequency = sum([len(places) for places in lists])
            if frequency * _DENSE_SHARE > self.documents and frequency > _FEW:
                continue
            rarity = idf(self.documents, frequency)
            # What no document holds is most probably the error itself.
            whole += rarity if frequency else rarity / 2
            for total, places in zip(totals, lists, strict=True):
                if len(places):
                    add_constant(total, places, rarity)
        return totals, whole

    def token_count(self, segment: int, place: int) -> int:
        """Return how many words a document of one segment has, title included."""
        ends = self.segments[segment].columns.token_ends
        return int(ends[place + 1] - ends[place])

    def breathe(self) -> None:
        """Count a search; now and then give the pages of a large index back (they stay in the system's cache)."""
        self._searches += 1
        if self._is_large and self._searches % _SEARCHES_BETWEEN_RELEASES == 0:
            for segment in self.segments:
                segment.columns.release()

    def keys_at(self, segment: int, places: Places) -> npt.NDArray[np.int64]:
        """Return the keys of documents of one segment."""
        return self.segments[segment].columns.keys[places]

    @cached_property
    def lexicon(self) -> Lexicon:
        """All words of the index; read when first asked for."""
        return Lexicon([segment.lexicon for segment in self.segments])

    def facet_words(self, segment: int) -> list[str]:
        """Return every "field=value" word of one segment."""
        if segment not in self._facet_words:
            self._facet_words[segment] = [word for word, _ in self.segments[segment].words(FACET)]
        return self._facet_words[segment]

    def passage_of(self, segment: int, place: int, window: int) -> int:
        """Return the number of the passage that a window of a document belongs to."""
        columns = self.segments[segment].columns
        return int(columns.window_passages[int(columns.window_ends[place]) + window])
