"""`manage.py import_cases FILE --as USERNAME`: take requests in from a list of households (docs/cases.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.importing.making import Defaults
from cases.importing.taking import Taken, refused_csv, take
from portal.accounts.actors import actor_for
from portal.accounts.models import User
from portal.organizations.importing.reading import ImportFileError
from portal.vocabulary import ProblemType


class Command(BaseCommand):
    """Stopped and run again, it goes on where it was; the same row makes one case, however often it comes."""

    help = (
        "Take requests for help in from CSV or XLSX, one a row. Columns are known by their headers; rows that cannot be "
        "taken are written to a file with the reason, to be corrected and brought again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what it takes."""
        parser.add_argument("file", type=Path, help="CSV or XLSX, headers in the first row")
        parser.add_argument(
            "--as", dest="username", required=True, help="the member of staff who takes them in"
        )
        parser.add_argument("--source", default="", help="name of the list (default: the name of the file)")
        parser.add_argument("--problem", default=ProblemType.DISASTER, choices=ProblemType.values)
        parser.add_argument(
            "--narrative",
            default="ขอความช่วยเหลือตามรายชื่อที่สำรวจ",
            help="what happened, for rows that tell nothing",
        )
        parser.add_argument("--refused", type=Path, help="write rows that were not taken to this CSV file")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def handle(self, *args: Any, file: Path, username: str, dry_run: bool, **options: Any) -> None:
        """Take the list in.

        Raises:
            CommandError: the file cannot be read, or nobody works on cases under this name.
        """
        user = User.objects.filter(username=username).first()
        actor = actor_for(user) if user is not None else None
        if actor is None or not actor.works_on_cases:
            raise CommandError(_("ไม่พบเจ้าหน้าที่ที่ทำงานกับเรื่องในชื่อนี้"))
        defaults = Defaults(
            options["source"] or file.stem, ProblemType(options["problem"]), options["narrative"]
        )
        try:
            taken = take(file, actor=actor, defaults=defaults, dry_run=dry_run, progress=self._tell)
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        for line, reason, _cells in taken.refused[:20]:
            self.stdout.write(_("บรรทัด %(line)d: %(reason)s") % {"line": line, "reason": reason})
        if options["refused"]:
            options["refused"].write_bytes(refused_csv(taken))
        if taken.unknown:
            self.stdout.write(_("คอลัมน์ที่ไม่ได้ใช้: %(names)s") % {"names": ", ".join(taken.unknown)})
        self.stdout.write(
            _("ทั้งหมด %(rows)d แถว: เรื่องใหม่ %(made)d มีอยู่แล้ว %(existing)d ไม่รับ %(refused)d")
            % {
                "rows": taken.rows,
                "made": taken.made,
                "existing": taken.existing,
                "refused": len(taken.refused),
            }
        )
        if dry_run:
            self.stdout.write(_("ทดลองเท่านั้น ไม่ได้บันทึกอะไร"))

    def _tell(self, taken: Taken) -> None:
        if taken.looked_at % 5000 == 0:
            self.stdout.write(f"{taken.looked_at:,} / {taken.rows:,}")
