"""Who acts: a person, in a role, for a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who does something. The domain asks this, never the request.

    Attributes:
        user: the signed-in person.
        organization: the body for which the person acts.
        role: the role in that body.
    """

    user: User
    organization: Organization
    role: Role

    @property
    def works_on_cases(self) -> bool:
        """The role does case work; editors and administrators never do (privacy 2)."""
        return self.role.is_officer


def actor_for(user: User | AnonymousUser) -> Actor | None:
    """Return the actor that a user is today, from the newest appointment in force; None without one (S2.60)."""
    if not user.is_authenticated:
        return None
    from portal.accounts.models import Appointment

    appointment = (
        Appointment.objects.in_force()
        .filter(user=user)
        .select_related("organization")
        .order_by("-valid_from", "-id")
        .first()
    )
    if appointment is None:
        return None
    return Actor(user=user, organization=appointment.organization, role=Role(appointment.role))
