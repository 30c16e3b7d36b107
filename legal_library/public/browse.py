"""The list of the library: filters by kind, topic, agency, status and year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from legal_library import terms
from legal_library.models.document import DocumentQuerySet
from legal_library.models.names import Agency, SharedName, Topic
from legal_library.models.standing import status_column
from legal_library.vocabulary import Vocabulary
from portal.page_cache.memory import remembered
from portal.thai.dates import bangkok_today
from portal.thai.digits import to_arabic
from portal.web.language import year_label
from portal.web.lists import Filter, Listing, chosen, listing, narrowed

PER_PAGE = 20
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


def _slug(written: str) -> str | None:
    return written if _SLUG.fullmatch(written) else None


def _year(written: str) -> int | None:
    year = to_arabic(written[:8])
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None


def _code(vocabulary: str, written: str) -> str | None:
    return written if terms.is_known(vocabulary, written) else None


def _words(vocabulary: str, values: Sequence[str]) -> dict[str, str]:
    return {code: name for code, name in terms.choices(vocabulary) if code in values}


def _rows(model: type[SharedName]) -> list[SharedName]:
    # All of them, once for every state of the database: there are some dozens, and every list shows most.
    return remembered(("library.names", model), lambda: list(model._default_manager.all()))


def _names(model: type[SharedName], values: Sequence[str]) -> dict[str, str]:
    return {row.slug: row.display_name for row in _rows(model) if row.slug in values}


def _slugs(model: type[SharedName]) -> dict[int, str]:
    return {row.pk: row.slug for row in _rows(model)}


_STATUS_NOW = "status_now"
"""Name of the column that `status_column` makes."""
FILTERS = (
    Filter(
        name="kind",
        title=_("ประเภท"),
        lookup="kind",
        read=lambda written: _code(Vocabulary.KIND, written),
        labels=lambda values: _words(Vocabulary.KIND, values),
    ),
    Filter(
        name="topic",
        title=_("หัวข้อ"),
        lookup="topics__slug",
        read=_slug,
        labels=lambda values: _names(Topic, values),
        is_many=True,
        column="topics",
        value_of=lambda: _slugs(Topic),
    ),
    Filter(
        name="agency",
        title=_("หน่วยงานผู้ออก"),
        lookup="agency__slug",
        read=_slug,
        labels=lambda values: _names(Agency, values),
        column="agency_id",
        value_of=lambda: _slugs(Agency),
    ),
    Filter(
        name="status",
        title=_("สถานะ"),
        lookup=_STATUS_NOW,
        read=lambda written: _code(Vocabulary.STATUS, written),
        labels=lambda values: _words(Vocabulary.STATUS, values),
    ),
    Filter(
        name="year",
        title=_("ปี"),
        lookup="year_be",
        read=_year,
        labels=lambda values: {year: year_label(year) for year in sorted(values, reverse=True)},
    ),
)


UNLISTED = (
    *(
        "addressee",
        "subject",
        "owner_unit",
        "sender_address",
        "signatory",
        "signatory_position",
        "acting_for",
        "contact",
    ),
    *(
        "parties",
        "received_no",
        "received_at",
        "other_names",
        "gazette_volume",
        "gazette_part",
        "gazette_page",
    ),
    *("gazette_published_on", "date_note", "date_note_en", "status_note", "status_note_en"),
    *(
        "checked_against",
        "source_name",
        "source_url",
        "urgency",
        "urgent_by",
        "reference_as_written",
        "signed_on",
        "identifier",
    ),
    *("seo_title", "search_description", "draft_title", "go_live_at", "expire_at", "locked_at", "locked_by"),
    *(
        "latest_revision_created_at",
        "last_published_at",
        "first_published_at",
        "show_in_menus",
        "expired",
        "locked",
    ),
)
"""Columns that no line of a list shows; half of the time of a list goes into reading rows."""


def in_order(documents: DocumentQuerySet) -> DocumentQuerySet:
    """The newest first, those without a date last; a list line names the agency."""
    newest = (F("year_be").desc(nulls_last=True), F("dated_on").desc(nulls_last=True))
    return documents.select_related("agency").defer(*UNLISTED).order_by(*newest, "title", "pk")


def browse(documents: DocumentQuerySet, params: Mapping[str, Any], base: str) -> Listing:
    """Return one view of the list.

    Args:
        documents: all public documents of the library.
        params: parameters of the address.
        base: address of the list without parameters.
    """
    today = bangkok_today()
    return listing(
        documents.annotate(**{_STATUS_NOW: status_column(today)}),
        FILTERS,
        params,
        base=base,
        per_page=PER_PAGE,
        ordered=in_order,
        # What is in force changes with the day, without anybody writing anything.
        remember=f"library.counts {today}",
    )


@dataclass(frozen=True)
class View:
    """One view of the list: the filters of an address that mean something.

    Attributes:
        values: name of the filter → value.
        query: the same, written in one fixed form; "" for the whole list.
    """

    values: Mapping[str, Any]
    query: str

    def narrowed(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """Return those of the documents that belong to the view today."""
        if "status" in self.values:
            documents = documents.alias(**{_STATUS_NOW: status_column(bangkok_today())})
        return narrowed(documents, FILTERS, self.values)

    def address(self, base: str) -> str:
        """Return the address of the view in a list without parameters."""
        return f"{base}?{self.query}" if self.query else base

    def words(self) -> dict[str, str | None]:
        """Return title of the filter → its value in words, None for a value that names nothing."""
        return {
            str(each.title): each.labels([self.values[each.name]]).get(self.values[each.name])
            for each in FILTERS
            if each.name in self.values
        }

    def title(self, name: str) -> str:
        """Return the name of a list with what the view shows of it."""
        return " · ".join([name, *(f"{title}: {words}" for title, words in self.words().items() if words)])


def view_of(params: Mapping[str, str]) -> View:
    """Return the view that the parameters of an address mean."""
    values = chosen(FILTERS, params)
    return View(values, urlencode(values))
