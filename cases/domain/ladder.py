"""Who is told that an organization is late, level by level (S2.45 to S2.48)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cases.vocabulary import AlarmPurpose
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.organizations.domain.routing import office_of_province
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.domain.offices import CaseOffices
    from cases.models import Case


@dataclass(frozen=True, slots=True)
class Told:
    """One organization on the ladder, and why it is told."""

    organization: Organization
    purpose: AlarmPurpose


def told_at(level: int, *, case: Case, late: Organization, offices: CaseOffices) -> list[Told]:
    """Return who is told at a level, each organization once and none that the case excludes.

    Of a local administration: its chief administrator; the provincial office of local administration, with the
    department's list; the provincial social office, the lead agency and the governor. Of every other organization: its
    own head; the center; the governor. Where an office is missing the center stands in, so that no level is silent.

    Args:
        level: 1 to 3.
        case: that waits.
        late: who is late.
        offices: seen from the case.
    """
    is_local = late.is_local_administration or late.type == OrganizationType.LAO_HELP_CENTER
    steps = _of_local(level, case, late, offices) if is_local else _of_others(level, case, late, offices)
    found: dict[int, Told] = {}
    for organization, purpose in steps:
        may_know = (
            organization is not None and organization.is_active and organization.pk not in case.excluded
        )
        if organization is not None and may_know and (level == 1 or organization.pk != late.pk):
            found.setdefault(organization.pk, Told(organization, purpose))
    return list(found.values())


Step = tuple[Organization | None, AlarmPurpose]


def _of_local(level: int, case: Case, late: Organization, offices: CaseOffices) -> Iterator[Step]:
    province = late.province_code or case.province_code
    center = offices.organization(offices.center())
    if level == 1:
        yield late, AlarmPurpose.ACT
    elif level == 2:
        overseer = office_of_province(OrganizationType.PROVINCIAL_LOCAL_OFFICE, province)
        yield overseer if _may_know(overseer, case) else center, AlarmPurpose.ACT
        yield _department(offices), AlarmPurpose.KNOW
    else:
        social = office_of_province(OrganizationType.PROVINCIAL_SOCIAL_OFFICE, province)
        yield social if _may_know(social, case) else center, AlarmPurpose.ACT
        lead = offices.lead_agency(ProblemType(case.problem))
        yield offices.organization(lead) if lead is not None else None, AlarmPurpose.ACT
        yield office_of_province(OrganizationType.GOVERNOR, province), AlarmPurpose.REPORT
        # Its head may take the case over from here on.
        yield center, AlarmPurpose.KNOW


def _of_others(level: int, case: Case, late: Organization, offices: CaseOffices) -> Iterator[Step]:
    center = offices.organization(offices.center())
    if level == 1:
        yield late, AlarmPurpose.ACT
    elif level == 2:
        # A center that is late itself is not told of it a second time; whoever decides in its place is.
        yield center if center.pk != late.pk else _department(offices), AlarmPurpose.ACT
    else:
        province = late.province_code or case.province_code
        yield office_of_province(OrganizationType.GOVERNOR, province), AlarmPurpose.REPORT
        yield center, AlarmPurpose.KNOW


def _may_know(organization: Organization | None, case: Case) -> bool:
    return organization is not None and organization.pk not in case.excluded


def _department(offices: CaseOffices) -> Organization | None:
    department = offices.department()
    return offices.organization(department) if department is not None else None


def addresses(told: Told, *, case: Case, level: int) -> list[str]:
    """Return where an organization is written to; at the first level also to those who follow alarms there (S2.60).

    Args:
        told: who is told.
        case: whose recused people are left out.
        level: at the first, people who follow alarms are written to; where there is nobody, who supervises.
    """
    if told.purpose == AlarmPurpose.KNOW:
        return []
    found = [told.organization.email]
    if level == 1:
        found += followers(told.organization, without=case.recused.values("pk"))
    return list(dict.fromkeys(filter(None, found)))


def followers(organization: Organization, *, without: QuerySet[Any] | tuple[()] = ()) -> list[str]:
    """Return the addresses of those who follow alarms in an organization; where there is nobody, of who supervises.

    Args:
        organization: which.
        without: people who are left out.
    """
    there = Appointment.objects.in_force().filter(organization=organization)
    there = there.exclude(user__in=without).order_by("pk")
    for function in (Function.ALARMS, Function.SUPERVISE):
        if people := list(there.giving(function).values_list("user__email", flat=True)):
            return people
    return []
