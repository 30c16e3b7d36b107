"""`manage.py verify_audit`: was anything in the record changed or taken away?"""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit import sealing
from portal.audit.models import Seal, SealedDay


class Command(BaseCommand):
    help = "Checks every row of the record and of the cases' history against its seal, and every day against its root."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--show", type=int, default=100, help="how many findings are printed (100)")

    def handle(self, *args: Any, **options: Any) -> None:
        found = sealing.findings()
        shown = list(islice(found, options["show"]))
        for one in shown:
            self.stderr.write(one)
        count = len(shown) + sum(1 for _ in found)
        if count:
            raise CommandError(
                f"{count} findings. Change nothing, keep a copy of the database, tell the data protection officer "
                "(docs/operator.md, “A breach, step by step”)."
            )
        newest = SealedDay.objects.first()
        self.stdout.write(
            f"{Seal.objects.count()} rows are as they were sealed."
            + (f" Root of {newest.day}: {newest.root}" if newest else "")
        )
