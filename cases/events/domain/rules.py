"""The rules of an event as pure functions: what belongs to it, where it stands on the board, how long people wait.

Nothing here asks a database; `tests/cases/events/test_rules.py` says what must always hold (docs/events.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cases.events.vocabulary import Column
from cases.machine.vocabulary import BEFORE_WORK, DutyKind, Stage

REVIEW_AFTER = dt.timedelta(days=7)
"""An event whose end nobody can say is looked at again after this long: it never ends by itself and is never forgotten."""
FEWEST = 5
"""Of fewer requests no waiting time is told: it would say how one household fared, and promise what nobody knows."""
NOT_TAKEN = tuple(sorted(BEFORE_WORK))
"""Stages at which nobody took a request yet: screened, and sent to an office that has not accepted it, it still waits."""
COLUMNS: Mapping[str, Column] = {
    **dict.fromkeys(NOT_TAKEN, Column.WAITING),
    Stage.WORKING: Column.WORKING,
    Stage.FOLLOWING_UP: Column.HELPED,
    Stage.CLOSED: Column.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Reach:
    """What an event reaches over.

    Attributes:
        key: of the event.
        slug: as forms name it.
        area: codes of its subdistricts.
        starts, ends: its time; `ends` None while nobody closed it.
    """

    key: int
    slug: str
    area: frozenset[str]
    starts: dt.datetime
    ends: dt.datetime | None = None

    def in_time(self, moment: dt.datetime) -> bool:
        """Whether a moment lies in its time; what comes after the end goes the ordinary way (late_in)."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)

    def covers(self, place: str) -> bool:
        """Whether a subdistrict lies in its area."""
        return place in self.area

    def may_cover(self, place: str) -> bool:
        """Whether a place that is known less closely than by its subdistrict may lie in its area."""
        return any(code.startswith(place) for code in self.area)


def belongs_to(place: str, at: dt.datetime, occasion: str, events: Iterable[Reach]) -> Reach | None:
    """Return the event that a new request belongs to; None where it goes the ordinary way.

    A request belongs to the event on whose form it was written, if its place may lie there; else to the one whose area holds
    its subdistrict. Of several the latest counts: it was declared because the earlier one did not fit.

    Args:
        place: code of subdistrict, district or province; "" when only words tell it.
        at: when it reached the office.
        occasion: on whose form it was written, "" for the usual one.
        events: that may be meant.
    """
    meant = [one for one in events if one.in_time(at)]
    by_form = [one for one in meant if occasion and one.slug == occasion and one.may_cover(place)]
    by_area = [one for one in meant if one.covers(place)]
    found = by_form or sorted(by_area, key=lambda one: (one.starts, one.key))[-1:]
    return found[0] if found else None


def may_be_attached(*, crisis: bool, restricted: bool) -> bool:
    """Whether the portal attaches a request by itself: never a crisis, never what is restricted (docs/events.md, common desk)."""
    return not crisis and not restricted


@dataclass(slots=True)
class Sums:
    """Requests by organization and column. The sums always follow from the cells, so no table of them can disagree.

    Attributes:
        cells: (organization, column) → requests.
    """

    cells: dict[tuple[int, Column], int] = field(default_factory=dict)

    def add(self, organization: int, stage: str, number: int = 1) -> None:
        """Count requests that an organization holds at a stage."""
        key = organization, COLUMNS[stage]
        self.cells[key] = self.cells.get(key, 0) + number

    @property
    def organizations(self) -> list[int]:
        """The organizations, the one with most to take first."""
        found = {organization for organization, _column in self.cells}
        return sorted(found, key=lambda one: (-self.of(one, Column.WAITING), -self.of(one), one))

    def of(self, organization: int | None = None, column: Column | None = None) -> int:
        """Return how many requests an organization (None: all) has in a column (None: all)."""
        return sum(
            number
            for (one, where), number in self.cells.items()
            if organization in (None, one) and column in (None, where)
        )


@dataclass(frozen=True, slots=True)
class Waits:
    """How long people wait, as honest as it can be told.

    Attributes:
        minutes: half waited no longer; None where it cannot be told.
        waiting: how many still wait.
    """

    minutes: int | None
    waiting: int


def waits(taken: Sequence[dt.timedelta], waiting: int) -> Waits:
    """Return how long half of those who asked waited at most, counting those who still wait as waiting longer than all.

    A mean of those who were served says little where most were not: so a half that is not reached yet is told as "cannot be
    told", never as the time of the lucky.

    Args:
        taken: from the request until somebody took it, of those that somebody took.
        waiting: how many wait.
    """
    place = (len(taken) + waiting + 1) // 2 - 1
    if len(taken) + waiting < FEWEST or place >= len(taken):
        return Waits(None, waiting)
    seconds = sorted(taken)[place].total_seconds()
    return Waits(max(1, -(-int(seconds) // 60)), waiting)


def review_day(start: dt.date, expected_end: dt.date | None, today: dt.date) -> dt.date:
    """Return on which day somebody looks again: at the expected end, or a week after the event began or was looked at.

    Args:
        start: the day on which it began.
        expected_end: None where nobody can say.
        today: the day of the declaration or of the review.
    """
    return expected_end if expected_end is not None else max(start, today) + REVIEW_AFTER


# Alarms -------------------------------------------------------------------------------------------------------------


def may_fold(*, danger: bool, emergency: bool, crisis: bool, restricted: bool, kind: str) -> bool:
    """Whether an alarm may go out with others: never danger, a crisis, or a decision that waits (danger_single).

    Args:
        danger: somebody is in danger.
        emergency: of the highest severity.
        crisis: one of the four problems.
        restricted: read by few.
        kind: what was to be done.
    """
    return not (danger or emergency or crisis or restricted) and kind != DutyKind.APPROVE


def hour_of(moment: dt.datetime) -> dt.datetime:
    """Return the full hour in which a moment lies."""
    return moment.replace(minute=0, second=0, microsecond=0)


def goes_out(now: dt.datetime, last: dt.datetime | None) -> bool:
    """Whether what waits for one organization goes out now: at once, but once an hour (fold_key).

    Args:
        now: the moment.
        last: the hour in which something went out the last time; None for never.
    """
    return last is None or hour_of(now) > last


# Danger that nobody took --------------------------------------------------------------------------------------------

STEPS = (dt.timedelta(minutes=10), dt.timedelta(minutes=20), dt.timedelta(minutes=60))
"""After how long each step of the ladder rings, by day and night (own_danger): who is on duty and who directs, the center, the
governor."""


def steps_reached(waited: dt.timedelta) -> int:
    """Return how many steps have to have rung for danger that waited so long."""
    return sum(waited >= after for after in STEPS)


# Who is on duty -----------------------------------------------------------------------------------------------------

Span = tuple[dt.datetime, dt.datetime]


def holes(shifts: Iterable[Span], begin: dt.datetime, end: dt.datetime) -> list[Span]:
    """Return when nobody is on duty between two moments, in order.

    Args:
        shifts: from when until when somebody is; they may overlap.
        begin: of what is looked at.
        end: of what is looked at.
    """
    found: list[Span] = []
    covered = begin
    for first, last in sorted(shifts):
        if first >= end:
            break
        if first > covered:
            found.append((covered, first))
        covered = max(covered, last)
    if covered < end:
        found.append((covered, end))
    return found
