"""Which documents should be compared with their sources again, by the age of the last check (issue 11, 5)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Q

from legal_library.models import DocumentPage
from legal_library.models.document import DocumentQuerySet
from legal_library.vocabulary import DocumentStatus, Holding

YEAR = timedelta(days=365)
SETTLED = (DocumentStatus.REPEALED,)
"""What does not change any more and need not be looked at again."""


def due_for_review(day: date) -> DocumentQuerySet:
    """Return the public documents whose last check lies a year back, those never checked first.

    Args:
        day: today, in Thailand.
    """
    old = Q(checked_on=None) | Q(checked_on__lte=day - YEAR)
    live = DocumentPage.objects.live().exclude(status__in=SETTLED).exclude(holding=Holding.MISSING)
    return live.filter(old).order_by(F("checked_on").asc(nulls_first=True), "title", "pk")
