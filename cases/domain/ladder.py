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
    from portal.accounts.models.appointment import AppointmentQuerySet

FOLLOWS_ALARMS = frozenset({Function.ALARMS, Function.VIEW, Function.SUPERVISE, Function.DEPUTY})
"""Who reads what is late: whoever follows alarms by an order, watches for an overseeing office, or answers for one."""
WATCHES = frozenset(
    {OrganizationType.GOVERNOR, OrganizationType.DLA, OrganizationType.PROVINCIAL_LOCAL_OFFICE}
)
"""Offices on the ladder that may have nobody but people who watch; the governor never has others."""


@dataclass(frozen=True, slots=True)
class Told:
    """One organization on the ladder, and why it is told."""

    organization: Organization
    purpose: AlarmPurpose


def told_at(level: int, *, case: Case, late: Organization, offices: CaseOffices) -> list[Told]:
    """Return who is told at a level, each organization once and none that the case excludes.

    Of a local administration: its chief administrator; the provincial office of local administration, with the
    department's list; the provincial social office, the lead agency and the governor. Of every other organization: its
    own head; the center; the governor. Where an office is missing the center stands in, so that no level is silent. One
    that hears nothing is missing too: after an installation every province has offices without people and addresses.

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
    if level == 1:
        yield late, AlarmPurpose.ACT
    elif level == 2:
        overseer = office_of_province(OrganizationType.PROVINCIAL_LOCAL_OFFICE, province)
        yield _or_stand_in(overseer, case, late, offices), AlarmPurpose.ACT
        yield _department(offices), AlarmPurpose.KNOW
    else:
        social = office_of_province(OrganizationType.PROVINCIAL_SOCIAL_OFFICE, province)
        yield _or_stand_in(social, case, late, offices), AlarmPurpose.ACT
        lead = offices.lead_agency(ProblemType(case.problem))
        if lead is not None:
            yield _or_stand_in(offices.organization(lead), case, late, offices), AlarmPurpose.ACT
        yield from _report(province, case, late, offices)


def _of_others(level: int, case: Case, late: Organization, offices: CaseOffices) -> Iterator[Step]:
    if level == 1:
        yield late, AlarmPurpose.ACT
    elif level == 2:
        yield _stand_in(case, late, offices), AlarmPurpose.ACT
    else:
        yield from _report(late.province_code or case.province_code, case, late, offices)


def _report(province: str, case: Case, late: Organization, offices: CaseOffices) -> Iterator[Step]:
    """The governor gets the report; where nobody hears it there, whoever stands in is told so that they act."""
    governor = office_of_province(OrganizationType.GOVERNOR, province)
    yield governor, AlarmPurpose.REPORT
    if not _hears(governor, case):
        yield _stand_in(case, late, offices), AlarmPurpose.ACT
    # Its head may take the case over from here on.
    yield offices.organization(offices.center()), AlarmPurpose.KNOW


def _or_stand_in(
    office: Organization | None, case: Case, late: Organization, offices: CaseOffices
) -> Organization | None:
    return office if _hears(office, case) else _stand_in(case, late, offices)


def _stand_in(case: Case, late: Organization, offices: CaseOffices) -> Organization | None:
    """Return the center. One that is late itself is not told a second time: whoever decides in its place is."""
    center = offices.organization(offices.center())
    return center if center.pk != late.pk and center.pk not in case.excluded else _department(offices)


def _hears(organization: Organization | None, case: Case) -> bool:
    """Whether an office is there, may know of the case, and has an address or somebody who reads what is late."""
    if organization is None or organization.pk in case.excluded:
        return False
    if organization.email:
        return True
    there = Appointment.objects.in_force().filter(organization=organization)
    return there.giving(*FOLLOWS_ALARMS).exclude(user__in=case.recused.values("pk")).exists()


def _department(offices: CaseOffices) -> Organization | None:
    department = offices.department()
    return offices.organization(department) if department is not None else None


def addresses(told: Told, *, case: Case) -> list[str]:
    """Return where an organization is written to: its own address, and those of people there (S2.60).

    Args:
        told: who is told; whoever only knows of it finds it in the list.
        case: whose recused people are left out.
    """
    if told.purpose == AlarmPurpose.KNOW:
        return []
    people = followers(told.organization, without=case.recused.values("pk"))
    return list(dict.fromkeys(filter(None, [told.organization.email, *people])))


def followers(organization: Organization, *, without: QuerySet[Any] | tuple[()] = ()) -> list[str]:
    """Return the addresses of who answers for an organization and of who follows alarms there (S2.46, S2.60).

    Where nobody supervises, or nobody of them has an address, a deputy answers. An office that only watches may have
    neither these nor people who follow alarms: whoever reads reports there is written to.

    Args:
        organization: which.
        without: people who are left out.
    """
    there = Appointment.objects.in_force().filter(organization=organization)
    there = there.exclude(user__in=without).exclude(user__email="").order_by("pk")
    found = _addresses_of(there, Function.SUPERVISE) or _addresses_of(there, Function.DEPUTY)
    found += _addresses_of(there, Function.ALARMS)
    if not found and organization.type in WATCHES:
        found = _addresses_of(there, Function.VIEW)
    return list(dict.fromkeys(found))


def _addresses_of(there: AppointmentQuerySet, function: Function) -> list[str]:
    return list(there.giving(function).values_list("user__email", flat=True))
