"""`manage.py export_audit DAY FILE`: one day of the record, for whoever checks it elsewhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit import sealing
from portal.audit.models import SealedDay


class Command(BaseCommand):
    help = "Writes a closed day of the record as JSON lines, as `portal/audit/verify.py` checks them, and prints its root."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", type=dt.date.fromisoformat, help="YYYY-MM-DD, common era, in Bangkok")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        day = SealedDay.objects.filter(day=options["day"]).first()
        if day is None:
            raise CommandError(f"{options['day']} is not closed, or nothing was done on it.")
        sealing.write_export(day, options["file"])
        self.stdout.write(day.root)
