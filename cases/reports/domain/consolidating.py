"""The sum of what was accepted: a district's, then a province's (S2.08, S2.09)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from cases.reports.domain.levels import ladder
from cases.reports.domain.storing import table_of, tables_of
from cases.reports.figures import Table, added
from cases.reports.models import MonthlyReport
from cases.reports.models.report import MonthlyReportQuerySet, received_by
from cases.reports.vocabulary import ReportState, Tier


@dataclass(frozen=True, slots=True)
class Below:
    """The reports that a consolidated report is made of.

    Attributes:
        accepted: those whose figures are in it.
        waiting: sent, and not decided on yet.
        missing: not sent, or given back.
    """

    accepted: list[MonthlyReport]
    waiting: list[MonthlyReport]
    missing: list[MonthlyReport]

    @property
    def expected(self) -> int:
        """How many there are."""
        return len(self.accepted) + len(self.waiting) + len(self.missing)


def reports_below(report: MonthlyReport) -> MonthlyReportQuerySet:
    """Return the reports of the same month that lie below a consolidated one, sent to it or still to be sent.

    What was sent to an office whose place this one took is below the report of that office, where there is one.
    """
    rows = MonthlyReport.objects.filter(month=report.month).exclude(pk=report.pk)
    others = rows.filter(tier=report.tier).values("organization")
    sent = received_by(report.organization_id) & ~Q(receiver__in=others)
    if report.tier == Tier.LOCAL:
        return rows.none()
    if report.tier == Tier.DISTRICT:
        place = Q(tier=Tier.LOCAL, district_code=report.district_code)
    else:
        place = Q(tier__in=[Tier.LOCAL, Tier.DISTRICT], province_code=report.province_code)
    return rows.filter(sent | place & Q(receiver__isnull=True))


def below(report: MonthlyReport) -> Below:
    """Return what a consolidated report is made of, in four queries."""
    rows = list(reports_below(report).select_related("organization", "receiver"))
    if any(row.receiver is None for row in rows):
        # What was never sent belongs to whoever would receive it today.
        levels = ladder([report.province_code], month=report.month)
        rows = [
            row
            for row in rows
            if row.receiver is not None or _goes_to(levels.receiver_of(row.organization), report)
        ]
    gone = [row for row in rows if not row.organization.is_active and row.organization.successor_id is None]
    there = [row for row in rows if row not in gone or row.state == ReportState.ACCEPTED]
    return Below(
        accepted=[row for row in there if row.state == ReportState.ACCEPTED],
        waiting=[row for row in there if row.state == ReportState.SUBMITTED],
        missing=[row for row in there if row.status.is_open],
    )


def _goes_to(receiver: object, report: MonthlyReport) -> bool:
    return getattr(receiver, "pk", None) == report.organization_id


def figures_below(parts: Below) -> Table:
    """Return the sum of what was accepted."""
    return added(tables_of(row.pk for row in parts.accepted).values())


def is_behind(report: MonthlyReport) -> bool:
    """Say whether a consolidated report that was sent no longer agrees with what lies below it."""
    if report.tier == Tier.LOCAL or report.status.is_open:
        return False
    return added([table_of(report)]) != figures_below(below(report))
