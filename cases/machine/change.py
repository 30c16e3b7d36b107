"""One act in the making: a standing, the world around it, and the effects written so far.

`Change` writes; it knows no rule. What organizations and people can do is asked of `cases.machine.offices`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from cases.machine.effects import Effect, Put, SetFact, apply
from cases.machine.standing import Duty, Grant, Standing, Waiting
from cases.machine.vocabulary import DutyBasis, DutyEnd, DutyKind, GrantReason, Scope
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from cases.machine.standing import Waits
    from cases.machine.world import Agent, Limits, Offices

Row = TypeVar("Row", bound="Waits")

WORK, INTAKE, SUPERVISE = Function.WORK, Function.INTAKE, Function.SUPERVISE
FUNCTION_OF = {
    DutyKind.FORWARD: INTAKE,
    DutyKind.REROUTE: INTAKE,
    DutyKind.ACKNOWLEDGE: INTAKE,
    DutyKind.READ: INTAKE,
    DutyKind.ACT: WORK,
    DutyKind.PART: WORK,
    DutyKind.DECIDE: WORK,
    DutyKind.FOLLOW: WORK,
    DutyKind.TELL: WORK,
    DutyKind.ANSWER: WORK,
    DutyKind.APPROVE: SUPERVISE,
    DutyKind.VISIT: Function.FIELD,
    DutyKind.COMMITTEE: Function.COMMITTEE,
}
"""Whose work each duty is, of the people of an organization (S2.60)."""


class Change:
    """What one act does to one case.

    Attributes:
        standing: as it is with everything that was done so far.
        offices: organizations and people, seen from this case.
        limits: how long things may take.
        now: the one time of the whole act.
        by: who acts.
        identity: of the event that the act becomes; forms compare it with what they saw.
        effects: what was done so far, in order.
    """

    def __init__(
        self,
        *,
        standing: Standing,
        offices: Offices,
        limits: Limits,
        now: dt.datetime,
        by: Agent,
        identity: str,
    ) -> None:
        self.standing = standing.copy()
        self.offices = offices
        self.limits = limits
        self.now = now
        self.by = by
        self.identity = identity
        self.effects: list[Effect] = []
        self._number = standing.last_number

    def _do(self, effect: Effect) -> None:
        self.effects.append(effect)
        apply(self.standing, effect)

    def new_number(self) -> int:
        """Return the next number of the case."""
        self._number += 1
        return self._number

    def set(self, **facts: Any) -> None:
        """Give facts of the case new values; what has the value already is not written."""
        for name, value in facts.items():
            if getattr(self.standing, name) != value:
                self._do(SetFact(name, value))

    def conflicts(self) -> None:
        """Say that forms drawn before this act have to be looked at again."""
        self.set(base=self.identity)

    def open(self, row_type: type[Row], **values: Any) -> Row:
        """Let something new wait, and return it."""
        row = row_type(number=self.new_number(), **values)
        self._do(Put(row))  # type: ignore[arg-type]  # every subclass of Waits is one of Waiting
        return row

    def update(self, row: Waiting, **values: Any) -> None:
        """Give something that waits new values."""
        self._do(Put(replace(self.standing.waiting[row.number], **values)))

    def start(
        self,
        kind: DutyKind,
        organization: int,
        *,
        waiting: int = 0,
        due: dt.datetime | None = None,
        started: dt.datetime | None = None,
        basis: DutyBasis = DutyBasis.FIRST,
    ) -> Duty:
        """Begin a duty, unless one of its kind runs for the same thing: then that one goes on as it is.

        Nothing has to be done twice. In a case that stands oddly a duty may still run that should have ended; whoever
        acts on such a case, often a citizen who writes again, is not turned away for it.

        Args:
            kind: what has to be done.
            organization: by whom.
            waiting: what waits for it; 0 for the case itself.
            due: by when; by its limit from now, if not given.
            started: since when its time counts; now if not given.
            basis: why it begins.
        """
        for running in self.standing.open_duties(kind, waiting=waiting):
            return running
        number = self.new_number()
        duty = Duty(
            number=number,
            kind=kind,
            organization=organization,
            function=FUNCTION_OF[kind],
            waiting=waiting,
            started=started or self.now,
            due=due or self.limit(kind),
            chain=number,
            basis=basis,
            made=self.now,
        )
        self._do(Put(duty))
        return duty

    def supersede(
        self,
        duty: Duty,
        *,
        organization: int | None = None,
        due: dt.datetime | None = None,
        basis: DutyBasis = DutyBasis.MOVED,
    ) -> Duty:
        """Let a duty go on as another one of its chain: at another organization, or with another due time.

        Nobody wins time by a move: start, due time and chain go with it.
        """
        self.end([duty], DutyEnd.SUPERSEDED)
        moved = organization is not None and organization != duty.organization
        successor = replace(
            duty,
            number=self.new_number(),
            organization=organization or duty.organization,
            due=due or duty.due,
            basis=basis,
            made=self.now,
            person=None if moved else duty.person,
        )
        self._do(Put(successor))
        return successor

    def end(self, duties: Iterable[Duty], how: DutyEnd = DutyEnd.DONE, at: dt.datetime | None = None) -> None:
        """End duties, now or as of a time; those that ended already stay as they are."""
        for duty in list(duties):
            current = self.standing.duties[duty.number]
            if current.is_open:
                self._do(Put(replace(current, ended=at or self.now, how=how)))

    def assign(self, duty: Duty, person: int | None) -> None:
        """Give a duty to one person of its organization, or to nobody in particular."""
        self._do(Put(replace(self.standing.duties[duty.number], person=person)))

    def grant(self, organization: int, scope: Scope, reason: GrantReason, waiting: int = 0) -> Grant:
        """Let an organization read, for a reason."""
        grant = Grant(
            number=self.new_number(),
            organization=organization,
            scope=scope,
            reason=reason,
            since=self.now,
            waiting=waiting,
        )
        self._do(Put(grant))
        return grant

    def end_grants(self, grants: Iterable[Grant]) -> None:
        """Let reasons to read end."""
        for grant in list(grants):
            if self.standing.grants[grant.number].until is None:
                self._do(Put(replace(grant, until=self.now)))

    def limit(self, kind: DutyKind) -> dt.datetime:
        """Return when a duty is due that begins now."""
        return self.limits.due(kind, self.standing, self.now)

    @property
    def grace(self) -> dt.datetime:
        """Return the least time that anybody gets who finds work on their desk: the limit of sending it on."""
        return self.limit(DutyKind.REROUTE)
