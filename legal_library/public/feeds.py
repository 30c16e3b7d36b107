"""The library as an Atom feed (RFC 4287)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from legal_library.models import DocumentPage, LibraryIndexPage
from portal.web.feeds import Entry, atom_response
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


def atom_feed(index: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """Return the feed of the documents that were published or changed last, in the reader's language."""
    documents = index.published_documents().select_related("agency")
    newest = documents.order_by("-last_published_at", "-pk")[:ENTRIES]
    gone = (
        DocumentPage.objects.child_of(index)
        .withdrawn()
        .select_related("agency")
        .prefetch_related("withdrawals")
    )
    entries = [*(_entry(page, request) for page in newest), *(_gone(page, request) for page in gone)]
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    return atom_response(
        request,
        key=index.translation_key,
        title=f"{index.display_title} · {_('กลาง')}",
        url=absolute(index.get_url(request)),
        entries=entries[:ENTRIES],
    )


def _entry(page: DocumentPage, request: HttpRequest) -> Entry:
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


def _gone(page: DocumentPage, request: HttpRequest) -> Entry:
    """Tell those who follow the feed that a document was withdrawn: the entry keeps its id."""
    row = next(row for row in page.withdrawals.all() if row.lifted_at is None)
    title = _("ถอนแล้ว: %(title)s") % {"title": _entry_title(page)}
    return replace(_entry(page, request), title=title, summary=row.display_reason, updated=row.recorded_at)
