"""Figures for those who may not open the cases: one protected table a month and province, made once and kept (S1.32).

What is small, and what would give a small one away, is hidden by `portal.suppression`. Whatever is wider than a province
or longer than a month is summed from what was given out, hidden figures as unknown: so no two publications can be
subtracted from each other, neither a year from its months nor a country from its provinces (cases.md, privacy 11).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet, Sum

from cases.domain.channels import channels
from cases.domain.reporting import NO_REQUEST
from cases.models import Case, Referral
from cases.statistics.domain.periods import Period, month_before, month_of
from cases.statistics.domain.reach import Breadth, Reach
from cases.statistics.models import FigureKind, PublishedFigure, PublishedMonth, PublishedReport
from cases.vocabulary import ChannelGroup
from portal.organizations.areas import provinces
from portal.organizations.models import Organization
from portal.suppression import Cell, leaks, protect
from portal.thai.dates import bangkok_today
from portal.vocabulary import CRISIS_PROBLEMS

MONTHS_BACK = 36
"""Months before the present one that are made at all."""
Group = tuple[int, str, str]
"""Organization, problem, group of the channel."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A sum of published figures.

    Attributes:
        number: of all that were shown.
        is_exact: none of them was hidden.
    """

    number: int
    is_exact: bool

    def __str__(self) -> str:
        """Return it as a page shows it: "12", or "12+" where hidden ones come on top."""
        return f"{self.number}" if self.is_exact else f"{self.number}+"


def sum_of(numbers: Iterable[int | None]) -> AtLeast:
    """Return a sum of published figures; hidden ones make it an "at least"."""
    found = list(numbers)
    return AtLeast(sum(one or 0 for one in found), None not in found)


# Making them -------------------------------------------------------------------------------------------------------


def groups(period: Period, province: str) -> dict[PublishedReport, Counter[Group]]:
    """Count one month of one province for both reports, by organization, problem and group of channel."""
    names = {one.code: str(one.group) for one in channels()}
    units = Organization.objects.filter(province_code=province).values("pk")
    cases = Case.objects.exclude(closure_reason__in=NO_REQUEST).filter(
        received_at__gte=period.begin, received_at__lt=period.end, received_by__in=units
    )
    sent = Referral.objects.exclude(case__closure_reason__in=NO_REQUEST).filter(
        sent_at__gte=period.begin, sent_at__lt=period.end, sender__in=units
    )
    rows = {
        PublishedReport.INTAKE: cases.order_by().values_list("received_by", "problem", "channel"),
        PublishedReport.FORWARDING: sent.order_by().values_list("sender", "case__problem", "case__channel"),
    }
    found: dict[PublishedReport, Counter[Group]] = {}
    for report, counted in rows.items():
        sums: Counter[Group] = Counter()
        for organization, problem, channel, number in counted.annotate(number=Count("pk")):
            sums[organization, problem, names.get(channel, "online")] += number
        found[report] = sums
    return found


Named = tuple[FigureKind, int | None, str, str]
"""Kind, organization, problem, group of channel."""


ALWAYS_THERE = (FigureKind.TOTAL, FigureKind.GENERAL, FigureKind.CRISIS)
"""Figures that stand in a table of a month in which nothing happened, too."""


def cells_of(sums: Mapping[Group, int]) -> dict[Named, Cell]:
    """Return the figures of one table as a network whose sums agree; crisis problems never below the province."""
    added: Counter[Named] = Counter()
    for (organization, problem, channel), number in sums.items():
        added[FigureKind.TOTAL, None, "", ""] += number
        added[FigureKind.PROBLEM, None, problem, ""] += number
        if problem in CRISIS_PROBLEMS:
            added[FigureKind.CRISIS, None, "", ""] += number
            continue
        added[FigureKind.GENERAL, None, "", ""] += number
        added[FigureKind.UNIT, organization, "", ""] += number
        added[FigureKind.CELL, organization, problem, ""] += number
        added[FigureKind.CHANNEL, None, "", channel] += number
        added[FigureKind.CHANNEL_CELL, None, problem, channel] += number
    for kind in ALWAYS_THERE:
        added.setdefault((kind, None, "", ""), 0)
    return {named: _cell(named, number) for named, number in added.items()}


def _cell(named: Named, number: int) -> Cell:
    kind, organization, problem, channel = named
    unit, inside, outside, way = f"o{organization}", f"in:{problem}", f"out:{problem}", f"c:{channel}"
    tail, head, cost = {
        FigureKind.TOTAL: ("end", "start", 9),
        FigureKind.GENERAL: ("start", "general", 3),
        FigureKind.CRISIS: ("start", "crisis", 3),
        FigureKind.UNIT: ("general", unit, 1),
        FigureKind.CELL: (unit, inside, 0),
        FigureKind.PROBLEM: ("crisis", "end", 1) if problem in CRISIS_PROBLEMS else (inside, outside, 1),
        FigureKind.CHANNEL_CELL: (outside, way, 0),
        FigureKind.CHANNEL: (way, "end", 1),
    }[kind]
    # Only what was counted stands in the table, beside the three sums: what is hidden there is at least one.
    least = 0 if kind in ALWAYS_THERE else 1
    return Cell("|".join(map(str, named)), tail, head, number, cost=cost, least=least)


def protected(sums: Mapping[Group, int]) -> dict[Named, int | None]:
    """Return the figures of one table that may be given out; None for a hidden one.

    Raises:
        AssertionError: a mistake of the program: something would leak. Nothing was given out.
    """
    cells = cells_of(sums)
    hidden = protect(list(cells.values()))
    if unsafe := leaks(list(cells.values()), hidden):
        raise AssertionError(f"figures would leak: {unsafe[:3]}")
    return {named: None if cell.key in hidden else cell.value for named, cell in cells.items()}


@transaction.atomic
def publish(month: dt.date, province: str) -> bool:
    """Make the tables of one month and province; False when they stand already.

    Args:
        month: its first day; a month that is over.
        province: two digits.
    """
    made, is_new = PublishedMonth.objects.get_or_create(month=month, province_code=province)
    if not is_new:
        return False
    rows = [
        PublishedFigure(
            published=made,
            report=report,
            kind=kind,
            organization_id=organization,
            problem=problem,
            channel=channel,
            number=number,
        )
        for report, sums in groups(month_of(month), province).items()
        for (kind, organization, problem, channel), number in protected(sums).items()
    ]
    PublishedFigure.objects.bulk_create(rows, batch_size=500)
    return True


def _waiting() -> list[dt.date]:
    """Return the months that are over and not made for every province yet, the oldest first."""
    done = set(PublishedMonth.objects.filter(province_code="").values_list("month", flat=True))
    month, found = month_before(bangkok_today()).first, []
    for _ in range(MONTHS_BACK):
        if month not in done:
            found.append(month)
        month = month_before(month).first
    return found[::-1]


def publish_what_is_over() -> int:
    """Make every table of the months that are over; returns how many. Each is a transaction of its own.

    A run that breaks off goes on where it stopped. With nothing to do it costs one query.
    """
    waiting = _waiting()
    if not waiting:
        return 0
    oldest = Case.objects.aggregate(oldest=Min("received_at"))["oldest"]
    made = 0
    for month in waiting:
        if oldest is not None and month_of(month).end > oldest:
            made += sum(publish(month, province) for province in _provinces(month))
        PublishedMonth.objects.get_or_create(month=month, province_code="")
    return made


def _provinces(month: dt.date) -> list[str]:
    """Return the provinces in which anything happened in a month."""
    period = month_of(month)
    took = Case.objects.filter(received_at__gte=period.begin, received_at__lt=period.end)
    sent = Referral.objects.filter(sent_at__gte=period.begin, sent_at__lt=period.end)
    codes = chain(
        took.order_by().values_list("received_by__province_code", flat=True).distinct(),
        sent.order_by().values_list("sender__province_code", flat=True).distinct(),
    )
    return sorted({code for code in codes if code})


# Reading them ------------------------------------------------------------------------------------------------------


def figures(
    reach: Reach, report: PublishedReport, first: dt.date, last: dt.date
) -> QuerySet[PublishedFigure]:
    """Return the published figures that a reach may read, of months that begin within some days."""
    found = PublishedFigure.objects.filter(
        report=report, published__month__range=(first, last), published__province_code__gt=""
    )
    if reach.breadth == Breadth.COUNTRY:
        return found
    if reach.breadth == Breadth.PROVINCE:
        return found.filter(published__province_code=reach.area)
    # A district gets the lines of its own organizations; sums over the province are not about it.
    return found.filter(organization__in=reach.units().values("pk"))


def by_month(
    reach: Reach, report: PublishedReport, first: dt.date, last: dt.date
) -> dict[dt.date, dict[str, AtLeast]]:
    """Return for every month the sums "total", "general", "crisis" and of every problem."""
    kinds = (FigureKind.TOTAL, FigureKind.GENERAL, FigureKind.CRISIS, FigureKind.PROBLEM)
    if reach.breadth == Breadth.DISTRICT:
        kinds = (FigureKind.UNIT, FigureKind.CELL)
    rows = figures(reach, report, first, last).filter(kind__in=kinds)
    found: dict[dt.date, dict[str, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    for month, kind, problem, number in rows.values_list("published__month", "kind", "problem", "number"):
        name = problem or ("total" if kind == FigureKind.UNIT else kind)
        found[month][name].append(number)
    return {
        month: {name: sum_of(numbers) for name, numbers in line.items()}
        for month, line in sorted(found.items())
    }


def by_place(
    reach: Reach, report: PublishedReport, first: dt.date, last: dt.date
) -> dict[int | str, dict[str, AtLeast]]:
    """Return for every organization the sums "total" and of every problem; for the country, by the code of the province."""
    is_country = reach.breadth == Breadth.COUNTRY
    kinds = (FigureKind.TOTAL, FigureKind.PROBLEM) if is_country else (FigureKind.UNIT, FigureKind.CELL)
    rows = figures(reach, report, first, last).filter(kind__in=kinds)
    place = "published__province_code" if is_country else "organization"
    found: dict[int | str, dict[str, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    for key, problem, number in rows.values_list(place, "problem", "number"):
        found[key][problem or "total"].append(number)
    return {
        key: {name: sum_of(numbers) for name, numbers in line.items()} for key, line in sorted(found.items())
    }


def by_channel(
    reach: Reach, report: PublishedReport, first: dt.date, last: dt.date
) -> dict[str, dict[str, AtLeast]]:
    """Return for every group of channels the sums "total" and of every problem; of general help, nothing for a district.

    They are added up by the database: a country has a hundred thousand of them in a year.
    """
    rows = figures(reach, report, first, last).filter(kind__in=(FigureKind.CHANNEL, FigureKind.CHANNEL_CELL))
    sums = rows.order_by().values_list("channel", "problem")
    found: dict[str, dict[str, AtLeast]] = defaultdict(dict)
    for channel, problem, shown, hidden in sums.annotate(
        shown=Sum("number"), hidden=Count("pk", filter=Q(number=None))
    ):
        found[channel][problem or "total"] = AtLeast(shown or 0, is_exact=not hidden)
    return {one: found[one] for one in ChannelGroup.values if one in found}


def province_names() -> dict[str, str]:
    """Return the name of every province by its code."""
    return {one.code: one.label for one in provinces()}
