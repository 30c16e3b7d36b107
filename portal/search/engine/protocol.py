"""What the engine is asked and what it answers: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


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
