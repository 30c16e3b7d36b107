"""List pages: filters with honest counts, tags that take one filter away, pages that clamp.

The counts of a filter are taken with all *other* filters on, so that a number is always what one click gives. Values
that mean nothing are ignored, and a page number that does not exist becomes the nearest one: an old bookmark or a
mistyped address shows the list, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.http import urlencode

from portal.page_cache.memory import remembered
from portal.thai.digits import to_arabic

LONGEST_NUMBER = 9
"""Digits of a page number that is read at all."""


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
    """

    name: str
    title: str | Promise
    lookup: str
    read: Callable[[str], Any]
    labels: Callable[[Sequence[Any]], Mapping[Any, str]]


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


def page_of(items: Any, number: str | int | None, per_page: int) -> Page:
    """Return the asked page, or the nearest one.

    Args:
        items: a queryset or a sequence.
        number: as it stands in the address; Thai digits are fine.
        per_page: rows of a page.
    """
    written = to_arabic(str(number or "1")[: LONGEST_NUMBER + 1]).strip()
    return Paginator(items, per_page).get_page(written)


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


def narrowed(
    rows: QuerySet, filters: Sequence[Filter], values: Mapping[str, Any], *, without: str = ""
) -> QuerySet:
    """Return the rows that fit the chosen values.

    Args:
        rows: where to start; always what this reader may see.
        filters: the filters of the list.
        values: what `chosen` returned.
        without: name of a filter to leave out, for the counts of its own options.
    """
    for each in filters:
        if each.name in values and each.name != without:
            rows = rows.filter(**{each.lookup: values[each.name]})
    return rows


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
        remember: name under which the counts of the whole list are remembered (portal.page_cache.memory), when they depend
            on nothing but the database: every page of the list has them.
    """
    values = chosen(filters, params)

    def counted(each: Filter) -> dict[Any, int]:
        narrow = narrowed(rows, filters, values, without=each.name)
        if remember and not set(values) - {each.name}:
            return remembered((remember, each.name), lambda: count_by(narrow, each.lookup))
        return count_by(narrow, each.lookup)

    facets, tags = [], []
    for each in filters:
        counts = counted(each)
        labels = each.labels(list(counts))
        now = values.get(each.name)

        def to(value: Any, name: str = each.name) -> str:
            return address(base, {**(kept or {}), **values, name: value})

        options = tuple(
            Option(label, to(value), counts[value], value == now)
            for value, label in labels.items()
            if value in counts
        )
        if options:
            facets.append(Facet(each.name, each.title, options))
        if now is not None:
            tags.append(Tag(f"{each.title}: {labels.get(now, now)}", to(None)))
    page = page_of(ordered(narrowed(rows, filters, values)), params.get("page"), per_page)
    return Listing(page, tuple(facets), tuple(tags), page.paginator.count)
