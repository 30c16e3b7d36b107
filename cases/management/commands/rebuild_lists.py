"""`manage.py rebuild_lists`: make the work lists of all cases again, and that by which cases are found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.domain import catching_up, lists
from cases.models import Case
from portal.sealing import proving


class Command(BaseCommand):
    """Both are made from what is stored and hold nothing of their own; people may go on working meanwhile."""

    help = (
        "Make the work lists of all cases again, and what they are found by: after a change of the key for finding, or when "
        "`verify_cases` says that a list is not as its case stands. Repeatable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print of how many cases each was made."""
        proving.begin_finding_anew()
        self.stdout.write(f"terms of {catching_up.make_findable(Case.objects.all())} cases")
        self.stdout.write(f"lists of {lists.rebuild()} cases")
