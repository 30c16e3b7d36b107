"""`manage.py import_organizations FILE [--dry-run]`: take over a list of organizations (docs/organizations.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.actors import System
from portal.audit import services as audit
from portal.organizations.importing.planning import Status, make_plan
from portal.organizations.importing.reading import ImportFileError, read_tables
from portal.organizations.importing.report import lines, write_csv
from portal.organizations.importing.writing import write
from portal.thai.dates import bangkok_today


class Command(BaseCommand):
    """Idempotent: the same file a second time changes nothing."""

    help = (
        "Import organizations from CSV or XLSX: creates, updates, and closes those of the same source that are no "
        "longer listed. Nothing is ever deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX, headers in the first row")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument(
            "--source",
            default="import",
            help="name of the list; vanished rows are looked for among the bodies of this source only (default: import)",
        )
        parser.add_argument("--strict", action="store_true", help="write nothing when any row has an error")
        parser.add_argument(
            "--close-many", action="store_true", help="accept that most bodies of the source vanish"
        )
        parser.add_argument(
            "--brief", action="store_true", help="do not print the bodies that stay as they are"
        )
        parser.add_argument("--report", type=Path, help="also write the report as CSV to this file")

    def handle(self, *args: Any, file: Path, dry_run: bool, source: str, **options: Any) -> None:
        if not 0 < len(source) <= 60:
            raise CommandError(_("ชื่อแหล่งข้อมูลต้องยาว 1 ถึง 60 ตัวอักษร"))
        try:
            tables = read_tables(file)
            with transaction.atomic():
                plan = make_plan(
                    tables, source=source, today=bangkok_today(), close_many=options["close_many"]
                )
                refused = options["strict"] and plan.counts()[Status.ERROR] > 0
                if not dry_run and not refused:
                    write(plan)
                    counts = {status.value: count for status, count in plan.counts().items()}
                    audit.record(
                        actor=System(), action="organizations.import", subject=source, data={"counts": counts}
                    )
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        for line in lines(plan, every_row=not options["brief"]):
            self.stdout.write(line)
        if options["report"]:
            write_csv(plan, options["report"])
        if refused:
            raise CommandError(_("มีบรรทัดผิดพลาด จึงไม่ได้บันทึกอะไร"))
        if dry_run:
            self.stdout.write(_("ทดลองเท่านั้น ไม่ได้บันทึกอะไร"))
