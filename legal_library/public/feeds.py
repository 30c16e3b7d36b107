"""The library as feeds: what was published, changed or withdrawn last, of the whole list or of one view of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.models.document import DocumentQuerySet
from legal_library.public import browse
from portal.web import feeds
from portal.web.feeds import Entry
from portal.web.links import absolute

ENTRIES = 50


def _updated(page: DocumentPage) -> datetime:
    """When the public record last changed."""
    if page.last_published_at:
        return page.last_published_at
    return (
        datetime.combine(page.dated_on, time(), tzinfo=UTC)
        if page.dated_on
        else datetime(1970, 1, 1, tzinfo=UTC)
    )


def _entry_title(page: DocumentPage) -> str:
    return f"{page.reference} · {page.display_title}" if page.reference else page.display_title


def feed(
    index: LibraryIndexPage, request: HttpRequest, respond: Callable[..., HttpResponse] = feeds.atom_response
) -> HttpResponse:
    """Return the feed of the documents that were published or changed last, in the reader's language.

    Args:
        index: the library.
        request: its parameters narrow the feed as they narrow the list.
        respond: `portal.web.feeds.atom_response` or `json_response`.
    """
    view = browse.view_of(request.GET)
    newest = view.narrowed(index.published_documents().select_related("agency"))
    entries = [entry_of(page, request) for page in newest.order_by("-last_published_at", "-pk")[:ENTRIES]]
    entries += [gone_entry(page, request) for page in view.narrowed(withdrawn_documents(index))]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    return respond(
        request,
        key=uuid.uuid5(index.translation_key, view.query) if view.query else index.translation_key,
        title=f"{view.title(index.display_title)} · {_('กลาง')}",
        url=absolute(view.address(index.get_url(request))),
        entries=entries[:ENTRIES],
        query=view.query,
    )


def withdrawn_documents(index: LibraryIndexPage) -> DocumentQuerySet:
    """Return the withdrawn documents of a library, with what an entry about them needs."""
    gone = DocumentPage.objects.child_of(index).withdrawn()
    return gone.select_related("agency").prefetch_related("withdrawals")


def entry_of(page: DocumentPage, request: HttpRequest | None = None) -> Entry:
    """Return the entry of a public document.

    Args:
        page: with its agency.
        request: for its address; None outside of one.
    """
    return Entry(
        key=page.translation_key,
        title=_entry_title(page),
        url=absolute(page.get_url(request)),
        summary=page.localized("summary"),
        author=page.agency.display_name if page.agency else _("กลาง"),
        categories=(page.kind_label,),
        published=page.first_published_at,
        updated=_updated(page),
    )


def gone_entry(page: DocumentPage, request: HttpRequest | None = None) -> Entry:
    """Tell those who follow that a document was withdrawn: the entry keeps its id; arguments as in `entry_of`."""
    row = next(row for row in page.withdrawals.all() if row.lifted_at is None)
    title = _("ถอนแล้ว: %(title)s") % {"title": _entry_title(page)}
    return replace(entry_of(page, request), title=title, summary=row.display_reason, updated=row.recorded_at)
