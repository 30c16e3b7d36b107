"""One committed state of the index, and the vectorized BM25 over its postings.

Every word's posting list is decoded once per segment, turned into BM25 impacts and kept in a bounded cache. A query
is zeros per document plus idf x weight x impact at the places of each word (search.md, "The vectorized scorer").
Words that occur in more than a quarter of the documents are kept as a full array, which adds faster than by places.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.lexicon import Lexicon
from portal.search.engine.query import DEFAULT_WEIGHTS, Weights
from portal.search.engine.schema import FACET, WORD_FIELDS
from portal.search.engine.segment import SegmentView

Floats = npt.NDArray[Any]
Places = npt.NDArray[Any]
Impacts = tuple[Places | None, Floats, int]
"""(places or None when the array is full, impacts, document frequency)."""

_DENSE_SHARE = 4
_SEARCHES_BETWEEN_RELEASES = 128


class PostingCache:
    """Decoded postings of this process, the least recently used out first.

    Args:
        limit: bytes it may hold.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._entries: OrderedDict[tuple[Any, ...], Impacts] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def _size(value: Impacts) -> int:
        return value[1].nbytes + (0 if value[0] is None else value[0].nbytes) + 200

    def get(self, key: tuple[Any, ...]) -> Impacts | None:
        """Return a kept list and mark it as used."""
        found = self._entries.get(key)
        if found is not None:
            # Each step is atomic by itself; another thread may have dropped the list in between.
            with suppress(KeyError):
                self._entries.move_to_end(key)
        return found

    def put(self, key: tuple[Any, ...], value: Impacts) -> None:
        """Keep a list, dropping old ones beyond the limit."""
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = value
            self._held += self._size(value)
            while self._held > self._limit and len(self._entries) > 1:
                _, old = self._entries.popitem(last=False)
                self._held -= self._size(old)

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


class Snapshot:
    """What one query sees: the segments of one commit.

    Attributes:
        segments: views of the segments.
        documents: how many documents there are, deleted ones included, as Whoosh counts for idf.
        living: how many documents can be found.
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
        self.weights = weights
        self.documents = sum(segment.size for segment in self.segments)
        self.living = sum(segment.living for segment in self.segments)
        self._cache = cache
        self.averages = {
            name: rounded_average(sum(s.field_length(name) for s in self.segments), self.documents)
            for name in WORD_FIELDS
        }
        self._norms: dict[tuple[int, str], Floats] = {}
        self._facet_words: dict[int, list[str]] = {}
        self._searches = 0
        self._build_sums()

    def _build_sums(self) -> None:
        self.pairs: list[npt.NDArray[np.int32]] = [segment.columns.pairs for segment in self.segments]
        self.trigrams: list[npt.NDArray[np.int32]] = [segment.columns.trigrams for segment in self.segments]

    def _norm(self, segment: int, field: str) -> Floats:
        """Return k1 x (1 - b + b x length / average) of every document."""
        found = self._norms.get((segment, field))
        if found is None:
            lengths = self.segments[segment].lengths(field).astype(np.float32)
            weights = self.weights
            found = weights.k1 * (1 - weights.b + weights.b * lengths / np.float32(self.averages[field]))
            self._norms[segment, field] = found
        return found

    def impacts(self, segment: int, field: str, word: str) -> Impacts:
        """Return the BM25 impacts (without idf) of one word in one field of one segment."""
        view = self.segments[segment]
        key = (view.id, field, word, self.averages[field], self.weights.k1, self.weights.b)
        found = self._cache.get(key)
        if found is not None:
            return found
        places, counts = view.postings(field, word)
        frequency = len(places)
        values = counts.astype(np.float32)
        if frequency:
            values = values * np.float32(self.weights.k1 + 1) / (values + self._norm(segment, field)[places])
        if frequency * _DENSE_SHARE > view.size and frequency > 64:
            full = np.zeros(view.size, np.float32)
            full[places] = values
            found = (None, full, frequency)
        else:
            found = (places, values, frequency)
        self._cache.put(key, found)
        return found

    def places(self, segment: int, field: str, word: str) -> Places:
        """Return the documents of one segment that hold a word, for fields that are not scored."""
        view = self.segments[segment]
        key = (view.id, field, word)
        found = self._cache.get(key)
        if found is None:
            places, _ = view.postings(field, word)
            found = (places, np.zeros(0, np.float32), len(places))
            self._cache.put(key, found)
        return found[0] if found[0] is not None else np.zeros(0, np.int32)

    def frequency(self, field: str, word: str) -> int:
        """Return in how many documents a word occurs."""
        return sum(self.impacts(number, field, word)[2] for number in range(len(self.segments)))

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
        for number, (word, weight) in enumerate(words):
            for field in WORD_FIELDS:
                lists = [self.impacts(segment, field, word) for segment in range(len(self.segments))]
                frequency = sum(item[2] for item in lists)
                if not frequency:
                    continue
                rarity = idf(self.documents, frequency)
                factor = np.float32(rarity * weight * (self.weights.title if field == "title" else 1.0))
                if field == "body" or not idfs[number]:
                    idfs[number] = rarity
                for total, (places, values, _) in zip(totals, lists, strict=True):
                    if places is None:
                        total += values * factor
                    elif len(places):
                        total[places] += values * factor
        return totals, idfs

    def token_counts(self, segment: int, places: Places) -> npt.NDArray[np.int64]:
        """Return how many words documents of one segment have, title included."""
        ends = self.segments[segment].columns.token_ends
        counts: npt.NDArray[np.int64] = ends[places + 1] - ends[places]
        return counts

    def breathe(self) -> None:
        """Count a search; now and then give mapped pages back (they stay in the system's cache)."""
        self._searches += 1
        if self._searches % _SEARCHES_BETWEEN_RELEASES == 0:
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
