"""Counting what came in and what was sent on, straight from the register: two standard reports of S2.49, and S2.40.

Every figure is a count of rows of the register at this moment, in a few statements whatever the number of cases, so that
it agrees with the lists to the last digit; nothing is kept beside it (docs/decisions/0013).

- **received** belongs to the organization that took the request down and to the day of receipt.
- **sent** belongs to the organization that sent it and to the day of sending.
- What was no request (spam, tests, duplicates) is not counted; how many these were is said apart.
- **in time**: of the duties that are due already or done, those that were done before their time was over.
- **within 24 hours** (S2.40): crisis reports whose lead agency took them within 24 hours of their begin, whatever
  shorter time the center set for it; they belong to the organization that took the report down and to the day on which
  it became a crisis.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import TruncMonth

from cases.domain.default_limits import OSCC_HOURS
from cases.domain.reporting import NO_REQUEST
from cases.machine.vocabulary import DutyEnd, DutyKind, Stage, WaitingKind, WaitingState
from cases.models import Case, Duty, Referral
from cases.statistics.domain.periods import Period
from cases.statistics.domain.reach import Reach
from cases.vocabulary import Track
from portal.thai.dates import BANGKOK

INTAKE_MEASURES = ("received", "general", "crisis", "open", "closed", "due", "in_time")
FORWARDING_MEASURES = (
    *("sent", "handover", "joint", "inform"),
    *("accepted", "returned", "passed_on", "taken_back", "waiting"),
    *("due", "in_time"),
)
STEP_MEASURES = ("due", "in_time", "late", "missed")
Values = dict[str, int]
Key = int | str | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is counted.

    Attributes:
        period: days.
        reach: whose figures; never a protected one.
        unit: only this organization of them.
        problem: only this kind; a value of `ProblemType`.
        channel: only this way in; a code.
        now: the moment, for what is late.
        only: keys of the organizations, where somebody asked for them already.
    """

    period: Period
    reach: Reach
    now: dt.datetime
    unit: int | None = None
    problem: str = ""
    channel: str = ""
    only: tuple[int, ...] | None = None

    def units(self) -> Any:
        """Return the organizations as something to filter by."""
        if self.only is not None:
            return self.only
        units = self.reach.units()
        return units.filter(pk=self.unit) if self.unit is not None else units

    def of_known_units(self) -> Question:
        """Return the same question with the organizations asked for once, for those who put many of it."""
        if self.only is not None:
            return self
        return replace(self, only=tuple(self.units().values_list("pk", flat=True)))


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted report.

    Attributes:
        lines: values by the key of the line: an organization, a problem, a channel, a month, a place.
        total: sums over all lines.
        left_out: rows that were no request.
        hours: mean hours until an answer, by line; only of what was sent on.
        mean_hours: the same over all lines; None where nothing was answered.
    """

    lines: Mapping[Key, Values]
    total: Values
    left_out: int
    hours: Mapping[Key, float]
    mean_hours: float | None = None


INTAKE_LOOKUPS = {
    "unit": "received_by",
    "problem": "problem",
    "channel": "channel",
    "place": "subdistrict_code",
    "month": "month",
}
FORWARDING_LOOKUPS = {
    "unit": "sender",
    "target": "target",
    "parent": "target__parent",
    "problem": "case__problem",
    "channel": "case__channel",
    "month": "month",
}
LEAD_LOOKUPS = {"unit": "received_by", "problem": "problem", "channel": "channel", "month": "month"}
WITHIN = dt.timedelta(hours=OSCC_HOURS)


def received(question: Question) -> QuerySet[Case]:
    """Return the cases that the first report counts, with what was no request."""
    found = Case.objects.filter(
        received_at__gte=question.period.begin,
        received_at__lt=question.period.end,
        received_by__in=question.units(),
    )
    return found.filter(**_narrow(question, ""))


def sent_on(question: Question) -> QuerySet[Referral]:
    """Return the referrals that the second report counts, with those of what was no request."""
    found = Referral.objects.filter(
        sent_at__gte=question.period.begin, sent_at__lt=question.period.end, sender__in=question.units()
    )
    return found.filter(**_narrow(question, "case__"))


def was_a_request(case: str) -> Q:
    """Return the condition that the case of another row was a request; few were not, and these have an index of their own."""
    none = Case.objects.filter(pk=OuterRef(case), closure_reason__in=NO_REQUEST)
    return Q(~Exists(none))


def _narrow(question: Question, prefix: str) -> dict[str, str]:
    wanted = {"problem": question.problem, "channel": question.channel}
    return {prefix + name: value for name, value in wanted.items() if value}


def _counts(rows: QuerySet[Any], lookup: str, **measures: Count) -> list[dict[str, Any]]:
    return list(rows.order_by().values(key=F(lookup)).annotate(**measures))


def _duty_counts(now: dt.datetime) -> dict[str, Count]:
    """Return how many were due or done, and how many of them in time."""
    done = Q(how=DutyEnd.DONE)
    return {
        "due": Count("pk", filter=done | Q(ended_at=None, due_at__lt=now)),
        "in_time": Count("pk", filter=done & Q(ended_at__lte=F("due_at"))),
    }


def intake(question: Question, by: str, *, with_steps: bool = True) -> Counted:
    """Count what came in.

    Args:
        question: what is counted.
        by: key of `INTAKE_LOOKUPS`.
        with_steps: count also what was due and in time, for which every duty of these cases is looked at.
    """
    question = question.of_known_units()
    everything = received(question)
    rows = everything.exclude(closure_reason__in=NO_REQUEST)
    duties = Duty.objects.filter(case__in=rows.values("pk"), organization=F("case__received_by"))
    lookup = INTAKE_LOOKUPS[by]
    if by == "month":
        rows = rows.annotate(month=TruncMonth("received_at", tzinfo=BANGKOK))
        duties = duties.annotate(month=TruncMonth("case__received_at", tzinfo=BANGKOK))
    counted = _counts(
        rows,
        lookup,
        received=Count("pk"),
        crisis=Count("pk", filter=Q(track=Track.CRISIS)),
        closed=Count("pk", filter=Q(stage=Stage.CLOSED)),
    )
    for row in counted:
        row["general"] = row["received"] - row["crisis"]
        row["open"] = row["received"] - row["closed"]
    steps = []
    if with_steps:
        steps = _counts(duties, lookup if by == "month" else f"case__{lookup}", **_duty_counts(question.now))
    left_out = everything.filter(closure_reason__in=NO_REQUEST).count()
    return _together(INTAKE_MEASURES, [*counted, *steps], left_out)


_ENDS = {
    "accepted": (WaitingState.ACCEPTED, WaitingState.DONE, WaitingState.NOTED),
    "returned": (WaitingState.RETURNED,),
    "passed_on": (WaitingState.FORWARDED_ON,),
    "waiting": (WaitingState.SENT,),
}


def forwarding(question: Question, by: str) -> Counted:
    """Count what was sent on to service units.

    Args:
        question: what is counted.
        by: key of `FORWARDING_LOOKUPS`.
    """
    question = question.of_known_units()
    everything = sent_on(question)
    rows = everything.filter(was_a_request("case"))
    lookup = FORWARDING_LOOKUPS[by]
    if by == "month":
        rows = rows.annotate(month=TruncMonth("sent_at", tzinfo=BANGKOK))
    took = ExpressionWrapper(F("answered_at") - F("sent_at"), DurationField())
    counted = _counts(
        rows,
        lookup,
        sent=Count("pk"),
        handover=Count("pk", filter=Q(mode=WaitingKind.HANDOVER)),
        joint=Count("pk", filter=Q(mode=WaitingKind.JOINT)),
        inform=Count("pk", filter=Q(mode=WaitingKind.INFORM)),
        **{name: Count("pk", filter=Q(state__in=states)) for name, states in _ENDS.items()},
    )
    for row in counted:
        row["taken_back"] = row["sent"] - sum(row[name] for name in _ENDS)
    answered = rows.filter(answered_at__isnull=False)
    means = answered.order_by().values(key=F(lookup)).annotate(took=Avg(took))
    hours = {_key(row["key"]): row["took"].total_seconds() / 3600 for row in means}
    mean = answered.order_by().aggregate(took=Avg(took))["took"]
    left_out = everything.filter(case__closure_reason__in=NO_REQUEST).count()
    lines = [*counted, *_answers_in_time(rows, lookup, question.now)]
    mean_hours = mean.total_seconds() / 3600 if mean is not None else None
    return _together(FORWARDING_MEASURES, lines, left_out, hours, mean_hours)


def _answers_in_time(rows: QuerySet[Referral], lookup: str, now: dt.datetime) -> Iterable[dict[str, Any]]:
    """Return how many answers were due and how many came in time: the duty to answer stands beside its referral."""
    same = Q(case__duties__kind=DutyKind.ACKNOWLEDGE, case__duties__waiting=F("number"))
    done = same & Q(case__duties__how=DutyEnd.DONE)
    late = same & Q(case__duties__ended_at=None, case__duties__due_at__lt=now)
    return _counts(
        rows.filter(same),
        lookup,
        due=Count("pk", filter=done | late),
        in_time=Count("pk", filter=done & Q(case__duties__ended_at__lte=F("case__duties__due_at"))),
    )


def steps(question: Question) -> Counted:
    """Count every kind of step whose time was over within the period: done in time, done late, not done at all."""
    question = question.of_known_units()
    rows = Duty.objects.filter(
        due_at__gte=question.period.begin, due_at__lt=question.period.end, organization__in=question.units()
    ).filter(**_narrow(question, "case__"))
    rows = rows.filter(was_a_request("case"))
    done, missed = Q(how=DutyEnd.DONE), Q(ended_at=None, due_at__lt=question.now)
    counted = _counts(
        rows.filter(done | missed),
        "kind",
        due=Count("pk"),
        in_time=Count("pk", filter=done & Q(ended_at__lte=F("due_at"))),
        missed=Count("pk", filter=missed),
    )
    for row in counted:
        row["late"] = row["due"] - row["in_time"] - row["missed"]
    return _together(STEP_MEASURES, counted, 0)


def began(question: Question) -> QuerySet[Case]:
    """Return the cases that became a crisis within the period, with what was no request and what was turned away."""
    found = Case.objects.filter(
        track=Track.CRISIS,
        crisis_since__gte=question.period.begin,
        crisis_since__lt=question.period.end,
        received_by__in=question.units(),
    )
    return found.filter(**_narrow(question, ""))


def at_the_lead(question: Question, by: str) -> Counted:
    """Count crisis reports by whether they reached their lead agency within 24 hours of the clock (S2.40).

    A report is counted as soon as it is there, or its 24 hours are over. One that two persons turned away is not: it had
    no lead agency to reach.

    Args:
        question: what is counted.
        by: key of `LEAD_LOOKUPS`.
    """
    question = question.of_known_units()
    everything = began(question)
    # Since the crisis began: a general case may have been sent on before.
    searched = Duty.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=OuterRef("crisis_since")),
        case=OuterRef("pk"),
        kind=DutyKind.FORWARD,
    )
    found = searched.filter(how=DutyEnd.DONE)
    rows = everything.exclude(closure_reason__in=NO_REQUEST).exclude(stage=Stage.CLOSED, led=False)
    rows = rows.annotate(over_at=ExpressionWrapper(F("crisis_since") + WITHIN, output_field=DateTimeField()))
    # What was in the right hands when it became a crisis was never looked for.
    at_once = Q(led=True) & ~Q(Exists(searched))
    there = Q(Exists(found)) | at_once
    if by == "month":
        rows = rows.annotate(month=TruncMonth("crisis_since", tzinfo=BANGKOK))
    over = Q(over_at__lt=question.now)
    counted = _counts(
        rows,
        LEAD_LOOKUPS[by],
        due=Count("pk", filter=there | over),
        in_time=Count("pk", filter=Q(Exists(found.filter(ended_at__lte=OuterRef("over_at")))) | at_once),
        missed=Count("pk", filter=over & ~there),
    )
    for row in counted:
        row["late"] = row["due"] - row["in_time"] - row["missed"]
    left_out = everything.filter(closure_reason__in=NO_REQUEST).count()
    return _together(STEP_MEASURES, [row for row in counted if row["due"]], left_out)


def _key(value: Any) -> Key:
    """Return the key of a line; a month is its first day, what there is none of (a parent agency) is ""."""
    if value is None:
        return ""
    return value.date() if isinstance(value, dt.datetime) else value


def _together(
    measures: Iterable[str],
    rows: Iterable[dict[str, Any]],
    left_out: int,
    hours: Mapping[Key, float] | None = None,
    mean_hours: float | None = None,
) -> Counted:
    names = tuple(measures)
    lines: dict[Key, Values] = defaultdict(lambda: dict.fromkeys(names, 0))
    for row in rows:
        line = lines[_key(row["key"])]
        for name in names:
            line[name] += row.get(name, 0)
    total = {name: sum(line[name] for line in lines.values()) for name in names}
    return Counted(dict(lines), total, left_out, hours or {}, mean_hours)
