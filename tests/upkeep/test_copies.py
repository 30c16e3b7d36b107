"""A backup is whole or it is none, and it comes back on an empty machine with proof (issue 15; reliability.md R13)."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, connections

from cases.models import CaseFile
from portal.accounts.models import User
from portal.actors import System
from portal.audit import sealing
from portal.audit import services as audit
from portal.files import private_storage
from portal.sealing import current
from portal.sealing import keys as key_file
from portal.sealing import proving as proving_keys
from portal.upkeep import backups
from portal.upkeep.copies import databases, making, manifest, proving, restoring
from portal.upkeep.copies.manifest import CopyError
from tests.cases import factories
from tests.sealing.helpers import own_keys

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _installation(settings: Any, tmp_path: Path) -> Iterator[None]:
    var = tmp_path / "var"
    (var / "media").mkdir(parents=True)
    settings.KLANG_VAR, settings.MEDIA_ROOT = var, var / "media"
    settings.KLANG = {
        **settings.KLANG,
        "TRAIL_DIR": var / "trail",
        "INDEX_DIR": var / "index",
        "LEAST_FREE_BYTES": 1024**2,
    }
    Path(project.PRIVATE_ROOT).mkdir(mode=0o700, exist_ok=True)
    (var / "secret_key").write_text(settings.SECRET_KEY, "ascii")
    yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups lie."""
    return tmp_path / "backups"


def keep_file(content: bytes, name: str = "cases/aa/aa1.jpg") -> Path:
    return Path(private_storage().path(private_storage().save(name, ContentFile(content))))


