"""A backup is alone in its folder, ends under steady writes, leaves no room taken and survives a clock that goes back (R13)."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import os
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.files import private_storage
from portal.upkeep import backups
from portal.upkeep.copies import databases, making, manifest
from portal.upkeep.copies.manifest import CopyError

pytestmark = pytest.mark.django_db(transaction=True)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _installation(settings: Any, tmp_path: Path) -> None:
    var = tmp_path / "var"
    (var / "media").mkdir(parents=True)
    settings.KLANG_VAR, settings.MEDIA_ROOT = var, var / "media"
    settings.KLANG = {**settings.KLANG, "TRAIL_DIR": var / "trail", "LEAST_FREE_BYTES": 1024**2}
    Path(project.PRIVATE_ROOT).mkdir(mode=0o700, exist_ok=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups lie."""
    return tmp_path / "backups"


def keep_file(content: bytes, name: str = "cases/aa/aa1.jpg") -> Path:
    return Path(private_storage().path(private_storage().save(name, ContentFile(content))))


def at_the_database(monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None]) -> None:
    """Let something happen as soon as the database of a backup was copied, once."""
    save = databases.save

    def saved(target: Path) -> dict[str, Any]:
        facts = save(target)
        monkeypatch.setattr(databases, "save", save)
        act(target)
        return facts

    monkeypatch.setattr(databases, "save", saved)


# --- two at once ---------------------------------------------------------------------------------------------------


def test_a_second_backup_at_once_is_refused_and_the_first_is_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_file(b"picture")
    said: list[str] = []

    def second(target: Path) -> None:
        # A second later by the clock, as another process would be.
        later = timezone.now() + dt.timedelta(seconds=1)
        with monkeypatch.context() as patch:
            patch.setattr(making.timezone, "now", lambda: later)
            with pytest.raises(CommandError) as refused:
                call_command("backup", str(folder), stdout=StringIO())
        said.append(str(refused.value))

    at_the_database(monkeypatch, second)
    made = making.make(folder)
    assert "Another backup is being made in" in said[0]
    assert not list(manifest.differences(made, manifest.read(made)))
    assert list(folder.iterdir()) == [made], "nothing of the lock lies there"


