"""`QueryAnalysis` → `SearchPlan`: what the engine is asked, and which references are looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.search.engine.analysis import skeleton_pieces
from portal.search.engine.protocol import Query
from portal.search.query.abbreviations import write_out
from portal.search.query.layout import is_thai
from portal.search.query.names import name_key
from portal.search.query.questions import is_question
from portal.search.query.understand import QueryAnalysis

EXPANSION_WEIGHT = 0.9
"""What a word counts that was not typed but means the same."""

GUESS_WEIGHT = 0.3
"""What a word counts that is only the nearest that documents hold."""

MATCH_FLOOR = 0.12
"""Share of the best word score below which a document is no result; see docs/search.md, "Honest counts"."""


FEW_WORDS = 2
"""Queries of up to so many different words match completely: every document that has one of them."""

_LONGEST_LITERAL = 30
_MOST_PIECES = 400
"""Pieces of a skeleton that are looked up: those of the longest query that a person types."""


@dataclass(frozen=True)
class SearchPlan:
    """What will be done for one query.

    Attributes:
        query: for the engine.
        references: tokens of reference numbers, the most telling one of each.
        floor: share of the best score that a match must reach.
        guesses: words that are searched in place of the typed ones, because no document holds any of those.
    """

    query: Query
    references: tuple[str, ...] = ()
    floor: float = MATCH_FLOOR
    guesses: tuple[str, ...] = ()


def make_plan(
    analysis: QueryAnalysis,
    *,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    expansions: Sequence[tuple[str, float]] = (),
    forbidden: tuple[int, ...] = (),
    damaged: bool = False,
    guesses: Sequence[str] = (),
) -> SearchPlan:
    """Return the plan for an analyzed query.

    Args:
        analysis: what the query means.
        groups: filters, validated: field → allowed values.
        expansions: further words with weights, e.g. words of the index that contain a typed one.
        forbidden: primary keys that must not be shown.
        guesses: words to search in place of the typed ones.
        damaged: whether the text seems misspelt, so that its skeleton is searched too.
    """
    weights: dict[str, float] = {}
    places: dict[str, int] = {}
    for word in analysis.words:
        places.setdefault(word, len(places))
        weights[word] = weights.get(word, 0.0) + 1.0
    sequence = [places[word] for word in analysis.words]
    for words in analysis.expansions:
        sequence.append(-1)
        for word in words:
            places.setdefault(word, len(places))
            weights.setdefault(word, EXPANSION_WEIGHT)
            sequence.append(places[word])
    for word, weight in (*expansions, *((word, GUESS_WEIGHT) for word in guesses)):
        weights.setdefault(word, weight)
    references = tuple(dict.fromkeys(reference.tokens()[-1] for reference in analysis.references))
    query = Query(
        words=tuple(weights.items()),
        sequence=tuple(sequence),
        text=analysis.text,
        is_question=is_question(analysis.words, analysis.text),
        skeleton=tuple(skeleton_pieces(analysis.text)[:_MOST_PIECES]) if damaged else (),
        references=(*references, *_names(analysis)),
        years=analysis.years,
        groups=dict(groups or {}),
        phrases=analysis.phrases,
        literals=_literals(analysis),
        forbidden=forbidden,
    )
    few = len(set(analysis.words)) <= FEW_WORDS
    return SearchPlan(query, references, 0.0 if few else MATCH_FLOOR, tuple(guesses))


def _names(analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the keys of whole names: the query itself, and what its words mean, for that may name a page (S1.24)."""
    meant = (
        ()
        if analysis.references
        else (*analysis.meanings, *(analysis.danger.official if analysis.danger else ()))
    )
    keys = dict.fromkeys(name_key(name) for name in (analysis.text, *map(write_out, meant)))
    return tuple(f"n:{key}" for key in keys if key)


def _literals(analysis: QueryAnalysis) -> tuple[str, ...]:
    """Return the words of a short query that may stand in documents across the borders of words."""
    if len(set(analysis.words)) > FEW_WORDS or analysis.references:
        return ()
    # The query as a whole: when segmentation cut it, its parts alone would match too much.
    whole = analysis.text
    return (whole,) if 2 <= len(whole) <= _LONGEST_LITERAL and is_thai(whole[0]) and " " not in whole else ()
