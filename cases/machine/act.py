"""Doing a verb: the table is asked, the guards are looked at, and the effects come out. Nothing is half done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cases.errors import GuardFailed, NotAllowed
from cases.machine.change import Change
from cases.machine.compared import compare
from cases.machine.table import TABLE
from cases.machine.verb import FIELDS, Answer, Ask, Line

if TYPE_CHECKING:
    from cases.machine.standing import Standing, Waiting
    from cases.machine.vocabulary import Verb
    from cases.machine.world import Agent, Limits, Offices


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who looks at a case, when, and in which world.

    Attributes:
        standing: how the case stands.
        offices: the organizations, seen from the case.
        limits: how long things may take.
        now: the time.
        by: who looks.
    """

    standing: Standing
    offices: Offices
    limits: Limits
    now: dt.datetime
    by: Agent

    def change(self, identity: str = "") -> Change:
        """Return an act in the making that nothing has been done in."""
        return Change(
            standing=self.standing,
            offices=self.offices,
            limits=self.limits,
            now=self.now,
            by=self.by,
            identity=identity,
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody may do now.

    Attributes:
        line: of the table.
        row: what waits and would be acted on, if the verb acts on something.
        missing: why it cannot be done yet, as a Thai sentence; None when it can, once its form is filled in.
    """

    line: Line
    row: Waiting | None
    missing: Answer


def permits(situation: Situation, verb: Verb, ask: Ask) -> bool:
    """Whether the table has this verb for this actor now; guards aside."""
    return _permits(situation.change(), TABLE[verb], ask)


def _permits(change: Change, line: Line, ask: Ask) -> bool:
    standing = change.standing
    if standing.stage not in line.stages:
        return False
    if line.answers:
        row = standing.waiting.get(ask.row.number) if ask.row is not None else None
        if row is None or row.kind not in line.answers or row.state not in line.in_states:
            return False
        if row != ask.row:
            return False
    # A scope is what an organization may read; who asks for help has shown that it is their own case.
    if line.scope is not None and not (change.by.is_system or change.by.is_citizen):
        scope = standing.scope_of(change.by.organization)
        if scope is None or not scope.reaches(line.scope):
            return False
    return line.who(change, ask)


def missing(situation: Situation, verb: Verb, ask: Ask) -> Answer:
    """Return what a permitted verb still lacks; None when all its guards hold.

    Of a form that is only drawn (`Ask.blank`) what its own fields ask for is not missed.
    """
    return _missing(situation.change(), TABLE[verb], ask)[0]


def _missing(change: Change, line: Line, ask: Ask) -> tuple[Answer, str | None]:
    """Return what the first guard that does not hold says, and the field that it is about."""
    for guard in line.guards:
        if (answer := guard(change, ask)) is not None:
            return answer, FIELDS.get(guard.__name__)
    return None, None


def perform(situation: Situation, verb: Verb, ask: Ask, identity: str) -> Change:
    """Do a verb, and return what changed.

    Args:
        situation: who acts, on what, when.
        verb: what to do.
        ask: on what that waits, and what was filled in.
        identity: of the event that this becomes.

    Raises:
        NotAllowed: the table does not have it for this actor now.
        GuardFailed: a guard does not hold.
        NotDeclaredError: a mistake of the program: it did something else than its line of the table says.
    """
    change, line = situation.change(identity), TABLE[verb]
    if not _permits(change, line, ask):
        raise NotAllowed(verb)
    answer, field = _missing(change, line, ask)
    if answer is not None:
        raise GuardFailed(answer, field=field)
    line.do(change, ask)
    compare(line, situation.standing, change, ask)
    return change


def offers(situation: Situation) -> tuple[Offer, ...]:
    """Return all that somebody may do now, in the order of the table."""
    found = []
    # Asking writes nothing, so all lines are asked of one act in the making.
    change = situation.change()
    for line in TABLE.values():
        rows = situation.standing.alive(*line.answers) if line.answers else [None]
        for row in rows:
            ask = Ask(row, blank=True)
            if _permits(change, line, ask):
                found.append(Offer(line, row, _missing(change, line, ask)[0]))
    return tuple(found)
