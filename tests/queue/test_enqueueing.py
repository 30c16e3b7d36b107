"""Nothing piles up while no worker runs (issue 7, Operation)."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from portal.outbox.services import enqueue
from portal.periodic import enqueue_all
from portal.queue.enqueueing import enqueue_once
from tests.queue import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_queue(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_a_day_without_a_worker_leaves_each_periodic_task_once():
    for _minute in range(20):
        enqueue_all()
    paths = list(DBTaskResult.objects.values_list("task_path", flat=True))
    assert sorted(paths) == sorted(import_string(path).module_path for path in project.KLANG["PERIODIC"])


def test_a_task_that_runs_does_not_keep_the_next_one_out():
    """What came while it ran may have come too late for it."""
    assert enqueue_once(work.nothing)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert enqueue_once(work.nothing)
    assert not enqueue_once(work.nothing)
    assert DBTaskResult.objects.count() == 2


def test_a_task_with_arguments_is_another_task(tmp_path):
    work.slow_the_first_time.enqueue(str(tmp_path))
    assert enqueue_once(work.nothing)
    assert DBTaskResult.objects.count() == 2


def test_a_thousand_messages_leave_one_task(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(50):
            enqueue(
                template="case_news",
                to=f"a{number}@example.org",
                context={"reference": "K7M2-9QXF"},
                dedup_key=f"k{number}",
            )
    assert DBTaskResult.objects.filter(task_path__contains="deliver_due").count() == 1


def every_task() -> list[Task]:
    """Return the tasks of all modules called `tasks` in our packages."""
    paths = {
        path.relative_to(project.BASE_DIR).with_suffix("")
        for root in ("portal", "cases", "legal_library", "announcements")
        for path in Path(project.BASE_DIR, root).rglob("tasks.py")
    }
    modules = [importlib.import_module(".".join(path.parts)) for path in sorted(paths)]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Task)]


def test_every_task_of_ours_says_that_it_may_run_twice():
    """A task is run at least once, and again when its worker died; one that does harm then must not be written."""
    tasks = {task.module_path: task for task in every_task()}
    assert len(tasks) >= 9
    assert [path for path, task in tasks.items() if not getattr(task.func, "is_repeatable", False)] == []


def test_what_comes_round_is_what_the_settings_name():
    for path in project.KLANG["PERIODIC"]:
        assert isinstance(import_string(path), Task)
