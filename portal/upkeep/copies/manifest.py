"""What a backup says of itself."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

FORMAT = 1
NAME = "manifest.json"
UNFINISHED = ".part"
BLOCK = 1024 * 1024


class CopyError(Exception):
    """A backup cannot be made, or cannot be put back; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup.

    Attributes:
        size: in bytes.
        sha256: of its content.
        mtime_ns: when the file itself was written last.
    """

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: when the database was read, ISO 8601 in UTC.
        engine: "sqlite" or "postgresql".
        migrations: that the database had seen, "app.name".
        counts: table → rows.
        seals: number of the last seal of the record, and the chain at it.
        key: fingerprint of the SECRET_KEY by which secrets of citizens were derived.
        files: path within the backup → file.
        keys: name and proof of every key under which something is sealed; the keys themselves are in no backup.
        format: of this manifest.
    """

    made_at: str
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    seals: tuple[int, str]
    key: str
    files: dict[str, Kept] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        """How much there is."""
        return sum(one.size for one in self.files.values())


def key_fingerprint(key: str | None = None) -> str:
    """Return what tells one SECRET_KEY from another without telling it; None is that of this process."""
    word = settings.SECRET_KEY if key is None else key
    return hmac.new(word.encode(), b"klang backup", hashlib.sha256).hexdigest()[:16]


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a backup that is otherwise there, and see to it that it reaches the disk."""
    path = folder / NAME
    with path.open("x", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    sync(folder)


def read(folder: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        CopyError: it is none, was interrupted, or was made by a newer version.
    """
    if folder.name.endswith(UNFINISHED):
        raise CopyError(f"{folder.name} was interrupted while it was made; take an older one.")
    try:
        told: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        if told["format"] > FORMAT:
            raise CopyError(f"{folder.name} was made by a newer version of Klang; install that one first.")
        files = {name: Kept(**one) for name, one in told.pop("files").items()}
        return Manifest(**{**told, "seals": tuple(told["seals"])}, files=files)
    except FileNotFoundError as error:
        raise CopyError(f"{folder} is no backup: it has no {NAME}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CopyError(f"The manifest of {folder.name} cannot be read ({type(error).__name__}).") from error


def differences(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield the files of a backup that are not as they were written, each with what is wrong."""
    for name, kept in manifest.files.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif path.stat().st_size != kept.size or digest(path) != kept.sha256:
            yield f"{name} is not as it was written"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def sync(path: Path) -> None:
    """Let a file or folder reach the disk before anything is said of it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
