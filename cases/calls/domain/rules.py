"""The rules of a call list as pure functions: what a call makes of its row, and when somebody calls again.

Nothing here asks a database; `tests/cases/calls/test_rules.py` says what must always hold (docs/many.md, "Call lists";
verbs call:* of the design).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cases.calls.vocabulary import OPEN, Column, Digit, Reason, RowState
from cases.vocabulary import CallOutcome
from portal.calendar.working_days import OFFICE_ZONE
from portal.thai.digits import to_arabic

FIRST_HOUR, LAST_HOUR = 8, 20
"""Nobody's telephone rings outside these hours, except where somebody is in danger or waits in an event."""
MOST_TRIES = 3
"""So many calls without an answer, then somebody goes there (call:no_answer)."""
WAITS = (dt.timedelta(minutes=30), dt.timedelta(hours=2))
"""After the first and the second call without an answer."""
URGENT_WAITS = (dt.timedelta(minutes=10), dt.timedelta(minutes=30), dt.timedelta(hours=1))
"""The same in danger and in a crisis; the last one goes on for ever, because no silence ends these."""
LEASE = dt.timedelta(minutes=10)
"""How long a number is one caller's. Whoever is called away gives it back by doing nothing."""
CORRECT_WITHIN = dt.timedelta(minutes=15)
ANSWER_WITHIN = dt.timedelta(minutes=30)
"""So long an answer by digit is waited for; then somebody calls."""
LONGEST_ANSWER = 200
REACHED_WITHIN = dt.timedelta(hours=12)
"""Whoever spoke with the office so shortly before is not put on another list."""
LOOKED_AT_AGAIN = frozenset({CallOutcome.DIED, CallOutcome.WRONG_NUMBER})
"""Codes that count only when a second person confirms them: a slip of the finger would bury somebody."""

