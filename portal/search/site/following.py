"""Following a search: its newest documents as a feed, and what is told by mail of it (S1.24, library.md idea 10).

Whoever seems to be in danger is never offered it: a mail or a feed about violence at home may be read by the wrong person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.search.engine import analysis
from portal.search.models import IndexedDocument
from portal.search.site import presentation
from portal.search.site.filters import TITLES
from portal.search.site.find import Found, find, matching
from portal.search.sources import journal
from portal.web.feeds import Entry
from portal.web.following import MOST_NEWS, Followed
from portal.web.language import localized
from portal.web.links import absolute

NAME = "search"
MOST_MATCHES = 10_000
"""Documents of a query that are followed: those with the newest dates."""
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NAMESPACE = uuid.UUID("6d0f8d1c-8a6e-5c0b-9a55-2f7d3c1e4b10")


class SearchList:
    """The results of `/search/` as a list that can be followed."""

    name = NAME

    def read(self, params: QueryDict) -> Followed | None:
        """Return the search that parameters mean; None for an empty, a dangerous and a private one.

        None too where a filter names what no document has (an agency that got another name): the page leaves it out and
        says so, but nobody asked to be told of so much.
        """
        found = find(_first_page(params))
        return None if found.chosen.unknown else followed(found)

    def news(self, query: str, since: dt.datetime, until: dt.datetime) -> Sequence[Entry]:
        """Return documents that appeared, or whose status changed, within a time."""
        rows = IndexedDocument.objects.live().filter(news_at__gt=since, news_at__lte=until)
        return _entries(query, rows)


def _first_page(params: QueryDict) -> QueryDict:
    first = params.copy()
    for name in ("page", "order"):
        first.pop(name, None)
    return first


def followed(found: Found) -> Followed | None:
    """Return a search as something to follow.

    Args:
        found: its first page, by relevance.

    Returns:
        None where nothing was asked, where danger was seen, where the words may name a person, and for a text that is
        longer than a query.
    """
    asked = found.analysis
    groups = found.chosen.groups
    if (asked.is_empty and not groups) or asked.whole or found.is_sensitive:
        return None
    if journal.is_private(analysis.fold(asked.raw)):
        return None
    name = _("ค้นหา “%(words)s”") % {"words": asked.box} if asked.box else _("เอกสารทั้งหมด")
    parts = [name]
    for field, values in groups.items():
        words = ", ".join(presentation.value_label(found.catalog, field, value) for value in values)
        parts.append(f"{TITLES[field]}: {words}")
    chosen = {field: sorted(values) for field, values in groups.items()}
    query = urlencode({"q": asked.box, **chosen} if asked.box else chosen, doseq=True)
    return Followed(
        list_name=NAME, query=query, title=" · ".join(parts), url=f"{reverse('search:results')}?{query}"
    )


def latest(query: str) -> list[Entry]:
    """Return the documents of a search that were news last; `MOST_NEWS` at most.

    Args:
        query: conditions as `followed` wrote them.
    """
    return _entries(query, IndexedDocument.objects.live())


def _entries(query: str, rows: QuerySet[IndexedDocument]) -> list[Entry]:
    newest = rows.order_by(F("news_at").desc(nulls_last=True), F("date").desc(nulls_last=True), "-pk")
    candidates = list(newest.values_list("pk", flat=True)[:MOST_MATCHES])
    if not candidates:
        return []
    matched = matching(QueryDict(query), most=MOST_MATCHES)
    shown = [pk for pk in candidates if pk in matched][:MOST_NEWS]
    found = IndexedDocument.objects.live().defer("folded").in_bulk(shown)
    return [_entry(found[pk]) for pk in shown if pk in found]


def key_of(query: str) -> uuid.UUID:
    """Return the id of a search's feed: the same for the same conditions."""
    return uuid.uuid5(_NAMESPACE, f"query:{query}")


def _entry(row: IndexedDocument) -> Entry:
    day = dt.datetime.combine(row.date, dt.time(), tzinfo=dt.UTC) if row.date else _NEVER
    return Entry(
        key=uuid.uuid5(_NAMESPACE, row.key),
        title=localized(row, "title"),
        url=absolute(presentation.in_language(row.path)),
        summary=row.summary,
        author=localized(row, "agency") or _("กลาง"),
        categories=(presentation.kind_name(row.kind, row.kind_label, row.kind_en),),
        updated=row.news_at or day,
    )
