"""The engine that lives in files on this machine (`portal.search.engine.protocol.SearchEngine`)."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from portal.search.engine import ranking, spelling
from portal.search.engine.columns import Analyzed
from portal.search.engine.fields import BODY, TITLE
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.protocol import (
    Answer,
    Entry,
    Explanation,
    IndexUnavailableError,
    Query,
    WordWeight,
)
from portal.search.engine.similar import similar
from portal.search.engine.snapshot import Snapshot, idf
from portal.search.engine.store import Store
from portal.search.engine.whoosh_files import UNREADABLE

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


def _answering(
    method: Callable[Concatenate[EmbeddedEngine, P], T],
) -> Callable[Concatenate[EmbeddedEngine, P], T]:
    """Let a method say "unavailable" when the files that it reads turn out to be damaged."""

    @functools.wraps(method)
    def answered(self: EmbeddedEngine, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except IndexUnavailableError:
            raise
        except UNREADABLE as error:
            raise self.unreadable(error) from error

    return answered


class EmbeddedEngine:
    """A folder with an index, opened by any number of readers and one writer.

    Args:
        root: the folder; made when documents are first taken in.
        version: stamp that the index must bear, by default that of the analysis.
        store: a folder that is open already, in place of `root`.
        state: the commit to stay with; without one every question reads the newest.
    """

    def __init__(
        self,
        root: Path,
        *,
        version: str | None = None,
        store: Store | None = None,
        state: Snapshot | None = None,
    ) -> None:
        self.root = Path(root)
        self.store = store or Store(root, version=version)
        self._state = state
        self._now: EmbeddedEngine | None = None

    @property
    def state(self) -> Snapshot:
        """The commit that questions are answered from."""
        return self._state or self.store.snapshot()

    def now(self) -> EmbeddedEngine:
        """Return an engine that stays with the newest commit; the same one until there is a newer."""
        snapshot = self.store.snapshot()
        held = self._now
        if held is None or held._state is not snapshot:
            held = self._now = EmbeddedEngine(self.root, store=self.store, state=snapshot)
        return held

    def unreadable(self, error: Exception) -> IndexUnavailableError:
        """Return what to raise for an error that only damaged files explain; the state is left alone for a while."""
        log.warning("The search index is damaged (%s).", error, exc_info=error)
        reason = f"damaged: {error}"
        if self._state is not None:
            self.store.give_up(self._state, reason)
        return IndexUnavailableError(reason)

    @property
    def words(self) -> Lexicon:
        """The words of the documents' bodies."""
        try:
            return self.state.lexicon
        except IndexUnavailableError:
            raise
        except UNREADABLE as error:
            raise self.unreadable(error) from error

    def verify(self) -> None:
        """Compare every file with what was written, and read the words.

        Raises:
            IndexUnavailableError: a file differs or cannot be read.
        """
        self.store.verify(self.state)
        len(self.words)

    @property
    def living(self) -> int:
        """How many documents can be found."""
        return self.state.living

    def index(
        self, entries: Iterable[Entry | Analyzed], *, remove: Iterable[int] = (), anew: bool = False
    ) -> int:
        """Take documents in, in one commit; analyzed ones are taken as they are."""
        if anew:
            return self.store.rebuild(entries)
        held = list(entries)
        self.store.update(held, remove)
        return len(held)

    @_answering
    def search(
        self,
        query: Query,
        *,
        start: int = 0,
        stop: int = 10,
        facets: Sequence[str] = (),
        order: str = "relevance",
        floor: float = 0.0,
        counted: bool = True,
    ) -> Answer:
        """Answer a query."""
        return ranking.search(
            self.state,
            query,
            start=start,
            stop=stop,
            facets=facets,
            order=order,
            floor=floor,
            counted=counted,
        )

    @_answering
    def matching(self, query: Query, *, floor: float = 0.0) -> list[int]:
        """Return the keys of all documents that match, in the order of the index."""
        keys: list[int] = ranking.matching_keys(self.state, query, floor=floor).tolist()
        return keys

    @_answering
    def suggest(self, text: str, *, rough: bool = False, forbidden: tuple[int, ...] = ()) -> str:
        """Return the text that was probably meant, or ""."""
        if rough:
            return spelling.corrected(text, self.state, thorough=False)
        return spelling.did_you_mean(text, self.state, forbidden)

    @_answering
    def shows(self, word: str, forbidden: tuple[int, ...] = ()) -> bool:
        """Say whether a word occurs in a document that may be shown."""
        return spelling.is_public(word, self.state, forbidden)

    @_answering
    def similar(
        self,
        key: int,
        *,
        title: str,
        summary: str,
        text: str,
        groups: Mapping[str, tuple[str, ...]],
        most: int,
    ) -> tuple[int, ...]:
        """Return the keys of documents like one of the index, the most alike first."""
        return similar(self.state, key, title=title, summary=summary, text=text, groups=groups, most=most)

    @_answering
    def explain(self, query: Query, keys: Sequence[int]) -> Explanation:
        """Say why the documents of these keys rank as they do."""
        state = self.state
        totals, _ = state.word_scores(query.words)
        wanted = set(keys)
        first: dict[int, float] = {}
        for segment, scores in zip(state.segments, totals, strict=True):
            for key, score in zip(segment.columns.keys.tolist(), scores.tolist(), strict=True):
                if key in wanted:
                    first[key] = score
        return Explanation(tuple(_weight(state, *word) for word in query.words), first, state.weights)

    def size_on_disk(self) -> int:
        """Return the bytes of the index in use."""
        return self.store.size_on_disk()


def _weight(state: Snapshot, word: str, weight: float) -> WordWeight:
    body, titles = state.frequency(BODY, word), state.frequency(TITLE, word)
    rarity = idf(state.documents, body or titles) if body or titles else 0.0
    return WordWeight(word, weight, body, titles, rarity)
