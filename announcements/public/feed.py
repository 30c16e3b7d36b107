"""The feeds of announcements: Atom (RFC 4287) and JSON Feed, of all in force or of one view of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from announcements.vocabulary import AnnouncementKind
from portal.web.feeds import Entry, atom_response
from portal.web.following import Followed
from portal.web.links import absolute

ENTRIES = 30


def feed(
    index: AnnouncementIndexPage,
    request: HttpRequest,
    view: Followed | None,
    organization: int | None,
    respond: Callable[..., HttpResponse] = atom_response,
) -> HttpResponse:
    """Return the feed of the announcements in force; times are those of publishing and of the last change.

    Args:
        index: the list.
        request: for the feed's own address.
        view: what is followed; None for parameters that mean nothing, which narrow nothing.
        organization: whose announcements alone.
        respond: `portal.web.feeds.atom_response` or `json_response`.
    """
    kind = request.GET.get("kind", "") if view else ""
    kind = kind if kind in AnnouncementKind.values else ""
    newest = index.announcements(kind=kind, organization=organization).select_related("organization")
    query = view.query if view else ""
    return respond(
        request,
        key=uuid.uuid5(index.translation_key, query) if query else index.translation_key,
        title=view.title if view else index.display_title,
        url=absolute(view.url if view else index.get_url(request)),
        description=index.display_description,
        entries=[entry_of(page, request) for page in newest[:ENTRIES]],
        query=query,
    )


def entry_of(page: AnnouncementPage, request: HttpRequest | None = None) -> Entry:
    """Return the entry of an announcement.

    Args:
        page: with its organization.
        request: for its address; None outside of one.
    """
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
