"""Boolean queries of Wagtail's search API over a Whoosh index, evaluated as arrays: which documents, with what score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from rapidfuzz.distance import OSA

from portal.search.engine import analysis
from portal.search.engine.lexicon import Lexicon
from portal.search.engine.snapshot import idf, rounded_average
from portal.search.query.layout import is_thai

K1, B = 1.2, 0.75
SEQUENCE, KEY, LABEL = "sequence", "key", "label"
_MOST_EXPANSIONS = 40
_EXPANSION_WEIGHT = 0.5
_BETWEEN = "\x1f"


def sequence_of(words: dict[str, list[str]]) -> bytes:
    """Return the words of an object in order, field by field, as phrases are looked up in them."""
    parts = [
        f"\x1e{name}{_BETWEEN}" + _BETWEEN.join(found) + _BETWEEN for name, found in sorted(words.items())
    ]
    return "".join(parts).encode()


@dataclass
class Found:
    """Which documents match, and their scores; one entry for every document of the index."""

    mask: npt.NDArray[np.bool_]
    scores: npt.NDArray[np.float32]


class Documents:
    """A committed state of one Whoosh index of model objects, read as arrays.

    Args:
        reader: Whoosh's reader.
        postings: reads the posting list of (field, word) as (documents, counts).
    """

    def __init__(
        self, reader: Any, postings: Callable[[Any, str, str], tuple[npt.NDArray[Any], npt.NDArray[Any]]]
    ) -> None:
        self.reader = reader
        self._leaves = reader.leaf_readers()
        self._postings = postings
        self.size: int = reader.doc_count_all()
        self._cache: dict[tuple[str, str], tuple[npt.NDArray[Any], npt.NDArray[Any]]] = {}
        self._lengths: dict[str, npt.NDArray[np.float32]] = {}
        self._lexicons: dict[str, Lexicon] = {}

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """True for each document that is not deleted."""
        mask = np.ones(self.size, bool)
        for leaf, base in self._leaves:
            for number in leaf.segment().deleted_docs():
                mask[base + number] = False
        return mask

    @cached_property
    def keys(self) -> list[str]:
        """Primary key of every document, as text."""
        return [self._stored(number)[KEY] for number in range(self.size)]

    def _stored(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self.reader.stored_fields(number)
        return found

    def sequence(self, number: int) -> bytes:
        """Return the words of a document in order."""
        found: bytes = self._stored(number)[SEQUENCE]
        return found

    def word(self, field: str, word: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return (documents, counts) of a word in a field."""
        found = self._cache.get((field, word))
        if found is None:
            parts = [(base, *self._postings(leaf, field, word)) for leaf, base in self._leaves]
            found = (
                np.concatenate([places + base for base, places, _ in parts] or [np.zeros(0, np.int64)]),
                np.concatenate([counts for _, _, counts in parts] or [np.zeros(0, np.int64)]),
            )
            self._cache[field, word] = found
        return found

    def lengths(self, field: str) -> npt.NDArray[np.float32]:
        """Return the number of words of every document in a field."""
        found = self._lengths.get(field)
        if found is None:
            lengths = [self.reader.doc_field_length(number, field, 0) or 0 for number in range(self.size)]
            found = self._lengths[field] = np.array(lengths, np.float32)
        return found

    def lexicon(self, field: str) -> Lexicon:
        """Return the words of a field."""
        found = self._lexicons.get(field)
        if found is None:
            words = sorted(
                {word.decode() for word in self.reader.lexicon(field)} if field in self._fields else []
            )
            found = Lexicon([("\n".join(words), np.ones(len(words), np.int32))])
            self._lexicons[field] = found
        return found

    @cached_property
    def _fields(self) -> set[str]:
        return set(self.reader.indexed_field_names())

    def of_model(self, label: str) -> npt.NDArray[np.bool_]:
        """Return which documents are objects of a model or of its descendants."""
        mask = np.zeros(self.size, bool)
        mask[self.word(LABEL, label)[0]] = True
        return mask & self.alive

    def word_scores(self, field: str, word: str) -> tuple[npt.NDArray[Any], npt.NDArray[np.float32]]:
        """Return (documents, BM25 scores) of one word in one field."""
        places, counts = self.word(field, word)
        if not len(places):
            return places, np.zeros(0, np.float32)
        lengths = self.lengths(field)
        average = rounded_average(int(lengths.sum()), self.size)
        norm = K1 * (1 - B + B * lengths[places] / np.float32(average))
        impacts = counts * np.float32(K1 + 1) / (counts + norm)
        return places, (impacts * np.float32(idf(self.size, len(places)))).astype(np.float32)


class Evaluator:
    """Evaluates a query of Wagtail's search API.

    Args:
        documents: the index.
        fields: fields to search, with boosts.
        prefix: whether the last word may be unfinished (autocomplete).
    """

    def __init__(self, documents: Documents, fields: dict[str, float], *, prefix: bool = False) -> None:
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
        words = analysis.tokens(query.query_string[: analysis.LONGEST_QUERY])
        boost *= query.boost
        parts = [self._word(self._forms(word, last=word is words[-1]), boost) for word in words]
        return self._all(parts) if query.operator == "and" else self._any(parts)

    def _fuzzy(self, query: Fuzzy, boost: float) -> Found:
        parts = []
        for word in analysis.tokens(query.query_string[: analysis.LONGEST_QUERY]):
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
        wanted = (_BETWEEN + _BETWEEN.join(words) + _BETWEEN).encode()
        for number in np.flatnonzero(found.mask):
            fields = self._documents.sequence(int(number)).split(b"\x1e")[1:]
            named = {part.partition(b"\x1f")[0].decode(): part[part.index(b"\x1f") :] for part in fields}
            found.mask[number] = any(wanted in named.get(field, b"") for field in self._fields)
        found.scores[~found.mask] = 0
        return found
