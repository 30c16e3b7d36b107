"""Small tables that nearly everything asks for, in requests and outside of them.

`portal.page_cache.memory` holds answers for requests that only read. A job that writes ten thousand documents into the index,
an import, and a form that comes back with a word of complaint ask the same small tables as often as a page does. For them the
answer is held as long as the versions of the table's rooms stand (half a minute at most, as everything in memory), and never
while the transaction that asks has written the table itself: what it wrote may be taken back, and is not there for others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from portal.page_cache import changes, memory
from portal.page_cache.stores import store

Value = TypeVar("Value")

MOST = 50
"""Tables that are held at a time; more are asked for each time."""

_held: dict[Hashable, tuple[tuple[int, ...], float, Any]] = {}


def known(name: Hashable, model: type[Model], make: Callable[[], Value]) -> Value:
    """Return what `make` read of a table for this state of the database, or let it read it.

    The value is shared by all threads: nobody changes it, and it must not depend on the language, the day or the reader.

    Args:
        name: of the answer, unique in the portal; begin it with the name of the module.
        model: whose table is read, and no other one.
        make: asks the database; for a table of some hundred rows at most.
    """
    table = model._meta.db_table
    seen = memory.seen_by_request()
    if seen is None and not changes.is_waiting(connection, table):
        seen = store().versions.now()
    if seen is None:
        return make()
    state, now = tuple(seen[room] for room in sorted(changes.rooms_of_tables()[table])), time.time()
    held = _held.get(name)
    if held is not None and held[0] == state and held[1] <= now < held[1] + memory.HELD_SECONDS:
        value: Value = held[2]
        return value
    value = make()
    if name in _held or len(_held) < MOST:
        _held[name] = (state, now, value)
    return value