def test_where_no_folder_can_be_locked_one_is_made_nevertheless(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(errno.EBADF, "as NFS says of a folder")

    monkeypatch.setattr(fcntl, "flock", refuse)
    made = making.make(folder)
    assert making.whole_ones(folder) == [made]


def test_a_backup_that_is_taken_away_meanwhile_never_gets_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_file(b"picture")
    at_the_database(monkeypatch, lambda target: shutil.rmtree(target.parent))
    with pytest.raises((CopyError, FileNotFoundError)):
        making.make(folder)
    at_the_database(monkeypatch, lambda target: None)
    monkeypatch.setattr(making, "_kept", taken_away(making._kept))
    with pytest.raises(CopyError, match="was taken away while it was made"):
        making.make(folder)
    assert making.whole_ones(folder) == []


def taken_away(kept: Callable[[Path], manifest.Kept]) -> Callable[[Path], manifest.Kept]:
    """Let the whole unfinished backup go after its database was looked at."""

    def look(path: Path) -> manifest.Kept:
        found = kept(path)
        if path.name == databases.name_of():
            shutil.rmtree(path.parent)
        return found

    return look


# --- sharing with the last one -------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["missing", "cut", "no links"])
def test_what_the_last_backup_cannot_share_is_copied_anew(
    folder: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep_file(b"picture")
    first = making.make(folder)
    first = first.rename(first.with_name("klang-20200101T000000Z"))
    kept = first / "private" / path.relative_to(project.PRIVATE_ROOT)
    if damage == "missing":
        kept.unlink()
    elif damage == "cut":
        kept.write_bytes(kept.read_bytes()[:-1])
    else:

        def refuse(*args: object, **kwargs: object) -> None:
            raise OSError(errno.EMLINK, "too many links")

        monkeypatch.setattr(os, "link", refuse)
    second = making.make(folder)
    assert not list(manifest.differences(second, manifest.read(second)))
    assert (second / "private" / path.relative_to(project.PRIVATE_ROOT)).read_bytes() == path.read_bytes()


# --- steady writes -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL dumps by a snapshot")
def test_a_backup_ends_however_often_others_commit_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody commits after every step that the backup takes: in pieces it would begin anew each time, for ever."""
    live = tmp_path / "live.sqlite3"
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as ours,
        closing(sqlite3.connect(live)) as copy,
    ):
        ours.backup(copy)
    writer = sqlite3.connect(live, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE scratch (content BLOB)")
    writer.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
        " INSERT INTO scratch SELECT zeroblob(1000000) FROM n"
    )
    steps: list[int] = []

    class Watched(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection, **given: Any) -> None:
            def stepped(status: int, remaining: int, total: int) -> None:
                steps.append(remaining)
                assert len(steps) < 100, "it never ends"
                writer.execute("INSERT INTO scratch VALUES (x'00')")

            super().backup(target, **{**given, "progress": stepped})

    connect = sqlite3.connect
    with closing(writer), monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, factory=Watched, **more))
        patch.setitem(connection.settings_dict, "NAME", str(live))
        facts = databases.save(tmp_path / "copy.sqlite3")
    assert steps == [0], "one step, one state"
    # Whether it is whole was asked of the copy; what came after the step is not in it.
    assert facts["counts"]["scratch"] == 60


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pg_dump says it by its status")
def test_what_sqlite_refuses_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CopyError, match="The database could not be copied: unable to open"):
        databases.save(tmp_path / "nowhere" / "copy.sqlite3")


# --- room ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_backup_that_fails_gives_its_room_back_at_once(
    folder: Path, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep_file(b"picture")

    def full(*args: object, **kwargs: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(making.OnDisk, "copy", full)
        with pytest.raises(type(error)):
            making.make(folder)
    assert list(folder.iterdir()) == []
    assert backups.moment(backups.MADE) is None
    assert path.exists()
    assert making.whole_ones(folder) == [] and making.make(folder).is_dir()


def test_files_that_are_not_shared_count_and_what_a_killed_run_left_does_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = int(making.ROOM * databases.size()) + project.KLANG["LEAST_FREE_BYTES"]
    left = folder / "klang-20200101T000000Z.part"
    left.mkdir(parents=True)
    keep_file(b"x" * 3_000_000)
    free = database + 2_000_000

    def usage(path: Path) -> Usage:
        # What was left takes room until it is gone.
        return Usage(free, 0, 0 if left.exists() else free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    with pytest.raises(CopyError, match="that is too little"):
        making.make(folder)
    assert not left.exists()
    free = database + 4_000_000
    made = making.make(folder)
    # From now on it is shared with the one before.
    made.rename(made.with_name("klang-20200101T000000Z"))
    free = database + 2_000_000
    assert making.make(folder).is_dir()


# --- the clock -----------------------------------------------------------------------------------------------------


def test_after_a_clock_that_went_back_the_one_just_made_stays_and_the_wrong_name_is_told(
    folder: Path,
) -> None:
    keep_file(b"picture")
    later = making.make(folder)
    later = later.rename(later.with_name("klang-20990101T000000Z"))
    error = StringIO()
    call_command("backup", str(folder), "--keep", "1", stdout=StringIO(), stderr=error)
    (made,) = making.whole_ones(folder)
    assert made.name < later.name
    assert not list(manifest.differences(made, manifest.read(made)))
    assert error.getvalue() == ""

    made.rename(later)
    call_command("backup", str(folder), "--keep", "2", stdout=StringIO(), stderr=error)
    assert len(making.whole_ones(folder)) == 2
    assert "klang-20990101T000000Z is named by a day that has not come" in error.getvalue()
    assert making.ahead(folder) == later
    assert making.ahead(folder, dt.datetime(2098, 12, 31, 12, tzinfo=dt.UTC)) is None


def test_a_backup_is_noted_when_the_old_ones_are_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = making.make(folder)
    first.rename(first.with_name("klang-20200101T000000Z"))
    noted: list[list[str]] = []
    monkeypatch.setattr(
        backups, "note", lambda *given: noted.append([path.name for path in making.whole_ones(folder)])
    )
    made = making.make(folder, keep=1)
    assert noted == [[made.name]]
