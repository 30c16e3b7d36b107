"""Answers the data-protection officer: may this officer see this case, how much, and why?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cases.desk.case.access import why
from cases.domain import oversight
from cases.models import Case
from portal.accounts.models import User
from portal.actors import System
from portal.thai.codes import clean


class Command(BaseCommand):
    """Says the sentence of the case page for a person who is not signed in, an appointment a line; it is recorded."""

    help = (
        "Says whether a person could open a case now, how much of it and for which reason, by each of their "
        "appointments. Shows nothing of the case. The question is recorded with its purpose."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="the account of the person who is asked about")
        parser.add_argument("reference", help="the public reference of the case")
        parser.add_argument("--purpose", required=True, help="who asks, and why; it stands in the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a sentence for each appointment.

        Raises:
            CommandError: no such person or case, or no purpose.
        """
        purpose = str(options["purpose"]).strip()
        person = User.objects.filter(username=options["username"]).first()
        case = Case.objects.filter(reference=clean(options["reference"])).first()
        if person is None or case is None or not purpose:
            raise CommandError("an account, a reference of a case and a purpose are needed")
        told = oversight.of_person(case=case, person=person, actor=System(), purpose=purpose)
        with override("th"):
            for one in told:
                self.stdout.write(f"{one.organization.display_name}: {why(one.decision)}")
            if not told:
                self.stdout.write("ไม่มีคำสั่งแต่งตั้งที่ใช้อยู่วันนี้ จึงไม่เห็นเรื่องใด")
