"""The one door of the engine: what is handed to it, what it is asked, what it answers. Plain data and one protocol.

Sources hand over `Entry`s, the planner makes a `Query`, `SearchEngine` answers. `portal.search.engine.embedded` fulfills
it with files on this machine; `portal.search.site.fallback` with the projection alone, on whatever database, for the
time in which there is no index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt


class IndexUnavailableError(Exception):
    """There is no index that can be searched; the message says why."""


class IndexBusyError(Exception):
    """Another writer held the index for longer than we wanted to wait."""


@dataclass(frozen=True)
class Entry:
    """One document for the index.

    Attributes:
        key: whole number that the caller knows the document by (its primary key).
        title: title and other names, folded.
        passages: its text, folded, part by part; positions are what a hit names.
        facets: "field=value" words to filter and count by.
        references: tokens of reference numbers, "o:" before its own and "c:" before cited ones.
        prior: factor of its score, below 1 for what something newer replaced.
        ordinal: whole number to sort by (day of the date), 0 when unknown.
        year_be: B.E. year, 0 when unknown.
    """

    key: int
    title: str
    passages: Sequence[str]
    facets: Sequence[str] = ()
    references: Sequence[str] = ()
    prior: float = 1.0
    ordinal: int = 0
    year_be: int = 0


@dataclass(frozen=True)
class Weights:
    """How the channels add up. The values come out of `bin/bench judge` (docs/search.md, "Tuning")."""

    k1: float = 1.5
    b: float = 0.75
    title: float = 1.0
    passage: float = 0.2
    passage_b: float = 0.75
    pair: float = 0.5
    pair_k1: float = 0.5
    pair_b: float = 0.75
    trigram: float = 0.9
    trigram_k1: float = 0.5
    trigram_b: float = 0.75
    lead: float = 3.0
    skeleton: float = 1.0
    skeleton_share: float = 0.55
    lead_length: float = 30.0
    question_lead: float = 0.8
    question_lead_length: float = 100.0
    average_window: float = 120.0
    average_trigrams: float = 300.0
    compared_whole: int = 1000
    candidates: int = 32
    fewest_candidates: int = 10
    tokens_read: int = 8_000
    year: float = 1.5
    reference: float = 1000.0
    cited_reference: float = 10.0


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True)
class Query:
    """A query for the engine, made by the planner.

    Attributes:
        words: each different word with its weight (how often it was typed; less for expansions).
        sequence: indexes into `words` in the order of typing, for pairs; -1 breaks a pair.
        text: the folded text, for trigrams; empty switches the channel off.
        is_question: whether it asks for an answer, which may stand anywhere, rather than names a topic.
        skeleton: pieces of its skeleton, when it seems damaged; empty leaves that channel out.
        references: tokens of reference numbers that lift documents that bear them.
        years: B.E. years that lift documents of that year.
        groups: facet words that must hold: one of each group ("kind=law" or "kind=letter") and ("year=2560").
        phrases: folded texts that must occur exactly.
        literals: short folded texts that documents may also contain across the borders of words.
        forbidden: keys that must not be shown.
    """

    words: tuple[tuple[str, float], ...]
    sequence: tuple[int, ...] = ()
    text: str = ""
    is_question: bool = False
    skeleton: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    forbidden: tuple[int, ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        """The different words that were typed, in order; what was added to them stands behind the first break."""
        end = self.sequence.index(-1) if -1 in self.sequence else len(self.sequence)
        return tuple(self.words[place][0] for place in dict.fromkeys(self.sequence[:end]))


@dataclass(frozen=True)
class Hit:
    """One result.

    Attributes:
        key: the key of the document.
        score: higher is better; comparable within one query only.
        passage: number of the passage that fits best, -1 when it is the title.
    """

    key: int
    score: float
    passage: int


@dataclass(frozen=True)
class Answer:
    """Everything one search gave.

    Attributes:
        hits: the wanted slice, in order.
        total: how many documents match; agrees with the list.
        facets: for each field, its values with counts, computed with the filters of all other fields.
        keys: keys of all matching documents in no order, when they were asked for.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    keys: npt.NDArray[np.int64] | None = None


