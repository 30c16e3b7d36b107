"""`manage.py upgrade_plan`: may people go on working while this version's tables are made?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.upkeep.beside import reasons_to_stop


class Command(BaseCommand):
    """Look at the pending migrations and change nothing.

    Ends with 0 when the old program can go on until it is started anew, with 1 when it has to be stopped before `prepare`.
    """

    help = "Say whether the portal has to be stopped before `prepare` of this version."

    def handle(self, *args: Any, **options: Any) -> None:
        reasons = reasons_to_stop()
        if not reasons:
            self.stdout.write("The old program can go on while `prepare` runs; start it anew afterwards.")
            return
        self.stdout.write("Stop the portal before `prepare`: the old program does not live with this.")
        for reason in reasons:
            self.stdout.write(f"  {reason}")
        sys.exit(1)
