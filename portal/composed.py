"""Queries that are composed once: what every page of the desk asks the same way, with other values each time.

Django composes a statement anew for each request, which costs several times what a database needs to answer it by an
index. A query of which only values differ is composed for values that do not exist (stand-ins); its words are kept for each
database, and the real values are put where the stand-ins are. What comes back are the same instances as from the query
itself, with related objects, annotations and prefetched lists.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

from portal.planned import Planning, with_constants

M = TypeVar("M", bound=Model)

HIGHEST_KEY = 2_147_483_647
"""Stand-ins for numbers count down from the largest key of a table; no table has so many rows."""
FIRST_DAY = dt.date(1911, 11, 11)
"""Stand-ins for days, long before anything that is kept here."""
FIRST_TIME = dt.datetime(1912, 12, 12, 12, tzinfo=dt.UTC)


_IS_TIME = re.compile(r"\d{4}-\d\d-\d\d")
"""A day or a time as a parameter of a statement, as PostgreSQL and SQLite take it."""


def refuse_times(values: Iterable[Any], known: Container[Any]) -> None:
    """Refuse words that are to be kept and hold a time that stands for nothing.

    Kept, they would say for ever what time it was when they were composed.

    Args:
        values: parameters of the statement.
        known: stand-ins for times, as the database takes them.

    Raises:
        RuntimeError: there is one.
    """
    reckoned = [value for value in values if _IS_TIME.match(str(value)) and value not in known]
    if reckoned:
        raise RuntimeError(f"A query that is kept reckons with the time by itself: {reckoned}")


def _refuse(*_arguments: Any) -> Any:
    raise RuntimeError("A query that is kept is composed without asking the database.")


@contextmanager
def asking_nothing() -> Iterator[None]:
    """Refuse whatever is asked of the database meanwhile: the answer would be kept with the words.

    Raises:
        RuntimeError: something was asked.
    """
    with connection.execute_wrapper(_refuse):
        yield


class Keys:
    """Says of a value that it is some keys: at most so many, at least one."""

    def __init__(self, most: int) -> None:
        self.most = most


Kind = type[int] | type[str] | type[dt.date] | type[dt.datetime] | Keys


class _Words:
    """What Django composed for one database."""

    def __init__(self, query: Query, alias: str, stand_ins: Container[Any]) -> None:
        self.query = query
        self.compiler: SQLCompiler = query.get_compiler(using=alias)
        self._converters: list[tuple[int, Callable[..., Any], Any]] | None = None
        self._are_composite = False
        try:
            sql, values = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.values = "", ()
            return
        refuse_times(values, stand_ins)
        self.sql, self.values = with_constants(
            connections[alias], sql, values, stands=lambda value: value in stand_ins
        )

    def with_values(self, connection: Any, values: Mapping[Any, Any]) -> _Answering:
        """Return what asks for these values on this thread's connection."""
        return _Answering(self, connection, tuple(values.get(value, value) for value in self.values))

    def read(self, rows: list[Any], connection: Any) -> Iterable[Any]:
        """Return rows as Django reads them. How the columns become values is found once: it depends on the words alone.

        Args:
            rows: as the database gave them.
            connection: that gave them.
        """
        compiler = self.compiler
        if self._converters is None:
            fields = [column[0] for column in compiler.select[: compiler.col_count]]
            self._are_composite = compiler.has_composite_fields(fields)
            self._converters = [
                (place, function, expression)
                for place, (functions, expression) in compiler.get_converters(fields).items()
                for function in functions
            ]
        if compiler.has_extra_select:
            rows = [row[: compiler.col_count] for row in rows]
        if self._converters:
            rows = [list(row) for row in rows]
            for row in rows:
                for place, function, expression in self._converters:
                    row[place] = function(row[place], expression, connection)
        if self._are_composite:
            fields = [column[0] for column in compiler.select[: compiler.col_count]]
            return compiler.composite_fields_to_tuples(rows, fields)
        return rows


class _Answering:
    """What a queryset needs of a compiler: the words are composed already, the values and the connection are one reader's."""

    def __init__(self, words: _Words, connection: Any, values: tuple[Any, ...]) -> None:
        self.select = words.compiler.select
        self.klass_info = words.compiler.klass_info
        self.annotation_col_map = words.compiler.annotation_col_map
        self._words, self._connection, self._values = words, connection, values

    def execute_sql(self, *_args: Any, **_kwargs: Any) -> list[list[Any]]:
        """Ask, and return all rows as one bundle."""
        with self._connection.cursor() as cursor:
            cursor.execute(self._words.sql, self._values)
            return [cursor.fetchall()]

    def results_iter(
        self, results: Any = None, tuple_expected: bool = False, **_kwargs: Any
    ) -> Iterable[Any]:
        """Return the rows with their values, as lists or tuples."""
        (rows,) = self.execute_sql() if results is None else results
        read = self._words.read(rows, self._connection)
        return map(tuple, read) if tuple_expected else read


