"""The status of a day as a column: lists filter and count by what their lines say, not by what was saved some time ago."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, F, Value, When

from legal_library.vocabulary import DocumentStatus


def status_column(day: date) -> Case:
    """Return the expression that says of each document what `legal_library.domain.standing.status_on` says.

    Args:
        day: in Thailand.
    """
    return Case(
        When(repealed_on__lte=day, then=Value(DocumentStatus.REPEALED.value)),
        When(effective_on__gt=day, then=Value(DocumentStatus.NOT_YET_IN_FORCE.value)),
        When(
            status=DocumentStatus.NOT_YET_IN_FORCE,
            effective_on__isnull=False,
            then=Value(DocumentStatus.IN_FORCE.value),
        ),
        default=F("status"),
        output_field=CharField(),
    )
