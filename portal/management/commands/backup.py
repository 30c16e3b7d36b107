"""`manage.py backup FOLDER`: database and files as of one moment, while people work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.upkeep.copies.making import ahead, make
from portal.upkeep.copies.manifest import CopyError, read


class Command(BaseCommand):
    help = (
        "Make a backup below FOLDER while people work: the database as of one moment, every file that cannot be made again, "
        "and a manifest with checksums. It gets its name only when it is whole."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            help="so many of the newest stay, and the newest of each of so many days (0 keeps all)",
        )

    def handle(self, *args: Any, folder: Path, keep: int, **options: Any) -> None:
        """Make it and say where it lies.

        Raises:
            CommandError: it could not be made; nothing half is left under a whole name.
        """
        started = monotonic()
        try:
            made = make(folder.absolute(), keep=keep)
        except (CopyError, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        manifest = read(made)
        rows = sum(manifest.counts.values())
        self.stdout.write(
            f"{made}: {rows} rows, {len(manifest.files) - 1} files, {manifest.bytes / 2**20:.1f} MB,"
            f" {monotonic() - started:.1f} s"
        )
        if wrong := ahead(made.parent):
            # Said and not refused: a wrong name misleads whoever restores, a night without a backup loses a day.
            self.stderr.write(
                f"{wrong.name} is named by a day that has not come: the clock was wrong when it was made, or is wrong now"
                " (timedatectl). A trial and whoever restores take it for the newest. Set the clock right, and move what has a"
                " wrong name out of the folder."
            )
