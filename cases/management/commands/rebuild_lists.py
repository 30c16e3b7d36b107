"""`manage.py rebuild_lists`: make the work lists of all cases again, and all digests by which something is found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.domain import catching_up, found_anew, lists
from cases.models import Case
from portal.sealing import proving


class Command(BaseCommand):
    """All are made from what is stored and hold nothing of their own; people may go on working meanwhile."""

    help = (
        "Make the work lists of all cases again, and what cases, households that need help first and households of surveys "
        "are found by: after a change of the key for finding, or when `verify_cases` says that a list is not as its case "
        "stands. Repeatable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print of how many cases each was made."""
        proving.begin_finding_anew()
        self.stdout.write(f"terms of {catching_up.make_findable(Case.objects.all())} cases")
        self.stdout.write(f"lists of {lists.rebuild()} cases")
        for name, count in found_anew.make_anew():
            self.stdout.write(f"digests of {count} {name}")
