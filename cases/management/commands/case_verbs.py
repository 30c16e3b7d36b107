"""`manage.py case_verbs`: write the table of verbs into docs/cases.md, or with `--machine` into docs/machine.md."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cases.machine import document as second_edition
from cases.verbs import document as first_edition


class Command(BaseCommand):
    """Keeps the documents equal to the code; a test fails when they are not."""

    help = "Write the table of verbs into docs/cases.md, or that of the machine into docs/machine.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--machine",
            action="store_true",
            help="The table of the machine, second edition, into docs/machine.md.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition, name = (second_edition, "machine.md") if options["machine"] else (first_edition, "cases.md")
        path = settings.BASE_DIR / "docs" / name
        path.write_text(edition.replaced_in(path.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} is up to date")
