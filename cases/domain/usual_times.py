"""How long it usually takes until somebody is helped: half of them, and nine of ten (issue 9, point 12).

Made from what happened in the last year, by kind of problem and place. Who still waits counts as "longer than until now"
(Kaplan and Meier's estimate), so that a slow month is seen before it is over. The bound for nine of ten is the one that the
next person is within with that chance, and not the one that the known ones were within: of few cases it is the wider.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from cases.models import Case, UsualTime, UsualTimesDay
from portal.composed import Composed
from portal.vocabulary import ProblemType

FEWEST = 5
"""From so many helped people on, a place has a usual time of its own; else that of the wider area is told."""
SHARE = 0.9
LOOKS_BACK = dt.timedelta(days=365)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one person waited.

    Attributes:
        problem: of the case.
        place: code of the subdistrict, or of as much as is known.
        hours: until help, or until now.
        helped: help came; False for who still waits.
    """

    problem: ProblemType
    place: str
    hours: float
    helped: bool


@dataclass(frozen=True, slots=True)
class Usual:
    """What is told.

    Attributes:
        area: for which area it holds; "" for everywhere.
        cases: of how many people.
        half_hours: half of them were helped by then.
        nine_area: for which area the second figure holds: as wide or wider.
        nine_hours: nine of ten are helped by then; None when too few are known.
    """

    area: str
    cases: int
    half_hours: float
    nine_area: str = ""
    nine_hours: float | None = None


def areas_of(place: str, problem: ProblemType) -> tuple[str, ...]:
    """Return the areas that a place lies in, the smallest first.

    What happens in a crisis is told for whole provinces only: a subdistrict is small enough to guess who it was.
    """
    known = [place[:digits] for digits in (6, 4, 2) if len(place) >= digits]
    if problem.is_crisis:
        known = [area for area in known if len(area) == 2]
    return (*known, "")


def waits(
    as_of: dt.datetime, *, since: dt.datetime | None = None, before: dt.datetime | None = None
) -> Iterator[Wait]:
    """Return how long people waited, as it was known at a moment; one query.

    Cases that were closed without help are left out: nobody is promised help that is not due to them.

    Args:
        as_of: the moment.
        since: when the oldest of them came in; a year before by default.
        before: when the newest had not come in yet; the moment itself by default.
    """
    rows = (
        Case.objects.filter(received_at__gte=since or as_of - LOOKS_BACK, received_at__lt=before or as_of)
        .annotate(helped_at=Min("assistance__recorded_at", filter=Q(assistance__struck_at=None)))
        .values_list(
            "problem",
            "subdistrict_code",
            "district_code",
            "province_code",
            "received_at",
            "helped_at",
            "closed_at",
        )
    )
    for problem, *codes, received, helped, closed in rows.iterator(chunk_size=5000):
        is_helped = helped is not None and helped < as_of
        if not is_helped and closed is not None and closed < as_of:
            continue
        until = helped if is_helped else as_of
        hours = max(0.0, (until - received) / HOUR)
        yield Wait(ProblemType(problem), next((code for code in codes if code), ""), hours, is_helped)


def by_then(group: Sequence[tuple[float, bool]], share: float) -> float | None:
    """Return by when a share of a group is helped (Kaplan and Meier); None when so many never were yet.

    Args:
        group: hours, and whether help came then or the person still waits.
        share: between 0 and 1.
    """
    waiting, still = len(group), 1.0
    for hours, helped in sorted(group, key=lambda wait: (wait[0], not wait[1])):
        if helped:
            still *= 1 - 1 / waiting
            if 1 - still >= share - 1e-9:
                return hours
        waiting -= 1
    return None


def usual_of(group: Sequence[tuple[float, bool]]) -> tuple[int, float, float | None] | None:
    """Return of how many, the half and the nine of ten; None when too few were helped."""
    helped = sum(1 for _hours, came in group if came)
    if helped < FEWEST:
        return None
    half = by_then(group, 0.5)
    if half is None:
        return None
    # The next one is as likely to fall behind the longest as between any two of those that are known.
    aim = SHARE * (helped + 1) / helped
    nine = by_then(group, aim) if aim <= 1 else None
    return helped, half, nine


def table_of(known: Iterable[Wait]) -> dict[tuple[ProblemType, str], tuple[int, float, float | None]]:
    """Return the usual times of every kind of problem and area in which enough is known."""
    groups: dict[tuple[ProblemType, str], list[tuple[float, bool]]] = defaultdict(list)
    for wait in known:
        for area in areas_of(wait.place, wait.problem):
            groups[wait.problem, area].append((wait.hours, wait.helped))
    found = {key: usual_of(group) for key, group in groups.items()}
    return {key: usual for key, usual in found.items() if usual is not None}


