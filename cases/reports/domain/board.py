"""The board: how many reports of a month are expected, came, came in time, are accepted, per level and place (S2.08)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from cases.reports.models import MonthlyReport
from cases.reports.models.report import MonthlyReportQuerySet
from cases.reports.vocabulary import OPEN_STATES, ReportState
from portal.actors import Officer

STANDINGS: dict[str, Q] = {
    "unsent": Q(state__in=OPEN_STATES),
    "waiting": Q(state=ReportState.SUBMITTED),
    "returned": Q(state__in=[ReportState.RETURNED, ReportState.REOPENED]),
    "accepted": Q(state=ReportState.ACCEPTED),
    "late": Q(on_time=False),
}
"""How the list may be narrowed; "late" also takes what was never sent and is past its day."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of the board.

    Attributes:
        tier: level.
        place: code of the district, or of the province; "" for the country.
        expected: reports that there should be.
        came: sent at least once.
        on_time: of these, by their day.
        waiting: to be decided on.
        accepted: accepted and not opened again.
        late: past their day and never sent.
    """

    tier: str
    place: str
    expected: int
    came: int
    on_time: int
    waiting: int
    accepted: int
    late: int


def months_of(actor: Officer) -> list[dt.date]:
    """Return the months of which the actor sees anything, newest first."""
    found = MonthlyReport.objects.expected_from(actor).order_by("-month").values_list("month", flat=True)
    return list(found.distinct()[:60])


def expected(actor: Officer, month: dt.date) -> MonthlyReportQuerySet:
    """Return the reports of a month that are expected from whom the actor sees; of closed organizations only what was sent."""
    there = Q(organization__is_active=True) | Q(organization__successor__isnull=False)
    return MonthlyReport.objects.expected_from(actor).filter(
        there | Q(first_submitted_at__isnull=False), month=month
    )


def counts(rows: MonthlyReportQuerySet, today: dt.date) -> list[BoardLine]:
    """Return the lines of the board, level by level; one query."""
    sent = Q(first_submitted_at__isnull=False)
    found = (
        rows.order_by("tier", "province_code", "district_code")
        .values("tier", "province_code", "district_code")
        .annotate(
            expected=Count("pk"),
            came=Count("pk", filter=sent),
            in_time=Count("pk", filter=Q(on_time=True)),
            waiting=Count("pk", filter=Q(state=ReportState.SUBMITTED)),
            accepted=Count("pk", filter=Q(state=ReportState.ACCEPTED)),
            overdue=Count("pk", filter=~sent & Q(due_on__lt=today)),
        )
    )
    lines = [
        BoardLine(
            tier=row["tier"],
            place=row["district_code"] or row["province_code"],
            expected=row["expected"],
            came=row["came"],
            on_time=row["in_time"],
            waiting=row["waiting"],
            accepted=row["accepted"],
            late=row["overdue"],
        )
        for row in found
    ]
    order = {"local": 0, "district": 1, "province": 2}
    return sorted(lines, key=lambda one: (order[one.tier], one.place))


def narrowed(rows: MonthlyReportQuerySet, standing: str, today: dt.date) -> MonthlyReportQuerySet:
    """Return the rows of one standing; all of them for a word that means nothing."""
    if standing not in STANDINGS:
        return rows
    wanted = STANDINGS[standing]
    if standing == "late":
        wanted |= Q(first_submitted_at__isnull=True, due_on__lt=today)
    return rows.filter(wanted)
