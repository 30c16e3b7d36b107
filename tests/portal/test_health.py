"""`/readyz` tells the truth and cannot be used to burn the machine; `/healthz` stays cheap (issue 7, Operation)."""

from __future__ import annotations

import contextlib
import datetime as dt
import resource
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal import health, probes
from portal.health import READINESS
from portal.queue.heart import beat
from portal.queue.models import SILENCE, WorkerBeat
from portal.throttle.watch import WATCH
from tests.helpers import count_queries
from tests.queue import work

READY = reverse("readyz")
NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _look_anew(settings: Any, tmp_path: Path) -> Iterator[None]:
    (tmp_path / "var").mkdir()
    settings.KLANG_VAR = tmp_path / "var"
    # What tests before these sent through one address of ours is no note of theirs.
    WATCH.forget()
    READINESS.forget()
    yield
    READINESS.forget()


def answering(monkeypatch: pytest.MonkeyPatch, **parts: bool) -> list[str]:
    """Let the probes answer without work; returns the list in which they note that they were asked."""
    asked: list[str] = []

    def probe(name: str) -> Any:
        def answer() -> bool:
            asked.append(name)
            return parts.get(name, True)

        return answer

    monkeypatch.setattr(probes, "PROBES", {name: probe(name) for name in probes.PROBES})
    return asked


@pytest.mark.django_db
def test_being_alive_costs_nothing(client: Client) -> None:
    assert count_queries(lambda: client.get(reverse("healthz"))) == 0
    assert client.get(reverse("healthz")).content == b"ok\n"


def test_each_part_is_named_with_its_state_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch)
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json() == {"database": True, "disk": True, "store": True, "index": True, "queue": True}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("part", [part for part in probes.PROBES if part != "store"])
def test_one_part_that_does_not_work_makes_503(
    client: Client, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    answering(monkeypatch, **{part: False})
    response = client.get(READY)
    assert response.status_code == 503
    assert response.json() == {name: name != part for name in probes.PROBES}


def test_a_store_that_is_away_is_told_and_takes_no_machine_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All machines share it: texts are taken without it, and a balancer that left them all out would take none."""
    answering(monkeypatch, store=False)
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json() == {name: name != "store" for name in probes.PROBES}
    answering(monkeypatch, store=False, index=False)
    READINESS.forget()
    assert client.get(READY).status_code == 503


def test_a_probe_that_fails_is_an_answer_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @probes._answers
    def database() -> bool:
        raise RuntimeError("password=secret")

    monkeypatch.setattr(probes, "PROBES", {"database": database})
    response = client.get(READY)
    assert (response.status_code, response.json()) == (503, {"database": False})
    assert b"secret" not in response.content
    assert "RuntimeError" in caplog.text


def test_asking_often_makes_no_work(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch)
    for _each in range(200):
        client.get(READY)
    assert asked == list(probes.PROBES)


def test_asking_at_once_makes_no_work_either(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch)
    together = threading.Barrier(12)
    answers: list[dict[str, bool]] = []

    def ask() -> None:
        together.wait()
        answers.append(READINESS.parts())

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == list(probes.PROBES)
    assert all(len(answer) == len(probes.PROBES) for answer in answers)


def test_an_answer_grows_old(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch)
    client.get(READY)
    monkeypatch.setattr(READINESS, "_until", READINESS._until - health.KEPT_SECONDS)
    client.get(READY)
    assert len(asked) == 2 * len(probes.PROBES)


# --- database ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_database_is_written_and_nothing_stays() -> None:
    assert probes.database()
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_no_writes_is_told() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")
    try:
        assert not probes.database()
    finally:
        connection.close()
    assert probes.database()


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("writers lock each other out on SQLite alone")
    monkeypatch.setattr(probes, "PATIENCE_MS", 50)
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not probes.database()
        other.execute("ROLLBACK")
    assert probes.database()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,), "everybody else is as patient as before"


# --- disk ----------------------------------------------------------------------------------------------------------


def test_a_disk_with_room_is_fit(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 1}
    assert probes.disk()
    assert list(settings.KLANG_VAR.iterdir()) == [], "nothing is left behind"


def test_too_little_room_is_told_before_it_is_none(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 2**60}
    assert not probes.disk()


def test_a_folder_that_takes_no_files_is_told(settings: Any, tmp_path: Path) -> None:
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 1}
    settings.KLANG_VAR = tmp_path / "nowhere"
    assert not probes.disk()
    settings.KLANG_VAR = tmp_path / "file"
    settings.KLANG_VAR.write_text("not a folder")
    assert not probes.disk()


def test_a_write_that_fails_is_told_whatever_the_free_space_says(settings: Any) -> None:
    """A quota, a broken disk: here a limit of this process on the size of files, which the kernel enforces."""
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 1}
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        assert not probes.disk()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert probes.disk()


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PRIVATE_ROOT"])
def test_the_folders_of_files_are_looked_at_too(settings: Any, tmp_path: Path, name: str) -> None:
    settings.KLANG = {**settings.KLANG, "LEAST_FREE_BYTES": 1}
    setattr(settings, name, tmp_path / "file")
    (tmp_path / "file").write_text("not a folder")
    assert not probes.disk()


# --- queue ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def real_queue(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(probes, "_STARTED", -1e9)
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_a_queue_with_a_living_worker_works(real_queue: Any) -> None:
    beat("w1", NOW)
    assert probes.queue()


def test_a_queue_without_a_worker_is_told(real_queue: Any) -> None:
    assert not probes.queue()


def test_a_worker_that_fell_silent_is_told(real_queue: Any) -> None:
    beat("w1", NOW)
    real_queue.shift(SILENCE + dt.timedelta(seconds=1))
    assert not probes.queue()


def test_a_worker_that_breathes_but_does_nothing_is_told(real_queue: Any) -> None:
    work.nothing.enqueue()
    real_queue.shift(probes.LATE + dt.timedelta(seconds=1))
    beat("w1", NOW)
    assert not probes.queue()
    DBTaskResult.objects.all().delete()
    assert probes.queue()


def test_a_task_for_later_is_not_late(real_queue: Any) -> None:
    work.nothing.using(run_after=timezone.now() + dt.timedelta(hours=1)).enqueue()
    real_queue.shift(dt.timedelta(minutes=65))
    beat("w1", NOW)
    assert probes.queue()
    real_queue.shift(dt.timedelta(minutes=10))
    beat("w1", NOW)
    assert not probes.queue()


def test_just_after_the_start_no_worker_need_have_been_seen(
    real_queue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "_STARTED", probes.time.monotonic())
    assert probes.queue()


def test_a_look_that_does_not_end_is_no_good_answer_for_ever(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that hangs, or a database whose machine lost its power, says no word: the last good answer grows old."""
    answering(monkeypatch)
    assert client.get(READY).status_code == 200
    hangs, ends = threading.Event(), threading.Event()

    def disk() -> bool:
        hangs.set()
        return ends.wait(60)

    monkeypatch.setitem(probes.PROBES, "disk", disk)
    READINESS._until = 0.0
    looking = threading.Thread(target=READINESS.parts)
    looking.start()
    try:
        assert hangs.wait(60)
        assert client.get(READY).status_code == 200, "it may still end well"
        monkeypatch.setattr(health, "LONGEST_LOOK", 0.0)
        response = client.get(READY)
        assert response.status_code == 503
        assert not any(response.json().values())
    finally:
        ends.set()
        looking.join()
    assert client.get(READY).status_code == 200
