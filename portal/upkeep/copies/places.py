"""Where files lie that a backup takes along: a folder, a single file, or a folder of the store that several machines share."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from portal.files.objects import Objects
from portal.files.storage import Entry
from portal.upkeep.copies.manifest import BLOCK, digest, sync


class Place(Protocol):
    """Files under names; an entry with an empty name is the place itself, a single file."""

    def entries(self) -> Iterator[Entry]:
        """Yield every file."""
        ...

    def copy(self, name: str, target: Path) -> None:
        """Write a file as it lies there.

        Raises:
            FileNotFoundError: it went meanwhile.
        """
        ...

    def put(self, name: str, source: Path) -> None:
        """Lay a file there."""
        ...

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file as it lies there; "" when it is gone."""
        ...

    def holds(self, folder: Path) -> bool:
        """Say whether a folder of this machine lies in it."""
        ...


class OnDisk:
    """A folder or a file of this machine; it need not be there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def _at(self, name: str) -> Path:
        return self.path / name if name else self.path

    def entries(self) -> Iterator[Entry]:
        """Yield every file; links are not followed."""
        if self.path.is_file():
            found = [self.path]
        else:
            found = sorted(path for path in self.path.rglob("*") if path.is_file() and not path.is_symlink())
        for path in found:
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            name = "" if path == self.path else path.relative_to(self.path).as_posix()
            yield Entry(name, status.st_size, status.st_mtime_ns)

    def copy(self, name: str, target: Path) -> None:
        """Write a file as it lies there.

        Raises:
            FileNotFoundError: it went meanwhile.
        """
        shutil.copy2(self._at(name), target)

    def put(self, name: str, source: Path) -> None:
        """Lay a file there, on the disk for sure."""
        target = self._at(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copy2(source, target)
        sync(target)

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file as it lies there; "" when it is gone."""
        path = self._at(name)
        return digest(path) if path.is_file() else ""

    def holds(self, folder: Path) -> bool:
        """Say whether a folder of this machine lies in it."""
        return folder.resolve().is_relative_to(self.path.resolve())


class InStore:
    """A folder of the store of files; sealed ones are copied as they are."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def __str__(self) -> str:
        return f"{self._objects.location} in the store of files"

    def entries(self) -> Iterator[Entry]:
        """Yield every file."""
        yield from self._objects.entries()

    def copy(self, name: str, target: Path) -> None:
        """Write a file as it lies there.

        Raises:
            FileNotFoundError: it went meanwhile.
        """
        with target.open("wb") as file:
            try:
                self._objects.fetch(name, file)
            except FileNotFoundError:
                target.unlink()
                raise

    def put(self, name: str, source: Path) -> None:
        """Lay a file there."""
        with source.open("rb") as file:
            self._objects.lay(name, file)

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file as it lies there; "" when it is gone."""
        found = hashlib.sha256()
        with tempfile.TemporaryFile() as file:
            try:
                self._objects.fetch(name, file)
            except FileNotFoundError:
                return ""
            file.seek(0)
            while block := file.read(BLOCK):
                found.update(block)
        return found.hexdigest()

    def holds(self, folder: Path) -> bool:
        """No folder of this machine does."""
        return False