class _Asked(Query):
    """A query that is composed already: it has a compiler, and needs nothing else."""

    def __init__(self, query: Query, compiler: _Answering) -> None:
        # A copy: what is kept belongs to all threads, and the values in this compiler to one reader.
        self.__dict__ = {**query.__dict__, "_ready": compiler}

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        return self._ready


class Composed(Generic[M]):
    """A query that is composed once for each database.

    ```
    running = Composed(lambda organization, since: Duty.objects.filter(…), organization=int, since=dt.datetime)
    running(organization=7, since=now)
    ```
    """

    def __init__(self, rows: Callable[..., QuerySet[M]], **kinds: Kind) -> None:
        """Keep how to compose it; nothing is composed before it is asked for the first time.

        Args:
            rows: makes the query of the values, given by name. It may not decide anything by them, nor slice by one,
                nor ask for a part of a text.
            kinds: of each value.
        """
        self._rows = rows
        self._kinds = kinds
        self._words: dict[str, _Words] = {}
        self._is_planned_once = True
        self._queryset: QuerySet[M] | None = None
        self._stand_ins: dict[str, Any] = {}
        self._composing = threading.Lock()

    def planned_each_time(self) -> Composed[M]:
        """Let PostgreSQL plan it for the values, and return it.

        For the first rows of an order, where one office has a thousand times as many as another: the plan for everybody
        expects few rows and sorts them all.
        """
        self._is_planned_once = False
        return self

    def __call__(self, **values: Any) -> list[M]:
        """Return the rows for these values, with what the query prefetches.

        Raises:
            ValueError: more keys than the query has room for.
            TypeError: a value is missing, or one too many.
        """
        if values.keys() != self._kinds.keys():
            raise TypeError(f"values: {sorted(self._kinds)}")
        queryset = self._composed()
        alias = queryset.db
        words = self._words_for(alias, queryset)
        if not words.sql:
            return []
        connection = Planning(connections[alias]) if self._is_planned_once else connections[alias]
        # What `queryset.all()` makes, without a copy of all that Django composes from.
        asked = object.__new__(type(queryset))
        query = _Asked(words.query, words.with_values(connection, self._filled(alias, values)))
        asked.__dict__.update(queryset.__dict__, _query=query, _result_cache=None, _prefetch_done=False)
        return list(asked)

    def first(self, **values: Any) -> M | None:
        """Return the first row for these values; None where there is none. Errors as for a call."""
        return next(iter(self(**values)), None)

    def _words_for(self, alias: str, queryset: QuerySet[M]) -> _Words:
        words = self._words.get(alias)
        if words is None:
            # One thread at a time, and each database on a copy: Django joins tables to a query while it writes its words,
            # and two that write at once would each name tables that the other has joined.
            with self._composing:
                words = self._words.get(alias)
                if words is None:
                    words = _Words(queryset.query.clone(), alias, self._filled(alias, self._stand_ins))
                    self._words[alias] = words
        return words

    def _composed(self) -> QuerySet[M]:
        if self._queryset is None:
            with self._composing:
                if self._queryset is None:
                    self._stand_ins = self._chosen()
                    with asking_nothing():
                        self._queryset = self._rows(**self._stand_ins)
        return self._queryset

    def _chosen(self) -> dict[str, Any]:
        """Return a stand-in for each value."""
        chosen: dict[str, Any] = {}
        number, day, time = HIGHEST_KEY, FIRST_DAY, FIRST_TIME
        for name, kind in self._kinds.items():
            if isinstance(kind, Keys):
                chosen[name] = [number - place for place in range(kind.most)]
                number -= kind.most
            elif kind is int:
                chosen[name] = number
                number -= 1
            elif kind is str:
                # A letter that belongs to nobody's words, and the name: two values of one query differ.
                chosen[name] = f"\ue000{name}"
            elif kind is dt.datetime:
                chosen[name] = time
                time += dt.timedelta(hours=1)
            else:
                chosen[name] = day
                day += dt.timedelta(days=1)
        return chosen

    def _filled(self, alias: str, values: Mapping[str, Any]) -> dict[Any, Any]:
        database = connections[alias].ops
        filled: dict[Any, Any] = {}
        for name, kind in self._kinds.items():
            stand_in, value = self._stand_ins[name], values[name]
            if isinstance(kind, Keys):
                filled.update(zip(stand_in, _padded(value, kind.most), strict=True))
            elif kind in (int, str):
                filled[stand_in] = value
            elif kind is dt.datetime:
                adapt = database.adapt_datetimefield_value
                filled[adapt(stand_in)] = adapt(value)
            else:
                filled[database.adapt_datefield_value(stand_in)] = database.adapt_datefield_value(value)
        return filled


def _padded(keys: Iterable[int], most: int) -> list[int]:
    """Return so many keys: the last one again where there are fewer, which finds nothing twice."""
    given = list(keys)
    if not 0 < len(given) <= most:
        raise ValueError(f"{len(given)} keys, from 1 to {most} can be asked for")
    return given + given[-1:] * (most - len(given))
