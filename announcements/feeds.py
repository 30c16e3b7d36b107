"""The Atom feed of announcements (RFC 4287)."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language

from announcements.models import AnnouncementIndexPage

ENTRIES = 30


def plain(text: str) -> str:
    """Return a text without characters that XML 1.0 cannot carry; line breaks and tabs become blanks."""
    spaced = "".join(" " if character in "\t\r\n" else character for character in text)
    allowed = (
        character
        for character in spaced
        if unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
    )
    return "".join(allowed).strip()


def atom_feed(index: AnnouncementIndexPage, request: HttpRequest) -> bytes:
    """Return the feed of the announcements in force.

    Entry ids are tag URIs (RFC 4151), which stay when the scheme or the title changes; times are those of publishing and
    of the last change.
    """
    host = request.get_host().partition(":")[0]
    address = request.build_absolute_uri(index.get_url(request))
    newest = index.announcements().select_related("organization")[:ENTRIES]
    feed = Atom1Feed(
        title=plain(index.display_title),
        link=address,
        description=plain(index.display_description),
        language=get_language() or "th",
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=address,
    )
    for page in newest:
        link = request.build_absolute_uri(page.get_url(request))
        published = page.first_published_at or timezone.now()
        feed.add_item(
            title=plain(page.display_title),
            link=link,
            description=plain(strip_tags(page.localized("summary"))),
            author_name=plain(page.issuer(request)),
            categories=[plain(str(page.kind_label))],
            unique_id=f"tag:{host},{published:%Y-%m-%d}:announcement-{page.pk}",
            pubdate=published,
            updateddate=page.last_published_at or published,
        )
    return feed.writeString("utf-8").encode("utf-8")
