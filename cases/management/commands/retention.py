"""`manage.py retention`: how much is kept, how much is due, by class and organization. It erases nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Q

from cases.machine.vocabulary import Stage
from cases.models import Case
from portal.thai.dates import bangkok_today


class Command(BaseCommand):
    """Reports; what is due is released by two people at the desk."""

    help = (
        "Prints for each organization and class of cases how many hold personal data, of how many the time is over and "
        "how many are held back. Erases nothing: that takes two people at /desk/retention/."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each organization and class."""
        today = bangkok_today()
        rows = (
            Case.objects.filter(stage=Stage.CLOSED, anonymized=False)
            .values("holder__name_th", "problem", "confidentiality")
            .annotate(
                kept=Count("pk", distinct=True),
                due=Count("pk", filter=Q(retention_until__lt=today), distinct=True),
                held=Count("pk", filter=Q(holds__isnull=False, holds__lifted_at__isnull=True), distinct=True),
            )
            .order_by("holder__name_th", "problem", "confidentiality")
        )
        for row in rows:
            self.stdout.write(
                f"{row['holder__name_th']}\t{row['problem']}\t{row['confidentiality']}\t"
                f"kept {row['kept']}\tdue {row['due']}\theld {row['held']}"
            )
