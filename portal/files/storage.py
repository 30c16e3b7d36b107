"""Where files of cases lie: outside of every folder that a web server shows, and sealed (decision 0012).

What is written is sealed in chunks under the newest key; what is read is opened on the way, from any place in it and with
little memory. Files from before that are given out as they are until `manage.py rotate_keys` has sealed them.
"""

from __future__ import annotations

import contextlib
import errno
import io
import math
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.functional import LazyObject
from django.utils.module_loading import import_string

from portal.sealing import current, streams
from portal.sealing.errors import BrokenSealError

UNFINISHED = "sealing-unfinished"
"""Folder for files that are sealed anew, until they take the place of the old ones."""
OWN = ("letters/", "prints/")
"""What the portal draws itself from texts that it keeps: for these and for the texts some room is left free."""


class StoreError(OSError):
    """The store refused, hung or is gone; it passes, like a disk that is full."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EIO, f"the store of files does not take part ({why})")


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored file, as it lies there.

    Attributes:
        name: in its storage.
        size: in bytes, sealed as it is.
        changed_ns: when it was written last, nanoseconds since the epoch.
    """

    name: str
    size: int
    changed_ns: int


class Sealing(File):
    """The content of a file as it is stored."""

    def __init__(self, content: File, name: str) -> None:
        super().__init__(None, name)
        self._content = content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield it sealed; text is written in UTF-8."""
        blocks = self._content.chunks(chunk_size)
        plain = (block.encode() if isinstance(block, str) else block for block in blocks)
        return streams.sealed(current.keys(), plain, self.name)


def unsealed(file: IO[bytes], name: str) -> File:
    """Return the content of a stored file; one from before anything was sealed as it is.

    Args:
        file: as it is stored, at its beginning; closed with what is returned, and when this fails.
        name: in its storage.

    Raises:
        BrokenSealError: nothing is in it: what is sealed has a head, and no file in clear was ever kept empty. Its name
            reached the disk and its content did not.
        SealingError: it was changed, or its key is not here.
    """
    try:
        begin = file.read(len(streams.MARK))
        if not begin:
            raise BrokenSealError("A stored file is empty.")
        file.seek(0)
        if begin != streams.MARK:
            return File(file)
        raw = streams.OpenedFile(file, name.replace("\\", "/"), current.keys_with)
    except BaseException:
        file.close()
        raise
    return File(io.BufferedReader(raw, streams.CHUNK), name)


class SealedStorage(FileSystemStorage):
    """Files that are sealed on the disk and clear for whoever asks here; sizes are those of the content."""

    def _save(self, name: str, content: Any) -> str:
        """Store a file whole, on the disk for sure, or not at all; a row that names it reaches the disk after it.

        Raises:
            SealingError: there is no key.
            OSError: the disk does not take it, or has less free than the portal itself needs.
        """
        # Before an empty file lies there under the name.
        current.keys()
        name = self._normal(name)
        self._check_room(name)
        folders = self._make_folders(Path(self.path(name)).parent)
        while True:
            path = Path(self.path(name))
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                # Somebody took the name meanwhile; what is written is bound to the other one.
                name = self._normal(self.get_available_name(name))
                continue
            break
        try:
            with os.fdopen(handle, "wb") as file:
                for part in Sealing(content, name).chunks():
                    file.write(part)
                if self.file_permissions_mode is not None:
                    os.fchmod(file.fileno(), self.file_permissions_mode)
                file.flush()
                os.fsync(file.fileno())
            for folder in folders:
                _sync_folder(folder)
        except BaseException:
            # Half of it is of no use to anybody, and takes room that may be all there was.
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        return name

    def _normal(self, name: str) -> str:
        """Return a name as it is kept: relative to the storage, with forward slashes."""
        name = name.replace("\\", "/")
        return Path(os.path.relpath(self.path(name), self.location)).as_posix()

    def _check_room(self, name: str) -> None:
        """Refuse what people hand in while so little is free that the portal needs it itself, for texts above all.

        Raises:
            OSError: that is so; answered as a disk that is full.
        """
        if name.startswith(OWN):
            return
        there = next(one for one in (Path(self.location), *Path(self.location).parents) if one.exists())
        if shutil.disk_usage(there).free < settings.KLANG["LEAST_FREE_BYTES"]:
            raise OSError(errno.ENOSPC, "less is free than KLANG_LEAST_FREE_MB")

    def _make_folders(self, folder: Path) -> list[Path]:
        """Make a folder of the storage where it is missing; returns every folder that has to reach the disk with a file in it.

        One that is there already may have been made a moment ago by somebody who has not come so far yet: all the way up
        is little to do where nothing changed.
        """
        root = Path(self.location)
        way = [one for one in (folder, *folder.parents) if one.is_relative_to(root)]
        reached = way if root.exists() else [*way, root.parent]
        mode = 0o777 if self.directory_permissions_mode is None else self.directory_permissions_mode
        for one in reversed(way):
            one.mkdir(mode=mode, parents=True, exist_ok=True)
        return reached

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("what is sealed is written by `save` and read as bytes")
        return unsealed(Path(self.path(name)).open("rb"), name)

    def size(self, name: str) -> int:
        """Return the size of the content.

        Raises:
            BrokenSealError: the file was cut.
        """
        stored = super().size(name)
        with Path(self.path(name)).open("rb") as file:
            head = streams.head_of(file)
        return stored if head is None else streams.plain_size(stored, head[2])

    def key_of(self, name: str) -> str:
        """Return by which key a file is sealed; "" for one in clear.

        Raises:
            FileNotFoundError: it is gone.
            BrokenSealError: its head is cut.
        """
        with Path(self.path(name)).open("rb") as file:
            head = streams.head_of(file)
        return "" if head is None else head[0]

    def seal_anew(self, name: str) -> None:
        """Seal a file with the newest key, in its place and whole or not at all.

        Raises:
            FileNotFoundError: it is gone.
            SealingError: it cannot be opened; it stays as it is.
        """
        folder = Path(self.path(UNFINISHED))
        folder.mkdir(mode=0o700, exist_ok=True)
        unfinished = folder / secrets.token_hex(16)
        try:
            with self.open(name) as content, unfinished.open("xb") as target:
                for part in streams.sealed(current.keys(), content.chunks(), name):
                    target.write(part)
                target.flush()
                os.fsync(target.fileno())
            unfinished.chmod(0o600)
            unfinished.replace(self.path(name))
            # When all are sealed anew the old key is thrown away: no power cut may bring the old file back after that.
            _sync_folder(Path(self.path(name)).parent)
        finally:
            unfinished.unlink(missing_ok=True)

    def forget_unfinished(self) -> None:
        """Delete what a run that was killed left."""
        for path in Path(self.path(UNFINISHED)).glob("*"):
            path.unlink(missing_ok=True)

    def entries(self, folder: str = "") -> Iterator[Entry]:
        """Yield every file in a folder and below it; what goes meanwhile is left out."""
        root = Path(self.base_location)
        for path in sorted((root / folder).rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                status = path.lstat()
                if stat.S_ISREG(status.st_mode):
                    yield Entry(path.relative_to(root).as_posix(), status.st_size, status.st_mtime_ns)

    def folders_before(self, folder: str, limit: float) -> list[str]:
        """Return the folders in a folder in which nothing changed since.

        Args:
            folder: in whose.
            limit: seconds since the epoch.
        """
        root = Path(self.path(folder))
        old = [child for child in root.iterdir() if _changed_at(child) < limit] if root.is_dir() else []
        return [f"{folder}/{child.name}" for child in old]

    def delete_folder(self, folder: str) -> None:
        """Delete a folder with all that is in it; one that is gone is no error."""
        shutil.rmtree(self.path(folder), ignore_errors=True)


def _sync_folder(path: Path) -> None:
    """Let the names in a folder reach the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _changed_at(path: Path) -> float:
    """Return when a folder changed last, in seconds since the epoch; never, when somebody else swept it meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


class _PrivateStorage(LazyObject):
    """Files that no URL maps to; views stream them after asking who asks. On this machine's disk, or in a store that several share."""

    def _setup(self) -> None:
        if settings.KLANG["STORE"]:
            # By its name: what a disk does without, no process should have to load.
            self._wrapped = import_string("portal.files.objects.SealedObjects")()
            return
        self._wrapped = SealedStorage(
            location=settings.PRIVATE_ROOT,
            base_url=None,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


PRIVATE_STORAGE = _PrivateStorage()


def private_storage() -> FileSystemStorage:
    """Return the private storage; a callable, so that migrations do not freeze its place."""
    return PRIVATE_STORAGE


def open_private(name: str) -> IO[bytes]:
    """Open a stored private file for reading.

    Raises:
        FileNotFoundError: when the file is gone from the disk.
    """
    return PRIVATE_STORAGE.open(name, "rb")


SESSIONS_ARE_OVER = 24 * 3600
"""Seconds after which what belongs to a session has none any more (a session lives 12 hours)."""


def sweep(folder: str, *, now: float | None = None) -> int:
    """Delete the folders in a folder whose sessions have ended; returns how many. What was stored for good is a copy elsewhere.

    Args:
        folder: in whose.
        now: seconds since the epoch; for tests.

    Raises:
        OSError: the store of files does not answer.
    """
    old = PRIVATE_STORAGE.folders_before(folder, (now or time.time()) - SESSIONS_ARE_OVER)
    for one in old:
        PRIVATE_STORAGE.delete_folder(one)
    return len(old)
