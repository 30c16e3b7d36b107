"""Which officer a member of staff is today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Officer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import Appointment, User


def officer_by(appointment: Appointment) -> Officer:
    """Return the officer that an appointment makes of its holder."""
    return Officer(
        person=appointment.user,
        appointment=appointment,
        organization=appointment.organization,
        role=Role(appointment.role),
    )


def actor_for(user: User | AnonymousUser) -> Officer | None:
    """Return the officer that a user is today, from the newest appointment in force; None without one (S2.60)."""
    if not user.is_authenticated:
        return None
    appointment = (
        Appointment.objects.in_force()
        .filter(user=user)
        .select_related("organization", "user")
        .order_by("-valid_from", "-id")
        .first()
    )
    return None if appointment is None else officer_by(appointment)
