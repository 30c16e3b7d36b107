"""Who can act in an organization, and who takes over where nobody can any more."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.models import Case, Referral
from cases.rules import ACTIVE_REFERRAL_STATES, is_local_to
from cases.vocabulary import ReferralMode
from portal.accounts.functions import CASE_WORK
from portal.accounts.models import Appointment, AppointmentQuerySet
from portal.organizations.domain import routing
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
        Referral.objects.filter(target=organization, state__in=ACTIVE_REFERRAL_STATES)
        .exclude(mode=ReferralMode.INFO)
        .filter(case__in=Case.objects.open())
    )


def concerned_cases(organization: Organization) -> QuerySet[Case]:
    """Return the open cases that an organization holds, is asked about or does a part of."""
    return (
        Case.objects.open()
        .filter(Q(holder=organization) | Q(pk__in=asked_of(organization).values("case_id")))
        .order_by("pk")
    )


def left_by_everybody() -> QuerySet[Organization]:
    """Return the organizations with something to do on open cases in which somebody once worked and nobody does today.

    Centers are left out: there is nobody to whom their cases could go by rule. An organization that never had anybody
    (a hospital that answers by letter) is not left by anybody.
    """
    open_cases = Case.objects.open()
    asked = (
        Referral.objects.filter(state__in=ACTIVE_REFERRAL_STATES, case__in=open_cases)
        .exclude(mode=ReferralMode.INFO)
        .values("target")
    )
    return (
        Organization.objects.filter(Q(pk__in=open_cases.values("holder")) | Q(pk__in=asked))
        .exclude(type=OrganizationType.CENTER)
        .exclude(pk__in=_appointed().in_force().values("organization"))
        .filter(Q(pk__in=_appointed().values("organization")) | Q(is_active=False))
        .order_by("pk")
    )


def heir_of(organization: Organization, case: Case) -> Organization | None:
    """Return who takes over a case: the first successor in which somebody can act, else the center.

    A successor that the reporter asked to leave out is passed over (privacy 16). None where the organization is the
    only center.

    Args:
        organization: that ended, or in which nobody can act.
        case: of which it does something.
    """
    for successor in organization.successors()[1:]:
        if can_act(successor) and not (case.avoid_local and is_local_to(successor, case)):
            return successor
    place = case.subdistrict_code or case.district_code or case.province_code
    centers = [
        routing.center_for(place),
        *Organization.objects.active().filter(type=OrganizationType.CENTER).order_by("pk"),
    ]
    others = [center for center in centers if center is not None and center.pk != organization.pk]
    return next((center for center in others if can_act(center)), others[0] if others else None)
