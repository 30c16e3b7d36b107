"""`manage.py tick`: the work of every minute; for a timer of the operating system."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.periodic import tick


class Command(BaseCommand):
    """Run once a minute on each machine. Each task looks for itself whether there is anything to do: an extra tick does no harm."""

    help = "Put the periodic work (outbox, deadlines, sweeping) into the queue, and do what is of this machine alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick once.

        Raises:
            CommandError: something has to wait for the next minute.
        """
        if not tick():
            raise CommandError(
                "Not all of it could be done; the log says what has to wait for the next minute."
            )
