"""`manage.py import_library FILE… [--dry-run] [--publish]`: take documents and their texts over (docs/library.md)."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from legal_library.importing.report import line_of, sums, table
from legal_library.importing.sources import records_of
from legal_library.importing.writing import Choices, Outcome, Result, take_over
from legal_library.models import LibraryIndexPage
from portal.actors import System
from portal.audit import services as audit
from portal.organizations.importing.reading import ImportFileError
from portal.thai.dates import parse_date
from portal.thai.messages import ThaiValueError


def _day(written: str) -> date:
    try:
        return parse_date(written)
    except ThaiValueError as error:
        raise ArgumentTypeError(f"no date: {written}") from error


class Command(BaseCommand):
    """Idempotent: the same file a second time changes nothing, and one that was stopped goes on where it was."""

    help = (
        "Import documents with their texts: a spreadsheet with a folder of files, JSON lines, or single PDF, DOCX, TXT and HTML "
        "files. Records that exist are completed; nothing that an editor wrote is overwritten, nothing is deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument(
            "--publish", action="store_true", help="publish what is complete; else everything is a draft"
        )
        parser.add_argument(
            "--only-known", action="store_true", help="leave out what the library has no record of"
        )
        parser.add_argument("--replace", action="store_true", help="also replace texts that editors put in")
        parser.add_argument(
            "--as-of", type=_day, help="day up to which changes are in the texts, such as 30/6/2564"
        )
        parser.add_argument("--source", default="", help="where the texts come from")
        parser.add_argument("--source-url", default="", help="its address")
        parser.add_argument("--report", type=Path, help="write a line for each record into this CSV file")
        parser.add_argument("--errors", type=Path, help="write the records that failed into this CSV file")
        parser.add_argument("--brief", action="store_true", help="print only errors and the sums")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        choices = Choices(
            publish=options["publish"],
            replace=options["replace"],
            only_known=options["only_known"],
            as_of=options["as_of"],
            source_name=options["source"][:255],
            source_url=options["source_url"][:500],
        )
        outcomes: list[Outcome] = []
        try:
            records = [record for file in files for record in records_of(file)]
            for outcome in take_over(records, choices, dry_run=dry_run):
                outcomes.append(outcome)
                if not options["brief"] or outcome.result == Result.ERROR:
                    self.stdout.write(line_of(outcome))
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        except LibraryIndexPage.DoesNotExist as error:
            raise CommandError(_("ยังไม่มีคลังกฎหมาย โหลดข้อมูลตั้งต้นก่อน")) from error
        self.stdout.write(sums(outcomes))
        for name, rows in (
            ("report", outcomes),
            ("errors", [row for row in outcomes if row.result == Result.ERROR]),
        ):
            if options[name]:
                options[name].write_bytes(table(rows))
        if dry_run:
            self.stdout.write(_("ทดลองเท่านั้น ไม่ได้บันทึกอะไร"))
            return
        counts = {result.value: sum(row.result == result for row in outcomes) for result in Result}
        audit.record(actor=System(), action="library.import", subject="library", data={"counts": counts})
