"""Atom feeds (RFC 4287): one id scheme, XML that every reader can parse, plain words where HTML is expected."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from portal.web.links import absolute

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# XML 1.0 allows no control character but tab, line feed and carriage return, and no surrogates; scans bring them in all
# the same. A title or a name is one line, so white space becomes blanks.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BLANKS = re.compile(r"[\t\r\n]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a feed; all texts are plain words, never HTML.

    Attributes:
        key: of the object, the same in every language and for ever; the entry's id is made of it, not of address or
            title, which may change.
        title: one line.
        url: absolute address of its page.
        summary: some sentences.
        author: who issued it.
        categories: words to sort by.
        published: when it became public first; None when nobody knows.
        updated: when its public state last changed.
    """

    key: uuid.UUID
    title: str
    url: str
    summary: str
    author: str
    updated: datetime
    published: datetime | None = None
    categories: tuple[str, ...] = field(default=())


def plain(text: str) -> str:
    """Return one line without the characters that XML 1.0 forbids or discourages."""
    return _NOT_XML.sub("", _BLANKS.sub(" ", text)).strip()


def identifier(key: uuid.UUID) -> str:
    """Return the id of a feed or an entry (RFC 4122): it survives another host, scheme, title or address."""
    return f"urn:uuid:{key}"


def atom_response(
    request: HttpRequest,
    *,
    key: uuid.UUID,
    title: str,
    url: str,
    entries: Iterable[Entry],
    description: str = "",
) -> HttpResponse:
    """Return a feed in the reader's language.

    Args:
        request: for the feed's own address.
        key: of the page whose feed it is.
        title: of the feed.
        url: absolute address of that page.
        entries: the newest first.
        description: one sentence.
    """
    feed = Atom1Feed(
        title=plain(title),
        link=url,
        description=plain(description),
        language=get_language() or "th",
        feed_url=absolute(request.path),
        feed_guid=identifier(key),
    )
    for entry in entries:
        feed.add_item(
            title=plain(entry.title),
            link=entry.url,
            # Django writes the summary as HTML: what only looks like a tag must stay readable and harmless.
            description=escape(plain(entry.summary)),
            author_name=plain(entry.author),
            categories=[plain(category) for category in entry.categories],
            unique_id=identifier(entry.key),
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=CONTENT_TYPE)