@pytest.mark.slow
def test_the_drill_puts_a_backup_back_on_an_empty_machine_and_proves_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by one process, put back by another in an empty folder and database, as `bin/drill restore` does."""
    world = factories.world()
    case = factories.working_case(world)
    CaseFile.objects.create(case=case, file=ContentFile(b"CANARY-17", name="a.jpg"), name="a.jpg", size=9)
    sealing.seal()
    # The tests' own quick way of keeping passwords is none of a real installation.
    User.objects.update(password=make_password(None))
    proving_keys.prove_keys()
    call_command("backup", str(folder), stdout=StringIO())
    (made,) = making.whole_ones(folder)
    told = manifest.read(made)
    assert told.counts["cases_case"] == 1
    assert told.seals[0] > 0
    assert not in_the_backup(made, b"CANARY-17", current.path().read_bytes().split()[2])
    assert backups.moment(backups.MADE) is not None

    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    out = StringIO()
    call_command("drill", "restore", str(folder), stdout=out)
    assert "was put back and proved in" in out.getvalue()
    assert backups.moment(backups.TRIED) is not None


def in_the_backup(made: Path, *words: bytes) -> list[str]:
    """Return the files of a backup in which one of these words stands, as it is or packed."""
    return [
        path.name for path in made.rglob("*") if path.is_file() for word in words if word in path.read_bytes()
    ]


def die(*args: object, **kwargs: object) -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    "point",
    ["portal.upkeep.copies.making._copied", "portal.upkeep.copies.making.write", "pathlib.Path.rename"],
    ids=["after the database", "after the files", "before its name"],
)
def test_a_backup_that_was_killed_is_never_taken_for_a_whole_one(
    folder: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_file(b"picture")
    pid = os.fork()
    if not pid:
        try:
            connection.connection = None
            monkeypatch.setattr(point, die)
            making.make(folder)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    (left,) = folder.iterdir()
    assert making.whole_ones(folder) == []
    assert backups.moment(backups.MADE) is None
    with pytest.raises(CopyError, match="was interrupted"):
        manifest.read(left)
    with pytest.raises(CommandError, match="There is no whole backup"):
        call_command("drill", "restore", str(folder))
    # The next one needs nobody's hand.
    made = making.make(folder)
    assert making.whole_ones(folder) == [made]
    assert not list(manifest.differences(made, manifest.read(made)))
    assert not left.exists()


def test_what_is_counted_is_what_was_copied_while_others_write(folder: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        try:
            while not stop.is_set():
                audit.record(actor=System(), action="case.read", subject="K7M2-0001")
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = making.make(folder)
    finally:
        stop.set()
        writer.join()
    told = manifest.read(made)
    assert told.counts["audit_auditentry"] <= databases.facts()["counts"]["audit_auditentry"]
    with ExitStack() as stack:
        rows = _rows_of_the_copy(stack, made)
    assert rows == told.counts["audit_auditentry"]


def _rows_of_the_copy(stack: ExitStack, made: Path) -> int:
    """Count in the copy itself."""
    if connection.vendor == "sqlite":
        import sqlite3

        copy = sqlite3.connect(made / "database.sqlite3")
        stack.callback(copy.close)
        found: int = copy.execute("SELECT count(*) FROM audit_auditentry").fetchone()[0]
        return found
    import subprocess

    text = subprocess.run(
        ["pg_restore", "--data-only", "--table=audit_auditentry", "--file=-", str(made / "database.dump")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = text.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("COPY "))
    return lines.index("\\.", begin) - begin - 1


def test_files_that_did_not_change_take_no_room_twice_and_the_oldest_go(folder: Path) -> None:
    same, other = keep_file(b"same"), keep_file(b"old", "cases/bb/bb1.jpg")
    first = making.make(folder)
    first = first.rename(first.with_name("klang-20200101T000000Z"))
    old = other.read_bytes()
    assert b"old" not in old, "a backup copies what is sealed, without the key"
    other.write_bytes(b"new")
    second = making.make(folder)
    inside = same.relative_to(project.PRIVATE_ROOT)
    assert (first / "private" / inside).stat().st_ino == (second / "private" / inside).stat().st_ino
    assert (first / "private/cases/bb/bb1.jpg").read_bytes() == old
    assert (second / "private/cases/bb/bb1.jpg").read_bytes() == b"new"
    second = second.rename(second.with_name("klang-20200102T000000Z"))
    third = making.make(folder, keep=2)
    assert making.whole_ones(folder) == [third, second]
    assert not list(manifest.differences(third, manifest.read(third)))


class TestRefusals:
    """Whatever does not fit is said before anything is touched."""

    @pytest.fixture
    def made(self, folder: Path) -> Path:
        keep_file(b"picture")
        return making.make(folder)

    def refusal(self, made: Path) -> str:
        with pytest.raises(CopyError) as refused:
            restoring.check(made)
        return str(refused.value)

    @pytest.fixture
    def empty(self, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
        def become_empty() -> None:
            settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "p", tmp_path / "m"
            settings.KLANG = {**settings.KLANG, "TRAIL_DIR": tmp_path / "t"}
            monkeypatch.setattr(databases, "is_empty", lambda: True)

        return become_empty

    def test_in_one_go(
        self, made: Path, empty: Callable[[], None], tmp_path: Path, settings: Any, folder: Path
    ) -> None:
        assert "This machine is not empty: the database, private. Nothing was touched" in self.refusal(made)
        empty()
        whole = restoring.check(made)
        path = made / "manifest.json"
        told = json.loads(path.read_text("utf-8"))

        def tell(**changes: Any) -> None:
            path.write_text(json.dumps({**told, **changes}), "utf-8")

        tell(migrations=[*whole.migrations, "cases.9999_of_tomorrow"])
        assert "made by a newer version of Klang (cases.9999_of_tomorrow" in self.refusal(made)
        tell(format=99)
        assert "made by a newer version" in self.refusal(made)
        tell(engine="other")
        assert "The backup is of other" in self.refusal(made)
        tell(files={name: one for name, one in told["files"].items() if name != "secret_key"}, key="0" * 16)
        assert "SECRET_KEY is not the one" in self.refusal(made)
        other = own_keys(settings, tmp_path / "other-keys")
        proving_keys.prove_keys()
        proofs = list(databases.facts()["keys"])
        tell(keys=proofs)
        assert restoring.check(made).keys
        other.write_text(key_file.new_text(date(2026, 11, 28)), "ascii")
        current.forget()
        assert "The backup cannot be read here. The key" in self.refusal(made)
        other.unlink()
        current.forget()
        assert "There is no key file at" in self.refusal(made)
        path.write_text('{"format": 1', "utf-8")
        assert "cannot be read" in self.refusal(made)
        path.unlink()
        assert "is no backup" in self.refusal(made)
        tell()
        (made / databases.name_of()).write_bytes(b"")
        assert f"The backup is damaged: {databases.name_of()} is not as it was written" in self.refusal(made)

        settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 10**18}
        with pytest.raises(CopyError, match="that is too little"):
            making.make(folder)
        with pytest.raises(CopyError, match="choose another folder"):
            making.make(Path(project.MEDIA_ROOT) / "inside")

    def test_what_came_back_otherwise_is_named(self, made: Path) -> None:
        told = manifest.read(made)
        assert not list(proving.prove_counts(told))
        changed = dataclasses.replace(told, counts={**told.counts, "cases_case": 7}, seals=(9, "f" * 64))
        assert list(proving.prove_counts(changed)) == ["cases_case has 0 rows, and had 7"]
        assert "the record ends at another seal than 9" in proving.prove(changed)
        keep_file(b"x", "cases/cc/cc1.jpg")
        (Path(project.PRIVATE_ROOT) / "cases/aa/aa1.jpg").write_bytes(b"pictura")
        assert "private/cases/aa/aa1.jpg is not as it was" in proving.prove(told)
