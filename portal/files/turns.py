"""One file at a time: the process that cleans files has one at work, and the others wait for a bounded time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from portal.files import limits
from portal.files.refusals import refusal

_turn = threading.Lock()
_places = threading.BoundedSemaphore(limits.PLACES)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the turn of this server process.

    Raises:
        RefusedFile: others had it for longer than `limits.TURN`, or as many as `limits.PLACES` are at it or wait; the
            person may try again.
    """
    if not _places.acquire(blocking=False):
        raise refusal("busy")
    try:
        if not _turn.acquire(timeout=limits.TURN):
            raise refusal("busy")
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()
