"""The list of the library: filters by kind, agency, topic, year and status, each with honest counts.

The counts of one filter are taken with all *other* filters on, so that a number is always what one click gives
(house.md, PeachJam). Values that mean nothing are ignored, page numbers that do not exist become the nearest one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from legal_library.domain.kinds import kinds_in_order
from legal_library.models.document import DocumentQuerySet
from legal_library.models.names import Agency, Topic
from legal_library.vocabulary import DocumentKind, DocumentStatus
from portal.thai.dates import BE_OFFSET
from portal.thai.digits import to_arabic
from portal.web.language import is_english

PER_PAGE = 20
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
FILTERS = {
    "kind": "kind",
    "topic": "topics__slug",
    "agency": "agency__slug",
    "status": "status",
    "year": "year_be",
}
"""Name in the address → lookup."""


@dataclass(frozen=True)
class Option:
    """One choice of a filter, for components/facet.html."""

    label: str
    url: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One filter with its choices."""

    title: str
    options: list[Option]


@dataclass(frozen=True)
class Tag:
    """A chosen filter and the address without it."""

    text: str
    url: str


@dataclass
class Browse:
    """One view of the list.

    Attributes:
        page: the documents shown.
        facets: the filters that have a choice.
        tags: the chosen filters.
        total: how many documents match.
    """

    page: Page
    facets: list[Facet] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    total: int = 0


def chosen(params: Mapping[str, str]) -> dict[str, Any]:
    """Return the filters of an address that mean something.

    Args:
        params: query parameters; Thai digits are fine in a year.
    """
    found: dict[str, Any] = {}
    if params.get("kind") in DocumentKind.values:
        found["kind"] = params["kind"]
    if params.get("status") in DocumentStatus.values:
        found["status"] = params["status"]
    for name in ("topic", "agency"):
        if _SLUG.fullmatch(value := (params.get(name) or "").strip()):
            found[name] = value
    year = to_arabic(params.get("year") or "").strip()
    if year.isascii() and year.isdigit() and len(year) == 4:
        found["year"] = int(year)
    return found


def apply(documents: DocumentQuerySet, filters: Mapping[str, Any], *, without: str = "") -> DocumentQuerySet:
    """Narrow documents by the chosen filters.

    Args:
        documents: where to start; always public ones.
        filters: what `chosen` returned.
        without: name of a filter to leave out.
    """
    for name, value in filters.items():
        if name != without:
            documents = documents.filter(**{FILTERS[name]: value})
    return documents


def _counts(documents: DocumentQuerySet, lookup: str) -> dict[Any, int]:
    rows = documents.order_by().values_list(lookup).annotate(count=Count("pk", distinct=True))
    return {value: count for value, count in rows if value not in (None, "")}


def _address(base: str, filters: Mapping[str, Any], **change: Any) -> str:
    """Return the address of the list with one filter changed; the page number starts again."""
    merged = {**filters, **change}
    query = urlencode({name: value for name, value in merged.items() if value not in (None, "")})
    return f"{base}?{query}" if query else base


def _year_label(year_be: int) -> str:
    return str(year_be - BE_OFFSET if is_english() else year_be)


def _labels(name: str, values: list[Any]) -> dict[Any, str]:
    """Return the words for the values of one filter, in the order in which they are listed."""
    if name == "kind":
        return {kind.value: str(kind.label) for kind in kinds_in_order() if kind.value in values}
    if name == "status":
        return {status.value: str(status.label) for status in DocumentStatus if status.value in values}
    if name == "year":
        return {year: _year_label(year) for year in sorted(values, reverse=True)}
    model = Topic if name == "topic" else Agency
    return {row.slug: row.display_name for row in model.objects.filter(slug__in=values)}


def browse(documents: DocumentQuerySet, params: Mapping[str, str], base: str) -> Browse:
    """Return one view of the list; the number of queries does not depend on how many documents there are.

    Args:
        documents: all public documents of the library.
        params: query parameters of the address.
        base: address of the list without parameters.
    """
    filters = chosen(params)
    titles = {
        "kind": _("ประเภท"),
        "topic": _("หัวข้อ"),
        "agency": _("หน่วยงานผู้ออก"),
        "status": _("สถานะ"),
        "year": _("ปี"),
    }
    facets, tags = [], []
    for name, lookup in FILTERS.items():
        counts = _counts(apply(documents, filters, without=name), lookup)
        labels = _labels(name, list(counts))
        options = [
            Option(label, _address(base, filters, **{name: value}), counts[value], filters.get(name) == value)
            for value, label in labels.items()
        ]
        if options:
            facets.append(Facet(titles[name], options))
        if name in filters:
            words = labels.get(filters[name], str(filters[name]))
            tags.append(Tag(f"{titles[name]}: {words}", _address(base, filters, **{name: None})))
    ordered = (
        apply(documents, filters)
        .select_related("agency")
        .order_by(F("year_be").desc(nulls_last=True), F("dated_on").desc(nulls_last=True), "title", "pk")
    )
    page = Paginator(ordered, PER_PAGE).get_page(to_arabic(params.get("page") or "1"))
    return Browse(page=page, facets=facets, tags=tags, total=page.paginator.count)
