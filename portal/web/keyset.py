"""Lists that page by key: "older" and "newer" from the row that stands at the edge of a page, whatever its number is.

A page by number makes the database walk over all rows before it and count all rows of the list, and shows a row twice, or
never, when another comes or goes meanwhile. Here a page begins beyond a place, which an index enters directly, and no more
than one row is read that is not shown.

Own code, because none of the libraries fits (looked at on 29 November 2026): django-cursor-pagination 0.3, the
only one in use, orders and compares by OR alone, so that no index of several columns is entered, writes the values of
every row into the address, names of people too, and answers a broken address with an error; django-keyset-pagination-plus
has no word for rows without a value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    F,
    Field,
    IntegerField,
    Model,
    OrderBy,
    Q,
    QuerySet,
    UUIDField,
)
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.lookups import GreaterThan, LessThan
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query
from django.http import HttpRequest

from portal.thai.digits import to_arabic
from portal.web.lists import address

M = TypeVar("M", bound=Model)
Value = Any
"""Of a key: a number, a day, a time, a code, or None."""

LONGEST_PLACE = 120
WAYS = ("before", "after")
"""The parameters of an address that hold a place; `before` is heard first."""
END = "~"
"""In the place of a place: the last page."""
_BETWEEN, _NOTHING = "_", "none"
_WRITTEN = "%Y%m%dT%H%M%S.%fZ"


class _Above(TupleGreaterThan):
    """Compares several columns as one. Django spells that out for SQLite, which then enters no index (5.2)."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return GreaterThan.as_sql(self, compiler, connection)


class _Below(TupleLessThan):
    """The same the other way."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return LessThan.as_sql(self, compiler, connection)


@dataclass(frozen=True, slots=True)
class Key:
    """One of the values by which a list is ordered.

    Attributes:
        name: of the field; may lead over foreign keys ("circulation__sent_at").
        descending: the largest stands first.
        nulls: where rows without a value stand; the databases disagree. None where every row of the list has one.
        is_code: the text is a code that may stand in an address, such as a case's reference. No other text does.
    """

    name: str
    descending: bool = False
    nulls: Literal["first", "last"] | None = None
    is_code: bool = False

    def turned(self) -> Key:
        """Return the key of the same list read from its end."""
        nulls: Literal["first", "last"] | None = self.nulls and ("last" if self.nulls == "first" else "first")
        return replace(self, descending=not self.descending, nulls=nulls)

    def order(self) -> OrderBy:
        """Return the order by this key."""
        placed = {f"nulls_{self.nulls}": True} if self.nulls else {}
        return F(self.name).desc(**placed) if self.descending else F(self.name).asc(**placed)

    def level(self, value: Value) -> Q:
        """Return the condition that a row has this value."""
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})

    def beyond(self, value: Value) -> Q | None:
        """Return the condition that a row stands behind this value; None where none can."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if self.nulls == "first" else None
        behind = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return behind | Q(**{f"{self.name}__isnull": True}) if self.nulls == "last" else behind


def newest(name: str) -> tuple[Key, ...]:
    """Return the usual order of a list of what happened: the last first, by a field that every row has."""
    return (Key(name, descending=True), Key("pk", descending=True))


