"""Feeds, as Atom (RFC 4287) and as JSON Feed 1.1: one id scheme, text that every reader can parse, plain words only."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from portal.web.links import absolute

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
JSON_CONTENT_TYPE = "application/feed+json; charset=utf-8"
JSON_VERSION = "https://jsonfeed.org/version/1.1"
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
    query: str = "",
) -> HttpResponse:
    """Return a feed in the reader's language.

    Args:
        request: for the feed's own address.
        key: of the page whose feed it is.
        title: of the feed.
        url: absolute address of that page.
        entries: the newest first.
        description: one sentence.
        query: the conditions that it was made by, as they belong to its own address.
    """
    feed = Atom1Feed(
        title=plain(title),
        link=url,
        description=plain(description),
        language=get_language() or "th",
        feed_url=_own_address(request, query),
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


def json_response(
    request: HttpRequest,
    *,
    key: uuid.UUID,
    title: str,
    url: str,
    entries: Iterable[Entry],
    description: str = "",
    query: str = "",
) -> HttpResponse:
    """Return the same feed as JSON Feed 1.1 (jsonfeed.org); arguments as in `atom_response`."""
    values = {
        "version": JSON_VERSION,
        "title": plain(title),
        "home_page_url": url,
        "feed_url": _own_address(request, query),
        "description": plain(description),
        "language": get_language() or "th",
        "_klang": {"id": identifier(key)},
        "items": [_item(entry) for entry in entries],
    }
    return JsonResponse(
        _filled(values), json_dumps_params={"ensure_ascii": False}, content_type=JSON_CONTENT_TYPE
    )


def _own_address(request: HttpRequest, query: str) -> str:
    return absolute(f"{request.path}?{query}" if query else request.path)


def _item(entry: Entry) -> dict[str, Any]:
    values = {
        "id": identifier(entry.key),
        "url": entry.url,
        "title": plain(entry.title),
        # One of text and HTML must be there; a document without a summary says its title again.
        "content_text": plain(entry.summary) or plain(entry.title),
        "date_published": entry.published.isoformat() if entry.published else "",
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": plain(entry.author)}] if entry.author else [],
        "tags": [plain(category) for category in entry.categories],
    }
    return _filled(values)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values without those that say nothing; a feed without entries keeps its empty list."""
    return {name: value for name, value in values.items() if value or name == "items"}
