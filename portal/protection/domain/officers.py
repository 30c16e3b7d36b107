"""Who looks after data protection, and over what."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.actors import Officer
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType


def protects(actor: Officer) -> bool:
    """Say whether somebody is a data protection officer (PDPA s.41)."""
    return Function.DATA_PROTECTION in actor.functions


def sees_all(actor: Officer) -> bool:
    """Say whether somebody looks after the whole installation: the data protection officer of a center."""
    return protects(actor) and actor.organization.type == OrganizationType.CENTER


def offices() -> QuerySet[Organization]:
    """Return the centers that have a data protection officer today, for the privacy notice."""
    there = Appointment.objects.in_force().giving(Function.DATA_PROTECTION).values("organization")
    return Organization.objects.filter(pk__in=there, type=OrganizationType.CENTER).order_by("pk")