@dataclass(frozen=True, slots=True)
class Cut(Generic[M]):
    """One page of a list.

    Attributes:
        rows: in the order of the list.
        before: something stands above the first row.
        after: something stands below the last one.
    """

    rows: Sequence[M]
    before: bool
    after: bool

    @classmethod
    def of(cls, found: Sequence[M], *, size: int, placed: bool, before: bool) -> Cut[M]:
        """Return the page of what `stretch` found.

        Args:
            found: up to one row more than the page shows.
            size: rows of a page.
            placed: the page lies beside a place; else it is the first one, or the last.
            before: it was read backwards.
        """
        more, rows = len(found) > size, found[:size]
        return cls(rows[::-1], more, placed) if before else cls(rows, placed, more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """The links at the foot of a list; "" where there is nothing more.

    Attributes:
        first: the beginning of the list.
        before: what stands above the page.
        after: what stands below it.
        last: the end of the list.
    """

    first: str = ""
    before: str = ""
    after: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPage(Paging, Generic[M]):
    """One page of a list with its links.

    Attributes:
        rows: in the order of the list.
    """

    rows: Sequence[M]


def beyond(keys: Sequence[Key], at: Sequence[Value]) -> Any:
    """Return the condition under which a row stands behind a place.

    Compared as a whole where all keys run one way and have values, so that an index is entered there; else level by level
    behind a bound of the first key.

    Args:
        keys: the order in which the list is read.
        at: the value of each key at the place.
    """
    first = keys[0]
    if len(keys) > 1 and all(key.nulls is None and key.descending is first.descending for key in keys):
        lookup = _Below if first.descending else _Above
        return lookup(tuple(F(key.name) for key in keys), tuple(at))
    ways, level = Q(), Q()
    for key, value in zip(keys, at, strict=True):
        if (behind := key.beyond(value)) is not None:
            ways |= level & behind
        level &= key.level(value)
    if len(keys) == 1 or first.nulls is not None:
        return ways
    return Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": at[0]}) & ways


def walked(keys: Sequence[Key], *, before: bool) -> list[Key]:
    """Return the order in which a page is read: backwards for one that ends above its place."""
    return [key.turned() for key in keys] if before else list(keys)


def stretch(
    rows: QuerySet[M], keys: Sequence[Key], *, size: int, at: Sequence[Value] | None, before: bool = False
) -> QuerySet[M]:
    """Return the rows of one page and one more, read from the place on; see `Cut.of`.

    Args:
        rows: all of the list.
        keys: its order; the last ones tell all rows apart.
        size: rows of a page.
        at: the place, a value for each key; None for the beginning, or the end.
        before: the page ends above the place, or at the end, instead of beginning below it.
    """
    read = walked(keys, before=before)
    here = rows if at is None else rows.filter(beyond(read, at))
    return here.order_by(*(key.order() for key in read))[: size + 1]


def cut(
    rows: QuerySet[M], keys: Sequence[Key], *, size: int, at: Sequence[Value] | None, before: bool = False
) -> Cut[M]:
    """Return one page of a list; the nearest one where nothing is left behind the place. Arguments as for `stretch`."""
    found = list(stretch(rows, keys, size=size, at=at, before=before))
    if not found and at is not None:
        return cut(rows, keys, size=size, at=None, before=not before)
    return Cut.of(found, size=size, placed=at is not None, before=before)


def keyed(
    request: HttpRequest, rows: QuerySet[M], keys: Sequence[Key], per_page: int, *, base: str = ""
) -> KeyPage[M]:
    """Return the page of a list that an address asks for; what means nothing there is the first page.

    Where the list is ordered by words (names of people and places), the address holds the last key only, and the place is
    looked up among the rows of the list: a row that is none of them tells nothing.

    Args:
        request: whose parameters every link keeps.
        rows: all of the list, for this reader.
        keys: its order; the last one is a number or a code that tells all rows apart.
        per_page: rows of a page.
        base: address of the list without parameters, where it is not that of the request.
    """
    shown = _shown(rows, keys)
    before = "before" in request.GET
    written = request.GET.get(WAYS[0] if before else WAYS[1], "")
    at = _read(written, rows, keys, shown)
    before = before and (at is not None or written == END)
    found = cut(rows, keys, size=per_page, at=at, before=before)
    ends = [_written(row, shown) for row in (found.rows[0], found.rows[-1])] if found.rows else ("", "")
    kept = {name: given for name, given in request.GET.lists() if name not in WAYS}
    beside = between(*ends, before=found.before, after=found.after, base=base or request.path, kept=kept)
    last = address(base or request.path, {**kept, WAYS[0]: END}) if found.after else ""
    return KeyPage(rows=found.rows, first=beside.first, before=beside.before, after=beside.after, last=last)


def between(
    first: object, last: object, *, before: bool, after: bool, base: str, kept: Mapping[str, Any]
) -> Paging:
    """Return the links beside a page.

    Args:
        first: place of its first row.
        last: place of its last row.
        before: something stands above it.
        after: something stands below it.
        base: address of the list without parameters.
        kept: parameters that every link keeps.
    """
    return Paging(
        first=address(base, kept) if before else "",
        before=address(base, {**kept, WAYS[0]: str(first)}) if before else "",
        after=address(base, {**kept, WAYS[1]: str(last)}) if after else "",
    )


# Places in an address ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a value stands in an address.

    Attributes:
        pattern: all of it; no value is longer or written otherwise.
        read: what it says.
    """

    pattern: re.Pattern[str]
    read: Callable[[str], Value]

    def value(self, text: str) -> Value:
        """Return what a part of a place says.

        Raises:
            ValueError: nothing, or a day that is none.
        """
        if not self.pattern.fullmatch(text):
            raise ValueError(text)
        return self.read(text)


_CODE = _Kind(re.compile(r"[0-9A-Za-z-]{1,40}"), str)
_KINDS: tuple[tuple[type[Field[Any, Any]], _Kind], ...] = (
    (DateTimeField, _Kind(re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z"), dt.datetime.fromisoformat)),
    (DateField, _Kind(re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), dt.date.fromisoformat)),
    (IntegerField, _Kind(re.compile(r"-?[0-9]{1,18}"), int)),
    (UUIDField, _Kind(re.compile(r"[0-9a-f-]{36}"), UUID)),
    (BooleanField, _Kind(re.compile(r"[01]"), "1".__eq__)),
)


def _shown(rows: QuerySet[M], keys: Sequence[Key]) -> list[tuple[Key, _Kind]]:
    """Return the keys that stand in an address with how they do: all, or the last one where words are among them."""
    query = rows.query.clone()
    kinds = [_CODE if key.is_code else _kind_of(query, key.name) for key in keys]
    shown = [(key, kind) for key, kind in zip(keys, kinds, strict=True) if kind is not None]
    if not shown or shown[-1][0] is not keys[-1]:
        raise ValueError(f"No row can be named in an address by {keys[-1].name}.")
    return shown if len(shown) == len(keys) else shown[-1:]


def _kind_of(query: Query, name: str) -> _Kind | None:
    field = F(name).resolve_expression(query).output_field
    plain = getattr(field, "target_field", field)
    return next((kind for of, kind in _KINDS if isinstance(plain, of)), None)


def _read(
    text: str, rows: QuerySet[M], keys: Sequence[Key], shown: Sequence[tuple[Key, _Kind]]
) -> Sequence[Value] | None:
    """Return the place that an address names; None for none."""
    parts = to_arabic(text[: LONGEST_PLACE + 1]).split(_BETWEEN)
    if not text or len(text) > LONGEST_PLACE or len(parts) != len(shown):
        return None
    try:
        values = [
            None if key.nulls and part == _NOTHING else kind.value(part)
            for part, (key, kind) in zip(parts, shown, strict=True)
        ]
    except ValueError:
        return None
    if len(shown) == len(keys):
        return values
    return rows.filter(**{keys[-1].name: values[0]}).values_list(*(key.name for key in keys)).first()


def _written(row: M, shown: Sequence[tuple[Key, _Kind]]) -> str:
    """Return the place of a row."""
    return _BETWEEN.join(_in_words(reduce(getattr, key.name.split("__"), row)) for key, _kind in shown)


def _in_words(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime(_WRITTEN)
    return _NOTHING if value is None else str(int(value) if isinstance(value, bool) else value)
