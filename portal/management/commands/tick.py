"""`manage.py tick`: put the periodic work into the queue; for a timer of the operating system."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.periodic import enqueue_all


class Command(BaseCommand):
    """Run once a minute. Each task looks for itself whether there is anything to do, so an extra tick does no harm."""

    help = "Put the periodic work (outbox, deadlines, sweeping) into the queue."

    def handle(self, *args: Any, **options: Any) -> None:
        enqueue_all()
