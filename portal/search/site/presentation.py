"""What templates need of a search: links, labels, words. No searching here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext, pgettext

from portal.search.site.filters import FIELDS, TITLES, Catalog
from portal.search.site.find import ORDERS, PAGE_SIZE, Found
from portal.web import lists
from portal.web.language import is_english, year_label
from portal.web.lists import Facet, Option, Tag, address

_SHOWN_OPTIONS = 12
_STATUS_TONES = {
    "in_force": "ok",
    "published": "ok",
    "not_yet": "info",
    "amended": "ok",
    "superseded": "warn",
    "replaced": "warn",
    "suspended": "warn",
    "unverified": "warn",
    "repealed": "off",
    "cancelled": "off",
    "expired": "off",
    "ended": "off",
}


@dataclass(frozen=True)
class Order:
    """One way to sort, with its address."""

    label: str
    url: str
    selected: bool


def kind_name(kind: str, label: str, english: str = "") -> str:
    """Return the name of a kind in the reader's language.

    Args:
        kind: its slug, which is the context of the translation where the same words mean something else elsewhere.
        label: its Thai name, the msgid.
        english: the name that its source gives it in English, which wins over the translation.
    """
    if not label:
        return ""
    if english and is_english():
        return english
    special = pgettext(kind, label)
    return special if special != label else gettext(label)


def status_name(label: str, english: str = "") -> str:
    """Return the name of a legal status in the reader's language.

    Args:
        label: its Thai name, the msgid; "" for a document without a status.
        english: the name that its source gives it in English, which wins over the translation.
    """
    return (english if is_english() else "") or (gettext(label) if label else "")


def value_label(catalog: Catalog, field: str, value: str) -> str:
    """Return the label of a facet value in the reader's language."""
    if field == "year":
        return year_label(int(value)) if value.isdigit() else value
    label = str(catalog.label(field, value))
    if is_english() and (english := catalog.english_name(field, value)):
        return english
    if field == "kind":
        return kind_name(value, label) or value
    if field == "status":
        return gettext(label) if label else value
    return label


def _address(box: str, groups: Mapping[str, tuple[str, ...]], order: str) -> str:
    """Return the address of a search, its first page."""
    values = {"q": box, **groups, "order": order if order != ORDERS[0] else ""}
    return address(_results_path(get_language(), get_script_prefix()), values)


@cache
def _results_path(language: str | None, prefix: str) -> str:
    """Return the address of the results: facets lead there twenty times a page. Both arguments are what `reverse` reads itself."""
    return reverse("search:results")


def _toggled(groups: Mapping[str, tuple[str, ...]], field: str, value: str) -> dict[str, tuple[str, ...]]:
    """Return the filters with one value put in or taken out."""
    held = groups.get(field, ())
    values = tuple(other for other in held if other != value) if value in held else (*held, value)
    changed = {**groups, field: values}
    return {name: chosen for name, chosen in changed.items() if chosen}


def facets(found: Found, catalog: Catalog) -> list[Facet]:
    """Return the facets in fixed order; values by count, years from the newest; chosen ones are always shown.

    None without an index: the database counts no facets, and a zero beside a chosen filter would contradict the list.
    """
    shown: list[Facet] = []
    if found.degraded:
        return shown
    for field in FIELDS:
        chosen = found.chosen.groups.get(field, ())
        counts = {**dict.fromkeys(chosen, 0), **found.facets.get(field, {})}
        if field == "year":
            values = sorted(counts, reverse=True)
        else:
            values = sorted(counts, key=lambda value, counts=counts: (-counts[value], value))  # type: ignore[misc]
        values = [v for place, v in enumerate(values) if place < _SHOWN_OPTIONS or v in chosen]
        options = tuple(
            Option(
                label=value_label(catalog, field, value),
                url=_address(found.analysis.box, _toggled(found.chosen.groups, field, value), found.order),
                count=counts[value],
                selected=value in chosen,
            )
            for value in values
        )
        if options:
            shown.append(Facet(field, TITLES[field], options))
    return shown


def tags(found: Found, catalog: Catalog) -> list[Tag]:
    """Return the filters in use, each with the address without it."""
    return [
        Tag(
            f"{TITLES[field]}: {value_label(catalog, field, value)}",
            _address(found.analysis.box, _toggled(found.chosen.groups, field, value), found.order),
        )
        for field, values in found.chosen.groups.items()
        for value in values
    ]


def orders(found: Found) -> list[Order]:
    """Return the ways to sort."""
    labels = {"relevance": gettext("ตรงที่สุด"), "newest": gettext("ใหม่ไปเก่า"), "oldest": gettext("เก่าไปใหม่")}
    return [
        Order(labels[order], _address(found.analysis.box, found.chosen.groups, order), order == found.order)
        for order in ORDERS
    ]


def without_filters(found: Found) -> str:
    """Return the address of the same words without any filter."""
    return _address(found.analysis.box, {}, found.order)


def instead(words: str, found: Found) -> str:
    """Return the address of other words with the same filters."""
    return _address(words, found.chosen.groups, found.order)


def page_of(found: Found) -> object:
    """Return a `Page` for `components/pagination.html`."""
    shown = min(found.total, found.pages * PAGE_SIZE)
    return lists.page_of(range(shown), found.page, PAGE_SIZE)


def in_language(path: str) -> str:
    """Return the address of a public page in the reader's language; sources name it without a prefix."""
    language = get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE or not path.startswith("/") else f"/{language}{path}"


def tone(status: str) -> str:
    """Return the tone of a legal status for `components/status.html`."""
    return _STATUS_TONES.get(status, "")
