"""`manage.py restore BACKUP`: on an empty machine, with proof."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.management import prepared
from portal.upkeep.copies.manifest import CopyError
from portal.upkeep.copies.restoring import check, restore


class Command(BaseCommand):
    help = (
        "Put a backup back on an empty machine and prove it: rows of each table, the chain of the record, every file by its "
        "checksum, search, sign-in. Refuses with the reason, and touches nothing, where something does not fit."
    )
    # The checks ask tables that are not there yet.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument(
            "--check", action="store_true", help="only look whether it could be put back here"
        )

    def handle(self, *args: Any, backup: Path, **options: Any) -> None:
        """Put it back, or say why not.

        Raises:
            CommandError: it was refused, or what was put back is not what was there.
        """
        started = monotonic()
        try:
            if options["check"]:
                manifest = check(backup.absolute())
                self.stdout.write(f"{backup.name} of {manifest.made_at} is whole and can be put back here.")
                return
            # Of whatever stood here before; `prepare` brings what a backup of an older version lacks.
            prepared.forget()
            wrong = restore(backup.absolute())
        except (CopyError, OSError) as error:
            raise CommandError(f"Not restored: {error}") from error
        for one in wrong:
            self.stderr.write(one)
        if wrong:
            raise CommandError(
                f"{len(wrong)} things are not as they were in {backup.name}; let nobody work on it."
            )
        self.stdout.write(
            f"{backup.name} is back: rows, record, files, search and sign-in are proved, {monotonic() - started:.1f} s."
            " Run `manage.py prepare`, then start the portal."
        )
