"""Putting a task into the queue unless it stands there already."""

from __future__ import annotations

from collections.abc import Iterable

from django_tasks import TaskResultStatus, task_backends
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend


def enqueue_once(task: Task) -> bool:
    """Enqueue a task without arguments unless one waits already; say whether it was enqueued.

    Call it after the commit of what the task should see (`transaction.on_commit`): a task that still waits then begins
    after that commit, so it sees it too. While no worker runs, a thousand messages leave one row rather than a thousand.
    """
    return enqueue_each([task]) == 1


def enqueue_each(tasks: Iterable[Task]) -> int:
    """Enqueue those tasks that do not wait already, by one look at the queue; returns how many."""
    wanted = list(tasks)
    waiting = _waiting(wanted)
    fresh = [task for task in wanted if task.module_path not in waiting]
    for task in fresh:
        task.enqueue()
    return len(fresh)


def enqueue_for(task: Task, *arguments: int | str) -> bool:
    """Enqueue a task for something unless one for the same thing waits or runs; say whether it was enqueued.

    Args:
        task: to be done.
        arguments: of it, as they are stored.
    """
    if isinstance(task_backends["default"], DatabaseBackend):
        # Late: tests run without the queue in the database.
        from django_tasks_db.models import DBTaskResult

        at_work = DBTaskResult.objects.filter(
            status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
            task_path=task.module_path,
            args_kwargs={"args": list(arguments), "kwargs": {}},
        )
        if at_work.exists():
            return False
    task.enqueue(*arguments)
    return True


def _waiting(tasks: list[Task]) -> set[str]:
    if not isinstance(task_backends["default"], DatabaseBackend):
        return set()
    # Late: tests run without the queue in the database.
    from django_tasks_db.models import DBTaskResult

    paths = [task.module_path for task in tasks]
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__in=paths, args_kwargs={"args": [], "kwargs": {}}
    )
    return set(rows.order_by().values_list("task_path", flat=True))
