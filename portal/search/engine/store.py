"""The folder of an index: one writer at a time, rebuilt beside itself and swapped in one step.

Layout of the folder::

    CURRENT            name of the folder in use and the version of its analysis; replaced atomically
    writer.lock        held by the one writer of any process (flock: freed by the kernel when it dies)
    build-<stamp>/     a plain Whoosh index with our columns beside it

A crash at any moment leaves CURRENT pointing at a complete index: Whoosh replaces its table of contents by rename,
and a rebuild works in a folder of its own.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.search.engine import analysis, fields, whoosh_files
from portal.search.engine.columns import Analyzed, analyze
from portal.search.engine.protocol import Entry, IndexBusyError, IndexUnavailableError
from portal.search.engine.snapshot import PostingCache, Snapshot
from portal.search.engine.writer import BulkWriter

_ATTEMPTS, _PAUSE = 6, 0.02
"""A commit removes old files an instant before CURRENT changes; a reader that falls into it tries again."""


def _schema() -> Any:
    return whoosh_files.make_schema(fields.WORD_FIELDS, unscored=fields.LOOKED_UP)


@dataclass(frozen=True)
class _Pointer:
    folder: str
    version: str
    serial: int


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
        self._open: tuple[tuple[int, int], Snapshot] | None = None

    @property
    def version(self) -> str:
        """Stamp of the analysis that this process would index with."""
        return self._version or analysis.version()

    def _pointer(self) -> _Pointer | None:
        try:
            return _Pointer(**json.loads(Path(self._pointer_name).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _point(self, pointer: _Pointer) -> None:
        draft = self.root / f"CURRENT.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(pointer.__dict__, file)
            file.flush()
            os.fsync(file.fileno())
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
            self._point(_Pointer(name, self.version, (old.serial if old else 0) + 1))
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
            try:
                index = whoosh_files.open_folder(self.root / pointer.folder)
                writer = BulkWriter(index, timeout=timeout)
            except whoosh_files.LockError as error:
                raise IndexBusyError(str(self.root)) from error
            except whoosh_files.UNREADABLE as error:
                raise IndexUnavailableError(str(error)) from error
            try:
                writer.delete_keys([*remove, *(item.entry.key for item in analyzed)])
                for item in analyzed:
                    writer.add(item)
            except BaseException:
                writer.cancel()
                raise
            writer.commit()
            self._point(_Pointer(pointer.folder, pointer.version, pointer.serial + 1))

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
            if held is not None and held[0] == stamp:
                return held[1]
            with self._lock:
                if self._open is not None and self._open[0] == stamp:
                    return self._open[1]
                fresh = self._read(last=attempt == _ATTEMPTS - 1)
                if fresh is not None:
                    self._open = (stamp, fresh)
                    return fresh
            time.sleep(_PAUSE)
        raise IndexUnavailableError("the index cannot be read")

    def _read(self, *, last: bool) -> Snapshot | None:
        """Open what CURRENT names, or return None when a commit took files away meanwhile and one may try again.

        Args:
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
            return Snapshot(self.root / pointer.folder, index, self._cache)
        except whoosh_files.UNREADABLE as error:
            if self._pointer() != pointer or not last:
                return None
            raise IndexUnavailableError(f"damaged: {error}") from error

    def size_on_disk(self) -> int:
        """Return the bytes of the index in use."""
        pointer = self._pointer()
        if pointer is None:
            return 0
        return sum(file.stat().st_size for file in (self.root / pointer.folder).rglob("*") if file.is_file())
