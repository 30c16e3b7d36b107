"""What it means that somebody who works on cases leaves an organization: other rooms say it here.

The ground floor knows nothing of cases, yet an appointment ends only when what its holder did goes on somewhere
(cases.md, second edition, 5). Rooms register a function when Django starts; it runs in the transaction that ends the
appointment, and an error undoes that too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.functions import CASE_WORK, SUPERVISION
from portal.accounts.models import Appointment
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.actors import Actor
    from portal.organizations.models import Organization


class HandOver(Protocol):
    """Hands over what somebody who leaves still has to do."""

    def __call__(self, person: User, organization: Organization, *, is_last: bool, actor: Actor) -> None:
        """Do it.

        Args:
            person: who leaves, works on cases no more, or decides no more and works on.
            organization: which they leave.
            is_last: nobody who works on cases is left there.
            actor: by whose decision.
        """


_rooms: list[HandOver] = []

FEWEST_APPROVERS = 2
"""Persons who may approve at a center (cases.md, second edition, 3)."""
FORESEEN = dt.timedelta(days=90)
"""Ends of other appointments within this time count as known; an order that ends later is renewed until then as a rule."""


def register(hand_over: HandOver) -> None:
    """Let a room take part whenever somebody leaves; the same function a second time counts once."""
    if hand_over not in _rooms:
        _rooms.append(hand_over)


def is_last(appointment: Appointment) -> bool:
    """Say whether nobody but the holder of this appointment works on cases in its organization today."""
    at_work = Appointment.objects.in_force().filter(organization=appointment.organization).giving(*CASE_WORK)
    return at_work.filter(pk=appointment.pk).exists() and not at_work.exclude(pk=appointment.pk).exists()


def check_approvers(appointment: Appointment, *, first: dt.date) -> None:
    """Refuse to take from a center one of its last two who may approve.

    Asked for the first day without the appointment, and for each day soon after on which another end lies ahead: of two
    who leave one after the other, the second is refused whichever end was written down first.

    Args:
        appointment: that ends, is taken back or gives less.
        first: the first day on which it does not let approve any more.

    Raises:
        ValidationError: on one of these days fewer than two persons would be left, where it had let somebody approve.
    """
    if appointment.organization.type != OrganizationType.CENTER:
        return
    approving = Appointment.objects.giving(*SUPERVISION).filter(
        organization=appointment.organization, organization__is_active=True, user__is_active=True
    )
    if not approving.filter(pk=appointment.pk).exists():
        return
    first = max(first, timezone.localdate(), appointment.valid_from)
    others = [
        (user, begins, ends or dt.date.max)
        for user, begins, ends in approving.exclude(pk=appointment.pk).values_list(
            "user", "valid_from", "valid_until"
        )
    ]
    horizon = min(first + FORESEEN, appointment.valid_until or dt.date.max)
    ends_ahead = (ends + dt.timedelta(days=1) for _user, _begins, ends in others if ends < horizon)
    days = {day for day in (first, *ends_ahead) if first <= day <= horizon}
    if any(
        len({user for user, begins, ends in others if begins <= day <= ends}) < FEWEST_APPROVERS
        for day in days
    ):
        raise ValidationError(
            _("ศูนย์ต้องมีผู้อนุมัติได้อย่างน้อยสองคน แต่งตั้งคนอื่นให้บังคับบัญชาหรือปฏิบัติราชการแทนก่อน"), code="last_approvers"
        )


def hand_over(person: User, organization: Organization, *, actor: Actor, decided: bool = False) -> None:
    """Let every room hand over what somebody still has to do who works on cases there no more, or decides no more.

    Nothing is handed over while another appointment lets the person go on there.

    Args:
        person: who leaves, or whose functions were changed.
        organization: where.
        actor: by whose decision.
        decided: what ended or was taken let the person decide on what others ask for (cases.md, second edition, 5).
    """
    in_force = Appointment.objects.in_force().filter(organization=organization)
    at_work = in_force.giving(*CASE_WORK)
    is_at_work = at_work.filter(user=person).exists()
    stops_deciding = decided and not in_force.giving(*SUPERVISION).filter(user=person).exists()
    if is_at_work and not stops_deciding:
        return
    is_last = not is_at_work and not at_work.exists()
    for room in _rooms:
        room(person, organization, is_last=is_last, actor=actor)
