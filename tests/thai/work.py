"""Counts what is handed to Unicode, in letters and in the longest heap of signs behind one of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from portal.thai import bounds


class Handed:
    """What went to `unicodedata.normalize`.

    Attributes:
        characters: how many in all.
        heap: longest run of signs, whose sorting takes steps in its square.
    """

    def __init__(self, normalize: Callable[[str, str], str]) -> None:
        self.characters = 0
        self.heap = 0
        self._normalize = normalize

    def normalize(self, form: str, text: str) -> str:
        """Count and pass on."""
        self.characters += len(text)
        run = 0
        for character in text:
            first = self._normalize("NFKD", character)[0]
            run = run + 1 if unicodedata.combining(first) else 0
            self.heap = max(self.heap, run)
        return self._normalize(form, text)


class _Counting:
    """Stands for the module `unicodedata` in `portal.thai.bounds`."""

    def __init__(self, handed: Handed) -> None:
        self.normalize = handed.normalize
        self.combining = unicodedata.combining


def count_handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    """Count from now on; `portal.thai.bounds` is the only module that asks Unicode (tests/thai/test_work.py)."""
    handed = Handed(unicodedata.normalize)
    monkeypatch.setattr(bounds, "unicodedata", _Counting(handed))
    return handed
