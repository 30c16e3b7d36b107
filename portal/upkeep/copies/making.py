"""Making a backup while people work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.files.objects import MediaObjects, SealedObjects
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


def make(folder: Path, *, keep: int = 0) -> Path:
    """Make a backup in a folder; returns where it lies.

    The database is read first and the files after it, so that every row of the backup has its file. Files that have not
    changed since the last backup are shared with it and take no room.

    Args:
        folder: for all backups, outside of what is kept; made if it is missing.
        keep: how many whole ones stay, this one included; 0 keeps all.

    Raises:
        CopyError: there is no room, the folder is none for it, or something failed. Nothing half stays under a whole name.
    """
    _check_place(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = timezone.now()
    target = folder / f"{PREFIX}{now:%Y%m%dT%H%M%SZ}"
    _check_room(folder)
    if target.exists():
        raise CopyError(f"{target.name} is there already; wait a second.")
    for left in folder.glob(f"{PREFIX}*{UNFINISHED}"):
        # Of a run that was interrupted; whoever runs two at once gets an error, never a mixture.
        shutil.rmtree(left, ignore_errors=True)
    unfinished = target.with_name(target.name + UNFINISHED)
    unfinished.mkdir(mode=0o700)
    previous = next(iter(whole_ones(folder)), None)
    facts = databases.save(unfinished / databases.name_of())
    files = {databases.name_of(): _kept(unfinished / databases.name_of())}
    files |= dict(_copied(unfinished, previous))
    manifest = Manifest(
        made_at=now.isoformat(), engine=_engine(), key=key_fingerprint(), files=files, **facts
    )
    write(unfinished, manifest)
    unfinished.rename(target)
    sync(folder)
    backups.note(backups.MADE, now)
    if keep:
        for old in whole_ones(folder)[keep:]:
            shutil.rmtree(old)
    return target


def _engine() -> str:
    return next(engine for engine, name in databases.FILES.items() if name == databases.name_of())


def _check_place(folder: Path) -> None:
    inside = [place for place in sources().values() if place.holds(folder)]
    if inside:
        raise CopyError(f"{folder} lies inside {inside[0]}, which is copied itself; choose another folder.")


def _check_room(folder: Path) -> None:
    """Refuse before anything is written what the disk cannot take.

    Raises:
        CopyError: too little is free.
    """
    database = Path(str(databases.connection.settings_dict["NAME"]))
    needed = int(ROOM * database.stat().st_size) if database.is_file() else 0
    free = shutil.disk_usage(folder).free
    if free < needed + settings.KLANG["LEAST_FREE_BYTES"]:
        raise CopyError(
            f"{folder} has {free // 2**20} MB free; that is too little. Make room, or give another folder."
        )


def _kept(path: Path) -> Kept:
    status = path.stat()
    return Kept(size=status.st_size, sha256=digest(path), mtime_ns=status.st_mtime_ns)


def _copied(target: Path, previous: Path | None) -> Iterator[tuple[str, Kept]]:
    """Copy every file that cannot be made again; yields its name in the backup and what it is."""
    known = _known(previous)
    for name, source in sources().items():
        for entry in source.entries():
            inside = f"{name}/{entry.name}" if entry.name else name
            copy = target / inside
            copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            before = known.get(inside)
            if previous and before and (before.size, before.mtime_ns) == (entry.size, entry.changed_ns):
                os.link(previous / inside, copy)
                yield inside, before
                continue
            try:
                source.copy(entry.name, copy)
            except FileNotFoundError:
                # Erased in this moment; the database that was read before may still name it, and the proof says so.
                continue
            sync(copy)
            # The time at which it lies where it comes from: by it the next backup knows it again.
            yield inside, replace(_kept(copy), mtime_ns=entry.changed_ns)


def _known(previous: Path | None) -> dict[str, Kept]:
    if previous is None:
        return {}
    try:
        return read(previous).files
    except CopyError:
        # Everything is copied anew; the old one is judged when somebody needs it.
        return {}
