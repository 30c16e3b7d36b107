"""Which backups stay, which moments of them are believed, how their server is reached, and under which key they come back."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.management.commands import drill
from portal.metrics import figures
from portal.upkeep import backups
from portal.upkeep.checks import database, machine
from portal.upkeep.copies import databases, making, manifest, restoring
from portal.upkeep.models import BackupMoment
from portal.upkeep.registry import Look

NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)
EVERY_FIVE_MINUTES = dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _var(settings: Any, tmp_path: Path) -> None:
    settings.KLANG_VAR = tmp_path


def named(at: dt.datetime) -> Path:
    return Path(f"{at:{making.NAMED}}")


# --- which stay ----------------------------------------------------------------------------------------------------


def test_made_every_five_minutes_there_is_still_one_of_each_of_the_days() -> None:
    """Kept by their number alone, fourteen of them would be the last hour."""
    ones: list[Path] = []
    for number in range(20 * 24 * 12):
        ones.insert(0, named(NOW + number * EVERY_FIVE_MINUTES))
        ones = [one for one in ones if one not in making._to_go(ones, 14)]
    last = NOW + (20 * 24 * 12 - 1) * EVERY_FIVE_MINUTES
    assert ones[:14] == [named(last - number * EVERY_FIVE_MINUTES) for number in range(14)]
    days = {one.name[:14] for one in ones}
    assert len(days) == 14
    assert len(ones) == 14 + 13, "the newest of thirteen other days"
    assert min(days) == f"klang-{last - dt.timedelta(days=13):%Y%m%d}"


def test_made_every_night_as_many_stay_as_are_asked_for() -> None:
    ones = [named(NOW - dt.timedelta(days=number)) for number in range(20)]
    assert making._to_go(ones, 14) == ones[14:]


def test_the_one_that_was_just_made_stays_though_its_clock_went_back() -> None:
    just_made = named(NOW - dt.timedelta(days=400))
    ones = [just_made, *(named(NOW - dt.timedelta(days=number)) for number in range(5))]
    assert making._to_go(ones, 2) == ones[2:]


# --- moments -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_machine_that_makes_no_backups_knows_of_those_of_the_other(settings: Any, tmp_path: Path) -> None:
    backups.note(backups.MADE, NOW - dt.timedelta(days=1))
    backups.note(backups.MADE, NOW)
    settings.KLANG_VAR = tmp_path / "of the second machine"
    assert backups.moment(backups.MADE) == NOW
    assert backups.moment(backups.BEFORE) == NOW - dt.timedelta(days=1)
    assert backups.moment(backups.TRIED) is None


@pytest.mark.django_db
def test_the_newer_of_file_and_database_is_believed() -> None:
    backups.note(backups.MADE, NOW)
    BackupMoment.objects.update(at=NOW - dt.timedelta(days=1))
    assert backups.moment(backups.MADE) == NOW
    BackupMoment.objects.update(at=NOW + dt.timedelta(days=1))
    assert backups.moment(backups.MADE) == NOW + dt.timedelta(days=1)


@pytest.mark.django_db
def test_a_backup_ends_well_while_the_database_takes_no_rows(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(**values: Any) -> None:
        raise DatabaseError("read only, password=secret")

    monkeypatch.setattr(BackupMoment.objects, "update_or_create", refuses)
    backups.note(backups.MADE, NOW)
    assert backups.moment(backups.MADE) == NOW
    assert "DatabaseError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.django_db
def test_a_moment_that_lies_ahead_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noted by a clock that ran ahead, it would keep every alarm silent until that day."""
    monkeypatch.setattr(machine, "_is_older", lambda look, hours: True)
    with time_machine.travel(NOW, tick=False):
        look = Look(timezone.now())
        backups.note(backups.MADE, NOW - dt.timedelta(hours=1))
        backups.note(backups.TRIED, NOW + dt.timedelta(minutes=1))
        assert machine.backup_old(look).count == machine.backup_untried(look).count == 0
        backups.note(backups.MADE, NOW + dt.timedelta(days=300))
        backups.note(backups.TRIED, NOW + dt.timedelta(days=300))
        assert machine.backup_old(look).count == machine.backup_untried(look).count == 1
        told = {one.name: one.samples[0].value for one in figures.backup()}
        assert set(told.values()) == {math.inf}
        backups.note(backups.MADE)
        assert machine.backup_old(look).count == 0
        assert backups.moment(backups.BEFORE) == NOW - dt.timedelta(hours=1), "not the one that lies ahead"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hours", "ships", "address", "count"),
    [
        (1, False, "https://klang.example", 0),
        (3, False, "https://klang.example", 1),
        (20, True, "https://klang.example", 0),
        (20, False, "http://127.0.0.1:8000", 0),
    ],
    ids=["made lately", "made once a night", "once a night and the log is shipped", "tried out"],
)
def test_more_than_an_hour_of_work_is_never_at_stake_unsaid(
    monkeypatch: pytest.MonkeyPatch, settings: Any, hours: int, ships: bool, address: str, count: int
) -> None:
    """R13: at most an hour is lost with the machine."""
    monkeypatch.setattr(machine, "_is_older", lambda look, hours: True)
    monkeypatch.setattr(machine, "_ships_its_log", lambda: ships)
    settings.WAGTAILADMIN_BASE_URL = address
    with time_machine.travel(NOW, tick=False):
        backups.note(backups.MADE, NOW - dt.timedelta(hours=hours))
        assert machine.recovery_point_old(Look(timezone.now())).count == count


