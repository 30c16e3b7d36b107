"""The library as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from legal_library.models import DocumentPage, LibraryIndexPage

ENTRIES = 50
# XML 1.0 allows no control character but tab, line feed and carriage return; scans bring them in all the same.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def clean_xml(text: str) -> str:
    """Return text without the characters that XML 1.0 forbids or discourages."""
    return _NOT_XML.sub("", text)


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


def atom_response(index: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """Return the feed of the documents that were published or changed last, in the reader's language.

    Entries keep their id when a document changes: it is made of the page's key, not of its address or title.
    """
    url = request.build_absolute_uri(index.get_url(request))
    feed = Atom1Feed(
        title=clean_xml(f"{index.display_title} · {_('กลาง')}"),
        link=url,
        description="",
        language=get_language() or "th",
        feed_url=request.build_absolute_uri(),
        feed_guid=f"urn:uuid:{index.translation_key}",
    )
    newest = (
        index.published_documents().select_related("agency").order_by("-last_published_at", "-pk")[:ENTRIES]
    )
    for page in newest:
        feed.add_item(
            title=clean_xml(_entry_title(page)),
            link=request.build_absolute_uri(page.get_url(request)),
            description=clean_xml(page.localized("summary")),
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=page.first_published_at,
            updateddate=_updated(page),
            author_name=clean_xml(page.agency.display_name) if page.agency else _("กลาง"),
            categories=[page.kind_label],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
