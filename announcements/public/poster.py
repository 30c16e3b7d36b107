"""The poster of an announcement for the board (S1.23)."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from bs4 import BeautifulSoup
from django.http import HttpRequest
from django.utils import translation

from announcements.models import AnnouncementPage
from announcements.vocabulary import AnnouncementKind
from portal.letters.drawing.once import kept_or_drawn
from portal.letters.kinds.notices import Block, Notice, notice_pdf
from portal.pages.models import SiteSettings
from portal.web.links import absolute

KEPT_SECONDS = 3600
_STYLES = {"h2": "heading", "h3": "heading", "li": "item", "p": "paragraph"}


def blocks_of(html: str) -> Iterator[Block]:
    """Yield the pieces of a rich text in order: headings, paragraphs and items as plain text."""
    for tag in BeautifulSoup(html, "html.parser").find_all(list(_STYLES)):
        if tag.name == "p" and tag.find_parent("li"):
            continue
        text = " ".join(tag.get_text(" ", strip=False).split())
        if text:
            yield Block(text=text, style=_STYLES[tag.name])


def notice_of(page: AnnouncementPage, request: HttpRequest) -> Notice:
    """Return the poster's words. Papers are Thai, whatever the reader's language."""
    with translation.override("th"):
        # Who asks about water in a village calls the office that announced it.
        office = page.organization.phone if page.organization is not None else ""
        phone = office or SiteSettings.for_request(request).phone
        return Notice(
            kind=AnnouncementKind(page.kind).printed,
            title=page.title,
            body=tuple(blocks_of(page.body)),
            issuer=page.issuer(request),
            number=page.number,
            issued_on=page.issued_on,
            posted_from=page.shown_from,
            posted_until=page.shown_until,
            url=absolute(page.get_url(request)),
            attachments=tuple(attachment.title for attachment in page.public_attachments()),
            phones=(f"สอบถาม {phone}",) if phone else (),
        )


def notice_file(page: AnnouncementPage, request: HttpRequest) -> bytes:
    """Return the poster as PDF, drawn once for each words it carries.

    Drawing takes some tenths of a second; the key is made of the words themselves, so a change shows at once.
    """
    notice = notice_of(page, request)
    key = "notice:" + sha256(repr(notice).encode("utf-8")).hexdigest()
    return kept_or_drawn(key, lambda: notice_pdf(notice), KEPT_SECONDS)