UNDOES_A_CLAIM = frozenset({CallOutcome.SAFE, CallOutcome.NEEDS})
"""What another caller heard that makes a second look needless: they spoke to the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a row stands.

    Attributes:
        state: of `RowState`.
        code: how its last call ended that counts, or why it is not called; "" before the first.
        tries: calls without an answer.
        urgent: somebody is in danger, or it is a crisis.
        next_at: from when on it may be called; None where nobody calls.
    """

    state: RowState
    code: str = ""
    tries: int = 0
    urgent: bool = False
    next_at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Somebody still has to do something."""
        return self.state in OPEN


def within_hours(moment: dt.datetime) -> dt.datetime:
    """Return the moment, or the next one at which a telephone may ring.

    Args:
        moment: with its zone.
    """
    there = moment.astimezone(OFFICE_ZONE)
    if FIRST_HOUR <= there.hour < LAST_HOUR:
        return moment
    day = there.date() + dt.timedelta(days=there.hour >= LAST_HOUR)
    return dt.datetime.combine(day, dt.time(FIRST_HOUR), OFFICE_ZONE)


def first_attempt(now: dt.datetime, *, urgent: bool, is_waited_for: bool) -> dt.datetime:
    """Return from when on a row may be called the first time.

    Args:
        now: when the list is made.
        urgent: danger or crisis.
        is_waited_for: they asked and wait, as in an event: no hour is too late for them.
    """
    return now if urgent or is_waited_for else within_hours(now)


def next_attempt(now: dt.datetime, tries: int, *, urgent: bool) -> dt.datetime | None:
    """Return when somebody calls again after so many calls without an answer; None when nobody does.

    Args:
        now: of the last call.
        tries: without an answer, that one included.
        urgent: danger or crisis.
    """
    if urgent:
        return now + URGENT_WAITS[min(tries, len(URGENT_WAITS)) - 1]
    return within_hours(now + WAITS[tries - 1]) if tries < MOST_TRIES else None


def after_call(before: Standing, code: CallOutcome, now: dt.datetime) -> Standing:
    """Return how a row stands after a call.

    A row that had ended already is changed by nothing but the news that somebody needs help, or is said to have died: two
    callers who meet in one row never make a "needs" undone (sticky).

    Args:
        before: how it stood.
        code: one of `CODES`.
        now: of the call.
    """
    if not before.is_open:
        return _after_the_end(before, code)
    if before.state == RowState.LOOK and code not in UNDOES_A_CLAIM:
        return replace(before, code=str(code)) if code == CallOutcome.DIED else before
    ended = replace(before, code=str(code), next_at=None)
    if code == CallOutcome.NO_ANSWER:
        tries = before.tries + 1
        gone = tries >= MOST_TRIES or before.state == RowState.VISIT
        state = RowState.VISIT if gone else RowState.WAITING
        again = next_attempt(now, tries, urgent=before.urgent)
        return replace(ended, state=state, tries=tries, next_at=again)
    if code in LOOKED_AT_AGAIN:
        return replace(ended, state=RowState.LOOK)
    if code == CallOutcome.REFUSED and before.urgent:
        # Of contact, perhaps under somebody's eyes: danger is never ended by it (call:refused).
        return replace(ended, state=RowState.VISIT)
    return replace(ended, state=RowState.DONE)


def _after_the_end(before: Standing, code: CallOutcome) -> Standing:
    if code == CallOutcome.NEEDS:
        return replace(before, state=RowState.DONE, code=str(code))
    if code == CallOutcome.DIED and before.code not in (CallOutcome.NEEDS, CallOutcome.DIED):
        return replace(before, state=RowState.LOOK, code=str(code), next_at=None)
    return before


def after_look(before: Standing, confirmed: bool, now: dt.datetime) -> Standing:
    """Return how a row stands after a second person looked at *died* or *wrong number*.

    Args:
        before: waiting for that look.
        confirmed: it is so; else somebody calls again.
        now: of the look.
    """
    if not confirmed:
        return replace(before, state=RowState.WAITING, code="", next_at=now)
    if before.code == CallOutcome.WRONG_NUMBER:
        # Nobody can be reached there by telephone, and somebody still has to be.
        return replace(before, state=RowState.VISIT, next_at=None)
    return replace(before, state=RowState.DONE, next_at=None)


def digit_of(answer: str) -> Digit:
    """Return what an answer means: one digit and nothing else; whatever else came is for a person to ask about.

    Args:
        answer: as typed, in either digits.
    """
    typed = to_arabic(answer[:LONGEST_ANSWER]).strip(" .\r\n\t#")
    return Digit(typed) if typed in Digit.values else Digit.ODD


def after_answer(before: Standing, digit: Digit, first: dt.datetime, now: dt.datetime) -> Standing:
    """Return how a row stands after a digit came back.

    A digit is nobody's voice: it ends no danger, undoes nothing that a person heard, and who needs help is called and asked
    what (sticky).

    Args:
        before: how it stood, whoever called meanwhile.
        digit: the answer.
        first: since when the list runs: who needs help is called before those who wait for an ordinary call.
        now: of the answer.
    """
    waits = before.state in (RowState.ASKED, RowState.WAITING)
    if digit == Digit.SAFE:
        if waits and not before.urgent and not before.code:
            return replace(before, state=RowState.DONE, code=str(CallOutcome.SAFE), next_at=None)
        return _called(before, now)
    if digit == Digit.ODD:
        return _called(before, now)
    if not before.is_open:
        # The holder reads it; no row that has ended opens again by a digit.
        return replace(before, state=RowState.DONE, code=str(CallOutcome.NEEDS))
    urgent = before.urgent or digit == Digit.DANGER
    if before.state in (RowState.LOOK, RowState.VISIT):
        return replace(before, urgent=urgent, next_at=first if before.state == RowState.VISIT else None)
    return replace(before, state=RowState.WAITING, code=str(CallOutcome.NEEDS), urgent=urgent, next_at=first)


def after_silence(before: Standing, now: dt.datetime) -> Standing:
    """Return how a row stands when nobody answered, or the question could not be sent: somebody calls."""
    return _called(before, now)


def _called(before: Standing, now: dt.datetime) -> Standing:
    return replace(before, state=RowState.WAITING, next_at=now) if before.state == RowState.ASKED else before


def replayed(first: Standing, calls: Iterable[tuple[CallOutcome, dt.datetime]]) -> Standing:
    """Return how a row stands after some calls, from its beginning: for a call whose code is corrected.

    Args:
        first: before the first of them.
        calls: code and time of those that count, the oldest first.
    """
    standing = first
    for code, at in calls:
        standing = after_call(standing, code, at)
    return standing


_BY_CODE: dict[str, Column] = {
    CallOutcome.SAFE: Column.SAFE,
    CallOutcome.NEEDS: Column.NEEDS,
    CallOutcome.MOVED: Column.MOVED,
    CallOutcome.DIED: Column.DIED,
    CallOutcome.REFUSED: Column.REFUSED,
    Reason.UNIT_SENT: Column.SENT,
}
_BY_STATE: dict[str, Column] = {
    RowState.ASKED: Column.ASKED,
    RowState.LOOK: Column.LOOK,
    RowState.VISIT: Column.VISIT,
    RowState.LEFT: Column.LEFT,
}


def column_of(state: str, code: str, tries: int) -> Column:
    """Return in which column a row is counted; every row has exactly one.

    Args:
        state: of `RowState`.
        code: how it ended.
        tries: calls without an answer.
    """
    if state == RowState.WAITING:
        return Column.AGAIN if tries or code else Column.FRESH
    return _BY_CODE[code] if state == RowState.DONE else _BY_STATE[state]
