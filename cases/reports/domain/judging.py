"""What the checks find of a report, with everything that it is compared with read for it."""

from __future__ import annotations

from cases.reports.checking.rules import Fault, Finding, Known, findings
from cases.reports.domain.storing import remarks_of, table_of, tables_of
from cases.reports.figures import Table
from cases.reports.models import MonthlyReport
from cases.reports.periods import month_before
from cases.reports.vocabulary import ON_ITS_WAY, Origin, Tier

HISTORY = 24
"""Months that are looked at."""
NEIGHBORS = 200
"""Reports of other organizations that are compared with: those of the district of one month."""


def known_of(report: MonthlyReport) -> Known:
    """Return what a report is compared with: its own past, the register, the neighbors; six queries at most."""
    if report.tier != Tier.LOCAL:
        return Known()
    earlier = MonthlyReport.objects.filter(
        organization=report.organization_id, month__lt=report.month, state__in=ON_ITS_WAY
    ).order_by("-month")[:HISTORY]
    past = dict(earlier.values_list("pk", "month"))
    near = (
        MonthlyReport.objects.filter(month=report.month, tier=Tier.LOCAL, state__in=ON_ITS_WAY)
        .filter(province_code=report.province_code, district_code=report.district_code)
        .exclude(pk=report.pk)
    )
    names = dict(near.values_list("pk", "organization__name_th")[:NEIGHBORS])
    tables = tables_of([*past, *names])
    last = next((pk for pk, month in past.items() if month == month_before(report.month)), None)
    return Known(
        before=None if last is None else tables[last],
        history=[tables[pk] for pk in past],
        register=table_of(report, Origin.REGISTER) if report.filled_at else None,
        others={name: tables[pk] for pk, name in names.items()},
    )


def judge(report: MonthlyReport, table: Table | None = None) -> list[Finding]:
    """Return what the checks find.

    Args:
        report: whose figures.
        table: other figures than those that are stored.
    """
    return findings(table_of(report) if table is None else table, known_of(report))


def unexplained(report: MonthlyReport, found: list[Finding]) -> list[Finding]:
    """Return the findings for which nobody gave a reason: in the row, or in the remarks of the report.

    A difference from the register has its reason in its own row; everything else may be explained in either place.
    """
    rows = remarks_of(report)
    return [
        one
        for one in found
        if not one.fault.blocks
        and not rows.get(one.problem)
        and (one.fault in (Fault.REGISTER, Fault.SWAPPED) and one.problem or not report.remarks.strip())
    ]
