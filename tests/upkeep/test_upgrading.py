"""A new version looks first and refuses with the reason, and changes nothing then (issue 15; reliability.md R12)."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, connection
from django.utils import timezone

from portal import checks, lifeline
from portal.management.commands import prepare
from portal.queue.management.commands.db_worker import Command as Worker
from portal.upkeep import backups
from portal.upkeep.upgrading import reasons_against

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installation(settings: Any, tmp_path: Any) -> None:
    settings.KLANG_VAR = tmp_path
    settings.WAGTAILADMIN_BASE_URL = "https://klang.example"
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 1024**2}


def forget_one() -> None:
    """The program brings a migration that the database has not seen."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'upkeep'")


def see_one_of_tomorrow() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_of_tomorrow', '2026-12-01')"
        )


def test_without_anything_to_change_there_is_nothing_to_refuse() -> None:
    assert reasons_against() == []


def test_an_older_program_is_refused_on_a_newer_database() -> None:
    see_one_of_tomorrow()
    (reason,) = reasons_against(without_backup=True)
    assert reason.startswith("The database has been changed by a newer version (cases.9999_of_tomorrow)")


def test_nothing_is_changed_without_a_fresh_backup_where_people_work(settings: Any) -> None:
    forget_one()
    (reason,) = reasons_against()
    assert reason.startswith("There is no backup younger than a day")
    backups.note(backups.MADE, timezone.now() - dt.timedelta(days=2))
    assert reasons_against()
    assert not reasons_against(without_backup=True)
    backups.note(backups.MADE)
    assert not reasons_against()
    backups._path().unlink()
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    assert not reasons_against(), "whoever tries it out needs none"


def test_nothing_is_changed_on_a_disk_that_may_fill(settings: Any) -> None:
    forget_one()
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 10**18}
    reasons = reasons_against(without_backup=True)
    assert [reason.split(" MB")[1][:16] for reason in reasons] == (
        [" have to be free"] if connection.vendor == "sqlite" else []
    )


def test_a_new_installation_needs_neither(settings: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    assert reasons_against() == []


def test_prepare_says_why_and_migrates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: asked.append(name))
    see_one_of_tomorrow()
    with pytest.raises(
        CommandError, match="Nothing was changed. The database has been changed by a newer version"
    ):
        call_command("prepare", stdout=StringIO())
    assert asked == []


def test_a_new_program_on_tables_of_its_own_version_is_refused_by_nobody() -> None:
    assert checks.tables_to_come() == []
    checks.refuse_old_tables()


def test_an_old_program_goes_on_beside_tables_of_tomorrow() -> None:
    """R12: until it is restarted, and when it dies meanwhile; whether it can, `upgrade_plan` has said before."""
    see_one_of_tomorrow()
    checks.refuse_old_tables()


def test_a_new_program_does_not_work_on_old_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """R12: a worker of the new version that would write into them says why, and begins nothing."""
    forget_one()
    monkeypatch.setattr(lifeline, "hold", lambda: None)
    with pytest.raises(
        CommandError, match=r"not been changed by upkeep\.\d{4}_\w+ yet. Run: manage.py prepare"
    ):
        Worker().handle(worker_id="w")


def test_a_new_program_does_not_serve_on_old_tables(tmp_path: Path) -> None:
    """As a unit or a container starts it."""
    with closing(sqlite3.connect(tmp_path / "klang.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
        database.execute("INSERT INTO django_migrations (app, name) VALUES ('cases', '0001_initial')")
    told = {"KLANG_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings.development"}
    done = subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"],
        cwd=Path(__file__).parents[2],
        env={key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | told,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "OldTablesError: Klang does not start on old tables" in done.stderr


@pytest.mark.parametrize("question", ["nobody answers", "nothing is there"])
def test_where_nothing_can_be_compared_the_portal_starts(
    monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """While the database is away pages say so; a new installation says it by itself."""
    if question == "nobody answers":
        monkeypatch.setattr(connection, "cursor", mock.Mock(side_effect=InterfaceError))
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations")
    assert checks.tables_to_come() == []
