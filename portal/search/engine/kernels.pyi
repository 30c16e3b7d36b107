"""Signatures of `kernels.pyx`."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.search.engine.columns import Columns
from portal.search.engine.query import Weights

_Floats = npt.NDArray[np.float32]
_Ints = npt.NDArray[np.int32]

def add_all(scores: _Floats, impacts: _Floats, factor: float) -> None: ...
def add_constant(scores: _Floats, places: _Ints, value: float) -> None: ...
def add_impacts(scores: _Floats, places: _Ints, impacts: _Floats, factor: float) -> None: ...
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
