"""The page of figures of a local administration or a center: this fiscal year beside the one before (S1.31, S1.33).

For planning: trends and seasons, places, waiting times, households that ask again, what nobody could help with, money.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
)

from cases.domain.reporting import NO_REQUEST
from cases.machine.vocabulary import OPEN_STAGES
from cases.models import AssistanceRecord, Case, CaseKey, Duty
from cases.models.case_key import KeyKind
from cases.statistics.domain.counting import Question, received, sent_on, was_a_request
from cases.statistics.domain.periods import Period, month_of
from cases.vocabulary import ClosureReason
from portal.thai.dates import to_bangkok

UNMET = (ClosureReason.NO_BODY_CAN_HELP, ClosureReason.NOT_ELIGIBLE, ClosureReason.OUT_OF_SCOPE)
"""Ends by which a person asked and nobody could help: needs that are not met (S1.33)."""
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """A number, and the same of the same days one year before."""

    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Season:
    """One month: what came in, and what came in in the same month one year before."""

    month: dt.date
    now: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """All figures of the page.

    Attributes:
        received, sent, helped, baht: of the period, and one year before.
        open: cases of any year that these organizations hold and that are not closed.
        late: steps that should have been done by now.
        days_to_close: mean days from receipt to closing of what was closed in the period; None without any.
        repeat_households: houses with more than one request in the period.
        seasons: twelve months up to the present one.
        problems, places, channels, unmet, funds: value → number, the largest first.
    """

    received: Compared
    sent: Compared
    helped: Compared
    baht: Compared
    open: int
    late: int
    days_to_close: float | None
    repeat_households: int
    seasons: list[Season]
    problems: dict[str, int]
    places: dict[str, int]
    channels: dict[str, int]
    unmet: dict[str, int]
    funds: dict[str, int]


def dashboard(question: Question) -> Dashboard:
    """Count the page; the same number of statements however many cases there are.

    Each figure is counted from the register when it is asked for. What makes that quick are indexes that hold all that a
    count reads (docs/decisions/0013): no row of a case is opened.
    """
    question = question.of_known_units()
    before = replace(question, period=question.period.year_before())
    rows = received(question).exclude(closure_reason__in=NO_REQUEST)
    problems, unmet = _problems(rows)
    seasons, received_before = _seasons(question, before.period)
    help_now, help_before = _help(question), _help(before)
    units = question.units()
    running = Duty.objects.filter(ended_at=None, due_at__lt=question.now, organization__in=units)
    return Dashboard(
        received=Compared(problems.total(), received_before),
        sent=Compared(_forwarded(question), _forwarded(before)),
        helped=Compared(help_now["cases"], help_before["cases"]),
        baht=Compared(_whole(help_now["baht"]), _whole(help_before["baht"])),
        # Of the stages that are open, so that an organization's closed cases are not passed by one after the other.
        open=Case.objects.filter(holder__in=units, stage__in=OPEN_STAGES).count(),
        late=running.count(),
        days_to_close=_days_to_close(question),
        repeat_households=_repeat_households(rows),
        seasons=seasons,
        problems=_largest(problems),
        places=_by(rows, "subdistrict_code"),
        channels=_by(rows, "channel"),
        unmet=_largest(unmet),
        funds=_funds(question),
    )


def _problems(rows: QuerySet[Case]) -> tuple[Counter[str], Counter[str]]:
    """Return what came in by problem, and what of it nobody could help with; one statement."""
    came: Counter[str] = Counter()
    unmet: Counter[str] = Counter()
    grouped = rows.order_by().values_list("problem", "closure_reason")
    for problem, reason, number in grouped.annotate(number=Count("*")):
        came[problem] += number
        if reason in UNMET:
            unmet[problem] += number
    return came, unmet


def _forwarded(question: Question) -> int:
    return sent_on(question).filter(was_a_request("case")).count()


def _records(question: Question) -> QuerySet[AssistanceRecord]:
    period = question.period
    found = AssistanceRecord.objects.filter(
        given_on__range=(period.first, period.last), organization__in=question.units()
    )
    return found.filter(was_a_request("case"))


def _help(question: Question) -> dict[str, Any]:
    return _records(question).aggregate(cases=Count("case", distinct=True), baht=Sum("amount_baht"))


def _whole(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)).to_integral_value())


def _days_to_close(question: Question) -> float | None:
    closed = Case.objects.exclude(closure_reason__in=NO_REQUEST).filter(
        closed_at__gte=question.period.begin,
        closed_at__lt=question.period.end,
        holder__in=question.units(),
    )
    took = ExpressionWrapper(F("closed_at") - F("received_at"), DurationField())
    mean = closed.aggregate(took=Avg(took))["took"]
    return round(mean.total_seconds() / 86_400, 1) if mean is not None else None


def _repeat_households(rows: QuerySet[Case]) -> int:
    """Count houses from which more than one request came; a house is known by the key of its place, never shown.

    A case has a key once (`case_key_once`), so rows of one house are cases of it.
    """
    keys = CaseKey.objects.filter(kind=KeyKind.HOME, case__in=rows.values("pk"))
    return keys.order_by().values("key").annotate(cases=Count("*")).filter(cases__gt=1).count()


def _by(rows: QuerySet[Case], lookup: str) -> dict[str, int]:
    """Return the largest lines; what is left stands in the report, to which the page leads."""
    counted = rows.order_by().values_list(lookup).annotate(number=Count("*")).order_by("-number", lookup)
    return dict(counted[:MOST_LINES])


def _largest(counted: Counter[str]) -> dict[str, int]:
    """Return the largest lines of what is counted already, in the order of `_by`."""
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST_LINES])


def _funds(question: Question) -> dict[str, int]:
    sums = _records(question).filter(Q(amount_baht__gt=0)).order_by().values_list("fund")
    return {fund: _whole(baht) for fund, baht in sums.annotate(baht=Sum("amount_baht")).order_by("-baht")}


def _seasons(question: Question, before: Period) -> tuple[list[Season], int]:
    """Return twelve months up to the present one beside those of the year before, and what came in in a period before.

    One statement, which compares with the first moments of the months: a database that has to reckon the month of each
    case takes several times as long.
    """
    today = to_bangkok(question.now).date()
    months = [_months_before(today.replace(day=1), back) for back in range(23, -1, -1)]
    spans = {f"m{place}": month_of(month) for place, month in enumerate(months)} | {"before": before}
    asked = replace(question, period=Period(min(months[0], before.first), max(today, before.last)))
    rows = received(asked).exclude(closure_reason__in=NO_REQUEST)
    counted = rows.aggregate(
        **{
            name: Count("received_at", filter=Q(received_at__gte=span.begin, received_at__lt=span.end))
            for name, span in spans.items()
        }
    )
    numbers = [counted[f"m{place}"] for place in range(24)]
    seasons = [
        Season(month, now, year_before)
        for month, now, year_before in zip(months[12:], numbers[12:], numbers[:12], strict=True)
    ]
    return seasons, counted["before"]


def _months_before(month: dt.date, back: int) -> dt.date:
    place = month.year * 12 + month.month - 1 - back
    return dt.date(place // 12, place % 12 + 1, 1)
