"""The entry of an event for people's calendars (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from announcements.models import AnnouncementPage
from portal.web.links import absolute

OCTETS = 75
"""A line of iCalendar has no more of them; what is longer goes on in the next line, behind a blank."""
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def entry(page: AnnouncementPage, request: HttpRequest) -> HttpResponse:
    """Return the entry of an announcement that happens at a time.

    Args:
        page: with `starts_at`.
        request: for its address, and the reader's language.
    """
    url = absolute(page.get_url(request))
    changed = page.last_published_at or timezone.now()
    lines = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Klang//Announcements//TH"),
        ("BEGIN", "VEVENT"),
        ("UID", f"{page.translation_key}@klang"),
        ("DTSTAMP", _moment(changed)),
        ("DTSTART", _moment(page.starts_at)),
        *([("DTEND", _moment(page.ends_at))] if page.ends_at else []),
        ("SUMMARY", page.display_title.translate(_ESCAPED)),
        *([("LOCATION", page.localized("place").translate(_ESCAPED))] if page.place else []),
        ("DESCRIPTION", page.localized("summary").translate(_ESCAPED)),
        ("URL", url),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]
    text = "".join(f"{part}\r\n" for name, value in lines for part in _folded(f"{name}:{value}"))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.ics"'
    return response


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most `OCTETS`; no letter is cut, however many octets it has."""
    part, room = "", OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            yield part
            part, room = " ", OCTETS - 1
        part += letter
        room -= size
    yield part
