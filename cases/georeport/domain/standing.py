"""How reports of a partner stand, for the partner's own program: one of five words, no person, no place, no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cases.domain.queries.tracking import public_statuses
from cases.georeport.models import PartnerRequest
from cases.vocabulary import PublicStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.georeport.models import PartnerKey


def own_requests(key: PartnerKey) -> QuerySet[PartnerRequest]:
    """Return what came from the partner of a key, also by the keys that it had before; oldest first."""
    same = PartnerRequest.objects.filter(key__partner=key.partner, key__organization=key.organization_id)
    return same.select_related("case").order_by("pk")


def states_of(rows: Sequence[PartnerRequest]) -> dict[int, PublicStatus]:
    """Return how reports stand, by their keys; two queries for any number.

    What became a careful request stays as it was sent: what happens to it is not for a program (privacy 8).

    Args:
        rows: with their cases.
    """
    known = public_statuses([row.case for row in rows if not row.case.is_restricted])
    return {row.pk: known.get(row.case_id, PublicStatus.RECEIVED) for row in rows}
