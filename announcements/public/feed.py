"""The Atom feed of announcements (RFC 4287)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from portal.web.feeds import Entry, atom_response
from portal.web.links import absolute

ENTRIES = 30


def atom_feed(index: AnnouncementIndexPage, request: HttpRequest) -> HttpResponse:
    """Return the feed of the announcements in force; times are those of publishing and of the last change."""
    newest = index.announcements().select_related("organization")[:ENTRIES]
    return atom_response(
        request,
        key=index.translation_key,
        title=index.display_title,
        url=absolute(index.get_url(request)),
        description=index.display_description,
        entries=[_entry(page, request) for page in newest],
    )


def _entry(page: AnnouncementPage, request: HttpRequest) -> Entry:
    published = page.first_published_at or timezone.now()
    return Entry(
        key=page.translation_key,
        title=page.display_title,
        url=absolute(page.get_url(request)),
        summary=page.localized("summary"),
        author=page.issuer(request),
        categories=(str(page.kind_label),),
        published=published,
        updated=page.last_published_at or published,
    )
