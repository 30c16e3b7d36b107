"""What people attach is on the disk before a row names it, and is refused while the portal needs the room itself (R05, R06)."""

from __future__ import annotations

import errno
import os
import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from portal.files import storage
from portal.files.storage import SealedStorage, unsealed
from portal.sealing.errors import BrokenSealError
from portal.web.errors import is_outage

NAME = "cases/aa/aa1.jpg"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the files lie; not made yet."""
    return tmp_path / "var" / "private"


@pytest.fixture
def files(root: Path) -> SealedStorage:
    """A storage as the portal has it."""
    root.parent.mkdir()
    return SealedStorage(location=root, file_permissions_mode=0o600, directory_permissions_mode=0o700)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Inode and size of everything that was made to reach the disk, in order."""
    found: list[tuple[int, int]] = []
    fsync = os.fsync

    def recorded(handle: int) -> None:
        status = os.fstat(handle)
        found.append((status.st_ino, status.st_size))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", recorded)
    return found


# --- a power cut ---------------------------------------------------------------------------------------------------


def test_a_file_and_its_folders_reach_the_disk_before_anything_is_said_of_it(
    files: SealedStorage, root: Path, reached: list[tuple[int, int]]
) -> None:
    path = Path(files.path(files.save(NAME, ContentFile(b"picture" * 50_000))))
    assert reached[0] == (path.stat().st_ino, path.stat().st_size), "whole, and before its name"
    folders = [path.parent, path.parent.parent, root, root.parent]
    assert [inode for inode, _size in reached[1:]] == [one.stat().st_ino for one in folders]
    assert path.stat().st_mode & 0o777 == 0o600
    assert {one.stat().st_mode & 0o777 for one in folders[:3]} == {0o700}

    reached.clear()
    second = Path(files.path(files.save("cases/aa/aa2.jpg", ContentFile(b"x"))))
    assert [inode for inode, _size in reached] == [one.stat().st_ino for one in (second, *folders[:3])]


def test_a_file_that_is_sealed_anew_reaches_the_disk_with_its_name(
    files: SealedStorage, reached: list[tuple[int, int]]
) -> None:
    path = Path(files.path(files.save(NAME, ContentFile(b"picture"))))
    reached.clear()
    files.seal_anew(NAME)
    assert [inode for inode, _size in reached] == [path.stat().st_ino, path.parent.stat().st_ino]


def test_a_file_of_which_only_the_name_is_there_is_never_given_out(files: SealedStorage) -> None:
    path = Path(files.path(files.save(NAME, ContentFile(b"picture"))))
    path.write_bytes(b"")
    with pytest.raises(BrokenSealError, match="is empty"):
        files.open(NAME)
    with pytest.raises(BrokenSealError):
        files.seal_anew(NAME)
    assert path.read_bytes() == b"", "sealed as if nothing had been attached it would look right for ever"
    file = path.open("rb")
    with pytest.raises(BrokenSealError):
        unsealed(file, NAME)
    assert file.closed
    # What is empty of itself is sealed, and comes back.
    empty = files.save("cases/aa/empty.txt", ContentFile(b""))
    with files.open(empty) as content:
        assert content.read() == b""


# --- room ----------------------------------------------------------------------------------------------------------


def test_while_the_portal_needs_the_room_itself_files_are_refused_like_on_a_full_disk(
    files: SealedStorage, root: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 1000}
    free = [999]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**6, 0, free[0]))
    with pytest.raises(OSError) as refused:
        files.save(NAME, ContentFile(b"picture"))
    assert refused.value.errno == errno.ENOSPC and is_outage(refused.value)
    assert not root.exists(), "nothing was begun"
    # Papers are drawn of texts that are kept; whoever reads a letter is not sent away.
    for name in ("letters/1/2569/1.pdf", "prints/1/a.pdf"):
        assert files.save(name, ContentFile(b"%PDF")) == name
    free[0] = 1000
    assert files.save(NAME, ContentFile(b"picture")) == NAME


class Halting(ContentFile):
    """A file of which some is written when the disk is full."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield a part, and fail."""
        yield b"x" * 300_000
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_a_file_is_taken_away_and_nobody_elses_is(
    files: SealedStorage, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OSError, match="No space left"):
        files.save(NAME, Halting(b"x"))
    assert [path for path in root.rglob("*") if path.is_file()] == []

    files.save(NAME, ContentFile(b"of somebody"))
    right, asked = FileSystemStorage.get_available_name, []

    def taken_meanwhile(self: FileSystemStorage, name: str, max_length: int | None = None) -> str:
        asked.append(name)
        return name if len(asked) == 1 else right(self, name, max_length)

    monkeypatch.setattr(SealedStorage, "get_available_name", taken_meanwhile)
    with pytest.raises(OSError, match="No space left"):
        files.save(NAME, Halting(b"x"))
    assert len(asked) == 2
    assert [entry.name for entry in files.entries()] == [NAME]
    with files.open(NAME) as content:
        assert content.read() == b"of somebody"


def test_a_file_that_did_not_reach_the_disk_is_not_kept(
    files: SealedStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(storage, "_sync_folder", broken)
    with pytest.raises(OSError, match="Input/output"):
        files.save(NAME, ContentFile(b"picture"))
    assert list(files.entries()) == []
