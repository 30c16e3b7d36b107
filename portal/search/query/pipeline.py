"""Typed text and an index → analysis and plan: the steps that look into the index before it is searched.

Used by the site, the evaluation and the explanation alike, so that what is measured is what people get.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.search.engine.analysis import tokens_of_folded
from portal.search.engine.protocol import Answer, SearchEngine, Words
from portal.search.query import layout
from portal.search.query.correct import unknown_words
from portal.search.query.plan import SearchPlan, make_plan
from portal.search.query.telling import long_query
from portal.search.query.understand import Knowledge, QueryAnalysis, understand
from portal.thai.words import is_word, stop_words

SHORT_QUERY = 2
"""Queries of up to so many words also find words that contain a typed one; longer ones say enough, and it hurts."""


_PART_LENGTH = 4
_CONTAINING_WEIGHT = 0.05
_MOST_CONTAINING = 12
_CORRECTED_WEIGHT = 0.8
_CORRECTED_WORDS = 20
_PART_WEIGHT = 0.7
_GUESSES, _MOST_GUESSED = 3, 8
_SHORTEST_GUESS = 3
_SHORTEST_PART = 2
_LONGEST_COMPOUND = 40


class IndexKnowledge:
    """Knowledge of an index without editors' synonyms."""

    def __init__(self, engine: SearchEngine) -> None:
        self._words = engine.words

    def knows(self, word: str) -> bool:
        """Say whether the index holds a word."""
        return word in self._words

    def synonyms(self) -> list[tuple[str, str]]:
        """No synonyms."""
        return []


@dataclass(frozen=True)
class Prepared:
    """A query that is ready to be searched."""

    analysis: QueryAnalysis
    plan: SearchPlan


def _containing(words: list[str], lexicon: Words) -> dict[str, float]:
    """Return words of the index that contain a typed one ("ช่วยเหลือ" in "เงินช่วยเหลือ")."""
    return {
        other: _CONTAINING_WEIGHT
        for word in words
        if len(word) >= _PART_LENGTH
        for other in lexicon.containing(word, limit=_MOST_CONTAINING)
        if other != word
    }


def guess(analysis: QueryAnalysis, engine: SearchEngine, forbidden: tuple[int, ...] = ()) -> list[str]:
    """Return the nearest words, however far they are, when the index knows none of the typed ones.

    Better than no answer, as long as the page says so; empty in all other cases, and for words that are spelled
    right: that no document holds them is the answer. Of one or two letters nobody can say what was meant.

    Args:
        analysis: the query.
        engine: the index.
        forbidden: keys of documents whose words must not be offered.
    """
    lexicon = engine.words
    unknown = [word for word in dict.fromkeys(analysis.words) if word not in lexicon]
    if analysis.references or len(unknown) < len(set(analysis.words)):
        return []
    misspelt = [
        word
        for word in unknown
        if len(word) >= _SHORTEST_GUESS and layout.is_thai(word[0]) and not is_word(word)
    ]
    found = [word for typed in misspelt[:_MOST_GUESSED] for word in _nearest(typed, lexicon)]
    return [
        word
        for word in found
        if len(word) >= _SHORTEST_GUESS and (not forbidden or engine.shows(word, forbidden))
    ]


def _nearest(word: str, lexicon: Words) -> list[str]:
    near = lexicon.near(word, most=max(2, len(word) // 2))
    return [found for _, found in near[:_GUESSES]] or lexicon.alike(word, limit=_GUESSES)


def widen(analysis: QueryAnalysis, unknown: Sequence[str], engine: SearchEngine) -> list[tuple[str, float]]:
    """Return further words to search with their weights.

    For short queries, words of the index that contain a typed word, because the segmenter keeps compounds whole; for
    words that the index does not know, what they were probably meant to be, and the words they consist of.

    Args:
        analysis: the query.
        unknown: its words that the index does not know.
        engine: the index.
    """
    lexicon = engine.words
    found: dict[str, float] = {}
    words = [word for word in dict.fromkeys(analysis.words) if layout.is_thai(word[0])]
    if len(analysis.words) <= SHORT_QUERY:
        found.update(_containing(words, lexicon))
    if len(words) > _CORRECTED_WORDS or analysis.references or not unknown:
        return list(found.items())
    for word in tokens_of_folded(engine.suggest(analysis.text, rough=True)):
        if word not in analysis.words:
            found[word] = _CORRECTED_WEIGHT
    for word in unknown[:_CORRECTED_WORDS]:
        # "วันนี้" is no more telling in two pieces.
        for part in known_parts(word, lexicon) if word not in stop_words() else ():
            found.setdefault(part, _PART_WEIGHT)
    return list(found.items())


def says_nothing(analysis: QueryAnalysis, unknown: Sequence[str]) -> bool:
    """Say whether documents hold nothing of a query but words that name nothing: the "ได้" of "แมวบินได้".

    Half of all documents hold these; as results they would say that something was found.

    Args:
        analysis: the query.
        unknown: its words that the index does not know.
    """
    missed = [word for word in unknown if is_word(word) and word not in stop_words()]
    if not missed or analysis.references or analysis.meanings or analysis.danger or analysis.years:
        return False
    return all(word in unknown or word in stop_words() for word in analysis.words)


def known_parts(word: str, lexicon: Words) -> list[str]:
    """Return the words of the index that a compound consists of, as few as possible; empty when it does not.

    Dictionaries know compounds that no document uses as one word: "กฎหมายแรงงาน".
    """
    if not 2 * _SHORTEST_PART <= len(word) <= _LONGEST_COMPOUND:
        return []
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for end in range(_SHORTEST_PART, len(word) + 1):
        for start in range(end - _SHORTEST_PART + 1):
            before = best[start]
            if before is not None and word[start:end] in lexicon:
                held = best[end]
                if held is None or len(before) + 1 < len(held):
                    best[end] = [*before, word[start:end]]
    return best[-1] or []


def prepare(
    text: str,
    engine: SearchEngine,
    knowledge: Knowledge,
    *,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    forbidden: tuple[int, ...] = (),
) -> Prepared:
    """Understand a query and plan its search.

    Args:
        text: as typed.
        engine: the index.
        knowledge: what is known about it.
        groups: filters.
        forbidden: keys that must not be shown.
    """
    analysis = understand(text, knowledge)
    return Prepared(analysis, plan_for(analysis, engine, groups=groups, forbidden=forbidden))


def plan_for(
    analysis: QueryAnalysis,
    engine: SearchEngine,
    *,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    forbidden: tuple[int, ...] = (),
) -> SearchPlan:
    """Plan the search of a query that was understood; arguments as `prepare`."""
    if analysis.whole:
        plan = make_plan(analysis, groups=groups, forbidden=forbidden)
        return replace(plan, query=long_query(analysis, engine, plan.query))
    unknown = unknown_words(analysis.words, engine.words)
    if says_nothing(analysis, unknown):
        analysis = replace(analysis, words=tuple(unknown))
    expansions = widen(analysis, unknown, engine)
    return make_plan(
        analysis,
        groups=groups,
        expansions=expansions,
        guesses=() if expansions else guess(analysis, engine, forbidden),
        forbidden=forbidden,
        damaged=bool(unknown)
        and not analysis.references
        and any(layout.is_thai(word[0]) for word in analysis.words),
    )


def ask(text: str, engine: SearchEngine, *, stop: int = 10, counted: bool = False) -> Answer:
    """Search an index with a typed query and return the best hits."""
    prepared = prepare(text, engine, IndexKnowledge(engine))
    return engine.search(prepared.plan.query, stop=stop, floor=prepared.plan.floor, counted=counted)
