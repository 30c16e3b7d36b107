"""Signatures of `kernels.pyx`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.columns import Columns
from portal.search.engine.protocol import Weights

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int32]

class Postings:
    places: npt.NDArray[Any] | None
    counts: npt.NDArray[np.uint8] | None
    frequency: int
    used: bool
    def __init__(self, places: npt.NDArray[Any], counts: npt.NDArray[Any] | None, documents: int) -> None: ...
    @property
    def size(self) -> int: ...
    def documents(self) -> npt.NDArray[Any]: ...
    def add(self, scores: _Floats, norms: _Floats, factor: float) -> None: ...
    def add_constant(self, scores: _Floats, value: float) -> None: ...

def score_words(
    words: Sequence[tuple[str, float]],
    tables: list[dict[str, Postings]],
    totals: list[_Floats],
    norms: list[_Floats],
    documents: int,
    share: float,
    idfs: _Floats,
    leading: bool,
    decode: Callable[[int, str], Postings],
) -> None: ...
def mark_containing(
    mask: npt.NDArray[np.uint8],
    characters: npt.NDArray[np.uint8],
    ends: npt.NDArray[np.int64],
    wanted: bytes,
    budget: int,
) -> None: ...
def best_places(scores: _Floats, mask: npt.NDArray[np.uint8], count: int) -> _Ints: ...

class Reader:
    def __init__(
        self,
        hashes: npt.NDArray[np.uint32],
        factors: _Floats,
        sequence: Iterable[int],
        characters: bytes,
        pair_frequencies: _Ints,
        trigram_frequencies: _Ints,
        documents: int,
        weights: Weights,
        is_question: bool,
        average: float,
    ) -> None: ...
    def read(self, columns: Columns, places: Any, scores: Any, windows: Any) -> None: ...
