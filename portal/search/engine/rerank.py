"""The second look at the best documents: neighbouring words, passages and character trigrams.

The first stage scores every document by its words. Here only some dozens of candidates are read, in the order of
their text, from the forward file: which passage holds the words, whether they stand side by side, and how many of the
query's character trigrams it shares (which forgives typing errors and compounds that segmentation cuts differently).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.analysis import to_bytes, token_hash
from portal.search.engine.columns import TRIGRAM_BUCKETS, pair_buckets, trigram_buckets
from portal.search.engine.query import Query, Weights
from portal.search.engine.snapshot import Floats, Snapshot, idf

Ints = npt.NDArray[Any]

_AVERAGE_WINDOW = 120.0
_AVERAGE_TRIGRAMS = 300.0
_TRIGRAM_CHARACTERS = 1000


@dataclass
class Candidates:
    """The documents that are read again, of one segment.

    Attributes:
        segment: number of the segment.
        places: documents within the segment.
        scores: their scores of the first stage, raised here.
        windows: best window of each, counted within the document.
    """

    segment: int
    places: Ints
    scores: Floats
    windows: Ints


@dataclass(frozen=True)
class _Hits:
    """Every place where a word of the query stands, in the joined words of all candidates.

    Attributes:
        found: places, ascending.
        words: which word of the query.
        document: which candidate.
    """

    found: Ints
    words: Ints
    document: Ints


def _ranges(starts: Ints, ends: Ints) -> tuple[list[slice], Ints]:
    """Return a slice for each pair, and where each begins once they are joined (with the end behind)."""
    bounds = np.zeros(len(starts) + 1, np.int64)
    np.cumsum(ends - starts, out=bounds[1:])
    return [slice(first, last) for first, last in zip(starts.tolist(), ends.tolist(), strict=True)], bounds


def _saturated(counts: Floats, lengths: Floats, average: float, k1: float, b: float) -> Floats:
    """Return BM25's saturated term frequency; `lengths` has one row for each row of `counts`."""
    norm = k1 * (1 - b + b * lengths / np.float32(average))
    result: Floats = counts * np.float32(k1 + 1) / (counts + norm[:, None])
    return result


