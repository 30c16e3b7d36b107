"""Proves on a live system what always holds of cases."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.domain.verifying import faults_of
from cases.models import Case

AT_ONCE = 200
"""Cases that are read together: the memory that is needed does not grow with the register."""


class Command(BaseCommand):
    """Look at every case, and fail when one is not as the machine promises."""

    help = (
        "Looks at every case: its rows hold together, somebody has something to do in it by a time, nobody reads "
        "without a reason, and its history tells how it stands. Prints references and sentences without people; ends "
        "with code 1 when something is wrong."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is wrong.

        Raises:
            CommandError: something is.
        """
        seen = wrong = 0
        for case in Case.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
            seen += 1
            faults = faults_of(case)
            wrong += bool(faults)
            for fault in faults:
                self.stdout.write(f"{case.reference}: {fault}")
        if wrong:
            raise CommandError(f"{wrong} of {seen} cases are not as they should be")
        self.stdout.write(f"{seen} cases are as they should be")
