"""`manage.py db_worker`: the worker of django-tasks, with a sign of life every few seconds."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Command as WorkerCommand

from portal import checks, lifeline
from portal.queue.heart import Heart
from portal.sealing import proving
from portal.sealing.errors import KeysError
from portal.sealing.starting import HalfBlindError


class Command(WorkerCommand):
    """Overrides the command of the library: same name, same options."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--beside", default="", metavar="THREAD", help="dotted name of a thread to run beside the work"
        )

    def handle(self, *, worker_id: str, beside: str = "", **options: Any) -> None:
        """Work until somebody stops it.

        Raises:
            CommandError: a key is missing or wrong, or the tables are of an older version; nothing was begun.
        """
        lifeline.hold()
        # The one process that every installation runs keeps the proofs of the keys as well.
        try:
            checks.refuse_old_tables()
            proving.prove_keys()
        except (HalfBlindError, KeysError, checks.OldTablesError) as error:
            raise CommandError(str(error)) from error
        threads = [Heart(worker_id), *([import_string(beside)()] if beside else [])]
        for thread in threads:
            thread.start()
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            for thread in threads:
                thread.stop()