class Reranker:
    """Prepared for one query over one snapshot.

    Args:
        snapshot: where the candidates live.
        query: what was asked.
        idfs: idf of each of its words.
    """

    def __init__(self, snapshot: Snapshot, query: Query, idfs: Floats) -> None:
        self._snapshot = snapshot
        self._query = query
        self._weights: Weights = snapshot.weights
        words = query.words
        self._factors = (idfs * np.array([weight for _, weight in words], np.float32)).astype(np.float32)
        self._hashes = np.array([token_hash(word) for word, _ in words], np.uint32)
        self._prepare_words()
        self._prepare_pairs()
        self._prepare_trigrams()

    def _prepare_words(self) -> None:
        low = (self._hashes & 0xFFFF).astype(np.int64)
        self._table = np.zeros(1 << 16, np.uint8 if len(low) < 255 else np.uint16)
        # Two words of one query that share the low half are told apart by the high half below; the later one is then
        # not found in this pass, which costs it the second look, not the first.
        self._table[low[::-1]] = np.arange(len(low), 0, -1)
        self._wanted: npt.NDArray[Any] = np.greater(self._table, 0)
        self._high = (self._hashes >> 16).astype(np.uint16)

    def _prepare_pairs(self) -> None:
        sequence, count = self._query.sequence, len(self._query.words)
        self._pair_of = np.full(count * count, -1, np.int32)
        factors: list[float] = []
        for first, second in zip(sequence, sequence[1:], strict=False):
            if first < 0 or second < 0:
                continue
            code = first * count + second
            if self._pair_of[code] < 0:
                self._pair_of[code] = len(factors)
                factors.append(0.0)
            factors[self._pair_of[code]] += 1.0
        pairs = np.flatnonzero(self._pair_of >= 0)
        if len(pairs):
            buckets = pair_buckets(self._hashes[pairs // count], self._hashes[pairs % count])
            frequencies: Ints = np.stack([sums[buckets] for sums in self._snapshot.pairs]).sum(axis=0)
            for code, frequency in zip(pairs.tolist(), frequencies.tolist(), strict=True):
                factors[self._pair_of[code]] *= idf(self._snapshot.documents, frequency)
        self._pair_factors = np.array(factors, np.float32)

    def _prepare_trigrams(self) -> None:
        characters = np.frombuffer(to_bytes(self._query.text), np.uint8)
        self._trigram_table: npt.NDArray[Any] | None = None
        if len(characters) < 3 or not self._weights.trigram:
            return
        buckets, counts = np.unique(trigram_buckets(characters), return_counts=True)
        frequencies: Ints = np.stack([sums[buckets] for sums in self._snapshot.trigrams]).sum(axis=0)
        rarity = np.log1p(np.maximum(self._snapshot.documents - frequencies + 0.5, 0.5) / (frequencies + 0.5))
        self._trigram_factors = (rarity * counts).astype(np.float32)
        table = np.zeros(TRIGRAM_BUCKETS, np.uint8 if len(buckets) < 255 else np.uint16)
        table[buckets] = np.arange(1, len(buckets) + 1)
        self._trigram_table = table
        self._trigram_wanted: npt.NDArray[Any] = np.greater(table, 0)

    def words_and_pairs(self, candidates: Candidates) -> None:
        """Raise the scores by the best passage and by neighbouring words."""
        columns = self._snapshot.segments[candidates.segment].columns
        places = candidates.places
        starts = columns.token_ends[places]
        slices, bounds = _ranges(starts, columns.token_ends[places + 1])
        low = np.concatenate([columns.low[part] for part in slices])
        found = np.flatnonzero(self._wanted.take(low))
        words = self._table.take(low[found]).astype(np.int64) - 1
        spans = np.searchsorted(found, bounds)
        document = np.repeat(np.arange(len(places)), np.diff(spans))
        at = found - bounds[document] + starts[document]
        right = columns.high[at] == self._high[words]
        hits = _Hits(found[right], words[right], document[right])

        window_slices, window_bounds = _ranges(columns.window_ends[places], columns.window_ends[places + 1])
        windows = np.concatenate([columns.window_tokens[part] for part in window_slices]).astype(np.int64)
        windows += np.repeat(bounds[:-1], np.diff(window_bounds))
        lengths = np.diff(np.append(windows, bounds[-1])).astype(np.float32)
        spans = np.searchsorted(hits.found, np.append(windows, bounds[-1]))
        window = np.repeat(np.arange(len(windows)), np.diff(spans))

        weights, count = self._weights, len(self._query.words)
        frequency = np.bincount(window * count + hits.words, minlength=len(windows) * count)
        table = frequency.reshape(len(windows), count).astype(np.float32)
        scores = _saturated(table, lengths, _AVERAGE_WINDOW, weights.k1, weights.passage_b) @ self._factors
        if len(self._pair_factors):
            self._add_pairs(candidates, hits, bounds)
        body = windows[np.minimum(window_bounds[:-1] + 1, len(windows) - 1)]
        self._add_lead(candidates, hits, body)
        best = np.maximum.reduceat(scores, window_bounds[:-1])
        candidates.scores += np.float32(weights.passage) * best
        # The first window that reaches the best score of its document.
        reached = np.flatnonzero(scores == np.repeat(best, np.diff(window_bounds)))
        first = np.searchsorted(reached, window_bounds[:-1])
        candidates.windows = reached[np.minimum(first, len(reached) - 1)] - window_bounds[:-1]

    def _add_lead(self, candidates: Candidates, hits: _Hits, body: Ints) -> None:
        """Raise documents that name the words early in their text: titles, definitions, first sentences."""
        count, size = len(self._query.words), len(candidates.places)
        away = (hits.found - body[hits.document]).astype(np.float32)
        inside = away >= 0
        codes = (hits.document * count + hits.words)[inside]
        first = np.full(size * count, np.float32(1e9))
        first[codes[::-1]] = away[inside][::-1]
        closeness = np.exp(first.reshape(size, count) / np.float32(-self._weights.lead_length))
        candidates.scores += np.float32(self._weights.lead) * (closeness @ self._factors)

    def _add_pairs(self, candidates: Candidates, hits: _Hits, bounds: Ints) -> None:
        """Raise documents in which words stand side by side as they were typed."""
        count = len(self._query.words)
        beside = np.flatnonzero((np.diff(hits.found) == 1) & (np.diff(hits.document) == 0))
        pairs = self._pair_of[hits.words[beside] * count + hits.words[beside + 1]]
        known = pairs >= 0
        kinds = len(self._pair_factors)
        frequency = np.bincount(
            hits.document[beside[known]] * kinds + pairs[known], minlength=len(candidates.places) * kinds
        )
        table = frequency.reshape(len(candidates.places), kinds).astype(np.float32)
        lengths = np.diff(bounds).astype(np.float32)
        average = sum(self._snapshot.averages.values())
        scores = _saturated(table, lengths, average, self._weights.k1, self._weights.b) @ self._pair_factors
        candidates.scores += np.float32(self._weights.pair) * scores

    def trigrams(self, candidates: Candidates, chosen: Ints) -> None:
        """Raise the scores of the `chosen` candidates by shared character trigrams of their best passages.

        Must follow `words_and_pairs` for the same candidates.
        """
        if self._trigram_table is None or not len(chosen):
            return
        columns = self._snapshot.segments[candidates.segment].columns
        starts, ends = self._trigram_parts(candidates, chosen)
        slices, bounds = _ranges(starts, ends)
        joined = np.concatenate([columns.characters[part] for part in slices])
        if len(joined) < 3:
            return
        buckets = trigram_buckets(joined)
        found = np.flatnonzero(self._trigram_wanted.take(buckets))
        numbers = self._trigram_table.take(buckets[found]).astype(np.int64) - 1
        kinds = len(self._trigram_factors)
        spans = np.searchsorted(found, bounds)
        part = np.repeat(np.arange(len(slices)), np.diff(spans))
        frequency = np.bincount(part * kinds + numbers, minlength=len(slices) * kinds)
        table = frequency.reshape(len(slices), kinds).astype(np.float32)
        lengths = np.diff(bounds).astype(np.float32)
        weights = self._weights
        scores = _saturated(table, lengths, _AVERAGE_TRIGRAMS, weights.k1, weights.passage_b)
        candidates.scores[chosen] += np.float32(weights.trigram) * (scores @ self._trigram_factors)

    def _trigram_parts(self, candidates: Candidates, chosen: Ints) -> tuple[Ints, Ints]:
        """Return where to read characters: the whole of short documents, the best window of long ones."""
        columns = self._snapshot.segments[candidates.segment].columns
        places = candidates.places[chosen]
        starts, ends = columns.character_ends[places], columns.character_ends[places + 1]
        window = columns.window_ends[places] + candidates.windows[chosen]
        is_last = window + 1 >= columns.window_ends[places + 1]
        following = np.minimum(window + 1, len(columns.window_characters) - 1)
        last = np.where(is_last, ends, starts + columns.window_characters[following])
        whole = ends - starts <= _TRIGRAM_CHARACTERS
        return np.where(whole, starts, starts + columns.window_characters[window]), np.where(
            whole, ends, last
        )
