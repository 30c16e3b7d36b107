"""Planted faults are named, each by its own check, and a clean year gives no alarm (issue 15; reliability.md 4.4, I0)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone, translation

from portal.upkeep.checks import database, machine
from portal.upkeep.registry import MOST, Look, Severity, checks
from portal.upkeep.running import inspect
from tests.cases.factories import CANARIES
from tests.upkeep.year import FAULTS, NOW, QUEUE, clean_year

ON_POSTGRES_ONLY = {"wal_not_shipped"}
"""What only a server that archives its log can show; `docs/operator.md`, Backup."""


@pytest.fixture(autouse=True)
def _installation(settings: Any, tmp_path: Path) -> Iterator[None]:
    for name in ("media", "private", "index"):
        (tmp_path / name).mkdir(mode=0o700)
    settings.KLANG_VAR, settings.TASKS = tmp_path, QUEUE
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KLANG = {**settings.KLANG, "INDEX_DIR": tmp_path / "index", "LEAST_FREE_BYTES": 1024**2}
    Path(project.PRIVATE_ROOT).mkdir(mode=0o700, exist_ok=True)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.django_db
def test_a_clean_year_gives_no_alarm_and_each_of_the_planted_faults_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The clock of a server of PostgreSQL stands still for nobody; it is asked below.
    monkeypatch.setattr(machine, "_time_of_database", timezone.now)
    # Nor does a server that is there for tests alone tidy its tables.
    monkeypatch.setattr(database, "_tidies_itself", lambda: True)
    # As does the one of the tests, maybe.
    monkeypatch.setattr(database, "_has_checksums", lambda: True)
    year = clean_year()
    alarms = [(one.check.name, one.found, one.problem) for one in inspect(Look(NOW)) if not one.is_well]
    assert not alarms
    full = inspect(Look(NOW, is_full=True))
    assert not [(one.check.name, one.found, one.problem) for one in full if not one.is_well]

    silent, telling = [], []
    for name, plant in FAULTS.items():
        with ExitStack() as stack, transaction.atomic():
            plant(year, stack)
            (result,) = inspect(Look(NOW), [name])
            if not result.found.count:
                silent.append((name, result.problem))
            telling += [(name, word) for word in CANARIES if word in str(result.found.names)]
            transaction.set_rollback(True)
    assert not silent
    assert not telling, "nothing that a person wrote stands in a finding"
    assert not [one.check.name for one in inspect(Look(NOW)) if not one.is_well], "every fault was taken back"


@pytest.mark.django_db
def test_the_clock_of_the_database_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands still here, the server's clock goes on; SQLite has the clock of its process."""
    there = machine._time_of_database()
    assert (there == NOW) == (connection.vendor == "sqlite")
    monkeypatch.setattr(machine, "_time_of_database", lambda: NOW - timedelta(hours=1))
    (result,) = inspect(Look(NOW), ["clock"])
    assert result.found.names == ("database",)


def test_there_are_at_least_forty_checks_and_a_fault_for_each() -> None:
    assert len(checks()) >= 40
    assert set(FAULTS) | ON_POSTGRES_ONLY == set(checks())


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_check_says_what_is_wrong_and_what_to_do(language: str) -> None:
    with translation.override(language):
        words = [(str(one.title), str(one.remedy)) for one in checks().values()]
        assert all(title and remedy for title, remedy in words)
        assert len({title for title, _remedy in words}) == len(words)
        assert {str(one.label) for one in Severity} == {str(one.label) for one in Severity if one.label}
        if language == "en":
            assert all(title.isascii() for title, _remedy in words), "each is translated"


@pytest.mark.django_db
def test_a_check_that_cannot_look_is_a_finding_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox is gone, as after a migration by halves: its checks say so, and the others go on."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_outboxmessage RENAME TO elsewhere")
        stuck, holidays = inspect(Look(NOW), ["mail_stuck", "holidays_missing"])
        transaction.set_rollback(True)
    assert (stuck.problem, stuck.severity) in {("OperationalError", 2), ("ProgrammingError", 2)}
    assert not holidays.problem


@pytest.mark.django_db
def test_a_check_that_takes_too_long_is_ended_by_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.upkeep import registry, running

    def endless(look: Look) -> registry.Found:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000000)"
                " SELECT count(*) FROM n"
            )
        return registry.NOTHING

    monkeypatch.setattr(running, "PATIENCE", 0.05)
    one = registry.Check("endless", Severity.PLAN, "ก", "ข", endless)
    result = running._run(one, Look(NOW))
    assert (result.problem, result.severity) == ("OperationalError", Severity.TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone()[0] == 1, "the connection works on"


@pytest.mark.django_db
def test_no_more_is_read_than_is_told() -> None:
    """A register full of faults is counted up to a bound, and a few are named."""
    from portal.upkeep.registry import SHOWN, these

    taken: list[int] = []
    found = these(taken.append(number) or number for number in range(10 * MOST))
    assert (found.count, len(found.names), len(taken)) == (MOST, SHOWN, MOST)
    assert found.is_more


@pytest.mark.django_db
def test_a_postgresql_that_does_not_tidy_its_tables_is_told_of() -> None:
    """Without autovacuum plans are made for tables of which nobody counted the rows: pages slow down from day to day."""
    if connection.vendor != "postgresql":
        assert database._tidies_itself(), "SQLite has nothing of the kind"
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW autovacuum")
        (is_on,) = cursor.fetchone()
    assert database._tidies_itself() == (is_on == "on")
