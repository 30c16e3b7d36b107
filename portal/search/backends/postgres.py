"""`portal.search.backends.postgres`: Wagtail's search API over PostgreSQL full text, with the same Thai words.

The way to several web machines: the index lives in the database that they share. The words are ours, so vectors and
queries are written as literals and PostgreSQL's own parser, which knows no Thai, never sees the text. PostgreSQL's
ranking has no inverse document frequency; on one machine `portal.search.backends.whoosh` finds better.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery as DatabaseQuery
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Avg, F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Length
from modelsearch.backends.database.postgres import postgres
from modelsearch.index import AutocompleteField
from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)
from modelsearch.utils import get_content_type_pk

from portal.search.engine import analysis

_MOST_POSITIONS = 200
"""PostgreSQL keeps at most 255 places of a word."""

_LAST_POSITION = 16_000
"""PostgreSQL counts places up to 16,383."""

_MOST_BYTES = 900_000
"""A vector may not grow beyond a megabyte (search.md 3: whole statutes do)."""


_LONGEST_WORD = 2046
"""Bytes of a word; PostgreSQL refuses the whole vector for a longer one, be it a line of x."""

_B = 0.75


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "").replace("'", "''") + "'"


def vector_literal(texts: Sequence[tuple[str, str]]) -> str:
    """Return the text form of a tsvector.

    Args:
        texts: (text, weight letter) in order; phrases do not reach from one text into the next.
    """
    places: dict[str, list[str]] = {}
    at = 0
    for text, weight in texts:
        for word in analysis.tokens(text):
            at += 1
            if len(word.encode()) > _LONGEST_WORD:
                continue
            held = places.setdefault(word, [])
            if len(held) < _MOST_POSITIONS and at < _LAST_POSITION:
                held.append(f"{at}{'' if weight == 'D' else weight}")
        at += 2
    parts: list[str] = []
    size = 0
    for word, held in places.items():
        part = _quoted(word) + (":" + ",".join(held) if held else "")
        size += len(part.encode()) + 4 * len(held)
        if size > _MOST_BYTES:
            break
        parts.append(part)
    return " ".join(parts)


def _searched(text: str) -> list[str]:
    """Return the words of a query; of a pasted page its beginning alone."""
    return analysis.tokens(text[: analysis.LONGEST_QUERY])


def simplified(query: SearchQuery) -> SearchQuery:
    """Return an equal query in which "everything" and "nothing" stand alone or not at all."""
    if isinstance(query, Boost):
        return simplified(query.subquery) if isinstance(query.subquery, MatchAll) else query
    if isinstance(query, Not):
        inner = simplified(query.subquery)
        if _is_nothing(inner):
            return MATCH_ALL
        return MATCH_NONE if isinstance(inner, MatchAll) else Not(inner)
    if isinstance(query, (And, Or)):
        whole, neutral = (_is_nothing, _is_all) if isinstance(query, And) else (_is_all, _is_nothing)
        parts = [simplified(part) for part in query.subqueries]
        for part in parts:
            if whole(part):
                return part
        kept = [part for part in parts if not neutral(part)]
        if not kept:
            return parts[0] if parts else MATCH_NONE
        return kept[0] if len(kept) == 1 else type(query)(kept)
    if isinstance(query, (PlainText, Phrase)) and not _searched(query.query_string):
        return MATCH_NONE
    return query


def _is_all(query: SearchQuery) -> bool:
    return isinstance(query, MatchAll)


def _is_nothing(query: SearchQuery) -> bool:
    return isinstance(query, Not) and isinstance(query.subquery, MatchAll)


class LiteralQuery(DatabaseQuery):
    """A tsquery in its text form, taken as it is."""

    def __init__(self, literal: str) -> None:
        super().__init__(literal)
        self._literal = literal
        self.config = None

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **_: Any) -> tuple[str, Any]:
        """Return the cast; a list, because Django joins it with others."""
        return "%s::tsquery", [self._literal]


def query_literal(query: SearchQuery, *, prefix: bool) -> str:
    """Return the text form of a tsquery.

    Args:
        query: simplified; see `simplified`.
        prefix: whether the last word of a plain text may be unfinished.

    Raises:
        NotImplementedError: a kind of query that full text cannot express.
    """
    if isinstance(query, PlainText):
        words = [_quoted(word) for word in _searched(query.query_string)]
        if prefix:
            words[-1] += ":*"
        return "(" + (" & " if query.operator == "and" else " | ").join(words) + ")"
    if isinstance(query, Phrase):
        return "(" + " <-> ".join(_quoted(word) for word in _searched(query.query_string)) + ")"
    if isinstance(query, Boost):
        return query_literal(query.subquery, prefix=prefix)
    if isinstance(query, Not):
        return f"!{query_literal(query.subquery, prefix=prefix)}"
    if isinstance(query, (And, Or)):
        joint = " & " if isinstance(query, And) else " | "
        return "(" + joint.join(query_literal(part, prefix=prefix) for part in query.subqueries) + ")"
    raise NotImplementedError(f"`{type(query).__name__}` is not supported by the PostgreSQL search backend.")


class ThaiObjectIndexer(postgres.ObjectIndexer):
    """Takes the texts of an object and leaves segmentation to us."""

    def as_vector(self, texts: list[tuple[str, str]], for_autocomplete: bool = False) -> Any:
        """Return texts as a vector of our words."""
        literal = vector_literal(texts)
        return Cast(Value(literal, output_field=TextField()), SearchVectorField())

    @property
    def texts(self) -> tuple[str, str]:
        """Title and body as folded plain text, for fuzzy search."""
        return analysis.fold(self.title_text), analysis.fold(self.body_text)


class ThaiPostgresIndex(postgres.PostgresIndex):
    """One table for all models, as modelsearch lays it out."""

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """Add objects, replacing their older entries."""
        searchable: Any = model
        if not searchable.get_search_fields():
            return
        entries = []
        for obj in objs:
            indexer = ThaiObjectIndexer(obj, self.backend)
            title_text, body_text = indexer.texts
            entries.append(
                postgres.IndexEntry(
                    content_type_id=get_content_type_pk(model),
                    object_id=indexer.id,
                    title=indexer.title,
                    autocomplete=indexer.autocomplete,
                    body=indexer.body,
                    title_norm=1.0,
                    title_text=title_text,
                    body_text=body_text,
                )
            )
        if entries:
            postgres.IndexEntry._default_manager.using(self.write_connection.alias).bulk_create(
                entries,
                update_conflicts=True,
                unique_fields=["content_type", "object_id"],
                update_fields=["title", "autocomplete", "body", "title_norm", "title_text", "body_text"],
            )
            self._refresh_title_norms()

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Weigh titles by length as BM25 does, rather than by its plain inverse: long titles are law's habit."""
        measured = self.entries.annotate(title_length=Length("title")).filter(title_length__gt=0)
        average = measured.aggregate(Avg("title_length"))["title_length__avg"]
        rows = measured if full else measured.filter(title_norm=1.0)
        rows.update(title_norm=1.0 / (1 - _B + _B * F("title_length") / average) if average else 1.0)


