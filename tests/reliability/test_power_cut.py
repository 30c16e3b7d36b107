"""The power goes at any moment: what was told to be stored is there, and the database is whole (reliability.md R02, I0).

A process with the portal's own settings of SQLite commits and tells after each commit. What it asked of the disk is written
down (`power.c`); from that the disk is made as a cut leaves it, at every moment: everything that was synced, and of what was
not synced nothing, all, or every second piece, because a disk writes in the order that it likes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("cc") is None, reason="this machine has no compiler"),
]
COMMITS = 40
KEPT = ("klang.sqlite3", "klang.sqlite3-wal")
"""Files that count: the index of the log is made anew after a cut."""
TELLING = """
import os, sys
import django
django.setup()
from django.db import connection, transaction
from django.utils import timezone
from portal.queue.models import WorkerBeat

with connection.schema_editor() as editor:
    editor.create_model(WorkerBeat)
with connection.cursor() as cursor:
    # The log is carried over into the database often, so that the power goes in the middle of that as well.
    cursor.execute("PRAGMA wal_autocheckpoint = 12")
    cursor.execute(sys.argv[2])
told = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.write(told, b"ready\\n")
for number in range(int(sys.argv[3])):
    with transaction.atomic():
        WorkerBeat.objects.create(worker_id=f"w{number}", started_at=timezone.now(), seen_at=timezone.now())
    os.write(told, f"w{number}\\n".encode())
os._exit(0)
"""
_HEAD = struct.Struct("=ciqq")


@dataclass(frozen=True)
class Asked:
    """One thing that was asked of the disk: W a write, T a cut at a length, S a sync."""

    kind: str
    name: str
    offset: int
    data: bytes


@dataclass
class File:
    """A file as the disk surely has it, and what it was asked since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Asked] = field(default_factory=list)

    def take(self, asked: Asked) -> None:
        if asked.kind == "S":
            self.sure, self.since = self.after(self.since), []
        else:
            self.since.append(asked)

    def after(self, some: Sequence[Asked]) -> bytearray:
        """Return what lies there when of all that was asked since just this got to the disk."""
        content = bytearray(self.sure)
        for one in some:
            if one.kind == "T":
                del content[one.offset :]
                content.extend(bytes(one.offset - len(content)))
            else:
                content.extend(bytes(max(0, one.offset - len(content))))
                content[one.offset : one.offset + len(one.data)] = one.data
        return content


def what_was_asked(notes: Path) -> Iterator[Asked]:
    raw = notes.read_bytes()
    at = 0
    while at < len(raw):
        kind, letters, offset, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        name = raw[at : at + letters].decode()
        at += letters
        data = raw[at : at + size] if kind == b"W" else b""
        at += len(data)
        yield Asked(kind.decode(), Path(name).name, offset, data)


GOT_THERE: tuple[Callable[[list[Asked]], Sequence[Asked]], ...] = (
    lambda since: [],
    lambda since: since,
    lambda since: since[::2],
    lambda since: since[1::2],
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("power") / "power.so"
    source = Path(__file__).with_name("power.c")
    subprocess.run(["cc", "-O1", "-fPIC", "-shared", "-o", str(made), str(source), "-ldl"], check=True)
    return made


def lost_or_broken(library: Path, folder: Path, pragma: str) -> tuple[int, int, int]:
    """Return at how many cuts something told was gone, at how many the file was damaged, and how many cuts there were."""
    var, notes = folder / "var", folder / "notes"
    var.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "KLANG_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "LD_PRELOAD": str(library),
        "POWER_FOLDER": str(var),
        "POWER_NOTES": str(notes),
    }
    subprocess.run(
        [sys.executable, "-c", TELLING, str(var / "told"), pragma, str(COMMITS)],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
    )
    files: dict[str, File] = {}
    told: list[str] = []
    lost = broken = cuts = 0
    for asked in what_was_asked(notes):
        if asked.name == "told":
            told.append(asked.data.decode().strip())
        elif asked.name in KEPT:
            files.setdefault(asked.name, File()).take(asked)
        else:
            continue
        if not told:
            continue
        for got_there in GOT_THERE:
            cuts += 1
            found = found_after(folder / "after", files, got_there)
            broken += found is None
            lost += found is not None and not set(told[1:]) <= found
    assert len(told) == COMMITS + 1
    return lost, broken, cuts


def found_after(
    folder: Path, files: dict[str, File], got_there: Callable[[list[Asked]], Sequence[Asked]]
) -> set[str] | None:
    """Start again on what the cut left: return what is stored, or None when the database is damaged."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, file in files.items():
        (folder / name).write_bytes(file.after(got_there(file.since)))
    try:
        with contextlib.closing(sqlite3.connect(folder / "klang.sqlite3")) as database:
            # What is looked at here need not survive anything.
            database.execute("PRAGMA synchronous = OFF")
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            return {name for (name,) in database.execute("SELECT worker_id FROM queue_workerbeat")}
    except sqlite3.DatabaseError:
        return None


def test_what_was_told_is_there_whenever_the_power_goes(library: Path, tmp_path: Path) -> None:
    lost, broken, cuts = lost_or_broken(library, tmp_path, "PRAGMA synchronous")
    assert (lost, broken) == (0, 0)
    assert cuts > 4 * 4 * COMMITS, "also between the pieces of a commit"


def test_a_setting_that_does_not_wait_for_the_disk_is_seen_to_lose(library: Path, tmp_path: Path) -> None:
    """The measure itself: with the setting that many programs have, cuts lose what was told."""
    lost, _broken, _cuts = lost_or_broken(library, tmp_path, "PRAGMA synchronous = NORMAL")
    assert lost > COMMITS
