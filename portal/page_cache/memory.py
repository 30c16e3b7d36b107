"""What many pages need and few changes touch, asked of the database once and not once for each request.

The versions of the rooms say how long an answer holds, as they do for whole pages: the first request after a change, in any
process, asks anew. Only within a request, whose versions are read at its beginning, and only until it writes something of a
room itself: what is written in a transaction is not there for others yet. What bypassed Django shows after `HELD_SECONDS`, as it does for whole pages.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started
from django.db import connection

from portal.page_cache.stores import store
from portal.page_cache.versions import Seen

Value = TypeVar("Value")

MOST = 500
"""Answers that are held at a time; more are asked for each time."""
MOST_BYTES = 8 * 1024 * 1024
"""Bytes of rendered parts that are held at a time; then all go and the holding begins again."""
LARGEST_PART = MOST_BYTES // 16
"""Bytes of one part; a larger one is rendered each time."""
HELD_SECONDS = 30.0
"""How long anything is held although nothing is known to have changed. Together with the time that a page is given out
(`portal.page_cache.application.FRESH_SECONDS`) a minute: so late shows at most what bypassed Django."""


class _Held:
    """What is held for one state of the database; parts apart, so that many of them never push an answer out.

    Attributes:
        seen: the versions of the rooms.
        since: seconds since the epoch when the holding began.
        answers: name → what the database said.
        parts: name → what was rendered.
        size: bytes of the parts, roughly.
    """

    def __init__(self, seen: Seen | None, since: float) -> None:
        self.seen = seen
        self.since = since
        self.answers: dict[Hashable, Any] = {}
        self.parts: dict[Hashable, str] = {}
        self.size = 0

    def is_right(self, seen: Seen, now: float) -> bool:
        """Say whether nothing changed since; a clock that was set back ends the holding as well."""
        return self.seen == seen and self.since <= now < self.since + HELD_SECONDS

    def hold_part(self, name: Hashable, part: str) -> None:
        """Hold a part, and let all others go when there is no room for it."""
        size = sys.getsizeof(part)
        if size > LARGEST_PART:
            return
        if self.size + size > MOST_BYTES:
            self.parts, self.size = {}, 0
        self.parts[name] = part
        self.size += size


_here = threading.local()
_held = _Held(None, 0.0)


def remembered(name: Hashable, make: Callable[[], Value]) -> Value:
    """Return what `make` returned for this state of the database, or let it make it.

    The value is shared by all threads: nobody changes it, and it must not depend on the language, the day or the reader.
    None is not held, so that addresses that do not exist take no room.

    Args:
        name: of the answer, unique in the portal; begin it with the name of the module.
        make: asks the database.
    """
    held = _now()
    if held is None:
        return make()
    found = held.answers.get(name)
    if found is not None:
        return found
    value = make()
    if value is not None and len(held.answers) < MOST:
        held.answers[name] = value
    return value


def rendered(name: Hashable, make: Callable[[], str]) -> str:
    """Return a part of a page as `make` rendered it for this state of the database, or let it render it.

    Args:
        name: of the part, with all that it depends on: the host, the language, the day.
        make: renders it.
    """
    held = _now()
    if held is None:
        return make()
    found = held.parts.get(name)
    if found is not None:
        return found
    part = make()
    held.hold_part(name, part)
    return part


def _now() -> _Held | None:
    """Return what is held for the state that this request has seen; None where nothing is held."""
    global _held  # noqa: PLW0603 - one reference, exchanged whole
    seen = seen_by_request()
    if seen is None:
        return None
    held, now = _held, time.time()
    if not held.is_right(seen, now):
        held = _held = _Held(seen, now)
    return held


def seen_by_request() -> Seen | None:
    """Return the versions of the rooms that this request has seen at its beginning; None where nothing is held."""
    seen: Seen | None = getattr(_here, "seen", None)
    return seen


def is_remembering() -> bool:
    """Say whether answers hold at this moment: within a request that wrote nothing of any room."""
    return seen_by_request() is not None


def forget() -> None:
    """Hold nothing for the rest of this request: it wrote something itself."""
    _here.seen = None


def _begin(**kwargs: Any) -> None:
    # In a transaction that began before the request nobody knows what was written already.
    _here.seen = None if connection.in_atomic_block else store().versions.now()


def _end(**kwargs: Any) -> None:
    _here.seen = None


def connect() -> None:
    """Begin to remember; called once when the portal starts."""
    request_started.connect(_begin, dispatch_uid="page-cache-memory-begin")
    request_finished.connect(_end, dispatch_uid="page-cache-memory-end")
