"""Tasks whose worker was killed run again, a bounded number of times, and are then listed (issue 7, Operation; R09)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.queue.heart import Heart, beat, forget_old
from portal.queue.models import SILENCE, WorkerBeat
from portal.queue.revival import (
    DIED,
    FAILED_KEPT,
    MOST_RUNS,
    UNKNOWN_WORKER,
    WELL_KEPT,
    prune,
    retry_failed,
    revive,
)
from portal.queue.tasks import look_after_the_queue
from portal.upkeep.checks.queue import tasks_failed
from portal.upkeep.registry import Look
from tests.queue import work

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _real_queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A folder in which each run of a task leaves a mark."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def worker(*, beating: bool = True) -> int:
    """Start a worker process as `manage.py db_worker` does; it ends when nothing waits."""
    pid = os.fork()
    if pid:
        return pid
    connection.connection = None
    try:
        command = "db_worker"
        if not beating:
            from django_tasks_db.management.commands.db_worker import Command

            command = Command()
        call_command(
            command, batch=True, interval=0, startup_delay=False, reload=False, worker_id=f"w{os.getpid()}"
        )
    finally:
        os._exit(0)


def wait(condition: Callable[[], bool]) -> None:
    for _attempt in range(400):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def killed(marks: Path, *, beating: bool = True) -> None:
    """Let a worker begin the task that waits, and kill it in the middle."""
    pid = worker(beating=beating)
    wait(lambda: any(marks.iterdir()))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def finish() -> None:
    os.waitpid(worker(), 0)


def state() -> str:
    return DBTaskResult.objects.get().status


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=True) as moved:
        yield moved


def test_a_task_whose_worker_was_killed_is_run_again(marks, clock):
    work.slow_the_first_time.enqueue(str(marks))
    killed(marks)
    assert state() == TaskResultStatus.RUNNING, "the killed worker told nobody"
    assert revive() == (0, 0), "it may still be at it"
    clock.shift(SILENCE + dt.timedelta(seconds=1))
    assert revive() == (1, 0)
    finish()
    row = DBTaskResult.objects.get()
    assert (row.status, row.return_value, len(row.worker_ids)) == (TaskResultStatus.SUCCESSFUL, 2, 2)


def test_the_periodic_task_does_it(marks, clock):
    work.slow_the_first_time.enqueue(str(marks))
    killed(marks)
    clock.shift(SILENCE + dt.timedelta(seconds=1))
    assert look_after_the_queue.call() == 1


def test_a_task_that_did_not_say_that_it_may_run_twice_is_left_for_a_person(marks, clock):
    work.slow_and_unmarked.enqueue(str(marks))
    killed(marks)
    clock.shift(SILENCE + dt.timedelta(seconds=1))
    assert revive() == (0, 1)
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == (TaskResultStatus.FAILED, DIED)
    finish()
    assert len(list(marks.iterdir())) == 1


def test_a_task_that_kills_its_workers_is_given_up_and_listed(marks, clock):
    work.deadly.enqueue(str(marks))
    for _run in range(MOST_RUNS + 2):
        finish()
        clock.shift(SILENCE + dt.timedelta(seconds=1))
        revive()
    assert len(list(marks.iterdir())) == MOST_RUNS
    assert state() == TaskResultStatus.FAILED
    out = StringIO()
    call_command("queue", stdout=out)
    assert "failed: 1" in out.getvalue()
    assert "tests.queue.work.deadly" in out.getvalue()
    assert DIED in out.getvalue()


def test_a_failed_task_can_be_put_back_by_hand(marks, clock):
    work.slow_and_unmarked.enqueue(str(marks))
    killed(marks)
    clock.shift(SILENCE + dt.timedelta(seconds=1))
    revive()
    out = StringIO()
    call_command("queue", "--retry", stdout=out)
    assert "1 tasks wait again" in out.getvalue()
    finish()
    assert state() == TaskResultStatus.SUCCESSFUL


def test_only_named_tasks_are_put_back(clock):
    for _each in range(2):
        work.nothing.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=NOW)
    first = DBTaskResult.objects.first()
    call_command("queue", "--retry", str(first.pk), stdout=StringIO())
    assert DBTaskResult.objects.failed().count() == 1
    assert retry_failed() == 1


def running(worker_id: str, started_at: dt.datetime) -> DBTaskResult:
    work.nothing.enqueue()
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
        status=TaskResultStatus.RUNNING, started_at=started_at, worker_ids=[worker_id]
    )
    return DBTaskResult.objects.get(worker_ids=[worker_id])


@pytest.mark.parametrize(
    ("seen_ago", "started_ago", "lives"),
    [
        (dt.timedelta(seconds=30), dt.timedelta(hours=5), True),
        (SILENCE + dt.timedelta(seconds=1), dt.timedelta(hours=5), False),
        (SILENCE + dt.timedelta(seconds=1), dt.timedelta(seconds=10), True),
        (None, UNKNOWN_WORKER - dt.timedelta(minutes=1), True),
        (None, UNKNOWN_WORKER + dt.timedelta(minutes=1), False),
    ],
    ids=["a long task", "silent", "just begun", "unknown worker", "unknown and long ago"],
)
def test_only_the_tasks_of_the_dead_are_taken(seen_ago, started_ago, lives):
    with time_machine.travel(NOW, tick=False):
        running("w1", NOW - started_ago)
        if seen_ago is not None:
            WorkerBeat.objects.create(worker_id="w1", started_at=NOW, seen_at=NOW - seen_ago)
        assert revive() == ((0, 0) if lives else (1, 0))


def test_a_task_that_no_longer_exists_is_given_up():
    with time_machine.travel(NOW, tick=False):
        running("w1", NOW - dt.timedelta(hours=5))
        DBTaskResult.objects.update(task_path="cases.gone.task")
        assert revive() == (0, 1)


def test_reviving_twice_revives_once():
    with time_machine.travel(NOW, tick=False):
        running("w1", NOW - dt.timedelta(hours=5))
        assert (revive(), revive()) == ((1, 0), (0, 0))


def test_a_worker_beats_while_its_task_takes_long(marks):
    work.slow_the_first_time.enqueue(str(marks))
    pid = worker()
    try:
        wait(lambda: any(marks.iterdir()))
        assert WorkerBeat.objects.get().worker_id == f"w{pid}"
        assert WorkerBeat.is_any_alive(timezone.now())
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def test_a_heart_beats_again_and_again():
    heart = Heart("w1", every=0.05)
    heart.start()
    try:
        wait(lambda: WorkerBeat.objects.exists())
        first = WorkerBeat.objects.get().seen_at
        wait(lambda: WorkerBeat.objects.get().seen_at > first)
        assert WorkerBeat.objects.get().started_at <= first
    finally:
        heart.stop()


def test_silence_is_death():
    with time_machine.travel(NOW, tick=False) as clock:
        beat("w1", NOW)
        assert WorkerBeat.is_any_alive(timezone.now())
        clock.shift(SILENCE + dt.timedelta(seconds=1))
        assert not WorkerBeat.is_any_alive(timezone.now())
        clock.shift(dt.timedelta(days=1))
        assert forget_old() == 1


def test_what_ended_is_forgotten_after_a_while_and_what_failed_later(settings: Any):
    # What runs again by itself: of anything else that failed the row alone knows what was to be done.
    settings.KLANG = {**settings.KLANG, "PERIODIC": [work.nothing.module_path]}
    with time_machine.travel(NOW, tick=False):
        for status, ago in (
            (TaskResultStatus.SUCCESSFUL, WELL_KEPT),
            (TaskResultStatus.FAILED, WELL_KEPT),
            (TaskResultStatus.FAILED, FAILED_KEPT),
            (TaskResultStatus.READY, FAILED_KEPT),
        ):
            work.nothing.enqueue()
            row = DBTaskResult.objects.get(status=TaskResultStatus.READY, finished_at=None, enqueued_at=NOW)
            DBTaskResult.objects.filter(pk=row.pk).update(
                status=status,
                finished_at=NOW - ago - dt.timedelta(minutes=1),
                enqueued_at=NOW - ago,
            )
        assert prune() == 2
        assert set(DBTaskResult.objects.values_list("status", flat=True)) == {
            TaskResultStatus.FAILED,
            TaskResultStatus.READY,
        }


def test_what_failed_and_runs_by_nobody_else_is_told_each_day_until_it_is_done(settings: Any):
    """The files of somebody who was erased may be what was to be deleted."""
    settings.KLANG = {**settings.KLANG, "PERIODIC": ["cases.tasks.ring_alarms"]}
    with time_machine.travel(NOW, tick=False):
        work.nothing.enqueue()
        long_ago = NOW - FAILED_KEPT - dt.timedelta(days=10)
        rows = DBTaskResult.objects.all()
        rows.update(status=TaskResultStatus.FAILED, finished_at=long_ago, enqueued_at=long_ago)
        look = Look(NOW)
        assert tasks_failed(look).count == 1
        assert prune() == 0
        assert retry_failed() == 1
        assert tasks_failed(look).count == 0
        rows.update(status=TaskResultStatus.FAILED, finished_at=long_ago, task_path="cases.tasks.ring_alarms")
        assert tasks_failed(look).count == 0, "it ran again meanwhile, or `sweeps_late` says so"
        assert prune() == 1
