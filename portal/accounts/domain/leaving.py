"""What it means that the last one who works on cases leaves an organization: other rooms say it here.

The ground floor knows nothing of cases, yet an appointment ends only when what its holder did goes on somewhere
(cases.md, second edition, 5). Rooms register a function when Django starts; it runs in the transaction that ends the
appointment, and an error undoes that too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.functions import CASE_WORK, SUPERVISION
from portal.accounts.models import Appointment
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.organizations.models import Organization


class HandOver(Protocol):
    """Hands over what an organization in which nobody is left still has to do."""

    def __call__(self, organization: Organization, *, actor: Actor) -> None:
        """Do it."""


_rooms: list[HandOver] = []

FEWEST_APPROVERS = 2
"""Persons who may approve at a center (cases.md, second edition, 3)."""


def register(hand_over: HandOver) -> None:
    """Let a room take part when the last one leaves; the same function a second time counts once."""
    if hand_over not in _rooms:
        _rooms.append(hand_over)


def is_last(appointment: Appointment) -> bool:
    """Say whether nobody but the holder of this appointment works on cases in its organization today."""
    at_work = Appointment.objects.in_force().filter(organization=appointment.organization).giving(*CASE_WORK)
    return at_work.filter(pk=appointment.pk).exists() and not at_work.exclude(pk=appointment.pk).exists()


def check_approvers(appointment: Appointment) -> None:
    """Refuse to take from a center one of its last two who may approve.

    Raises:
        ValidationError: fewer than two persons would be left.
    """
    if appointment.organization.type != OrganizationType.CENTER:
        return
    approving = (
        Appointment.objects.in_force().filter(organization=appointment.organization).giving(*SUPERVISION)
    )
    if not approving.filter(pk=appointment.pk).exists():
        return
    left = approving.exclude(pk=appointment.pk).values("user").distinct().count()
    if left < FEWEST_APPROVERS:
        raise ValidationError(
            _("ศูนย์ต้องมีผู้อนุมัติได้อย่างน้อยสองคน แต่งตั้งคนอื่นให้บังคับบัญชาหรือปฏิบัติราชการแทนก่อน"), code="last_approvers"
        )


def hand_over_if_nobody_is_left(organization: Organization, *, actor: Actor) -> bool:
    """Let every room hand over when nobody in an organization works on cases any more; says whether that is so."""
    if Appointment.objects.in_force().filter(organization=organization).giving(*CASE_WORK).exists():
        return False
    for hand_over in _rooms:
        hand_over(organization, actor=actor)
    return True
