"""Who may do what with trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.domain.field_unit import may_keep_unit
from cases.tours.models import Tour

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer


def may_tour(actor: Officer) -> bool:
    """Whether the pages exist for somebody: who works on cases, is in the field, or supervises that."""
    return actor.works_on_cases and may_keep_unit(actor)


def tours_of(actor: Officer) -> QuerySet[Tour]:
    """Return the trips of one's own organization; for everybody else a trip does not exist."""
    if not may_tour(actor):
        return Tour.objects.none()
    return Tour.objects.filter(organization=actor.organization.pk)
