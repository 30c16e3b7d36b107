"""Boolean queries of Wagtail's search API over a Whoosh index, evaluated as arrays: which documents, with what score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from rapidfuzz.distance import OSA

from portal.search.engine import analysis
from portal.search.engine.fielded import Objects
from portal.search.query.layout import is_thai

_MOST_EXPANSIONS = 40
_EXPANSION_WEIGHT = 0.5
_MOST_WORDS = 40
"""Words of a query that are asked; each costs a look into every field."""


def _words(text: str) -> list[str]:
    """Return the different words of a query, in order; of a pasted page its beginning alone."""
    typed = analysis.tokens(text[: analysis.LONGEST_QUERY])[:_MOST_WORDS]
    # Of a word that was typed twice the last stays: the last word may be unfinished.
    return list(dict.fromkeys(reversed(typed)))[::-1]


@dataclass
class Found:
    """Which documents match, and their scores; one entry for every document of the index."""

    mask: npt.NDArray[np.bool_]
    scores: npt.NDArray[np.float32]


class Evaluator:
    """Evaluates a query of Wagtail's search API.

    Args:
        documents: the index.
        fields: fields to search, with boosts.
        prefix: whether the last word may be unfinished (autocomplete).
    """

    def __init__(self, documents: Objects, fields: dict[str, float], *, prefix: bool = False) -> None:
        self._documents = documents
        self._fields = fields
        self._prefix = prefix

    def evaluate(self, query: SearchQuery, boost: float = 1.0) -> Found:
        """Return what matches a query.

        Raises:
            NotImplementedError: a kind of query that the search API did not have when this was written.
        """
        if isinstance(query, PlainText):
            return self._plain(query, boost)
        if isinstance(query, Phrase):
            return self._phrase(query.query_string, boost)
        if isinstance(query, Fuzzy):
            return self._fuzzy(query, boost)
        if isinstance(query, Boost):
            return self.evaluate(query.subquery, boost * query.boost)
        if isinstance(query, MatchAll):
            return Found(np.ones(self._documents.size, bool), self._zeros())
        if isinstance(query, Not):
            return Found(~self.evaluate(query.subquery).mask, self._zeros())
        if isinstance(query, And):
            return self._all([self.evaluate(part, boost) for part in query.subqueries])
        if isinstance(query, Or):
            return self._any([self.evaluate(part, boost) for part in query.subqueries])
        raise NotImplementedError(f"{type(query).__name__} queries are not known")

    def _zeros(self) -> npt.NDArray[np.float32]:
        return np.zeros(self._documents.size, np.float32)

    def _all(self, parts: list[Found]) -> Found:
        if not parts:
            return Found(np.zeros(self._documents.size, bool), self._zeros())
        mask = np.logical_and.reduce([part.mask for part in parts])
        return Found(mask, np.sum([part.scores for part in parts], axis=0, dtype=np.float32))

    def _any(self, parts: list[Found]) -> Found:
        found = Found(np.zeros(self._documents.size, bool), self._zeros())
        for part in parts:
            found.mask |= part.mask
            found.scores += np.where(part.mask, part.scores, np.float32(0))
        return found

    def _word(self, forms: dict[str, list[tuple[str, float]]], boost: float) -> Found:
        """Match any of the forms of one word, each within its field."""
        found = Found(np.zeros(self._documents.size, bool), self._zeros())
        for field, words in forms.items():
            for word, weight in words:
                places, scores = self._documents.word_scores(field, word)
                found.mask[places] = True
                found.scores[places] += scores * np.float32(self._fields[field] * boost * weight)
        return found

    def _forms(self, word: str, *, last: bool) -> dict[str, list[tuple[str, float]]]:
        """Return the forms of a typed word by field: itself, what it begins, and for Thai what contains it."""
        forms: dict[str, list[tuple[str, float]]] = {}
        for field in self._fields:
            found = {word: 1.0}
            if self._prefix and last:
                for other in self._documents.lexicon(field).beginning(word, limit=_MOST_EXPANSIONS):
                    found.setdefault(other, 1.0)
            if is_thai(word[0]) and len(word) > 2:
                for other in self._documents.lexicon(field).containing(word, limit=_MOST_EXPANSIONS):
                    found.setdefault(other, _EXPANSION_WEIGHT)
            forms[field] = list(found.items())
        return forms

    def _plain(self, query: PlainText, boost: float) -> Found:
        words = _words(query.query_string)
        boost *= query.boost
        parts = [self._word(self._forms(word, last=word is words[-1]), boost) for word in words]
        return self._all(parts) if query.operator == "and" else self._any(parts)

    def _fuzzy(self, query: Fuzzy, boost: float) -> Found:
        parts = []
        for word in _words(query.query_string):
            most = 1 if len(word) < 6 else 2
            forms = {
                field: [
                    (other, 1.0 / (1 + OSA.distance(word, other)))
                    for other in [
                        word,
                        *(near for _, near in self._documents.lexicon(field).near(word, most=most)),
                    ]
                ]
                for field in self._fields
            }
            parts.append(self._word(forms, boost))
        return self._all(parts) if query.operator == "and" else self._any(parts)

    def _phrase(self, text: str, boost: float) -> Found:
        words = analysis.tokens(text[: analysis.LONGEST_QUERY])
        found = self._all(
            [self._word({field: [(word, 1.0)] for field in self._fields}, boost) for word in words]
        )
        self._documents.holding(words, self._fields, found.mask)
        found.scores[~found.mask] = 0
        return found
