"""What is known about the site's index while a query is understood: its words, synonyms, labels, titles.

Everything is read once per committed state of the index and thrown away with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from portal.search.engine import analysis
from portal.search.engine.protocol import SearchEngine
from portal.search.models import Synonym
from portal.search.site.filters import Catalog, read_catalog
from portal.search.site.order import Guide, read_guides

T = TypeVar("T")

_SYNONYM_SECONDS = 60


@dataclass
class _Synonyms:
    """The editors' synonyms, read again every minute."""

    read_at: float = -1e9
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def get(self) -> list[tuple[str, str]]:
        """Return (typed, meant) pairs, folded."""
        if time.monotonic() - self.read_at > _SYNONYM_SECONDS:
            pairs = []
            for synonym in Synonym.objects.filter(in_use=True):
                typed, meant = analysis.fold(synonym.term), analysis.fold(synonym.meaning)
                pairs.append((typed, meant))
                if synonym.both_ways:
                    pairs.append((meant, typed))
            self.pairs, self.read_at = pairs, time.monotonic()
        return self.pairs

    def forget(self) -> None:
        """Read them again at the next query."""
        self.read_at = -1e9


SYNONYMS = _Synonyms()


class SiteKnowledge:
    """Knowledge of one state of the index; see `portal.search.query.understand.Knowledge`."""

    def __init__(self, engine: SearchEngine | None) -> None:
        self._words = engine.words if engine is not None else ()
        self._kept: dict[str, Any] = {}
        self.alike: dict[tuple[str, tuple[str, ...]], tuple[int, ...]] = {}
        """Documents like another one, by its key and the kinds to choose from (`portal.search.site.similar`)."""

    def knows(self, word: str) -> bool:
        """Say whether the index holds a word."""
        return word in self._words

    def synonyms(self) -> list[tuple[str, str]]:
        """Return the editors' synonyms."""
        return SYNONYMS.get()

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gave the first time it was asked for under this name."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    @cached_property
    def guides(self) -> dict[int, Guide]:
        """What leads to each guide."""
        return read_guides()

    @cached_property
    def catalog(self) -> Catalog:
        """Values and labels of all filters."""
        return read_catalog()


_held: tuple[SearchEngine, SiteKnowledge] | None = None


def of(engine: SearchEngine | None) -> SiteKnowledge:
    """Return the knowledge of a state of the index (`SearchEngine.now`), kept until there is a newer one."""
    global _held
    if engine is None:
        return SiteKnowledge(None)
    if _held is None or _held[0] is not engine:
        _held = (engine, SiteKnowledge(engine))
    return _held[1]
