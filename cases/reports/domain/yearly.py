"""A fiscal year from accepted reports: the base of the yearly results (S1.10, S1.30).

A month counts when the next level has accepted it; what is open, waiting or missing is said beside the sums and never
guessed. What was carried over is that of the first accepted month, what is pending that of the last; of an organization
that ended within the year nothing is pending, because the one that took its place has counted its cases since.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from cases.domain.reporting import MonthFigures, YearlyFigures
from cases.reports.domain.storing import tables_of
from cases.reports.figures import PROBLEMS, Values, value
from cases.reports.models import MonthlyReport
from cases.reports.models.report import MonthlyReportQuerySet
from cases.reports.vocabulary import Measure, ReportState, Tier
from portal.organizations.models import Organization
from portal.thai.dates import fiscal_year_bounds
from portal.vocabulary import ProblemType

STOCKS = (Measure.CARRIED, Measure.PENDING)
"""What is there at a moment: it is not added up over months."""


@dataclass
class YearOfBody:
    """The accepted months of one local administration.

    Attributes:
        organization: which.
        expected: months of the year for which a report is expected by now.
        accepted: of these, how many are accepted.
        values: measure → sum over all problems.
    """

    organization: Organization
    expected: int = 0
    accepted: int = 0
    values: Values = field(default_factory=dict)


def of_year(rows: MonthlyReportQuerySet, be_year: int) -> MonthlyReportQuerySet:
    """Return the reports of local administrations of a fiscal year."""
    first, last = fiscal_year_bounds(be_year)
    return rows.filter(tier=Tier.LOCAL, month__range=(first, last))


def by_organization(rows: MonthlyReportQuerySet, be_year: int) -> list[YearOfBody]:
    """Return the year of each local administration, in the order of the alphabet; three queries.

    Args:
        rows: what the reader may see.
        be_year: fiscal year, B.E.
    """
    reports = list(of_year(rows, be_year).select_related("organization").order_by("month", "pk"))
    tables = tables_of(row.pk for row in reports if row.state == ReportState.ACCEPTED)
    found: dict[int, YearOfBody] = {}
    _first, last = fiscal_year_bounds(be_year)
    for row in reports:
        year = found.setdefault(row.organization_id, YearOfBody(row.organization))
        year.expected += 1
        if row.pk not in tables:
            continue
        is_there = {
            Measure.CARRIED: not year.accepted,
            Measure.PENDING: not _passed_on(row.organization, last),
        }
        for measure in Measure:
            number = sum(value(tables[row.pk], problem, measure) for problem in PROBLEMS)
            if measure not in STOCKS:
                year.values[measure.value] = year.values.get(measure.value, 0) + number
            elif is_there[measure]:
                year.values[measure.value] = number
        year.accepted += 1
    return sorted(found.values(), key=lambda year: year.organization.sort_key)


def _passed_on(organization: Organization, last: dt.date) -> bool:
    """Say whether another organization has taken its place, and its open cases, by the last day of a year."""
    ended = organization.closed_on is None or organization.closed_on <= last
    return organization.successor_id is not None and ended


def covers(be_year: int) -> bool:
    """Say whether reports are the base of a fiscal year: they were asked for since its first month, wherever they were.

    They are asked for of all local administrations of a province together (`rounds`), so that one which was founded or
    appointed somebody in the middle of the year lacks nothing. Where a province began in the middle, the register alone
    knows all twelve months.
    """
    first, _last = fiscal_year_bounds(be_year)
    asked = of_year(MonthlyReport.objects.all(), be_year).order_by().values_list("province_code", flat=True)
    since = set(asked.filter(month=first).distinct())
    return bool(since) and since == set(asked.distinct())


def gaps_of(be_year: int) -> tuple[int, int]:
    """Return how many monthly reports of a fiscal year are expected, and how many of them are accepted."""
    rows = of_year(MonthlyReport.objects.all(), be_year)
    return rows.count(), rows.filter(state=ReportState.ACCEPTED).count()


def yearly_figures_of_reports(be_year: int) -> YearlyFigures:
    """Return a fiscal year as accepted reports have it, in the form of the figures that come from cases; three queries.

    Args:
        be_year: fiscal year, B.E.
    """
    first, last = fiscal_year_bounds(be_year)
    rows = of_year(MonthlyReport.objects.filter(state=ReportState.ACCEPTED), be_year)
    reports = list(rows.select_related("organization").order_by("organization__sort_key", "pk"))
    tables = tables_of(row.pk for row in reports)
    made: dict[tuple[int, str], list[MonthFigures]] = defaultdict(list)
    # What is pending is a stock: that of the last month that was accepted.
    months: dict[int, dt.date] = {}
    for row in reports:
        months[row.organization_id] = max(row.month, months.get(row.organization_id, row.month))
    for row in reports:
        for problem, values in tables[row.pk].items():
            latest = months[row.organization_id] == row.month and not _passed_on(row.organization, last)
            made[row.organization_id, problem].append(_month(row, problem, values, is_latest=latest))
    places = {row.organization_id: place for place, row in enumerate(reports)}
    ordered = sorted(made, key=lambda key: (places[key[0]], key[1]))
    return YearlyFigures(
        be_year=be_year,
        first=first,
        last=last,
        generated_at=timezone.now(),
        rows=tuple(one for key in ordered for one in sorted(made[key], key=lambda one: one.month)),
    )


def _month(row: MonthlyReport, problem: str, values: Values, *, is_latest: bool) -> MonthFigures:
    def some(measure: Measure) -> int | None:
        return int(values[measure.value]) if values.get(measure.value) else None

    baht = values.get(Measure.BAHT.value)
    return MonthFigures(
        organization_id=row.organization_id,
        organization=row.organization.display_name,
        province_code=row.province_code,
        problem=problem,
        is_crisis=ProblemType(problem).is_crisis,
        month=row.month,
        received=int(values.get(Measure.RECEIVED.value, 0)),
        closed=int(values.get(Measure.CLOSED.value, 0)),
        helped=int(values.get(Measure.HELPED.value, 0)),
        refused=int(values.get(Measure.REFUSED.value, 0)),
        waiting=int(values.get(Measure.PENDING.value, 0)) if is_latest else 0,
        households=some(Measure.HOUSEHOLDS),
        persons=some(Measure.PERSONS),
        baht=None if not baht else int(Decimal(baht).quantize(Decimal(1), rounding=ROUND_HALF_UP)),
    )
