"""`manage.py queue`: who works, what waits, what failed; `--retry` runs what failed once more."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.queue import revival
from portal.queue.models import WorkerBeat


class Command(BaseCommand):
    help = "Show the queue: workers, waiting and running tasks, and those that failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry", nargs="*", metavar="ID", help="run these failed tasks again (all without an ID)"
        )

    def handle(self, *args: Any, retry: list[str] | None, **options: Any) -> None:
        if retry is not None:
            failed = DBTaskResult.objects.failed()
            count = revival.retry_failed(failed.filter(pk__in=retry) if retry else failed)
            self.stdout.write(f"{count} tasks wait again.")
        self.stdout.write(f"workers alive: {WorkerBeat.objects.alive(timezone.now()).count()}")
        ready = DBTaskResult.objects.ready().order_by("enqueued_at")
        oldest = ready.first()
        since = f", the oldest since {oldest.enqueued_at:%Y-%m-%d %H:%M} UTC" if oldest else ""
        self.stdout.write(f"waiting: {ready.count()}{since}")
        self.stdout.write(f"running: {DBTaskResult.objects.running().count()}")
        failed = DBTaskResult.objects.failed().order_by("-finished_at")
        self.stdout.write(f"failed: {failed.count()}")
        for row in failed[:50]:
            # The kind of the error alone: its text may quote what a person wrote.
            self.stdout.write(
                f"  {row.pk}  {row.task_path}  runs {len(row.worker_ids)}  {row.finished_at:%Y-%m-%d %H:%M} UTC  "
                f"{row.exception_class_path}"
            )
