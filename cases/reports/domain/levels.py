"""Who reports to whom (S2.08, S2.09, S2.11): pure about kinds and places, one query for who is there.

By the letter of Krabi the districts and the town municipality collect and report to the province. So a city or town
municipality, a provincial administration and Pattaya report to the provincial office themselves, the others through
their district; where no one is appointed there to report, straight to the province, so that nothing waits for nobody.
An office that is not expected to report a month (S2.10: it began after the day) does not receive it either: it would take
the figures no further.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cases.reports.machine import MAKES
from cases.reports.models.report import DISTRICT_TYPES, MonthlyReport
from cases.reports.vocabulary import Tier
from portal.accounts.models import Appointment
from portal.organizations.models import Organization
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

STRAIGHT_TO_PROVINCE = frozenset(
    {
        OrganizationType.CITY_MUNICIPALITY,
        OrganizationType.TOWN_MUNICIPALITY,
        OrganizationType.PAO,
        OrganizationType.PATTAYA,
    }
)
_COLLECTING = (
    OrganizationType.DISTRICT_LOCAL_OFFICE,
    OrganizationType.DISTRICT_OFFICE,
    OrganizationType.PROVINCIAL_LOCAL_OFFICE,
    OrganizationType.DLA,
)
"""Kinds that receive reports; of two of a district the local office comes first."""


def tier_of(kind: str) -> Tier | None:
    """Return the level at which a kind of organization reports; None for one that reports nothing."""
    type_ = OrganizationType(kind)
    if type_ in LOCAL_ADMINISTRATIONS:
        return Tier.LOCAL
    if type_ in DISTRICT_TYPES:
        return Tier.DISTRICT
    return Tier.PROVINCE if type_ is OrganizationType.PROVINCIAL_LOCAL_OFFICE else None


@dataclass(frozen=True)
class Ladder:
    """Who receives, found once for any number of reports.

    Attributes:
        by_district: district → its office in which somebody is appointed to report.
        by_province: province → its office, whoever sits there.
        staffed: provinces in which somebody may make or receive reports.
        department: the department; None where the directory has none.
    """

    by_district: dict[str, Organization]
    by_province: dict[str, Organization]
    staffed: frozenset[str]
    department: Organization | None

    def receiver_of(self, organization: Organization) -> Organization | None:
        """Return the next level of an organization; None where the directory knows none."""
        tier = tier_of(organization.type)
        province = self.by_province.get(organization.province_code)
        if tier is Tier.PROVINCE:
            return self.department
        if tier is Tier.DISTRICT or OrganizationType(organization.type) in STRAIGHT_TO_PROVINCE:
            return province or self.department
        if tier is Tier.LOCAL:
            return self.by_district.get(organization.district_code) or province or self.department
        return None


def next_level(report: MonthlyReport) -> Organization | None:
    """Return who receives a report when it is sent now; None where the directory knows nobody."""
    return ladder([report.province_code], month=report.month).receiver_of(report.organization)


def ladder(provinces: Iterable[str] | None = None, *, month: dt.date | None = None) -> Ladder:
    """Read who receives, in two queries; in three of a month.

    Args:
        provinces: only these; all of them by default.
        month: whose reports go up. Then those offices alone receive that have a report of the month to take it further;
            an office that took the place of one that has it receives under the name on that report.
    """
    wanted = None if provinces is None else set(provinces)
    carried = None if month is None else _carried(month, wanted)
    offices = Organization.objects.active().of_types(*_COLLECTING).order_by("pk")
    makers = Appointment.objects.in_force().giving(*MAKES)
    if wanted is not None:
        offices = offices.filter(province_code__in=[*wanted, ""])
        makers = makers.filter(organization__province_code__in=wanted)
    at = defaultdict(set)
    for organization_id, province in makers.values_list("organization_id", "organization__province_code"):
        at[province].add(organization_id)
    by_kind: dict[str, list[Organization]] = defaultdict(list)
    for office in offices:
        by_kind[office.type].append(office)
    by_district: dict[str, Organization] = {}
    for kind in (OrganizationType.DISTRICT_LOCAL_OFFICE, OrganizationType.DISTRICT_OFFICE):
        for office in by_kind[kind]:
            if office.pk in at[office.province_code] and (name := _under(office, carried)):
                by_district.setdefault(office.district_code, name)
    department = next(iter(by_kind[OrganizationType.DLA]), None)
    by_province: dict[str, Organization] = {}
    for office in by_kind[OrganizationType.PROVINCIAL_LOCAL_OFFICE]:
        # Where the directory has no department, nobody else is there to receive.
        if name := _under(office, carried) or (office if department is None else None):
            by_province.setdefault(office.province_code, name)
    return Ladder(
        by_district=by_district,
        by_province=by_province,
        staffed=frozenset(province for province, people in at.items() if people and province),
        department=department,
    )


def _carried(month: dt.date, provinces: set[str] | None) -> dict[int, Organization]:
    """Return, by the office that acts today, the one under whose name a month is taken further."""
    rows = MonthlyReport.objects.filter(month=month).exclude(tier=Tier.LOCAL)
    if provinces is not None:
        rows = rows.filter(province_code__in=provinces)
    names = [row.organization for row in rows.select_related("organization").order_by("pk")]
    # Its own report comes before those of offices whose place it took.
    return {one.successors()[-1].pk: one for one in names} | {one.pk: one for one in names}


def _under(office: Organization, carried: dict[int, Organization] | None) -> Organization | None:
    """Return under which name an office receives; None when it has nothing to take the figures further with."""
    return office if carried is None else carried.get(office.pk)
