"""Making a backup while people work."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.files.objects import MediaObjects, SealedObjects
from portal.files.storage import Entry
from portal.upkeep import backups
from portal.upkeep.copies import databases
from portal.upkeep.copies.manifest import (
    UNFINISHED,
    CopyError,
    Kept,
    Manifest,
    digest,
    key_fingerprint,
    read,
    sync,
    write,
)
from portal.upkeep.copies.places import InStore, OnDisk, Place

PREFIX = "klang-"
ROOM = 1.1
"""Times the present size that has to be free: a backup that fills the disk takes the portal with it."""
NAMED = f"{PREFIX}%Y%m%dT%H%M%SZ"
"""What a backup is called by the moment in which it was begun, in UTC; in the order of names they follow each other."""
AHEAD = dt.timedelta(days=1)
"""So much later than now a backup cannot have been made, whatever two clocks think of each other."""


def sources() -> dict[str, Place]:
    """Return name in the backup → where that lies which cannot be made again."""
    var = Path(settings.KLANG_VAR)
    if settings.KLANG["STORE"]:
        files: dict[str, Place] = {"private": InStore(SealedObjects()), "media": InStore(MediaObjects())}
    else:
        files = {
            "private": OnDisk(Path(settings.PRIVATE_ROOT)),
            "media": OnDisk(Path(settings.MEDIA_ROOT)),
        }
    return {
        **files,
        "trail": OnDisk(Path(settings.KLANG["TRAIL_DIR"])),
        # Installations that get their key by the environment have none here; the manifest tells keys apart.
        "secret_key": OnDisk(var / "secret_key"),
    }


def whole_ones(folder: Path) -> list[Path]:
    """Return the whole backups in a folder, the newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if path.name.startswith(PREFIX) and path.is_dir()]
    return sorted((path for path in found if not path.name.endswith(UNFINISHED)), reverse=True)


def ahead(folder: Path, now: dt.datetime | None = None) -> Path | None:
    """Return the newest whole backup where its name lies more than a day in the future; None when all is as it should be.

    The clock was wrong when it was made, or is wrong now. It counts as the newest until its day has come, so that a trial
    and whoever restores take it instead of one that is newer.

    Args:
        folder: for all backups.
        now: the moment; for tests.
    """
    latest = (now or timezone.now()) + AHEAD
    newest = next(iter(whole_ones(folder)), None)
    return newest if newest is not None and newest.name > f"{latest:{NAMED}}" else None