@pytest.mark.django_db
def test_whether_the_log_is_shipped_the_database_says() -> None:
    """That of the tests ships none; what is asked is understood by both kinds."""
    assert machine._ships_its_log() is False


# --- how the server is reached -------------------------------------------------------------------------------------

ADDRESS = (
    "postgres://klang:s%2Fcret@db.example:5433/klang"
    "?sslmode=verify-full&sslrootcert=/etc/ca.pem&options=-c%20jit=off&keepalives=1"
)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A PostgreSQL that is reached by TLS alone."""
    there = SimpleNamespace(settings_dict=environ.Env.db_url_config(ADDRESS), vendor="postgresql")
    monkeypatch.setattr(databases, "connection", there)
    monkeypatch.setattr(drill, "connection", there)
    return there


def test_the_programs_of_postgresql_reach_the_server_as_the_portal_does(elsewhere: SimpleNamespace) -> None:
    asked = databases._environment()
    assert asked["PGSSLMODE"] == "verify-full"
    assert asked["PGSSLROOTCERT"] == "/etc/ca.pem"
    assert asked["PGOPTIONS"] == "-c jit=off"
    assert (asked["PGHOST"], asked["PGPORT"], asked["PGPASSWORD"]) == ("db.example", "5433", "s/cret")


def test_the_drill_reaches_the_server_as_the_portal_does(
    elsewhere: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Nothing:
        @staticmethod
        def enter_context(made: object) -> None:
            """Make no database."""

    monkeypatch.setattr(drill, "scratch_postgres", lambda name: None)
    address = drill.Command._empty_database(Nothing(), tmp_path)  # type: ignore[arg-type]
    assert parse_qs(urlsplit(address).query)["sslmode"] == ["verify-full"]
    read = environ.Env.db_url_config(address)
    assert read["OPTIONS"] == elsewhere.settings_dict["OPTIONS"]
    assert read["NAME"].startswith("klang_drill_")
    for name in ("HOST", "PORT", "USER", "PASSWORD"):
        assert read[name] == elsewhere.settings_dict[name]


# --- the key of secrets ---------------------------------------------------------------------------------------------


def told(key: str) -> manifest.Manifest:
    """A backup that holds a file with a key."""
    kept = manifest.Kept(size=1, sha256="", mtime_ns=0)
    return manifest.Manifest(
        made_at="", engine="", migrations=[], counts={}, seals=(0, ""), key=key, files={"secret_key": kept}
    )


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    folder.mkdir()
    (folder / "secret_key").write_text("the old key", "ascii")
    return folder


def test_a_key_that_comes_along_does_not_excuse_another_one_in_the_environment(
    backup: Path, settings: Any
) -> None:
    """The environment's holds after the restore, whatever file is put back: no secret of a citizen would fit."""
    settings.SECRET_KEY = "given by the environment"
    old = manifest.key_fingerprint("the old key")
    assert not restoring._has_its_secret(backup, told(old))
    assert restoring._has_its_secret(backup, told(manifest.key_fingerprint()))


def test_a_key_that_is_read_from_the_folder_comes_along(backup: Path, settings: Any) -> None:
    settings.SECRET_KEY = "made a moment ago"
    (settings.KLANG_VAR / "secret_key").write_text("made a moment ago", "ascii")
    assert restoring._has_its_secret(backup, told(manifest.key_fingerprint("the old key")))
    assert not restoring._has_its_secret(backup, told(manifest.key_fingerprint("another one")))
    (backup / "secret_key").unlink()
    assert restoring._has_its_secret(backup, told("0")), "told as a damage"


@pytest.mark.django_db
def test_verify_says_on_postgresql_whether_pages_have_checksums() -> None:
    if connection.vendor != "postgresql":
        assert database._has_checksums(), "SQLite has nothing of the kind"
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_checksums")
        (is_on,) = cursor.fetchone()
    assert database._has_checksums() == (is_on == "on")
