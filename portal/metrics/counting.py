"""How many requests were answered, how, and how fast: counted by every web process, added up over all of them.

Each process writes into a line of its own of a file that all share, so none waits for another. A line is held by a lock
that ends with its process; the next one goes on counting in it, so that a sum never falls when a process ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import struct
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

CLASSES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds: the goals of reliability.md 4.3 (reads 0.5 s, sending 1 s and 3 s) lie between them."""
SLOTS = 64
"""Processes that can count at the same time; more than that count for nobody."""
LOOK_SECONDS = 1.0
"""How often it is looked whether the file still lies there: `KLANG_VAR/run` may be deleted at any time."""
UNCOUNTED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Whoever watches does not watch itself: a `/readyz` that says 503 is no request that failed."""

_WIDTH = len(CLASSES) + len(BOUNDS) + 2
"""Numbers of a line: answers by class, answers by time (the last place for those above all bounds), microseconds."""
_LINE = struct.Struct(f"={_WIDTH}Q")

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Counts:
    """The numbers of all web processes of this machine.

    Args:
        path: of the file; it is made, with its folder, by the first who counts.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: int | None = None
        self._slot: int | None = None
        self._own = [0] * _WIDTH
        self._look_at = 0.0

    def add(self, status: str, seconds: float) -> None:
        """Count one answer. Never raises: who came for a page gets it, whether it is counted or not.

        Args:
            status: as a server sends it, `200 OK`.
            seconds: until its first byte was ready.
        """
        kind = f"{status[:1]}xx"
        with self._lock:
            if time.monotonic() >= self._look_at:
                self._take_a_line()
            if kind in CLASSES:
                self._own[CLASSES.index(kind)] += 1
            self._own[len(CLASSES) + bisect_left(BOUNDS, seconds)] += 1
            self._own[-1] += int(seconds * 1_000_000)
            if self._file is not None and self._slot is not None:
                with contextlib.suppress(OSError):
                    os.pwrite(self._file, _LINE.pack(*self._own), self._slot * _LINE.size)

    def total(self) -> tuple[dict[str, int], list[int], float]:
        """Return answers by class, answers by time up to each bound and above, and seconds, of all processes together."""
        with self._lock:
            self._take_a_line()
            written = os.pread(self._file, SLOTS * _LINE.size, 0) if self._file is not None else b""
        lines = list(_LINE.iter_unpack(written.ljust(SLOTS * _LINE.size, b"\0")))
        if not written:
            lines = [tuple(self._own)]
        sums = [sum(column) for column in zip(*lines, strict=True)]
        by_class = dict(zip(CLASSES, sums, strict=False))
        return by_class, sums[len(CLASSES) : -1], sums[-1] / 1_000_000

    def processes(self) -> int:
        """Return how many processes hold a line: those that answered a request and live."""
        with self._lock:
            self._take_a_line()
            if self._file is None:
                return 1
            return sum(slot == self._slot or not self._try(slot, keep=False) for slot in range(SLOTS))

    def _take_a_line(self) -> None:
        """Open the file, and another one when somebody removed ours, and hold a free line; the lock is held."""
        self._look_at = time.monotonic() + LOOK_SECONDS
        if self._file is not None:
            with contextlib.suppress(OSError):
                if os.fstat(self._file).st_ino == self._path.stat().st_ino:
                    return
            os.close(self._file)
            self._file = self._slot = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._slot = next((slot for slot in range(SLOTS) if self._try(slot, keep=True)), None)
            if self._slot is not None:
                before = os.pread(self._file, _LINE.size, self._slot * _LINE.size)
                # A line of a file that was cut short counts anew, as after a start.
                self._own = list(_LINE.unpack(before)) if len(before) == _LINE.size else [0] * _WIDTH
        except OSError as error:
            log.warning("Requests of this process are counted for itself alone (%s).", type(error).__name__)
            self._look_at = time.monotonic() + 60 * LOOK_SECONDS

    def _try(self, slot: int, *, keep: bool) -> bool:
        """Say whether a line is free, and hold it if asked to."""
        assert self._file is not None
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LINE.size, slot * _LINE.size)
        except OSError:
            return False
        if not keep:
            fcntl.lockf(self._file, fcntl.LOCK_UN, _LINE.size, slot * _LINE.size)
        return True


class Counted:
    """An application whose answers are counted, those that a cache before Django gives out too.

    Args:
        application: what answers.
        counts: where it is written down.
    """

    def __init__(self, application: Application, counts: Counts) -> None:
        self._application = application
        self._counts = counts

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as without it."""
        if environ.get("PATH_INFO") in UNCOUNTED:
            return self._application(environ, start_response)
        # What ends without a status ended in the server's own 500.
        said = ["500"]

        def noting(status: str, *rest: Any) -> Any:
            said[0] = status
            return start_response(status, *rest)

        started = time.perf_counter()
        try:
            return self._application(environ, noting)
        finally:
            self._counts.add(said[0], time.perf_counter() - started)
