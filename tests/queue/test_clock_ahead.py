"""A clock that ran ahead for a minute leaves nothing behind that lasts until its day (R10)."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import periodic
from portal.metrics import figures
from portal.queue import heart
from portal.queue.heart import Heart, beat, forget_old
from portal.queue.models import SILENCE, WorkerBeat
from portal.queue.revival import UNKNOWN_WORKER, revive
from portal.upkeep.checks.queue import tasks_dead, worker_silent
from portal.upkeep.registry import Look
from tests.queue import work

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)


@pytest.fixture(autouse=True)
def _real_queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def seen(at: dt.datetime, worker: str = "w1") -> None:
    WorkerBeat.objects.create(worker_id=worker, started_at=NOW, seen_at=at)


def alive() -> float:
    return next(one for one in figures.queue() if one.name == "klang_workers").samples[0].value


@pytest.mark.parametrize("ahead", [YEAR, SILENCE + dt.timedelta(seconds=1)])
def test_a_worker_that_was_seen_in_the_future_is_dead(ahead: dt.timedelta) -> None:
    seen(NOW + ahead)
    with time_machine.travel(NOW, tick=False):
        assert not WorkerBeat.is_any_alive(NOW)
        assert alive() == 0
        assert worker_silent(Look(NOW)).count == 1


def test_clocks_of_two_machines_that_differ_a_little_are_no_trouble() -> None:
    seen(NOW + dt.timedelta(seconds=20))
    assert WorkerBeat.is_any_alive(NOW)


def test_its_tasks_are_run_again() -> None:
    seen(NOW + YEAR)
    work.nothing.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=NOW - dt.timedelta(hours=2), worker_ids=["w1"]
    )
    assert tasks_dead(Look(NOW)).count == 1
    assert sum(revive(NOW)) == 1


@pytest.mark.parametrize("worker", ["w1", "of another program"])
def test_a_task_that_began_in_the_future_is_run_again(worker: str) -> None:
    seen(NOW - dt.timedelta(hours=1))
    work.nothing.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=NOW + UNKNOWN_WORKER, worker_ids=[worker]
    )
    assert sum(revive(NOW)) == 1
    assert not DBTaskResult.objects.running().exists()


def test_signs_of_life_from_the_future_are_forgotten() -> None:
    seen(NOW + YEAR, "w1")
    seen(NOW, "w2")
    with time_machine.travel(NOW, tick=False):
        assert forget_old() == 1
    assert WorkerBeat.objects.get().worker_id == "w2"


def test_a_worker_that_lives_is_seen_again_as_soon_as_the_clock_is_right() -> None:
    seen(NOW + YEAR)
    with time_machine.travel(NOW, tick=False):
        beat("w1", NOW)
        assert WorkerBeat.is_any_alive(timezone.now())


# --- threads that nobody would miss -----------------------------------------------------------------------------------


def test_a_heart_beats_on_whatever_a_driver_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who lives and shows no sign of it is taken for dead, and its task is done twice."""
    beaten, again = [], threading.Event()

    def fails_once(worker_id: str, started_at: dt.datetime) -> None:
        beaten.append(worker_id)
        if len(beaten) == 2:
            raise ValueError("no error of Django's")
        if len(beaten) > 2:
            again.set()

    monkeypatch.setattr(heart, "beat", fails_once)
    one = Heart("w1", every=0.01)
    one.start()
    try:
        assert again.wait(30)
    finally:
        one.stop()


def test_the_ticker_ticks_on_whatever_a_room_raises(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticked, again = [], threading.Event()

    def fails_once() -> bool:
        ticked.append(1)
        if len(ticked) == 1:
            raise ValueError("anything")
        again.set()
        return True

    monkeypatch.setattr(periodic, "tick", fails_once)
    ticker = periodic.Ticker(every=0.01)
    ticker.start()
    try:
        assert again.wait(30)
    finally:
        ticker.stop()
    assert "The periodic work of this minute was not done." in caplog.text
