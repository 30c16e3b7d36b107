"""`manage.py make_keys`: the key file of a new installation, or another key on top of it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.sealing import current, keys, starting
from portal.sealing.errors import KeysError


class Command(BaseCommand):
    """Prints where the file lies, never what stands in it."""

    help = (
        "Make the key file that KLANG_KEYS names, for an installation in which nothing is sealed yet. With --add, put a new "
        "key on top of it; start the portal again then and run rotate_keys."
    )
    # Without keys there is nothing to check.
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--add", action="store_true", help="a new key on top of those that are there")

    def handle(self, *args: Any, add: bool, **options: Any) -> None:
        """Make it or add to it.

        Raises:
            CommandError: there is a file already, there is none to add to, or something is sealed with keys that are gone.
        """
        place, today = current.path(), timezone.localdate()
        if not add and place.exists():
            raise CommandError(f"{place} is there already; nothing was changed. --add puts a new key on top.")
        if not add and starting.proofs():
            raise CommandError(
                f"Something is sealed already with keys that are not at {place}: with new ones nobody could ever read it."
                " Put the key file back from your copy (docs/operator.md, Keys)."
            )
        try:
            text = keys.with_new_key(place.read_text("ascii"), today) if add else keys.new_text(today)
            keys.write(place, text)
        except KeysError as error:
            raise CommandError(str(error)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{place} cannot be used ({type(error).__name__}).") from error
        current.forget()
        self.stdout.write(
            f"{place}: the newest key is {current.keys().newest}. Keep a copy of this file apart from the backups, now:"
            " without it nothing that is sealed can be read any more."
        )