@dataclass(frozen=True)
class WordWeight:
    """What one word of a query weighs.

    Attributes:
        word: the word.
        weight: how often it was typed; less for what was added.
        body: documents that hold it in their text.
        titles: documents that hold it in a title or name.
        idf: how rare it is; 0 when no document holds it.
    """

    word: str
    weight: float
    body: int
    titles: int
    idf: float


@dataclass(frozen=True)
class Explanation:
    """Why hits rank as they do.

    Attributes:
        words: the words of the query.
        first: score of the first look, by words alone, of each hit by its key.
        weights: how the channels add up.
    """

    words: tuple[WordWeight, ...]
    first: Mapping[int, float]
    weights: Weights


class Words(Protocol):
    """The words that documents hold."""

    def __len__(self) -> int:
        """Return how many different words there are."""

    def __contains__(self, word: str) -> bool:
        """Say whether any document holds a word."""

    def frequency(self, word: str) -> int:
        """Return in how many documents a word stands, roughly; 0 for a word that none holds."""

    def containing(self, part: str, *, limit: int = 60) -> list[str]:
        """Return words that contain `part`, itself included, the most frequent first."""

    def near(self, word: str, *, most: int | None = None) -> list[tuple[int, str]]:
        """Return (edits, word) of near words, fewest edits first, then the most frequent."""

    def alike(self, word: str, *, limit: int) -> list[str]:
        """Return the words that share the most pairs of characters with `word`, however different they are."""


class SearchEngine(Protocol):
    """An index of documents: it is told of them, searched, and asked about them.

    Every method but `index` reads the newest commit; `now` gives an engine that stays with one commit, so that the
    list, the counts and the corrections of one page agree.

    Raises:
        IndexUnavailableError: (every method) the index is missing, made with another analysis, or damaged.
    """

    @property
    def words(self) -> Words:
        """The words that documents hold."""

    @property
    def living(self) -> int:
        """How many documents can be found."""

    def now(self) -> SearchEngine:
        """Return an engine that answers from the newest commit and from no other; the same one until there is a newer."""

    def index(self, entries: Iterable[Entry], *, remove: Iterable[int] = (), anew: bool = False) -> int:
        """Take documents in, replacing those of the same keys, in one commit; return how many.

        Args:
            entries: the documents.
            remove: keys of documents to drop.
            anew: build everything from these entries alone, beside what is there, and swap it in.

        Raises:
            IndexBusyError: another writer is at work.
            IndexUnavailableError: there is nothing to add to; build it anew.
        """

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
        """Answer a query.

        Args:
            query: what is asked.
            start: first hit of the wanted slice, from 0.
            stop: end of the slice.
            facets: fields whose values are counted.
            order: "relevance", "newest" or "oldest".
            floor: documents below this share of the best word score do not match (0: any shared word matches).
            counted: False skips the exact count (total is then the number of hits).
        """

    def suggest(self, text: str, *, rough: bool = False, forbidden: tuple[int, ...] = ()) -> str:
        """Return the text that was probably meant, of words that documents hold, or "".

        Args:
            text: folded.
            rough: doubt only words that no document holds, and check nothing: to search beside what was typed.
            forbidden: keys of documents whose words must not be offered.
        """

    def shows(self, word: str, forbidden: tuple[int, ...] = ()) -> bool:
        """Say whether a word occurs in a document that may be shown."""

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
        """Return the keys of documents like one of the index, the most alike first; empty when none is like it.

        Args:
            key: of the document.
            title: its names.
            summary: its summary.
            text: its folded text.
            groups: filters that must hold.
            most: how many to look at.
        """

    def explain(self, query: Query, keys: Sequence[int]) -> Explanation:
        """Say why the documents of these keys rank as they do."""
