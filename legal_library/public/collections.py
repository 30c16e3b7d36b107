"""What a collection shows, its feeds, and following it by mail. Only what anyone may see is ever in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from legal_library.domain.topics import shows_sensitive
from legal_library.models import CollectionPage, DocumentPage
from legal_library.models.document import DocumentQuerySet
from legal_library.public import browse, feeds
from legal_library.public.following import entries_of_news
from portal.page_cache.memory import remembered
from portal.pages.models.frame import live_pages
from portal.thai.digits import to_arabic
from portal.web.feeds import Entry, atom_response
from portal.web.following import Followed, ways
from portal.web.links import absolute
from portal.web.lists import LONGEST_NUMBER, page_of

NAME = "collection"


@dataclass(frozen=True)
class Chosen:
    """A document that was chosen by hand; `note` says why."""

    document: DocumentPage
    note: str


def matching(page: CollectionPage) -> DocumentQuerySet:
    """Return the public documents that fit every condition of a collection.

    None without conditions, nor when one of them means nothing any more (its kind of document was deleted): with the
    rest alone the collection would show what its editor never chose.
    """
    conditions = page.conditions
    view = browse.view_of(conditions)
    documents = DocumentPage.objects.published()
    return (
        view.narrowed(documents) if conditions and len(view.values) == len(conditions) else documents.none()
    )


def documents_of(page: CollectionPage) -> DocumentQuerySet:
    """Return all public documents of a collection, in no order."""
    by_hand = [row.document_id for row in page.chosen.all()]
    fitting = matching(page).order_by().values("pk")
    return DocumentPage.objects.published().filter(Q(pk__in=by_hand) | Q(pk__in=fitting))


def _chosen(page: CollectionPage) -> list[Chosen]:
    rows = list(page.chosen.all())
    shown = DocumentPage.objects.published().filter(pk__in=[row.document_id for row in rows])
    found = {one.pk: one for one in shown.select_related("agency").prefetch_related("topics")}
    return [Chosen(found[row.document_id], row.display_note) for row in rows if row.document_id in found]


def _is_sensitive(page: CollectionPage, chosen: Sequence[Chosen]) -> bool:
    """Say whether it is dangerous to be seen with a collection."""
    return shows_sensitive(page.topic, (row.document.topics.all() for row in chosen))


def followed(page: CollectionPage, address: str, *, sensitive: bool) -> Followed | None:
    """Return a collection as something to follow; None for one with which it is dangerous to be seen.

    Args:
        page: the collection.
        address: of its page, in the reader's language.
        sensitive: what `_is_sensitive` says.
    """
    if sensitive:
        return None
    return Followed(list_name=NAME, query=f"id={page.pk}", title=page.display_title, url=address)


def context(page: CollectionPage, request: HttpRequest) -> dict[str, Any]:
    """Return the variables of collection_page.html.

    Args:
        page: the collection, live or in preview.
        request: for its page number and for addresses in the reader's language.
    """
    chosen = _chosen(page)
    fitting = browse.in_order(matching(page).exclude(pk__in=[row.document.pk for row in chosen]))
    sensitive = _is_sensitive(page, chosen)
    address = page.get_url(request) or ""
    found = followed(page, address, sensitive=sensitive) if page.pk else None
    return {
        "chosen": chosen,
        "listed": page_of(fitting, request.GET.get("page"), browse.PER_PAGE),
        "is_sensitive": sensitive,
        "follow": ways(
            found,
            atom=address + page.reverse_subpage("feed"),
            json=address + page.reverse_subpage("json_feed"),
        )
        if found
        else None,
    }


def feed(
    page: CollectionPage, request: HttpRequest, respond: Callable[..., HttpResponse] = atom_response
) -> HttpResponse:
    """Return the documents of a collection that were published or changed last.

    Args:
        page: the collection.
        request: for addresses in the reader's language.
        respond: `portal.web.feeds.atom_response` or `json_response`.
    """
    newest = documents_of(page).select_related("agency").order_by("-last_published_at", "-pk")
    return respond(
        request,
        key=page.translation_key,
        title=f"{page.display_title} · {_('กลาง')}",
        url=absolute(page.get_url(request)),
        description=page.display_intro,
        entries=[feeds.entry_of(one, request) for one in newest[: feeds.ENTRIES]],
    )


def public_collections() -> list[CollectionPage]:
    """Return every public collection, by title."""
    return remembered("library.collections", lambda: list(live_pages(CollectionPage).order_by("title", "pk")))


class CollectionList:
    """Collections as lists that can be followed; the condition is which one."""

    name = NAME

    def read(self, params: QueryDict) -> Followed | None:
        """Return the collection that an address names; None for one that is hidden, gone, or about a crisis."""
        page = _public(params)
        if page is None:
            return None
        return followed(page, page.get_url() or "", sensitive=_is_sensitive(page, _chosen(page)))

    def news(self, query: str, since: datetime, until: datetime) -> Sequence[Entry]:
        """Return the documents of a collection that were news within a time."""
        page = _public(QueryDict(query))
        return entries_of_news(documents_of(page), since, until) if page else []


def _public(params: QueryDict) -> CollectionPage | None:
    written = to_arabic(params.get("id", "")[: LONGEST_NUMBER + 1])
    if not (written.isascii() and written.isdigit()):
        return None
    return live_pages(CollectionPage).filter(pk=int(written)).first()
