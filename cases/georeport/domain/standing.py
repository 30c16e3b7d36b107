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

    What became a careful request stays at the word that the program saw last: what happens to it is not for a program
    (privacy 8), and a word that jumps back would say that it became one.

    Args:
        rows: with their cases.
    """
    known = public_statuses([row.case for row in rows if not row.case.is_restricted])
    return {row.pk: known.get(row.case_id) or last_shown(row) for row in rows}


def last_shown(row: PartnerRequest) -> PublicStatus:
    """Return the word that the program saw last."""
    return PublicStatus(row.shown_state or PublicStatus.RECEIVED)


def show(rows: Sequence[PartnerRequest]) -> dict[int, PublicStatus]:
    """Return the same as `states_of` for somebody to see, and keep that they saw it; one more query where a word changed.

    Args:
        rows: with their cases.
    """
    states = states_of(rows)
    changed = [row for row in rows if row.shown_state != states[row.pk]]
    for row in changed:
        row.shown_state = states[row.pk]
    if changed:
        PartnerRequest.objects.bulk_update(changed, ["shown_state"])
    return states
