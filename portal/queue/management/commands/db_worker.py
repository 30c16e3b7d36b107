"""`manage.py db_worker`: the worker of django-tasks, with a sign of life every few seconds."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from portal import lifeline
from portal.queue.heart import Heart


class Command(WorkerCommand):
    """Overrides the command of the library: same name, same options."""

    def handle(self, *, worker_id: str, **options: Any) -> None:
        lifeline.hold()
        heart = Heart(worker_id)
        heart.start()
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            heart.stop()
