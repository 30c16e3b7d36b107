"""Who sees figures, needs and surveys; asked by the rail and by their rooms (S1.02, S1.27, S2.49)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.functions import Function
from portal.organizations.models import Organization
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.organizations.models import OrganizationQuerySet

READS_FIGURES = frozenset({Function.REPORTING, Function.ALARMS, Function.VIEW})
"""Beside those who work on cases: whoever reports, follows alarms or only watches, by an order."""


def sees_figures(actor: Officer) -> bool:
    """Whether somebody sees figures; of which organizations is said by `cases.statistics.domain.reach`."""
    return actor.works_on_cases or bool(actor.functions & READS_FIGURES)


def is_center(actor: Officer) -> bool:
    """Whether somebody acts for a center."""
    return actor.organization.type == OrganizationType.CENTER


def is_local(actor: Officer) -> bool:
    """Whether somebody acts for a local administration."""
    return OrganizationType(actor.organization.type).is_local_administration


def around(center: Organization) -> OrganizationQuerySet:
    """Return the local administrations of a center's district, or of its province where it has no district."""
    found = Organization.objects.active().of_types(*LOCAL_ADMINISTRATIONS)
    code = center.district_code
    place = {"district_code": code} if code else {"province_code": center.province_code}
    return found.filter(**place).order_by("sort_key", "pk")


def follows_needs(actor: Officer) -> bool:
    """Whether needs and surveys concern somebody: the center tells, local administrations consider (S1.27, S1.28)."""
    return sees_figures(actor) and (is_center(actor) or is_local(actor))