def make(folder: Path, *, keep: int = 0) -> Path:
    """Make a backup in a folder; returns where it lies.

    The database is read first and the files after it, so that every row of the backup has its file. Files that have not
    changed since the last backup are shared with it and take no room.

    Args:
        folder: for all backups, outside of what is kept; made if it is missing.
        keep: how many of the newest whole ones stay, this one included, and of how many days the newest one does besides; 0
            keeps all.

    Raises:
        CopyError: there is no room, the folder is none for it, another one is being made in it, or something failed. Nothing
            half stays, neither under a whole name nor on the disk.
    """
    _check_place(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        return _make(folder, keep)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder for one backup; the kernel lets go of it with the process, however that ends.

    The folder itself is locked: a file for it would lie among the backups, and belong to whoever came first.

    Raises:
        CopyError: another backup is being made in it.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CopyError(f"Another backup is being made in {folder}; wait until it has ended.") from error
        except OSError:
            # Some network file systems lock no folders. No backup at all would be worse: of two at once one fails there.
            pass
        yield
    finally:
        os.close(handle)


def _make(folder: Path, keep: int) -> Path:
    now = timezone.now()
    target = folder / f"{now:{NAMED}}"
    if target.exists():
        raise CopyError(f"{target.name} is there already; wait a second.")
    for left in folder.glob(f"{PREFIX}*{UNFINISHED}"):
        # Of a run that was killed: nobody else makes one now. Before it is asked how much is free.
        shutil.rmtree(left, ignore_errors=True)
    previous = next(iter(whole_ones(folder)), None)
    known = _known(previous)
    _check_room(folder, known)
    unfinished = target.with_name(target.name + UNFINISHED)
    unfinished.mkdir(mode=0o700)
    try:
        facts = databases.save(unfinished / databases.name_of())
        files = {databases.name_of(): _kept(unfinished / databases.name_of())}
        files |= dict(_copied(unfinished, previous, known))
        manifest = Manifest(
            made_at=now.isoformat(), engine=_engine(), key=key_fingerprint(), files=files, **facts
        )
        write(unfinished, manifest)
        unfinished.rename(target)
    except BaseException:
        # What it wrote may be all that was free, and the portal needs it before the next night.
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    sync(folder)
    if keep:
        # By name this one is the oldest where the clock went back.
        for old in _to_go([target, *(one for one in whole_ones(folder) if one != target)], keep):
            shutil.rmtree(old)
    backups.note(backups.MADE, now)
    return target


def _to_go(ones: list[Path], keep: int) -> list[Path]:
    """Return the backups whose time is over.

    Made every five minutes, the newest fourteen are those of the last hour: what went wrong in the morning would stand in all
    of them by noon. So the newest one of each of as many days stays too.

    Args:
        ones: all of them, the newest first.
        keep: how many of the newest stay, and how many days.
    """
    days: dict[str, Path] = {}
    for one in ones:
        days.setdefault(one.name[: len(f"{PREFIX}20261127")], one)
    kept = {*ones[:keep], *list(days.values())[:keep]}
    return [one for one in ones if one not in kept]


def _engine() -> str:
    return next(engine for engine, name in databases.FILES.items() if name == databases.name_of())


def _check_place(folder: Path) -> None:
    inside = [place for place in sources().values() if place.holds(folder)]
    if inside:
        raise CopyError(f"{folder} lies inside {inside[0]}, which is copied itself; choose another folder.")


def _check_room(folder: Path, known: dict[str, Kept]) -> None:
    """Refuse before anything is written what the disk cannot take.

    Args:
        folder: for all backups.
        known: files of the last backup, which are shared with it.

    Raises:
        CopyError: too little is free.
    """
    anew = sum(
        entry.size
        for name, source in sources().items()
        for entry in source.entries()
        if not _is_same(known.get(_inside(name, entry)), entry)
    )
    needed = int(ROOM * databases.size()) + anew
    free = shutil.disk_usage(folder).free
    if free < needed + settings.KLANG["LEAST_FREE_BYTES"]:
        raise CopyError(
            f"{folder} has {free // 2**20} MB free; that is too little. Make room, or give another folder."
        )


def _inside(name: str, entry: Entry) -> str:
    """Return what a file is called within a backup."""
    return f"{name}/{entry.name}" if entry.name else name


def _is_same(before: Kept | None, entry: Entry) -> bool:
    return before is not None and (before.size, before.mtime_ns) == (entry.size, entry.changed_ns)


def _kept(path: Path) -> Kept:
    status = path.stat()
    return Kept(size=status.st_size, sha256=digest(path), mtime_ns=status.st_mtime_ns)


def _copied(target: Path, previous: Path | None, known: dict[str, Kept]) -> Iterator[tuple[str, Kept]]:
    """Copy every file that cannot be made again; yields its name in the backup and what it is.

    Args:
        target: the unfinished backup.
        previous: the last whole one.
        known: its files.

    Raises:
        CopyError: somebody took the unfinished backup away meanwhile.
    """
    for name, source in sources().items():
        for entry in source.entries():
            inside = _inside(name, entry)
            copy = target / inside
            _make_folders(target, copy.parent)
            before = known.get(inside)
            if (
                previous
                and before
                and _is_same(before, entry)
                and _is_shared(previous / inside, copy, before)
            ):
                yield inside, before
                continue
            try:
                source.copy(entry.name, copy)
            except FileNotFoundError as error:
                if not copy.parent.is_dir():
                    raise CopyError(f"{target.name} was taken away while it was made.") from error
                # Erased in this moment; the database that was read before may still name it, and the proof says so.
                continue
            sync(copy)
            # The time at which it lies where it comes from: by it the next backup knows it again.
            yield inside, replace(_kept(copy), mtime_ns=entry.changed_ns)


def _make_folders(target: Path, folder: Path) -> None:
    """Make a folder of a backup, but never the backup itself anew: what is written after that would be half of it.

    Raises:
        CopyError: somebody took the unfinished backup away.
    """
    for one in reversed([folder, *folder.parents]):
        if one != target and one.is_relative_to(target):
            try:
                one.mkdir(mode=0o700, exist_ok=True)
            except FileNotFoundError as error:
                raise CopyError(f"{target.name} was taken away while it was made.") from error


def _is_shared(old: Path, copy: Path, before: Kept) -> bool:
    """Share a file with the last backup; False where that one is damaged or the file system shares nothing.

    Args:
        old: where it lies in the last backup.
        copy: where it should lie in this one.
        before: what the last backup says of it.
    """
    with contextlib.suppress(OSError):
        # One that was cut would be cut in every backup from now on. Reading each to its end would take the night.
        if old.stat().st_size == before.size:
            os.link(old, copy)
            return True
    return False


def _known(previous: Path | None) -> dict[str, Kept]:
    if previous is None:
        return {}
    try:
        return read(previous).files
    except CopyError:
        # Everything is copied anew; the old one is judged when somebody needs it.
        return {}
