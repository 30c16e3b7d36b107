"""Papers that anybody may ask for: each is drawn once, one at a time, and few ever wait for one.

A law of 2,000 passages takes a quarter of a minute to draw. If everybody who asks for one drew it, a handful of requests
would hold all threads of a server process, and nobody could ask for help meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache import cache

from portal.web.errors import BusyError

PLACES = 2
"""Threads of a server process that papers may hold: one draws, one waits. The others stay free for everything else."""
PATIENCE = 30.0
"""Seconds that the one who waits does so."""

_places = threading.BoundedSemaphore(PLACES)
_turn = threading.Lock()


def kept_or_drawn(key: str, draw: Callable[[], bytes], seconds: int) -> bytes:
    """Return a paper as it was drawn before, or draw it.

    Args:
        key: of the cache; names every word of the paper.
        draw: draws it.
        seconds: how long it is kept.

    Raises:
        BusyError: others draw and wait already; the reader is asked to come back.
    """
    kept: bytes | None = cache.get(key)
    if kept is not None:
        return kept
    with _one_at_a_time():
        # Whoever had the turn before may have drawn this very paper.
        kept = cache.get(key)
        if kept is None:
            kept = draw()
            cache.set(key, kept, seconds)
    return kept


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        if not _turn.acquire(timeout=PATIENCE):
            raise BusyError
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()
