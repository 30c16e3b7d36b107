"""One committed state of the index, and BM25 over its postings.

Every word's posting list is decoded once per segment and kept in a bounded cache as `kernels.Postings`. A query is zeros
per document to which each word adds idf x weight x saturated count where it stands (search.md, "The vectorized scorer").
"""

from __future__ import annotations

import math
import mmap
import threading
from collections import deque
from collections.abc import Collection, Hashable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.columns import PAIR_BUCKETS, TRIGRAM_BUCKETS
from portal.search.engine.fields import BODY, FACET, REFERENCE, SKELETON, TITLE, WORD_FIELDS
from portal.search.engine.kernels import Postings, score_words
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.protocol import DEFAULT_WEIGHTS, Weights
from portal.search.engine.segment import SegmentView
from portal.search.engine.whoosh_files import FileIndex, committed

Floats = npt.NDArray[Any]
Places = npt.NDArray[Any]


_DENSE_SHARE = 4
_FEW = 64
_SEARCHES_BETWEEN_LOOKS = 32
_MAPPED_AT_EASE = 140_000_000
"""Bytes of mapped files, libraries among them, that a process may hold before it gives the index's pages back."""


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
        self._tables: dict[Hashable, dict[str, Postings]] = {}
        self._order: deque[tuple[Hashable, str]] = deque()
        self._lock = threading.Lock()

    def table(self, name: Hashable) -> dict[str, Postings]:
        """Return the lists kept under one name, by word; whoever takes one out marks it as used."""
        with self._lock:
            return self._tables.setdefault(name, {})

    def put(self, name: Hashable, word: str, value: Postings) -> None:
        """Keep a list, dropping old ones beyond the limit."""
        with self._lock:
            table = self._tables.get(name)
            if table is None or word in table:
                return
            table[word] = value
            self._order.append((name, word))
            self._held += value.size
            while self._held > self._limit and len(self._order) > 1:
                self._drop_one()

    def keep_only(self, names: Collection[Hashable]) -> None:
        """Let go of all tables but these: the others belong to segments that are gone."""
        with self._lock:
            for name in self._tables.keys() - set(names):
                self._held -= sum(item.size for item in self._tables.pop(name).values())
            self._order = deque(row for row in self._order if row[0] in self._tables)

    def _drop_one(self) -> None:
        name, word = self._order.popleft()
        table = self._tables[name]
        if table[word].used:
            table[word].used = False
            self._order.append((name, word))
            return
        self._held -= table.pop(word).size

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


def resident_file_bytes() -> int:
    """Return how much of this process's memory belongs to mapped files; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            return int(file.read().split()[2]) * mmap.PAGESIZE
    except OSError:
        return 0


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
        self, folder: Path, index: FileIndex, cache: PostingCache, weights: Weights = DEFAULT_WEIGHTS
    ) -> None:
        schema, segments = committed(index)
        self.segments = [
            SegmentView(index, folder, schema, segment) for segment in segments if segment.doc_count_all()
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
        fields = (*WORD_FIELDS, FACET, REFERENCE, SKELETON)
        cache.keep_only([(segment.id, field) for segment in self.segments for field in fields])
        self._tables = {
            (number, field): cache.table((segment.id, field))
            for number, segment in enumerate(self.segments)
            for field in fields
        }
        self._facet_words: dict[int, list[str]] = {}
        self._searches = 0
        self.pair_frequencies = _summed([segment.columns.pairs for segment in self.segments], PAIR_BUCKETS)
        self.trigram_frequencies = _summed(
            [segment.columns.trigrams for segment in self.segments], TRIGRAM_BUCKETS
        )

    def is_whole(self) -> bool:
        """Say whether every mapped file still has the length it was opened with."""
        return all([segment.is_whole() for segment in self.segments])

    def _norm(self, segment: int, field: str) -> Floats:
        """Return k1 x (1 - b + b x length / average) of every document."""
        found = self._norms.get((segment, field))
        if found is None:
            lengths = self.segments[segment].lengths(field).astype(np.float32)
            weights = self.weights
            found = weights.k1 * (1 - weights.b + weights.b * lengths / np.float32(self.averages[field]))
            self._norms[segment, field] = found
        return found

    def postings(self, segment: int, field: str, word: str) -> Postings:
        """Return the documents of one segment that hold a word, and in a field that is scored also how often."""
        found = self._tables[segment, field].get(word) or self._decode(segment, field, word)
        found.used = True
        return found

    def places(self, segment: int, field: str, word: str) -> Places:
        """Return the documents of one segment that hold a word."""
        return self.postings(segment, field, word).documents()

    def _decode(self, segment: int, field: str, word: str) -> Postings:
        """Read the posting list of a word and keep it."""
        view = self.segments[segment]
        places, counts = view.postings(field, word)
        found = Postings(places, counts if field in WORD_FIELDS else None, view.size)
        self._cache.put((view.id, field), word, found)
        return found

    def frequency(self, field: str, word: str) -> int:
        """Return in how many documents a word occurs."""
        return sum(self.postings(number, field, word).frequency for number in range(len(self.segments)))

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
            score_words(
                words,
                [self._tables[segment, field] for segment in self._numbers],
                totals,
                [self._norm(segment, field) for segment in self._numbers],
                self.documents,
                (self.weights.title if field == TITLE else 1.0) * (self.weights.k1 + 1),
                idfs,
                field == BODY,
                lambda segment, word, field=field: self._decode(segment, field, word),  # type: ignore[misc]
            )
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
            lists = [self.postings(number, SKELETON, piece) for number in self._numbers]
            frequency = sum([item.frequency for item in lists])
            if frequency * _DENSE_SHARE > self.documents and frequency > _FEW:
                continue
            rarity = idf(self.documents, frequency)
            # What no document holds is most probably the error itself.
            whole += rarity if frequency else rarity / 2
            for total, item in zip(totals, lists, strict=True):
                item.add_constant(total, rarity)
        return totals, whole

    def token_counts(self, segment: int, places: Places) -> list[int]:
        """Return how many words documents of one segment have, title included."""
        ends = self.segments[segment].columns.token_ends
        counts: list[int] = (ends[places + 1] - ends[places]).tolist()
        return counts

    def breathe(self) -> None:
        """Count a search; now and then give the pages of a large index back (they stay in the system's cache)."""
        self._searches += 1
        if self._searches % _SEARCHES_BETWEEN_LOOKS == 0 and resident_file_bytes() > _MAPPED_AT_EASE:
            for segment in self.segments:
                segment.release()

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