def choose(rows: dict[str, tuple[int, float, float | None]], areas: Iterable[str]) -> Usual | None:
    """Return what is told of a place: the half of the smallest area that has one, the nine of ten likewise.

    Args:
        rows: area to what is known of it.
        areas: the smallest first.
    """
    known = [(area, *rows[area]) for area in areas if area in rows]
    if not known:
        return None
    area, cases, half, _nine = known[0]
    for wider, _cases, _half, nine in known:
        if nine is not None:
            return Usual(area, cases, half, wider, max(nine, half))
    return Usual(area, cases, half)


_KNOWN = Composed(
    lambda problem, smallest, small, large, largest: UsualTime.objects.filter(
        problem=problem, area__in=(smallest, small, large, largest)
    ),
    problem=str,
    smallest=str,
    small=str,
    large=str,
    largest=str,
)


def usual_time(problem: ProblemType, place: str = "") -> Usual | None:
    """Return how long help usually takes for a kind of problem at a place; None when too little is known. One query.

    Args:
        problem: which.
        place: code of subdistrict, district or province; "" for everywhere.
    """
    areas = areas_of(place, problem)
    padded = (*areas, "", "", "")
    rows = _KNOWN(problem=problem, smallest=padded[0], small=padded[1], large=padded[2], largest=padded[3])
    known = {row.area: (row.cases, row.half_hours, row.nine_hours) for row in rows}
    return choose(known, areas)


def make_once_a_day() -> int:
    """Make the table anew on the first run of a day; returns of how many cases it was made, 0 when it was made before."""
    day = timezone.localdate()
    if UsualTimesDay.objects.filter(day=day).exists():
        return 0
    return make(timezone.now())


@transaction.atomic
def make(now: dt.datetime) -> int:
    """Make the table anew; what stays the same is not written, so that no kept page is thrown away for nothing.

    Returns:
        of how many cases.
    """
    known = list(waits(now))
    wanted = table_of(known)
    for row in UsualTime.objects.all():
        values = wanted.pop((ProblemType(row.problem), row.area), None)
        if values is None:
            row.delete()
        elif values != (row.cases, row.half_hours, row.nine_hours):
            row.cases, row.half_hours, row.nine_hours = values
            row.save()
    UsualTime.objects.bulk_create(
        UsualTime(problem=problem, area=area, cases=cases, half_hours=half, nine_hours=nine)
        for (problem, area), (cases, half, nine) in wanted.items()
    )
    UsualTimesDay.objects.update_or_create(day=timezone.localdate(now), defaults={"cases": len(known)})
    return len(known)


@dataclass(frozen=True, slots=True)
class Tested:
    """What a month would have been told, and what came.

    Attributes:
        month: its first day.
        promised: people of the month who were told a bound for nine of ten.
        held: of them, those who were helped within it.
    """

    month: dt.date
    promised: int
    held: int


def shown_hours(hours: float) -> float:
    """Return a bound as people read it: whole hours below two days, else whole days; never shorter than it is."""
    return float(math.ceil(hours)) if hours <= 48 else 24.0 * math.ceil(hours / 24)


def backtest(now: dt.datetime, months: int = 12) -> list[Tested]:
    """Return for each of the last months how often the bound held that its people would have been told on its first day.

    A person counts who was helped, or has waited for longer than the bound.
    """
    return [_tested(start, end, now) for start, end in _months(now, months)]


def _tested(start: dt.datetime, end: dt.datetime, now: dt.datetime) -> Tested:
    told: dict[ProblemType, dict[str, tuple[int, float, float | None]]] = defaultdict(dict)
    for (problem, area), values in table_of(waits(start)).items():
        told[problem][area] = values
    promised = held = 0
    for wait in waits(now, since=start, before=end):
        usual = choose(told[wait.problem], areas_of(wait.place, wait.problem))
        if usual is None or usual.nine_hours is None:
            continue
        within = wait.hours <= shown_hours(usual.nine_hours)
        if wait.helped or not within:
            promised += 1
            held += within
    return Tested(start.date(), promised, held)


def _months(now: dt.datetime, months: int) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield the first moments of the last whole months and of those after them, the oldest first."""
    local = timezone.localtime(now)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    starts = [first]
    for _each in range(months):
        starts.append((starts[-1] - dt.timedelta(days=1)).replace(day=1))
    yield from zip(reversed(starts[1:]), reversed(starts[:-1]), strict=True)
