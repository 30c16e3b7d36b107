"""Ways in which discs, backups and people damage the files of an index."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path


def _missing(path: Path) -> None:
    path.unlink()


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _halved(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _short_by_one(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(max(0, path.stat().st_size - 1))


def _zeroed(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(bytes(size))


def _half_zeroed(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size - size // 2))


def _scrambled(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(random.Random(7).randbytes(size))


def _ones(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"\xff" * size)


def _longer(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more than was written")


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WAYS: dict[str, Callable[[Path], None]] = {
    "missing": _missing,
    "emptied": _emptied,
    "halved": _halved,
    "short by one": _short_by_one,
    "zeroed": _zeroed,
    "half zeroed": _half_zeroed,
    "scrambled": _scrambled,
    "ones": _ones,
    "longer": _longer,
    "a folder": _a_folder,
}


def exchange(one: Path, other: Path) -> None:
    """Exchange two files."""
    aside = one.with_name(one.name + ".aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
