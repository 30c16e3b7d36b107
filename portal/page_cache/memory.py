"""What many pages need and few changes touch, asked of the database once and not once for each request.

The versions of the rooms say how long an answer holds, as they do for whole pages: the first request after a change, in any
process, asks anew. Only within a request, whose versions are read at its beginning, and only outside of transactions: inside
one, what is written is not there for others yet.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.signals import request_finished, request_started
from django.db import connection

from portal.page_cache.stores import store
from portal.page_cache.versions import Seen

Value = TypeVar("Value")

MOST = 500
"""Answers that are held at a time; more are asked for each time."""

_here = threading.local()
_held: tuple[Seen | None, dict[Hashable, Any]] = (None, {})


def remembered(name: Hashable, make: Callable[[], Value]) -> Value:
    """Return what `make` returned for this state of the database, or let it make it.

    The value is shared by all threads: nobody changes it, and it must not depend on the language, the day or the reader.
    None is not held, so that addresses that do not exist take no room.

    Args:
        name: of the answer, unique in the portal; begin it with the name of the module.
        make: asks the database.
    """
    global _held  # noqa: PLW0603 - one reference, exchanged whole
    seen: Seen | None = getattr(_here, "seen", None)
    if seen is None or not is_remembering():
        return make()
    state, values = _held
    if state != seen:
        values = {}
        _held = (seen, values)
    found = values.get(name)
    if found is not None:
        return found
    value = make()
    if value is not None and len(values) < MOST:
        values[name] = value
    return value


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
