"""Who works on cases in an organization, for choosing one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from portal.accounts.functions import CASE_WORK
from portal.accounts.models import Appointment, User

if TYPE_CHECKING:
    from portal.actors import Officer


def people_of(actor: Officer) -> QuerySet[User]:
    """Return those who work on cases in the actor's organization today, by name."""
    appointed = Appointment.objects.giving(*CASE_WORK).in_force().filter(organization=actor.organization)
    return User.objects.filter(pk__in=appointed.values("user")).order_by("display_name", "pk")
