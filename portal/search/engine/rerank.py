"""The second look at the best documents: neighbouring words, passages and character trigrams.

The first stage scores every document by its words. Here only some dozens of candidates are read, in the order of
their text, from the forward file: which passage holds the words, whether they stand side by side, whether they come
early, and how many of the query's character trigrams it shares (which forgives typing errors and compounds that
segmentation cuts differently). The reading itself is done by `kernels.Reader`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.analysis import to_bytes, token_hash
from portal.search.engine.kernels import Reader
from portal.search.engine.protocol import Query
from portal.search.engine.snapshot import Floats, Snapshot

Ints = npt.NDArray[Any]


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


class Reranker:
    """Prepared for one query over one snapshot.

    Args:
        snapshot: where the candidates live.
        query: what was asked.
        idfs: idf of each of its words.
    """

    def __init__(self, snapshot: Snapshot, query: Query, idfs: Floats) -> None:
        self._snapshot = snapshot
        words = query.words
        self._reader = Reader(
            np.array([token_hash(word) for word, _ in words], np.uint32),
            idfs * np.array([weight for _, weight in words], np.float32),
            query.sequence,
            to_bytes(query.text),
            snapshot.pair_frequencies,
            snapshot.trigram_frequencies,
            snapshot.documents,
            snapshot.weights,
            query.is_question,
            sum(snapshot.averages.values()),
        )

    def look(self, candidates: Candidates) -> None:
        """Raise the scores of candidates by what their text shows, and find their best windows."""
        columns = self._snapshot.segments[candidates.segment].columns
        self._reader.read(columns, candidates.places, candidates.scores, candidates.windows)
