"""`manage.py case_fields`: write the table of fields by scope into docs/cases.md."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.domain.view.document import replaced_in


class Command(BaseCommand):
    """Keeps the document equal to the code; a test fails when it is not."""

    help = "Write the table of fields by scope into docs/cases.md."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "cases.md"
        path.write_text(replaced_in(path.read_text(encoding="utf-8")), encoding="utf-8")
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)} is up to date")
