"""Opening a month: from then on each organization's report is expected, and stands on the board (S2.08, S2.10)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max

from cases.reports.domain.levels import Ladder, ladder, tier_of
from cases.reports.models import MonthlyReport
from cases.reports.periods import begins_too_late, due_on, last_day, months_to_open
from cases.reports.vocabulary import Tier
from portal.organizations.models import Organization
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType
from portal.thai.dates import bangkok_today


def open_rounds(today: dt.date | None = None) -> int:
    """Make the rows of the reports that are expected by now; return how many are new. Running it twice or late is fine.

    Who takes part: provinces in which somebody is appointed to make or receive reports. Whoever was not expected before
    is not expected of a month whose day has passed already, so nobody begins by being late (S2.10). An organization that
    was closed within the month is not expected: the one that took its place reports the month as it then stood.

    Args:
        today: in Thailand; by default the present day.
    """
    day = today or bangkok_today()
    known = dict(MonthlyReport.objects.order_by().values_list("organization_id").annotate(Max("month")))
    receiving: dict[tuple[str, dt.date], Ladder] = {}
    made = 0
    # From above, because only who has a report of the month itself receives one.
    for organization in reversed(_who_reports(ladder())):
        rows = _rows(organization, known.get(organization.pk), day)
        for row in rows:
            key = row.tier, row.month
            if key not in receiving:
                receiving[key] = ladder(month=row.month)
            # Of today; who receives when it is sent is asked again then.
            row.receiver = receiving[key].receiver_of(organization)
        made += len(rows)
        with transaction.atomic():
            MonthlyReport.objects.bulk_create(rows, ignore_conflicts=True)
    return made


def _who_reports(levels: Ladder) -> list[Organization]:
    local = Organization.objects.active().of_types(*LOCAL_ADMINISTRATIONS)
    found = list(local.filter(province_code__in=levels.staffed).order_by("pk"))
    districts = {one.district_code for one in found}
    provinces = {one.province_code for one in found}
    found += [office for code, office in levels.by_district.items() if code in districts]
    found += [office for code, office in levels.by_province.items() if code in provinces]
    return found


def _rows(organization: Organization, known: dt.date | None, today: dt.date) -> list[MonthlyReport]:
    """Return what is expected of an organization and not on the board yet."""
    tier = tier_of(organization.type)
    if tier is None:
        return []
    rows = []
    for month in months_to_open(known, today):
        if known is None and begins_too_late(month, tier, today):
            continue
        if organization.closed_on and organization.closed_on <= last_day(month):
            continue
        rows.append(
            MonthlyReport(
                organization=organization,
                tier=tier,
                month=month,
                due_on=due_on(month, tier),
                province_code=organization.province_code,
                district_code=organization.district_code if tier is not Tier.PROVINCE else "",
            )
        )
    return rows


def may_take_part(kind: str) -> bool:
    """Say whether a kind of organization reports, receives, or reads reports of others."""
    type_ = OrganizationType(kind)
    reading = (OrganizationType.CENTER, OrganizationType.GOVERNOR, OrganizationType.DLA)
    return tier_of(type_) is not None or type_ in reading