class _ThaiWords:
    """What both compilers share: queries as literals of our words."""

    LAST_TERM_IS_PREFIX: bool
    query: SearchQuery
    queryset: QuerySet[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = simplified(self.query)

    def build_tsquery_content(
        self, query: SearchQuery, config: Any = None, invert: bool = False
    ) -> LiteralQuery:
        """Return the query for PostgreSQL."""
        literal = query_literal(query, prefix=self.LAST_TERM_IS_PREFIX)
        return LiteralQuery(f"!{literal}" if invert else literal)

    def build_tsquery(self, query: SearchQuery, config: Any = None) -> LiteralQuery:
        """Return the query for PostgreSQL."""
        return self.build_tsquery_content(query, config=config)

    def get_fields_vectors(self, search_query: Any) -> list[tuple[Any, float]]:
        """Return vectors for a search in named fields: the title has its own, the others share the body's."""
        names: Any = self.search_fields  # type: ignore[attr-defined]
        if issubclass(self.TARGET_SEARCH_FIELD_TYPE, AutocompleteField):  # type: ignore[attr-defined]
            return [(F("index_entries__autocomplete"), 1.0)]
        found: list[tuple[Any, float]] = []
        if "title" in names:
            found.append((F("index_entries__title"), 1.0))
        if any(name != "title" for name in names):
            found.append((F("index_entries__body"), 1.0))
        return found


class ThaiPostgresSearchQueryCompiler(_ThaiWords, postgres.PostgresSearchQueryCompiler):
    """Whole words."""


class ThaiPostgresAutocompleteQueryCompiler(_ThaiWords, postgres.PostgresAutocompleteQueryCompiler):
    """The last word may be unfinished."""


class ThaiPostgresSearchBackend(postgres.PostgresSearchBackend):
    """See the module. Options: as modelsearch's PostgreSQL backend."""

    query_compiler_class = ThaiPostgresSearchQueryCompiler
    autocomplete_query_compiler_class = ThaiPostgresAutocompleteQueryCompiler
    index_class = ThaiPostgresIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})


SearchBackend = ThaiPostgresSearchBackend
