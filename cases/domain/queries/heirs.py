"""Who can act in an organization, and what lies where nobody can any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cases.machine.vocabulary import ALIVE, WaitingKind
from cases.models import Case, Duty, Grant, Referral
from portal.accounts.functions import CASE_WORK
from portal.accounts.models import Appointment, AppointmentQuerySet
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType


def _appointed() -> AppointmentQuerySet:
    return Appointment.objects.giving(*CASE_WORK)


def can_act(organization: Organization) -> bool:
    """Whether the organization exists and somebody in it works on cases today."""
    return _appointed().in_force().filter(organization=organization).exists()


def asked_of(organization: Organization) -> QuerySet[Referral]:
    """Return the handovers and parts of open cases that wait for an organization or that it does."""
    return (
        Referral.objects.filter(target=organization, state__in=ALIVE)
        .exclude(mode=WaitingKind.INFORM)
        .filter(case__in=Case.objects.open())
    )


def concerned_cases(organization: Organization) -> QuerySet[Case]:
    """Return the open cases that an organization holds, is asked about, or has something to do in.

    Of one that ended also the cases that it may still read, closed ones too: its access ends with it.
    """
    has_to_act = Case.objects.open().filter(
        Q(holder=organization)
        | Q(pk__in=asked_of(organization).values("case_id"))
        | Q(pk__in=Duty.objects.running().filter(organization=organization).values("case_id"))
    )
    concerned = Q(pk__in=has_to_act.values("pk"))
    if not organization.is_active:
        concerned |= Q(pk__in=Grant.objects.filter(organization=organization, until=None).values("case_id"))
    return Case.objects.filter(concerned).order_by("pk")


def left_or_ended() -> QuerySet[Organization]:
    """Return the organizations in which somebody once worked on cases, or that ended, and in which nobody does today."""
    return (
        Organization.objects.exclude(pk__in=_appointed().in_force().values("organization"))
        .filter(Q(pk__in=_appointed().values("organization")) | Q(is_active=False))
        .order_by("pk")
    )


def left_by_everybody() -> QuerySet[Organization]:
    """Return the organizations with something to do on open cases in which somebody once worked and nobody does today.

    Centers are left out: there is nobody to whom their cases could go by rule. An organization that never had anybody
    (a hospital that answers by letter) is not left by anybody.
    """
    open_cases = Case.objects.open()
    asked = (
        Referral.objects.filter(state__in=ALIVE, case__in=open_cases)
        .exclude(mode=WaitingKind.INFORM)
        .values("target")
    )
    return (
        left_or_ended()
        .filter(Q(pk__in=open_cases.values("holder")) | Q(pk__in=asked))
        .exclude(type=OrganizationType.CENTER)
    )


def staffed(organizations: Iterable[Organization | int]) -> frozenset[int]:
    """Return the ids of those in which somebody works on cases today; one query."""
    rows = _appointed().in_force().filter(organization__in=list(organizations))
    return frozenset(rows.order_by().values_list("organization", flat=True).distinct())
