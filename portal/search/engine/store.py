"""The folder of an index: one writer at a time, rebuilt beside itself and swapped in one step.

Layout of the folder::

    CURRENT            name of the folder in use, the version of its analysis, the checksums of its files; replaced atomically
    writer.lock        held by the one writer of any process (flock: freed by the kernel when it dies)
    build-<stamp>/     a plain Whoosh index with our columns beside it

A crash at any moment leaves CURRENT pointing at a complete index: Whoosh replaces its table of contents by rename,
and a rebuild works in a folder of its own.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.search.engine import analysis, checksums, fields, whoosh_files
from portal.search.engine.columns import Analyzed, analyze
from portal.search.engine.protocol import Entry, IndexBusyError, IndexUnavailableError
from portal.search.engine.snapshot import PostingCache, Snapshot
from portal.search.engine.writer import BulkWriter

_ATTEMPTS, _PAUSE = 6, 0.02
"""A commit removes old files an instant before CURRENT changes; a reader that falls into it tries again."""

_REST_SECONDS, _LOOK_SECONDS = 5.0, 3.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)
"""What says nothing about the files that are there: a rebuild would fail in the same way."""

_Stamp = tuple[int, int]
"""Which CURRENT it is: (inode, time of change)."""


def _schema() -> Any:
    return whoosh_files.make_schema(fields.WORD_FIELDS, unscored=fields.LOOKED_UP)


def _sum(found: Any) -> checksums.Sum:
    length, ends, everything = map(int, found)
    return length, ends, everything


@dataclass(frozen=True)
class _Pointer:
    folder: str
    version: str
    serial: int
    files: dict[str, checksums.Sum]


class Store:
    """One index on disk, opened by any number of readers and one writer.

    Args:
        root: folder of the index; made when the first rebuild begins.
        version: stamp that the index must bear, by default that of the analysis.
        cache_bytes: bound of decoded postings kept in memory by this process.
    """

    def __init__(self, root: Path, *, version: str | None = None, cache_bytes: int = 128_000_000) -> None:
        self.root = Path(root)
        self._pointer_name = str(self.root / "CURRENT")
        self._version = version
        self._cache = PostingCache(cache_bytes)
        self._lock = threading.Lock()
        self._open: tuple[_Stamp, Snapshot] | None = None
        self._given_up: tuple[_Stamp, float, str] | None = None
        self._checker = checksums.Checker()
        self._looked = time.monotonic()

    @property
    def version(self) -> str:
        """Stamp of the analysis that this process would index with."""
        return self._version or analysis.version()

    def _pointer(self) -> _Pointer | None:
        try:
            read = json.loads(Path(self._pointer_name).read_text(encoding="utf-8"))
            files = {str(name): _sum(found) for name, found in read.pop("files").items()}
            return _Pointer(**read, files=files)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def _point(self, pointer: _Pointer) -> None:
        draft = self.root / f"CURRENT.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(pointer.__dict__, file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(IsADirectoryError):
            draft.replace(self._pointer_name)
            return
        # What stands there is no file of ours; an index must never need a person to come back.
        shutil.rmtree(self._pointer_name)
        draft.replace(self._pointer_name)

    @contextmanager
    def _writing(self, timeout: float) -> Iterator[None]:
        """Hold the one writer's lock.

        Raises:
            IndexBusyError: when it is not free within `timeout` seconds.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "writer.lock").open("w") as file:
            deadline = time.monotonic() + timeout
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise IndexBusyError(str(self.root)) from None
                    time.sleep(0.05)
            yield

    def rebuild(self, entries: Iterable[Entry | Analyzed], *, timeout: float = 60.0) -> int:
        """Build a new index from all entries and swap it in; readers keep the old one until then.

        Args:
            entries: documents; analyzed ones are taken as they are.
            timeout: seconds to wait for another writer.

        Returns:
            how many documents it holds.

        Raises:
            IndexBusyError: another writer is at work.
        """
        with self._writing(timeout):
            old = self._pointer()
            name = f"build-{time.time_ns():x}"
            folder = self.root / name
            folder.mkdir()
            count = 0
            try:
                writer = BulkWriter(whoosh_files.create(folder, _schema()))
                try:
                    for entry in entries:
                        writer.add(entry if isinstance(entry, Analyzed) else analyze(entry))
                        count += 1
                except BaseException:
                    writer.cancel()
                    raise
                writer.commit(merge=False)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            serial = (old.serial if old else 0) + 1
            self._point(_Pointer(name, self.version, serial, checksums.measured(folder, {})))
            for stale in self.root.glob("build-*"):
                if stale.name != name:
                    shutil.rmtree(stale, ignore_errors=True)
        return count

    def update(
        self, entries: Iterable[Entry | Analyzed], remove: Iterable[int] = (), *, timeout: float = 10.0
    ) -> None:
        """Replace the documents of `entries`, drop those of `remove`, in one commit.

        Raises:
            IndexBusyError: another writer is at work.
            IndexUnavailableError: there is nothing to update: rebuild first.
        """
        with self._writing(timeout):
            pointer = self._pointer()
            if pointer is None or pointer.version != self.version:
                raise IndexUnavailableError("missing, or made with another analysis")
            analyzed = [item if isinstance(item, Analyzed) else analyze(item) for item in entries]
            folder = self.root / pointer.folder
            try:
                self._commit(folder, analyzed, remove, timeout)
            except whoosh_files.LockError as error:
                raise IndexBusyError(str(self.root)) from error
            except whoosh_files.UNREADABLE as error:
                if isinstance(error, OSError) and error.errno in _NO_ROOM:
                    raise
                raise IndexUnavailableError(f"damaged: {error}") from error
            files = checksums.measured(folder, pointer.files)
            self._point(_Pointer(pointer.folder, pointer.version, pointer.serial + 1, files))

    @staticmethod
    def _commit(folder: Path, analyzed: list[Analyzed], remove: Iterable[int], timeout: float) -> None:
        writer = BulkWriter(whoosh_files.open_folder(folder), timeout=timeout)
        try:
            writer.delete_keys([*remove, *(item.entry.key for item in analyzed)])
            for item in analyzed:
                writer.add(item)
            writer.commit()
        except BaseException:
            # What is damaged may also hinder tidying up; the first reason counts.
            with suppress(*whoosh_files.UNREADABLE):
                if not writer.is_closed:
                    writer.cancel()
            raise

    def snapshot(self) -> Snapshot:
        """Return the newest committed state; cheap when nothing changed since the last call.

        Raises:
            IndexUnavailableError: no index, an unreadable one, or one made with another analysis.
        """
        for attempt in range(_ATTEMPTS):
            try:
                # Asked before every search: pathlib would take four times as long.
                status = os.stat(self._pointer_name)  # noqa: PTH116
            except OSError as error:
                raise IndexUnavailableError("no index yet") from error
            stamp = (status.st_ino, status.st_mtime_ns)
            held = self._open
            if held is not None and held[0] == stamp and self._given_up is None:
                return self._whole(held[1], stamp)
            with self._lock:
                self._rest(stamp)
                if self._open is not None and self._open[0] == stamp:
                    return self._open[1]
                fresh = self._read(stamp, last=attempt == _ATTEMPTS - 1)
                if fresh is not None:
                    self._open = (stamp, fresh)
                    return fresh
            time.sleep(_PAUSE)
        self._give_up(stamp, "the index cannot be read")
        raise IndexUnavailableError("the index cannot be read")

    def _rest(self, stamp: _Stamp) -> None:
        """Leave an index alone that was found damaged a moment ago: each look at it costs a tenth of a second.

        Raises:
            IndexUnavailableError: it was.
        """
        if self._given_up is None:
            return
        found, until, reason = self._given_up
        if found == stamp and time.monotonic() < until:
            raise IndexUnavailableError(reason)
        self._given_up = self._open = None

    def _give_up(self, stamp: _Stamp, reason: str) -> None:
        self._given_up = (stamp, time.monotonic() + _REST_SECONDS, reason)

    def give_up(self, snapshot: Snapshot, reason: str) -> None:
        """Take note that a state turned out to be damaged while it was read: it is opened anew after a while.

        Args:
            snapshot: the state.
            reason: what was wrong.
        """
        held = self._open
        if held is not None and held[1] is snapshot:
            self._give_up(held[0], reason)

    def _whole(self, snapshot: Snapshot, stamp: _Stamp) -> Snapshot:
        """Return a state whose files are still what was opened.

        Lengths are asked every time: reading a mapped file beyond its end would kill the process. Whether a file was
        written over is asked every few seconds.
        """
        reason = "" if snapshot.is_whole() else "damaged: a file was cut while it was open"
        if not reason and time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            pointer = self._pointer()
            ids = [segment.id for segment in snapshot.segments]
            name = pointer and self._checker.changed(self.root / pointer.folder, pointer.files, ids)
            reason = f"damaged: {name} was written over" if name else ""
        if not reason:
            return snapshot
        self._give_up(stamp, reason)
        raise IndexUnavailableError(reason)

    def verify(self, snapshot: Snapshot) -> None:
        """Compare every file of a state of the index with what was written.

        Raises:
            IndexUnavailableError: one differs.
        """
        name = ""
        for _ in range(_ATTEMPTS):
            pointer = self._pointer()
            name = self._differing(pointer, snapshot, whole=True) if pointer else "CURRENT"
            if not name:
                return
            # A commit changes files an instant before CURRENT follows.
            time.sleep(_PAUSE)
        raise IndexUnavailableError(f"damaged: {name} is not as it was written")

    def _differing(self, pointer: _Pointer, snapshot: Snapshot, *, whole: bool) -> str:
        ids = [segment.id for segment in snapshot.segments]
        return self._checker.differing(self.root / pointer.folder, pointer.files, ids, whole=whole)

    def _read(self, stamp: _Stamp, *, last: bool) -> Snapshot | None:
        """Open what CURRENT names, or return None when a commit took files away meanwhile and one may try again.

        Args:
            stamp: of CURRENT.
            last: whether this is the last attempt, after which unreadable files count as damage.

        Raises:
            IndexUnavailableError: its analysis is not ours, or its files are damaged.
        """
        pointer = self._pointer()
        if pointer is None:
            return None
        if pointer.version != self.version:
            raise IndexUnavailableError("made with another analysis")
        try:
            index = whoosh_files.open_folder(self.root / pointer.folder)
            snapshot = Snapshot(self.root / pointer.folder, index, self._cache)
            name = self._differing(pointer, snapshot, whole=False)
            if name:
                raise ValueError(f"{name} is not as it was written")
            ids = [segment.id for segment in snapshot.segments]
            self._checker.opened(self.root / pointer.folder, pointer.files, ids)
        except whoosh_files.UNREADABLE as error:
            if self._pointer() != pointer or not last:
                return None
            self._give_up(stamp, f"damaged: {error}")
            raise IndexUnavailableError(f"damaged: {error}") from error
        return snapshot

    def size_on_disk(self) -> int:
        """Return the bytes of the index in use."""
        pointer = self._pointer()
        if pointer is None:
            return 0
        return sum(file.stat().st_size for file in (self.root / pointer.folder).rglob("*") if file.is_file())
