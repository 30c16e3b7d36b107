"""What many pages need and few changes touch, asked of the database once and not once for each request.

The versions of the rooms say how long an answer holds, as they do for whole pages: the first request after a change, in any
process, asks anew. Only within a request, whose versions are read at its beginning, and only outside of transactions: inside
one, what is written is not there for others yet.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

from django.core.signals import request_finished, request_started
from django.db import connection

from portal.page_cache.stores import store
from portal.page_cache.versions import Seen

Value = TypeVar("Value")

MOST = 500
"""Answers that are held at a time; more are asked for each time."""
MOST_PARTS = 2000
"""Rendered parts of pages that are held at a time, about a kilobyte each; then all go and the holding begins again."""


class _Held(NamedTuple):
    """What is held for one state of the database; parts apart, so that many of them never push an answer out."""

    seen: Seen | None
    answers: dict[Hashable, Any]
    parts: dict[Hashable, Any]


_here = threading.local()
_held = _Held(None, {}, {})


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
    if len(held.parts) >= MOST_PARTS:
        held.parts.clear()
    held.parts[name] = part
    return part


def _now() -> _Held | None:
    """Return what is held for the state that this request has seen; None where nothing is held."""
    global _held  # noqa: PLW0603 - one reference, exchanged whole
    seen: Seen | None = getattr(_here, "seen", None)
    if seen is None or not is_remembering():
        return None
    held = _held
    if held.seen != seen:
        held = _held = _Held(seen, {}, {})
    return held


def is_remembering() -> bool:
    """Say whether answers hold at this moment: within a request that wrote nothing, outside of transactions."""
    return getattr(_here, "seen", None) is not None and not connection.in_atomic_block


def forget() -> None:
    """Hold nothing for the rest of this request: it wrote something itself."""
    _here.seen = None


def _begin(**kwargs: Any) -> None:
    _here.seen = store().versions.now()


def _end(**kwargs: Any) -> None:
    _here.seen = None


def connect() -> None:
    """Begin to remember; called once when the portal starts."""
    request_started.connect(_begin, dispatch_uid="page-cache-memory-begin")
    request_finished.connect(_end, dispatch_uid="page-cache-memory-end")
