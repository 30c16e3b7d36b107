"""How long this process has had no free thread: whether more people come than it can answer.

Requests for which no thread is free wait in the server, where nobody can tell them anything. Without a bound the queue grows
until every answer comes after its reader has gone. How long it is cannot be seen from here, but since when somebody may be
waiting can: from when a request finds all other threads busy until one finds several of them free. It is the idea of CoDel (RFC 8289), by which routers tell
a short burst from a queue that stands. Who is sent away then, `portal.web.crowding` says.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

THREADS = 16
"""Requests that a web process answers at once. Files and papers hold fourteen of them at most, however many come
(`portal.files.limits.PLACES`, `portal.letters.drawing.once.PLACES`), so that nobody who asks for help waits for them."""
THREADS_OF_GRANIAN = ("--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", "600")
"""What a web process is started with. A thread that ends takes its connection along, and the next one begins as a server that
has just been started: after half a minute without work (granian's own choice) each rush of people met threads that knew nothing."""

SPARE = 4
"""One in so many threads has to be found free before nobody waits any more. One alone says nothing: a thread that has just
answered is free for the moment that it takes to hand over the next who waited."""


class Crowd:
    """Who is being answered in this process.

    Args:
        threads: that answer.
        clock: seconds that never go back.
    """

    def __init__(self, threads: int = THREADS, clock: Callable[[], float] = time.monotonic) -> None:
        self._threads = threads
        self._clock = clock
        self._lock = threading.Lock()
        self._inside = 0
        self._full_since: float | None = None

    def enter(self) -> None:
        """Begin to answer somebody."""
        with self._lock:
            self._inside += 1
            if self._inside >= self._threads:
                if self._full_since is None:
                    self._full_since = self._clock()
            elif self._inside < self._threads - self._threads // SPARE:
                # Several threads are free, so nobody waits.
                self._full_since = None

    def leave(self) -> None:
        """End to answer somebody. The next who enters shows whether others had to wait."""
        with self._lock:
            self._inside -= 1

    def full_for(self) -> float:
        """Return since how many seconds somebody may be waiting; 0 when nobody is."""
        since = self._full_since
        return 0.0 if since is None else self._clock() - since


class Watched:
    """An application of which is known how full it is.

    Args:
        application: what answers.
        crowd: in which everybody is counted, those too for whom a page is kept.
    """

    def __init__(self, application: Application, crowd: Crowd) -> None:
        self._application = application
        self._crowd = crowd

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as without it."""
        self._crowd.enter()
        try:
            return self._application(environ, start_response)
        finally:
            self._crowd.leave()


crowd = Crowd()
"""That of this process."""
