"""List pages: filters with honest counts, tags that take one filter away, pages that clamp.

The counts of a filter are taken with all *other* filters on, so that a number is always what one click gives. They all
come from one count of how many rows have which values together: the rows are read once, not once for each filter. Values
that mean nothing are ignored, and a page number that does not exist becomes the nearest one: an old bookmark or a
mistyped address shows the list, never an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.http import urlencode

from portal.page_cache.memory import remembered
from portal.thai.digits import to_arabic

LONGEST_NUMBER = 9
"""Digits of a page number that is read at all."""
_HERE = "\0"
"""Stands in an address for a value that comes later."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, for `components/facet.html`.

    Attributes:
        label: in the reader's language.
        url: the list with this choice made.
        count: how many rows that list has.
        selected: it is chosen now.
    """

    label: str
    url: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its options, for `components/facet.html`."""

    name: str
    title: str | Promise
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A filter in use, and the address of the list without it, for `components/tag.html`."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter of a list over a queryset.

    Attributes:
        name: of its parameter in the address.
        title: heading above its options.
        lookup: field lookup that its value is compared with.
        read: turns what stands in the address into a value; None for what means nothing.
        labels: returns value → words for the values that occur, in the order in which they are listed.
        is_many: whether a row may have several of its values.
        column: what is counted, where that is another column than the lookup: the key of another table, which is nearer.
        value_of: returns what stands in the column → the value that the address carries; None where both are the same.
    """

    name: str
    title: str | Promise
    lookup: str
    read: Callable[[str], Any]
    labels: Callable[[Sequence[Any]], Mapping[Any, str]]
    is_many: bool = False
    column: str = ""
    value_of: Callable[[], Mapping[Any, Any]] | None = None


@dataclass(frozen=True)
class Listing:
    """One view of a list.

    Attributes:
        page: the rows shown.
        facets: filters that have at least one option.
        tags: filters in use.
        total: rows of all pages together.
    """

    page: Page
    facets: tuple[Facet, ...]
    tags: tuple[Tag, ...]
    total: int


def page_of(items: Any, number: str | int | None, per_page: int, *, total: int | None = None) -> Page:
    """Return the asked page, or the nearest one.

    Args:
        items: a queryset or a sequence.
        number: as it stands in the address; Thai digits are fine.
        per_page: rows of a page.
        total: how many there are, where that is known already.
    """
    written = to_arabic(str(number or "1")[: LONGEST_NUMBER + 1]).strip()
    pages = Paginator(items, per_page)
    if total is not None:
        # In the place of the count that it would ask the database for.
        vars(pages)["count"] = total
    return pages.get_page(written)


def address(base: str, values: Mapping[str, Any]) -> str:
    """Return an address with those parameters that have a value; a sequence gives its parameter several times.

    Args:
        base: the address without parameters; may be relative, such as "./".
        values: parameter → value or values; None and "" are left out.
    """
    query = urlencode(
        {name: value for name, value in values.items() if value not in (None, "", ())}, doseq=True
    )
    return f"{base}?{query}" if query else base


def count_by(rows: QuerySet, lookup: str) -> dict[Any, int]:
    """Return how many rows have each value of a field; rows without a value are not counted. One query."""
    found = rows.order_by().values_list(lookup).annotate(number=Count("pk", distinct=True))
    return {value: number for value, number in found if value not in (None, "")}


def chosen(filters: Sequence[Filter], params: Mapping[str, str]) -> dict[str, Any]:
    """Return name → value of those filters whose parameter means something."""
    read = {each.name: each.read((params.get(each.name) or "").strip()) for each in filters}
    return {name: value for name, value in read.items() if value is not None}


def narrowed(rows: QuerySet, filters: Sequence[Filter], values: Mapping[str, Any]) -> QuerySet:
    """Return the rows that fit the chosen values.

    Args:
        rows: where to start; always what this reader may see.
        filters: the filters of the list.
        values: what `chosen` returned.
    """
    for each in filters:
        if each.name in values:
            rows = rows.filter(**{each.lookup: values[each.name]})
    return rows


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have which values together. From it follows every count of a list, whatever is chosen.

    Attributes:
        names: of the filters of which a row has one value.
        rows: their values, in this order, and how many rows have them.
        many: name of a filter of which a row may have several values → the same for each of its values, which stands first.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    many: Mapping[str, tuple[tuple[Any, ...], ...]]

    def counts(self, one: Filter, values: Mapping[str, Any]) -> dict[Any, int]:
        """Return how many rows have each value of a filter, with all *other* filters on; none without a value.

        Args:
            one: the filter.
            values: what `chosen` returned.
        """
        others = {name: value for name, value in values.items() if name != one.name}
        names, rows = self._table(one.name if one.is_many else self._one_of_many(others))
        place = names.index(one.name)
        found: dict[Any, int] = defaultdict(int)
        for row in _fitting(names, rows, others):
            found[row[place]] += row[-1]
        return {value: number for value, number in found.items() if value not in (None, "")}

    def total(self, values: Mapping[str, Any]) -> int:
        """Return how many rows have all the chosen values."""
        names, rows = self._table(self._one_of_many(values))
        return sum(row[-1] for row in _fitting(names, rows, values))

    def _one_of_many(self, values: Mapping[str, Any]) -> str:
        return next((name for name in self.many if name in values), "")

    def _table(self, name: str) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        return ((name, *self.names), self.many[name]) if name else (self.names, self.rows)


def _fitting(
    names: Sequence[str], rows: Iterable[tuple[Any, ...]], values: Mapping[str, Any]
) -> Iterable[tuple[Any, ...]]:
    places = [(names.index(name), value) for name, value in values.items()]
    return (row for row in rows if all(row[place] == value for place, value in places))


def tallied(rows: QuerySet, filters: Sequence[Filter]) -> Tally:
    """Return how many rows have which values together: one question, and one for each filter of many values.

    Args:
        rows: everything this reader may see.
        filters: of the list; at most one of them may have many values, or what is chosen of two of them could not be told.

    Raises:
        ValueError: two have.
    """
    many = [each for each in filters if each.is_many]
    if len(many) > 1:
        raise ValueError("a list has one filter of many values")
    single = [each for each in filters if not each.is_many]
    return Tally(
        tuple(each.name for each in single),
        _together(rows, single),
        {each.name: _together(rows, [each, *single]) for each in many},
    )


def _together(rows: QuerySet, filters: Sequence[Filter]) -> tuple[tuple[Any, ...], ...]:
    columns = [each.column or each.lookup for each in filters]
    # Of a filter of many values only the rows that have one; a row for each of them.
    having = rows.filter(**{f"{columns[0]}__isnull": False}) if filters[0].is_many else rows
    # A list shows each row once, so that nothing has to be told apart while it is counted.
    found = having.order_by().values_list(*columns).annotate(number=Count("*"))
    named = [(place, each.value_of()) for place, each in enumerate(filters) if each.value_of]
    if not named:
        return tuple(found)
    told = []
    for row in found:
        values = list(row)
        for place, value_of in named:
            values[place] = value_of.get(values[place])
        told.append(tuple(values))
    return tuple(told)


def listing(
    rows: QuerySet,
    filters: Sequence[Filter],
    params: Mapping[str, str],
    *,
    base: str,
    per_page: int,
    ordered: Callable[[QuerySet], QuerySet],
    kept: Mapping[str, str] | None = None,
    remember: str = "",
) -> Listing:
    """Return one view of a list; the number of queries does not depend on how many rows there are.

    Args:
        rows: everything this reader may see.
        filters: the filters of the list.
        params: parameters of the address.
        base: address of the list without parameters.
        per_page: rows of a page.
        ordered: puts the rows that are shown in order, and joins what their lines need.
        kept: further parameters that every address keeps.
        remember: name under which the counts of the list are remembered (portal.page_cache.memory), when they depend on
            nothing but the database: every view of the list has them.
    """
    values = chosen(filters, params)
    make = partial(tallied, rows, filters)
    tally = remembered(remember, make) if remember else make()
    facets, tags = [], []
    for each in filters:
        counts = tally.counts(each, values)
        labels = each.labels(list(counts))
        now = values.get(each.name)
        to = _addresses(base, {**(kept or {}), **values}, each.name)
        options = tuple(
            Option(label, to(value), counts[value], value == now)
            for value, label in labels.items()
            if value in counts
        )
        if options:
            facets.append(Facet(each.name, each.title, options))
        if now is not None:
            without = address(base, {**(kept or {}), **values, each.name: None})
            tags.append(Tag(f"{each.title}: {labels.get(now, now)}", without))
    narrow = ordered(narrowed(rows, filters, values))
    page = page_of(narrow, params.get("page"), per_page, total=tally.total(values))
    return Listing(page, tuple(facets), tuple(tags), page.paginator.count)


def _addresses(base: str, values: Mapping[str, Any], name: str) -> Callable[[Any], str]:
    """Return what makes the address of a choice: what is the same for all choices of a filter is written once."""
    # No value begins with it: the parameters of an address are words and numbers.
    whole = address(base, {**values, name: _HERE})
    before, _, after = whole.rpartition(urlencode({name: _HERE}))
    return lambda value: f"{before}{urlencode({name: value})}{after}"
