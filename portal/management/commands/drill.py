"""`manage.py drill restore`: the newest backup is put back beside the portal, proved, and taken away again."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.upkeep import backups
from portal.upkeep.copies.databases import scratch_postgres
from portal.upkeep.copies.making import whole_ones
from portal.upkeep.copies.manifest import CopyError, read


class Command(BaseCommand):
    help = "Try whether a backup can be put back: in an empty folder and an empty database, which go again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["restore"])
        parser.add_argument("folder", type=Path, help="of the backups, or one of them")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Try it and keep the day.

        Raises:
            CommandError: there is no whole backup, or it cannot be put back.
        """
        found = [folder] if (folder / "manifest.json").is_file() else whole_ones(folder)
        if not found:
            raise CommandError(f"There is no whole backup in {folder}.")
        try:
            manifest = read(found[0].absolute())
        except CopyError as error:
            raise CommandError(str(error)) from error
        started = monotonic()
        with ExitStack() as stack:
            var = stack.enter_context(tempfile.TemporaryDirectory(prefix="klang-drill-"))
            # The keys lie elsewhere than what they open, as on the day on which this is no drill.
            environment = {**os.environ, "KLANG_VAR": var, "KLANG_REDIS_URL": "", "KLANG_STORE_BUCKET": ""}
            environment["KLANG_KEYS"] = str(settings.KLANG["KEYS"])
            environment["DATABASE_URL"] = self._empty_database(stack, Path(var))
            command = [sys.executable, "manage.py", "restore", str(found[0].absolute())]
            ended = subprocess.run(  # noqa: S603 - our own command
                command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
            )
        if ended.returncode:
            raise CommandError(f"The drill failed.\n{ended.stderr.strip()}")
        backups.note(backups.TRIED)
        self.stdout.write(
            f"{found[0].name} of {manifest.made_at} was put back and proved in {monotonic() - started:.0f} s."
        )

    @staticmethod
    def _empty_database(stack: ExitStack, var: Path) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{var / 'klang.sqlite3'}"
        name = f"klang_drill_{os.getpid()}"
        stack.enter_context(scratch_postgres(name))
        given = connection.settings_dict
        person = quote(given["USER"], safe="")
        word = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
        place = f"{given['HOST']}:{given['PORT']}" if given["PORT"] else given["HOST"]
        # How the server is reached, a certificate that is asked for, a socket: it is the same server.
        more = {
            key: value for key, value in given.get("OPTIONS", {}).items() if isinstance(value, (str, int))
        }
        return f"postgres://{person}{word}@{place}/{name}?{urlencode(more, quote_via=quote)}"
