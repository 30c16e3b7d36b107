"""Who keeps the help committee of a local administration, and who reads there (S1.01)."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.functions import Function
from portal.accounts.models import Appointment, AppointmentFunction
from portal.actors import Actor, Officer
from portal.organizations.vocabulary import OrganizationType

STANDS_IN = frozenset({Function.WORK, Function.SUPERVISE, Function.DEPUTY})
"""Whose work it is where nobody is appointed secretary, as the machine has it (`cases.machine.offices.people_for`)."""


def may_keep(actor: Actor) -> bool:
    """Say whether somebody does the committee's work: its secretary; where there is none, who works or decides there.

    Args:
        actor: an officer of a local administration; the law gives a committee to no other organization.
    """
    if not isinstance(actor, Officer) or not _is_local(actor):
        return False
    if Function.COMMITTEE in actor.functions:
        return True
    return bool(actor.functions & STANDS_IN) and not secretaries(actor, timezone.localdate()).exists()


def may_read(actor: Actor) -> bool:
    """Say whether somebody opens the committee's pages: who keeps it, and who decides in the organization."""
    return reads_anyway(actor) or may_keep(actor)


def reads_anyway(actor: Actor) -> bool:
    """Say whether somebody opens the committee's pages whoever else is there: who decides, and its secretary."""
    if not isinstance(actor, Officer) or not _is_local(actor):
        return False
    return actor.supervises or Function.COMMITTEE in actor.functions


def may_stand_in(actor: Officer) -> bool:
    """Say whether somebody keeps the committee where it has no secretary."""
    return _is_local(actor) and bool(actor.functions & STANDS_IN)


def _is_local(actor: Officer) -> bool:
    return OrganizationType(actor.organization.type).is_local_administration


def secretaries(actor: Officer, today: dt.date) -> QuerySet[AppointmentFunction]:
    """Return what makes people secretaries of the committee of the actor's organization on a day."""
    in_force = Appointment.objects.in_force(today).filter(organization=actor.organization.pk)
    return AppointmentFunction.objects.filter(appointment__in=in_force, function=Function.COMMITTEE)
