"""The table at the end of a drill: what happened, beside what has to be reached (issue 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from benchmarks.load import at
from cases.events.domain.attaching import members
from cases.mass.models import MassOutcome
from cases.mass.vocabulary import OutcomeState
from cases.models import Case
from drills.calling import WORK as CALLS
from drills.crews import WORK as CREW
from drills.ledger import found_again, lost_and_doubled, most_alarms, sums_that_differ
from drills.people import Report
from drills.register import WORK as REGISTER
from drills.scene import Scene

DAY = 24 * 3600.0
APART = (CREW, REGISTER, CALLS)
"""Work that is no staff time for requests: presses in the boats, the register, and presses between two calls."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        name: what is counted.
        value: as it is printed.
        wanted: what has to be reached, in words; "" for what is told only.
        reached: it is; None where nothing happened by which it could be judged.
    """

    name: str
    value: str
    wanted: str = ""
    reached: bool | None = True

    def __str__(self) -> str:
        said = "not judged" if self.reached is None else "reached" if self.reached else "MISSED"
        verdict = f"  {self.wanted}: {said}" if self.wanted else ""
        return f"  {self.name:58} {self.value:>12}{verdict}"


def lines(scene: Scene, reports: Sequence[Report], until: float, wall: float) -> list[Line]:
    """Return the table of a drill that is over.

    Args:
        scene: as it stands at the end.
        reports: everybody who asked for help.
        until: seconds from the beginning to the end.
        wall: seconds that it took on this machine.
    """
    return [
        *_requests(scene, reports),
        *_danger(scene, reports, until),
        *_unseen(scene, reports, until),
        *_staff(scene, reports),
        *_ended(scene),
        *_ledger(scene),
        Line("seconds on this machine", f"{wall:,.0f}"),
    ]


def _requests(scene: Scene, reports: Sequence[Report]) -> Iterator[Line]:
    again = [one for one in reports if one.again]
    yield Line("requests", f"{len(reports):,}")
    yield Line("households", f"{len({one.household.number for one in reports}):,}")
    share = 100 * len(again) / len(reports) if reports else 0
    yield Line("repeated", f"{len(again):,} ({share:.0f} %)")
    yield Line("repeated: proposed as one household", f"{len(found_again(scene.sent)):,}")
    yield Line("pairs joined by an officer", f"{scene.joined:,}")
    yield Line("pairs proposed of different households", f"{scene.wrong:,}")
    yield Line("decisions about a pair that the page did not take", f"{scene.unjoined:,}")
    yield Line("stops at a household to which a boat had been", f"{scene.again_there:,}")


def waits(scene: Scene, reports: Iterable[Report], until: float) -> list[float]:
    """Return for each household the minutes from its first report until a named officer had one of its reports.

    Of whom nobody has yet, the minutes until the end: who still waits is not left out.
    """
    begin: dict[int, float] = {}
    end: dict[int, float] = {}
    for one in reports:
        key = one.household.number
        begin.setdefault(key, one.at)
        if one.number in scene.owned:
            end[key] = min(end.get(key, until), scene.owned[one.number])
    return [(max(end.get(key, until), since) - since) / 60 for key, since in begin.items()]


def _danger(scene: Scene, reports: Sequence[Report], until: float) -> Iterator[Line]:
    marked = [one for one in reports if one.household.danger and one.says_danger]
    found = waits(scene, marked, until)
    p99 = at(found, 0.99)
    yield Line("households in danger that say so", f"{len(found):,}")
    yield Line("  owned by a named officer, minutes, p50", f"{at(found, 0.5):,.1f}")
    yield Line(
        "  owned by a named officer, minutes, p99", f"{p99:,.1f}", "≤ 10", p99 <= 10 if found else None
    )
    yield Line("  owned by a named officer, minutes, longest", f"{max(found, default=0):,.1f}")
    says = {one.household.number for one in marked}
    silent = [one for one in reports if one.household.danger and one.household.number not in says]
    found = waits(scene, silent, until)
    yield Line("households in danger that do not say so", f"{len(found):,}")
    yield Line("  owned by a named officer, minutes, p99", f"{at(found, 0.99):,.1f}")


def _unseen(scene: Scene, reports: Sequence[Report], until: float) -> Iterator[Line]:
    old = [one for one in reports if one.at + DAY <= until]
    unseen = [one for one in old if scene.read.get(one.number, until + DAY) > one.at + DAY]
    reached = not unseen if old else None
    yield Line("whose words nobody had read after a day", f"{len(unseen):,}", "0", reached)


def _staff(scene: Scene, reports: Sequence[Report]) -> Iterator[Line]:
    meter, number = scene.meter, max(1, len(reports))
    works = sorted({work for work, _what in meter.counts} - set(APART))
    whole = meter.seconds(*works) / number if works else 0.0
    yield Line("staff seconds per request", f"{whole:,.1f}", "≤ 12", whole <= 12)
    for work in works:
        yield Line(f"  {work}", f"{meter.seconds(work) / number:,.1f}")
    begun = [work for work in works if work.startswith("many:") or work == "trip"]
    each = sum(meter.seconds_of(work, "row", "word") for work in begun)
    fixed = (meter.seconds(*begun) - each) / number if begun else 0.0
    yield Line("  of these what acts and trips cost however little they hold", f"{fixed:,.1f}")
    for what in ("page", "click", "key", "decide", "word", "row"):
        counted = sum(meter.counts[work, what] for work in works)
        if counted:
            yield Line(f"  counted: {what}", f"{counted:,}")
    for work in APART:
        yield Line(
            f"beside it, seconds per request: {work}",
            f"{meter.seconds(work) / number:,.1f}" if meter.counts else "0",
        )


def _ended(scene: Scene) -> Iterator[Line]:
    yield Line("done to many at once", f"{sum(scene.many.values()) - scene.many['left']:,}")
    for verb, number in sorted(scene.many.items()):
        yield Line(f"  {verb}", f"{number:,}")
    for verb, reason, number in _left():
        yield Line(f"    {verb}: {reason}", f"{number:,}")
    yield Line("calls", f"{scene.calls:,}")
    stages = Case.objects.filter(pk__in=members(scene.district.event).values("case")).order_by()
    for stage, number in stages.values_list("stage").annotate(number=Count("pk")).order_by("stage"):
        yield Line(f"cases at the end: {stage}", f"{number:,}")


def _left() -> QuerySet[MassOutcome, tuple[str, str, int]]:
    """Why acts on many left cases, the most frequent reason of each verb first."""
    left = MassOutcome.objects.filter(state=OutcomeState.LEFT).order_by()
    by_reason = left.values_list("mass__verb", "reason").annotate(number=Count("pk"))
    return by_reason.order_by("mass__verb", "-number")


def _ledger(scene: Scene) -> Iterator[Line]:
    event = scene.district.event
    alarms = most_alarms(event)
    yield Line(
        "folded alarms per organization, event and hour, most",
        f"{alarms}",
        "≤ 1",
        alarms <= 1 if alarms else None,
    )
    lost, doubled = lost_and_doubled(scene.sent)
    yield Line("lost", f"{len(lost)}", "0", not lost)
    yield Line("doubled", f"{len(doubled)}", "0", not doubled)
    differ = sums_that_differ(event, scene.district.head)
    yield Line("sums that differ", f"{len(differ)}", "0", not differ)
    yield Line("not taken by a page", f"{len(scene.refused)}", "0", not scene.refused)
    for words in [*lost, *doubled, *differ, *scene.refused][:20]:
        yield Line(f"    {words}", "")
