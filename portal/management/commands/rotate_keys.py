"""`manage.py rotate_keys`: what lies in clear or under an older key is sealed with the newest one."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.files import resealing
from portal.sealing import columns, current, proving, starting
from portal.sealing.errors import KeysError
from portal.web import sessions


class Command(BaseCommand):
    """May be stopped at any time and started again: what is done is told by the key under which it lies."""

    help = (
        "Seal with the newest key what lies in clear or under an older one, while people work; stop and start it as you "
        "like. Says at the end which keys may be taken from the key file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Do it and say what is left.

        Raises:
            CommandError: a key is missing or wrong, or something could not be opened and stays as it is.
        """
        try:
            proving.prove_keys()
        except (KeysError, starting.HalfBlindError) as error:
            raise CommandError(str(error)) from error
        done, failed = 0, []
        if not dry_run:
            for name, wrong in chain(columns.seal_rows_anew(), resealing.seal_files_anew()):
                done += not wrong
                if wrong:
                    failed.append(f"{name}: {wrong}")
            done += sessions.seal_anew(sessions.rows_left(columns.under(current.keys().newest)))
        try:
            self._tell(done, only_count=dry_run)
        except OSError as error:
            raise CommandError(
                f"Not every file could be read ({type(error).__name__}), so nothing is known of the older keys: leave their lines where they are."
            ) from error
        for line in failed:
            self.stderr.write(line)
        if failed:
            raise CommandError(f"{len(failed)} could not be opened and stay as they are.")

    def _tell(self, done: int, *, only_count: bool) -> None:
        older = list(current.keys().sealing)[1:]
        under = Counter(key for _name, key in resealing.keys_of())
        for identifier in ("", *older):
            under[identifier] += sum(1 for _name in columns.lying_under(identifier))
            under[identifier] += sessions.rows_left(columns.under(identifier), is_so=bool(identifier)).count()
        self.stdout.write(f"{done} sealed anew with {current.keys().newest}.")
        if clear := under[""]:
            self.stdout.write(f"{clear} still lie in clear.")
        for identifier in older:
            if left := under[identifier]:
                self.stdout.write(
                    f"{left} still lie under {identifier}: leave its line where it is, start web processes and worker again"
                    " where that was not done since the new key came, and call this once more."
                )
                continue
            if not only_count:
                proving.take_out_of_use(identifier)
            self.stdout.write(
                f"Nothing lies under {identifier} any more: take its line from the key file, and keep it with the backups' own"
                " copies of the file for as long as backups are kept that need it."
            )
