"""The year's figures, computed from the cases (S1.10, S1.30, S2.49). Read by `announcements`, which protects them.

What is counted, and where:

- **received**: cases by the day of receipt, **closed**: by the day of closing; both at the body that holds the case now,
  so that each case counts once although it was forwarded.
- **refused**: of those closed, the ones that needed help and got none from us (`REFUSAL_REASONS`). **waiting**: cases
  received and not closed when the year ends, in its last month; of a year that runs, today.
- **helped**: cases with at least one record of help in the year, once, at the body and in the month of the first record.
- **persons**, **households**: the most that any record of the case in the year names (the same family helped twice is one
  family), where the case counts as helped. **baht**: every amount, at the body that gave it and in its month.
- Not counted at all: what was no request (spam, tests, duplicates).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from cases.models import AssistanceRecord, Case
from cases.vocabulary import NO_REQUEST, REFUSAL_REASONS
from portal.organizations.models import Organization
from portal.thai.dates import BANGKOK, bangkok_datetime, fiscal_year, fiscal_year_bounds, to_bangkok
from portal.vocabulary import ProblemType


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthFigures:
    """What one body did in one kind of problem in one month. Never to be shown as it is: figures may be small.

    Attributes:
        organization_id: key of the body.
        organization: its name, with its place where that is needed.
        province_code: its province; may be empty.
        problem: value of `ProblemType`.
        is_crisis: it is one of the four crisis problems, which are never shown below a province.
        month: first day of the month.
        received: cases received.
        closed: cases closed.
        helped: cases in which help was given for the first time this year.
        refused: closed cases whose people got no help from us; None where nobody counted them.
        waiting: open cases at the end of the year, in its last month; None likewise.
        households: households helped; None where nobody counted any.
        persons: persons helped; None where nobody counted any.
        baht: whole baht given; None where no amount is on record.
    """

    organization_id: int
    organization: str
    province_code: str
    problem: str
    is_crisis: bool
    month: dt.date
    received: int = 0
    closed: int = 0
    helped: int = 0
    refused: int | None = None
    waiting: int | None = None
    households: int | None = None
    persons: int | None = None
    baht: int | None = None


@dataclass(frozen=True, kw_only=True)
class YearlyFigures:
    """A fiscal year of the register.

    Attributes:
        be_year: the fiscal year, B.E.: 2570 is 1 October 2569 to 30 September 2570.
        first: its first day.
        last: its last day.
        generated_at: when the figures were computed.
        rows: ordered by body, problem and month; only rows with something in them.
    """

    be_year: int
    first: dt.date
    last: dt.date
    generated_at: dt.datetime
    rows: tuple[MonthFigures, ...]

    @property
    def received(self) -> int:
        """All cases received in the year."""
        return sum(row.received for row in self.rows)

    @property
    def closed(self) -> int:
        """All cases closed in the year."""
        return sum(row.closed for row in self.rows)

    @property
    def helped(self) -> int:
        """All cases in which help was given in the year."""
        return sum(row.helped for row in self.rows)


Key = tuple[int, str, dt.date]
"""Body, problem, first day of the month."""


@dataclass(slots=True)
class _Sums:
    received: int = 0
    closed: int = 0
    helped: int = 0
    refused: int = 0
    waiting: int = 0
    households: int | None = None
    persons: int | None = None
    baht: Decimal | None = None


@dataclass(slots=True)
class CaseHelp:
    """Help in one case within the year.

    Attributes:
        case_id: the case.
        key: of its first record: where it counts as helped.
        persons: the most that a record names.
        households: the same.
        amounts: every amount with the key of its own record.
    """

    case_id: int
    key: Key
    persons: int = 0
    households: int = 0
    amounts: list[tuple[Key, Decimal]] = field(default_factory=list)


def first_year() -> int | None:
    """Return the fiscal year (B.E.) of the first request on record; None while there is none."""
    first = Case.objects.order_by("received_at").values_list("received_at", flat=True).first()
    return None if first is None else fiscal_year(to_bangkok(first).date())


def yearly_figures(be_year: int) -> YearlyFigures:
    """Compute the figures of a fiscal year. Five queries, whatever the number of cases.

    What is held grows with the organizations, problems and months in which anything happened, not with the cases: these
    are counted by the database, and the help of each is read one case after the other.

    Args:
        be_year: the fiscal year, B.E.
    """
    first, last = fiscal_year_bounds(be_year)
    begin, end = bangkok_datetime(first), bangkok_datetime(last + dt.timedelta(days=1))
    sums: dict[Key, _Sums] = defaultdict(_Sums)
    cases = Case.objects.exclude(closure_reason__in=NO_REQUEST)
    for name in ("received", "closed"):
        moments = cases.filter(**{f"{name}_at__gte": begin, f"{name}_at__lt": end}).order_by()
        monthly = moments.annotate(month=TruncMonth(f"{name}_at", tzinfo=BANGKOK))
        grouped = monthly.values_list("holder_id", "problem", "closure_reason", "month")
        for body, problem, reason, month, count in grouped.annotate(number=Count("pk")).iterator():
            row = sums[body, problem, month.date()]
            setattr(row, name, getattr(row, name) + count)
            if name == "closed" and reason in REFUSAL_REASONS:
                row.refused += count
    still_open = cases.filter(received_at__lt=end).filter(Q(closed_at=None) | Q(closed_at__gte=end))
    for body, problem, count in (
        still_open.order_by().values_list("holder_id", "problem").annotate(Count("pk"))
    ):
        sums[body, problem, _month(last)].waiting += count
    for case_help in help_of(first, last):
        row = sums[case_help.key]
        row.helped += 1
        row.persons = (row.persons or 0) + case_help.persons if case_help.persons else row.persons
        row.households = (
            (row.households or 0) + case_help.households if case_help.households else row.households
        )
        for key, amount in case_help.amounts:
            sums[key].baht = (sums[key].baht or Decimal(0)) + amount
    return YearlyFigures(
        be_year=be_year, first=first, last=last, generated_at=timezone.now(), rows=tuple(_rows(sums))
    )


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def help_of(first: dt.date, last: dt.date, *, cases: QuerySet | None = None) -> Iterator[CaseHelp]:
    """Yield the help of each case between two days, which lie in one fiscal year; one query, one case held at a time.

    Args:
        first: the first day of the fiscal year.
        last: the last day that counts.
        cases: keys of the only cases that are looked at; all of them by default.
    """
    records = AssistanceRecord.objects.filter(given_on__range=(first, last))
    if cases is not None:
        records = records.filter(case__in=cases)
    rows = (
        records.exclude(case__closure_reason__in=NO_REQUEST)
        .order_by("case_id", "given_on", "pk")
        .values_list(
            "case_id", "organization_id", "case__problem", "given_on", "persons", "households", "amount_baht"
        )
    )
    one: CaseHelp | None = None
    for case, body, problem, day, persons, households, amount in rows.iterator():
        key = (body, problem, _month(day))
        if one is None or one.case_id != case:
            if one is not None:
                yield one
            one = CaseHelp(case, key)
        one.persons = max(one.persons, persons)
        one.households = max(one.households, households)
        if amount is not None:
            one.amounts.append((key, amount))
    if one is not None:
        yield one


def _rows(sums: dict[Key, _Sums]) -> Iterator[MonthFigures]:
    bodies = Organization.objects.in_bulk({body for body, _, _ in sums})
    ordered = sorted(sums, key=lambda key: (bodies[key[0]].sort_key, *key))
    for body_id, problem, month in ordered:
        # Taken out: of a country, sums and rows would not both be held.
        body, values = bodies[body_id], sums.pop((body_id, problem, month))
        yield MonthFigures(
            organization_id=body_id,
            organization=body.display_name,
            province_code=body.province_code,
            problem=problem,
            is_crisis=ProblemType(problem).is_crisis,
            month=month,
            received=values.received,
            closed=values.closed,
            helped=values.helped,
            refused=values.refused,
            waiting=values.waiting,
            households=values.households,
            persons=values.persons,
            baht=None
            if values.baht is None
            else int(values.baht.quantize(Decimal(1), rounding=ROUND_HALF_UP)),
        )


@dataclass(frozen=True, kw_only=True)
class WaitingTimes:
    """How many days people waited for the first help, by whole days; general cases only. Never to be shown as it is.

    Attributes:
        by_body: key of the body that helped first → days → cases.
        by_problem: the same by kind of problem.
    """

    by_body: dict[int, Counter[int]]
    by_problem: dict[str, Counter[int]]


def waiting_times(be_year: int) -> WaitingTimes:
    """Return how long those waited who were helped for the first time in a fiscal year; one query, bounded memory.

    Args:
        be_year: the fiscal year, B.E.
    """
    first, last = fiscal_year_bounds(be_year)
    crisis = [problem for problem in ProblemType if problem.is_crisis]
    before_it = AssistanceRecord.objects.filter(case=OuterRef("case"), given_on__lt=first)
    rows = (
        AssistanceRecord.objects.filter(given_on__range=(first, last))
        .exclude(case__closure_reason__in=NO_REQUEST)
        .exclude(case__problem__in=crisis)
        .exclude(Exists(before_it))
        .order_by("case_id", "given_on", "pk")
        .values_list("case_id", "organization_id", "case__problem", "given_on", "case__received_at")
    )
    found = WaitingTimes(by_body=defaultdict(Counter), by_problem=defaultdict(Counter))
    before = None
    for case, body, problem, day, received_at in rows.iterator():
        if case == before:
            continue
        before = case
        days = max(0, (day - to_bangkok(received_at).date()).days)
        found.by_body[body][days] += 1
        found.by_problem[problem][days] += 1
    return found


def middle(days: Counter[int]) -> int | None:
    """Return the median of days, the upper one of two; None of nobody."""
    left = days.total() // 2
    for day in sorted(days):
        if left < days[day]:
            return day
        left -= days[day]
    return None
