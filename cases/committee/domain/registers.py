"""Numbers of cases in the register of the committee's office."""

from __future__ import annotations

from collections.abc import Iterable

from cases.models import RegisterEntry
from portal.organizations.models import Organization


def register_numbers(cases: Iterable[int], organization: Organization) -> dict[int, str]:
    """Return, by case, the number under which an organization registered it; one query."""
    entered = RegisterEntry.objects.filter(case__in=list(cases), organization=organization)
    return {entry.case_id: str(entry) for entry in entered}
