"""One version for each room, the same in every process.

A page that is kept carries the versions from before it was made. Whoever changes something raises the version after the
commit, and from then on no process gives out what was made before.

The numbers lie in a small file that every process of the machine keeps open: reading them costs a microsecond, and
writers take turns by a lock on the file. (Mapping it into memory would be no faster, and a file that somebody cuts short
would kill every process that reads it.) They begin at the time, so that a file that is lost and made anew never repeats a
number.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import struct
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from portal.page_cache.rooms import Room

log = logging.getLogger(__name__)

Seen = tuple[int, ...]
"""The version of each room at one moment, by its number."""
ROOMS = 32
"""Numbers in the file: room for rooms to come, so that two versions of the code can share it."""
LOOK_SECONDS = 1.0
"""How often a reader looks whether the file on the disk is still the one that it reads."""
_LAYOUT = struct.Struct(f"={ROOMS}Q")


class Versions(Protocol):
    """Where versions are read and raised."""

    def now(self) -> Seen | None:
        """Return the version of every room; None while nobody can say, and then nothing may be given out or kept."""
        ...

    def rise(self, rooms: Iterable[Room]) -> None:
        """Give rooms new versions; never raises an error, for what was changed is committed already."""
        ...


class _Reading:
    """A file that is open for reading until its last reader let go of it."""

    def __init__(self, path: Path) -> None:
        self.number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError, OSError):
            os.close(self.number)


class FileVersions:
    """Versions in a file that the processes of one machine share.

    Args:
        path: of the file; it is made, with its folder, when somebody needs it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: _Reading | None = None
        self._look_at = 0.0
        self._told = False

    def now(self) -> Seen | None:
        """Return the version of every room; None when the file cannot be read."""
        if self._file is None or time.monotonic() >= self._look_at:
            self._open_what_lies_there()
        file = self._file
        try:
            return _LAYOUT.unpack(os.pread(file.number, _LAYOUT.size, 0)) if file is not None else None
        except (OSError, struct.error):
            self._look_at = 0.0
            return None

    def rise(self, rooms: Iterable[Room]) -> None:
        """Raise versions, for this process and all others."""
        try:
            with self._locked() as file:
                numbers = _LAYOUT.unpack(os.pread(file, _LAYOUT.size, 0))
                for room in rooms:
                    os.pwrite(file, struct.pack("=Q", numbers[room] + 1), room * 8)
        except (OSError, struct.error) as error:
            log.error("Kept pages stay for a minute although something changed (%s).", error)

    def _open_what_lies_there(self) -> None:
        """Open the file again when another one lies there: somebody removed the one that we read."""
        with self._lock:
            self._look_at = time.monotonic() + LOOK_SECONDS
            if self._is_still_there():
                return
            try:
                with self._locked():
                    self._file = _Reading(self._path)
                self._told = False
            except OSError as error:
                self._file = None
                if not self._told:
                    self._told = True
                    log.error("No page is kept, because the versions of rooms cannot be read (%s).", error)

    def _is_still_there(self) -> bool:
        with contextlib.suppress(OSError):
            there = self._path.stat()
            reads_it = self._file is not None and os.fstat(self._file.number).st_ino == there.st_ino
            return reads_it and there.st_size == _LAYOUT.size
        return False

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        """Open the file under its lock, filled when it is new or damaged."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_size != _LAYOUT.size:
                os.pwrite(file, _LAYOUT.pack(*[time.time_ns()] * ROOMS), 0)
                os.ftruncate(file, _LAYOUT.size)
            yield file
        finally:
            os.close(file)
