"""The results page of words that many look for at the same time, drawn once for all of them.

In a flood a whole district asks for the same three words, and drawing the page costs ten times as much as finding what stands
on it. It is not among the pages that are ready (`portal.page_cache`), for each search is counted, and because what people
search for has no end: here it is held from the second time within half a minute on, and for half a minute at most.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.page_cache import memory
from portal.page_cache.stores import LARGEST_SHARE, BoundedMemoryCache
from portal.page_cache.versions import Seen
from portal.search.engine.protocol import IndexUnavailableError, SearchEngine
from portal.search.sources import site_index
from portal.thai.dates import bangkok_today

MOST = 50
"""Pages that are held in a process at a time; the least used leave first."""
LARGEST = 256 * 1024
"""Bytes of one with its address; a larger one is drawn each time."""
LONGEST_ADDRESS = 1_000
"""Letters of what is asked, as an address; a longer one nobody asks at the same time as another."""
MOST_ASKED = 1_000
"""Searches of which is known that they were asked a moment ago."""


@dataclass(frozen=True)
class Drawn:
    """A page as it goes out, and what is counted of it.

    Attributes:
        body: of the page.
        counted: the words as they were typed; "" where nothing is counted.
        total: how many documents match.
        is_degraded: whether the database answered, because there is no index.
        is_for_all: whether it may be held: no number or address of anybody stands in the words, and it is not dangerous to be seen
            with the page.
    """

    body: bytes
    counted: str
    total: int
    is_degraded: bool
    is_for_all: bool


@dataclass(frozen=True)
class _Held:
    drawn: Drawn
    seen: Seen
    index: SearchEngine

    @property
    def size(self) -> int:
        return len(self.drawn.body)


_held = BoundedMemoryCache(
    "popular-searches", {"OPTIONS": {"MAX_ENTRIES": MOST, "MAX_BYTES": LARGEST * LARGEST_SHARE}}
)
_salt = secrets.token_bytes(16)
_asked = BoundedMemoryCache("asked-searches", {"OPTIONS": {"MAX_ENTRIES": MOST_ASKED}})


def drawn(request: HttpRequest, draw: Callable[[], Drawn]) -> Drawn:
    """Return the page that is asked for, as somebody else got it a moment ago or drawn now.

    Held is nothing of which a room of the page cache, the index, the day, the language or the host may have changed.

    Args:
        request: for the results page.
        draw: makes the page.
    """
    seen, said = memory.seen_by_request(), request.GET.urlencode()
    if seen is None or not said or len(said) > LONGEST_ADDRESS:
        return draw()
    try:
        index = site_index.now()
    except IndexUnavailableError:
        return draw()
    # Nobody who reads the memory of the process learns what somebody looked for once.
    asked = f"{request.get_host()} {get_language()} {bangkok_today()} {said}"
    key = blake2b(asked.encode(), digest_size=16, key=_salt).hexdigest()
    found = _held.get(key)
    if found is not None and found.seen == seen and found.index is index:
        return found.drawn
    is_asked_again = not _asked.add(key, True, memory.HELD_SECONDS)
    page = draw()
    if is_asked_again and page.is_for_all and not page.is_degraded:
        _held.set(key, _Held(page, seen, index), memory.HELD_SECONDS)
    return page
