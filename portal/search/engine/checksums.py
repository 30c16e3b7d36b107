"""Is each file of an index still what was written? Lengths and checksums, kept beside the name of the index in use.

Opening an index compares lengths and the two ends of every file, which takes microseconds and sees what discs and
people do: cut, emptied, zeroed, exchanged, restored from another day. The whole of a file is compared by who has the
time (`/readyz`, the task that mends): each file once, and again when the system says that it changed.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from zlib import crc32

Sum = tuple[int, int, int]
"""(length, checksum of both ends, checksum of everything)."""

_SOUND: dict[str, tuple[int, int, int]] = {}
"""Files that this process has read whole and found as they were written, and when each was last changed."""
_LOCK = threading.Lock()
_MOST_KNOWN = 500

_END = 1 << 16
_TABLE = ".toc"
_CHUNK = 1 << 20


def _ends(path: Path) -> tuple[int, int]:
    """Return (length, checksum of the first and the last 64 kB) of a file."""
    with path.open("rb") as file:
        found = crc32(file.read(_END))
        length = file.seek(0, 2)
        if length > _END:
            file.seek(max(_END, length - _END))
            found = crc32(file.read(_END), found)
    return length, found


def _whole(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = crc32(chunk, found)
    return found


def measured(folder: Path, known: Mapping[str, Sum]) -> dict[str, Sum]:
    """Return the sums of all files of an index; files never change, so those that are known are taken over.

    Args:
        folder: of the index.
        known: sums of the commit before.
    """
    found: dict[str, Sum] = {}
    for path in sorted(folder.glob("*MAIN_*")):
        if not path.is_file() or path.suffix == ".tmp":
            continue
        length, ends = _ends(path)
        before = known.get(path.name)
        same = before is not None and before[:2] == (length, ends)
        found[path.name] = (length, ends, before[2] if before is not None and same else _whole(path))
    return found


class Checker:
    """Compares files with their sums, each whole file once for every change of it."""

    def __init__(self) -> None:
        self._opened: dict[str, tuple[int, int, int]] = {}

    def changed(self, folder: Path, sums: Mapping[str, Sum], ids: Collection[str]) -> str:
        """Return the name of a file that was changed since it was last read whole and is another one now, or "".

        What is gone is left alone: whoever has it open still reads it, and a commit takes files away.
        """
        for name, (_, _, everything) in sums.items():
            if any(segment in name for segment in ids):
                path = folder / name
                try:
                    status = path.stat()
                    stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
                    if self._opened.get(str(path)) != stamp and not self._is_sound(path, everything):
                        return name
                except FileNotFoundError:
                    continue
                except OSError:
                    return name
        return ""

    def opened(self, folder: Path, sums: Mapping[str, Sum], ids: Collection[str]) -> None:
        """Take files that were just opened, and compared by their ends, for sound until they change."""
        self._opened.clear()
        for name in sums:
            if any(segment in name for segment in ids):
                path = folder / name
                status = path.stat()
                self._opened[str(path)] = (status.st_ino, status.st_mtime_ns, status.st_size)

    def differing(self, folder: Path, sums: Mapping[str, Sum], ids: Collection[str], *, whole: bool) -> str:
        """Return the name of a file that is not as it was written, or "".

        Args:
            folder: of the index.
            sums: as `measured` returned them.
            ids: names of the segments that are in use. Others may be gone: a commit takes them away.
            whole: read all of every file that was not read since it changed; and the table of contents must be there.
        """
        for name, (length, ends, everything) in sums.items():
            path = folder / name
            is_table = path.suffix == _TABLE
            if not is_table and not any(segment in name for segment in ids):
                continue
            try:
                if _ends(path) != (length, ends) or (whole and not self._is_sound(path, everything)):
                    return name
            except OSError as error:
                # A commit has written its own table, and CURRENT is about to follow.
                if whole or not is_table or not isinstance(error, FileNotFoundError):
                    return name
        return ""

    def _is_sound(self, path: Path, everything: int) -> bool:
        status = path.stat()
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if _SOUND.get(str(path)) == stamp:
            return True
        if _whole(path) != everything:
            return False
        with _LOCK:
            _SOUND[str(path)] = stamp
            if len(_SOUND) > _MOST_KNOWN:
                _SOUND.pop(next(iter(_SOUND)))
        return True
