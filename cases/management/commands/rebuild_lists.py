"""`manage.py rebuild_lists`: make the work lists and the search terms of all cases again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.domain import lists, terms


class Command(BaseCommand):
    """Both are made from what is stored and hold nothing of their own; people may go on working meanwhile."""

    help = (
        "Make the work lists and the search terms of all cases again: after a change of SECRET_KEY, or when "
        "`verify_cases` says that a list is not as its case stands. Repeatable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print of how many cases each was made."""
        self.stdout.write(f"terms of {terms.rebuild()} cases")
        self.stdout.write(f"lists of {lists.rebuild()} cases")
