"""What a public page depends on, and how a view says so.

A view that may be kept states in the header `X-Klang-Kept` which rooms its answer was made of and which parameters of
the address it reads. The header never leaves the house: `portal.page_cache.application` strips it from every answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

HEADER = "X-Klang-Kept"


class Room(IntEnum):
    """A part of what the portal knows; each has a version that rises when it changes.

    The number is the place of its version in the shared file (`portal.page_cache.versions`): new rooms go to the end.
    """

    FRAME = 0
    """The tree of pages, settings of the site, menu, files and redirects: every page shows some of it."""
    LIBRARY = 1
    """What stands around the documents of the library: agencies, topics, passages, relations."""
    ANNOUNCEMENTS = 2
    """Announcements with their attachments, and the results of the years."""
    ORGANIZATIONS = 3
    """Names and areas of organizations."""
    CALENDAR = 4
    """Holidays and working days."""
    SEARCH = 5
    """What the search index holds: documents with similar content."""
    EVENTS = 6
    """Declared events: what is known of them, shelters, waiting times."""


EVERY_ROOM = frozenset(Room)


class Statement(NamedTuple):
    """What a view says of its answer.

    Attributes:
        rooms: what the answer was made of.
        parameters: names in the query that the view reads. An address with any other name is answered and not kept.
    """

    rooms: frozenset[Room]
    parameters: frozenset[str]


def statement(rooms: Iterable[Room], parameters: Iterable[str] = ()) -> str:
    """Return the header's value: `0,1;kind,page`."""
    return f"{','.join(str(int(room)) for room in sorted(rooms))};{','.join(sorted(parameters))}"


def read_statement(written: str) -> Statement | None:
    """Return what a header says, or None when it is no statement of ours: such an answer is not kept."""
    rooms, mark, parameters = written.partition(";")
    try:
        named = frozenset(Room(int(number)) for number in rooms.split(","))
    except ValueError:
        return None
    return Statement(named, frozenset(parameters.split(",")) if parameters else frozenset()) if mark else None
