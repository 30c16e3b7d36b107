"""One search: score every document, filter and count by masks, look again at the best, cut the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import numpy as np
import numpy.typing as npt

from portal.search.engine.fields import FACET, REFERENCE
from portal.search.engine.kernels import best_places
from portal.search.engine.literal import containing, occurring
from portal.search.engine.protocol import Answer, Hit, Query
from portal.search.engine.rerank import Candidates, Reranker
from portal.search.engine.snapshot import Snapshot

Mask = npt.NDArray[np.bool_]

_PHRASE_BYTES = 100_000_000
"""Characters that are read for a text in quotes: a few dozen milliseconds at most."""

_LITERAL_SCORE = np.float32(0.01)
"""What a document scores that only contains a word literally: it matches, below all others."""


def _facet_mask(snapshot: Snapshot, segment: int, field: str, values: Sequence[str]) -> Mask:
    """Return which documents of a segment have one of the values."""
    mask = np.zeros(snapshot.segments[segment].size, bool)
    for value in values:
        mask[snapshot.places(segment, FACET, f"{field}={value}")] = True
    return mask


class _Matches:
    """Scores of all documents, and which of them match under which filters."""

    def __init__(self, snapshot: Snapshot, query: Query, *, floor: float, complete: bool) -> None:
        self.snapshot = snapshot
        self.query = query
        self.scores, self.idfs = snapshot.word_scores(query.words)
        best = max((float(scores.max()) for scores in self.scores if len(scores)), default=0.0)
        if query.skeleton:
            self._add_skeleton()
        if complete or not best:
            self._add_literals()
        self._floor = floor * best if query.words else 0.0
        self.base = [self._base(number) for number in range(len(snapshot.segments))]
        self.groups = [
            {
                field: _facet_mask(snapshot, number, field, values)
                for field, values in query.groups.items()
                if values
            }
            for number in range(len(snapshot.segments))
        ]

    def _add_literals(self) -> None:
        """Let documents match that contain a word literally, across the borders of their own words."""
        for text in self.query.literals:
            for number, scores in enumerate(self.scores):
                missing = occurring(self.snapshot, number, text) & (scores == 0)
                scores[missing] = _LITERAL_SCORE

    def _add_skeleton(self) -> None:
        """Raise documents whose title or first words look like the query, letter by letter."""
        weights = self.snapshot.weights
        found, whole = self.snapshot.skeleton_scores(self.query.skeleton)
        for scores, alike in zip(self.scores, found, strict=True):
            places = np.flatnonzero(alike >= max(weights.skeleton_share * whole, 1e-6))
            scores[places] += np.float32(weights.skeleton) * alike[places]

    def _base(self, number: int) -> Mask:
        """Lift and sink scores of one segment; return which documents match the words alone."""
        segment, scores, query = self.snapshot.segments[number], self.scores[number], self.query
        weights = self.snapshot.weights
        matching: Mask = scores > self._floor if query.words else np.ones(segment.size, bool)
        for token in query.references:
            for bond, gain in (("o", weights.reference), ("c", weights.cited_reference)):
                bearing = self.snapshot.postings(number, REFERENCE, f"{bond}:{token}")
                if bearing.frequency:
                    bearing.add_constant(scores, gain)
                    matching[bearing.documents()] = True
        for year in query.years:
            scores[(segment.columns.years == year) & matching] += np.float32(weights.year)
        if segment.columns.has_priors:
            scores *= segment.columns.priors
        if not query.words and not query.references:
            scores += 1
        if segment.alive is not None:
            matching &= segment.alive
        for phrase in query.phrases:
            matching &= containing(self.snapshot, number, phrase, matching, budget=_PHRASE_BYTES)
        if query.forbidden:
            matching &= ~np.isin(segment.columns.keys, np.array(query.forbidden, np.int64))
        return matching

    def mask(self, number: int, *, without: str = "") -> Mask:
        """Return the matching documents of a segment under all filters but one."""
        mask = self.base[number]
        for field, allowed in self.groups[number].items():
            if field != without:
                mask = mask & allowed
        return mask

    def facets(self, fields: Sequence[str]) -> dict[str, dict[str, int]]:
        """Count the values of each field among the documents that match all other filters."""
        counts: dict[str, dict[str, int]] = {field: {} for field in fields}
        for number in range(len(self.snapshot.segments)):
            masks = {field: self.mask(number, without=field) for field in fields}
            for word in self.snapshot.facet_words(number):
                field, _, value = word.partition("=")
                if field in masks:
                    places = self.snapshot.places(number, FACET, word)
                    found = int(np.count_nonzero(masks[field][places]))
                    if found:
                        counts[field][value] = counts[field].get(value, 0) + found
        return counts


def _ranked(matches: _Matches, masks: list[Mask], stop: int) -> list[Hit]:
    """Return the best `stop` hits, the first of them looked at again.

    Which ones are looked at again, and the order of the others, does not depend on `stop`: pages of one list neither
    repeat documents nor lose any.
    """
    snapshot = matches.snapshot
    found = _candidates(matches, masks, max(snapshot.weights.candidates, stop))
    again = _look_again(matches, found) if matches.query.words else []
    # A second look only raises, so whoever had one stands before all others.
    rows = sorted(
        (-score, key, part.segment, place, window)
        for part in again
        for score, key, place, window in zip(
            part.scores.tolist(),
            snapshot.keys_at(part.segment, part.places).tolist(),
            part.places.tolist(),
            part.windows.tolist(),
            strict=True,
        )
    )
    for score, segment, place, _ in found[len(rows) : stop]:
        rows.append((-score, int(snapshot.segments[segment].columns.keys[place]), segment, place, 0))
    return [
        Hit(key, -score, snapshot.passage_of(segment, place, window))
        for score, key, segment, place, window in rows[:stop]
    ]


_Found = tuple[float, int, int, int]
"""(score, segment, place, words) of a document."""


def _candidates(matches: _Matches, masks: list[Mask], count: int) -> list[_Found]:
    """Return the best `count` documents of all segments, in order; ties by segment and place."""
    found: list[_Found] = []
    for number, (scores, mask) in enumerate(zip(matches.scores, masks, strict=True)):
        places = best_places(scores, mask.view(np.uint8), count)
        lengths = matches.snapshot.token_counts(number, places)
        found.extend(zip(scores[places].tolist(), repeat(number), places.tolist(), lengths, strict=False))
    if len(masks) > 1:
        found.sort(key=lambda row: (-row[0], row[1], row[2]))
    return found[:count]


def _look_again(matches: _Matches, found: list[_Found]) -> list[Candidates]:
    """Run the second stage on the first candidates, as long as they are not too much to read."""
    snapshot = matches.snapshot
    weights = snapshot.weights
    chosen: dict[int, list[tuple[float, int]]] = {}
    read = 0
    for rank, (score, segment, place, length) in enumerate(found[: weights.candidates]):
        read += length
        if rank >= weights.fewest_candidates and read > weights.tokens_read:
            break
        chosen.setdefault(segment, []).append((score, place))
    reranker = Reranker(snapshot, matches.query, matches.idfs)
    again = []
    for segment, rows in chosen.items():
        part = Candidates(
            segment,
            np.array([place for _, place in rows], np.int32),
            np.array([score for score, _ in rows], np.float32),
            np.zeros(len(rows), np.int32),
        )
        reranker.look(part)
        again.append(part)
    return again


def _by_date(matches: _Matches, masks: list[Mask], stop: int, *, newest: bool) -> list[Hit]:
    """Return hits in the order of their dates; unknown dates come last."""
    rows: list[tuple[int, int]] = []
    for segment, mask in zip(matches.snapshot.segments, masks, strict=True):
        places = np.flatnonzero(mask)
        days = segment.columns.ordinals[places].astype(np.int64)
        sortable = np.where(days > 0, -days if newest else days, np.int64(1 << 40))
        chosen = np.lexsort((segment.columns.keys[places], sortable))[:stop]
        rows.extend(
            zip(sortable[chosen].tolist(), segment.columns.keys[places[chosen]].tolist(), strict=True)
        )
    rows.sort()
    return [Hit(key, 0.0, -1) for _, key in rows[:stop]]


def search(
    snapshot: Snapshot,
    query: Query,
    *,
    start: int = 0,
    stop: int = 10,
    facets: Sequence[str] = (),
    order: str = "relevance",
    floor: float = 0.0,
    counted: bool = True,
) -> Answer:
    """Answer one query.

    Args:
        snapshot: the state of the index to search.
        query: what is asked.
        start: first hit of the wanted slice, from 0.
        stop: end of the slice.
        facets: fields whose values are counted.
        order: "relevance", "newest" or "oldest".
        floor: documents below this share of the best word score do not match (0: any shared word matches).
        counted: False skips the exact count (total is then the number of hits).
    """
    matches = _Matches(snapshot, query, floor=floor, complete=counted)
    masks = [matches.mask(number) for number in range(len(snapshot.segments))]
    if order == "relevance" and (query.words or query.references):
        hits = _ranked(matches, masks, stop)
    else:
        hits = _by_date(matches, masks, stop, newest=order != "oldest")
    total = sum(int(np.count_nonzero(mask)) for mask in masks) if counted else len(hits)
    snapshot.breathe()
    return Answer(tuple(hits[start:stop]), total, matches.facets(facets) if facets else {})


def matching_keys(snapshot: Snapshot, query: Query, *, floor: float = 0.0) -> npt.NDArray[np.int64]:
    """Return the keys of all documents that match, in the order of the index."""
    matches = _Matches(snapshot, query, floor=floor, complete=True)
    found = [
        snapshot.keys_at(number, np.flatnonzero(matches.mask(number)).astype(np.int32))
        for number in range(len(snapshot.segments))
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)
