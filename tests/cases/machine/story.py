"""A case that is told act by act, by name: the driver of tests/cases/machine/test_rules_*.py.

After every act all invariants are asked, as in a walk. Persons are the numbers of tests/cases/machine/town.py.
"""

from __future__ import annotations

import random
from typing import Any

from cases.machine.act import missing, permits
from cases.machine.change import Change
from cases.machine.declared import SCOPE_OF
from cases.machine.rows import end_row
from cases.machine.standing import Duty, Grant, Standing, Waiting
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import DutyEnd, DutyKind, GrantReason, Scope, Verb, WaitingKind, WaitingState
from cases.machine.world import Agent
from cases.vocabulary import Consent
from portal.vocabulary import ActorKind, ProblemType
from tests.cases.machine.town import HOSPITAL, HOUR, START, WHOLE, Town
from tests.cases.machine.walks import CITIZEN, SYSTEM, Walk

GENERAL = ProblemType.DISASTER
CRISIS = ProblemType.VIOLENCE
"""Led by LEAD and its UNIT."""
SMALL_CRISIS = ProblemType.CHILD_LABOR
"""Led by SMALL_LEAD, where one person works."""
SILENT_CRISIS = ProblemType.HUMAN_TRAFFICKING
"""Led by SILENT_LEAD, where nobody signs in."""
NOBODYS_CRISIS = ProblemType.UNREADY_PREGNANCY
"""Led by nobody in the town."""

HEAD, DEPUTY, WORKER, FIELD, SECRETARY = 1401, 1402, 1403, 1404, 1405
"""The people of WHOLE, who hold most cases here."""
CENTER_HEAD, CENTER_DEPUTY, CENTER_WORKER = 101, 102, 103
DEPARTMENT_HEAD = 201
LEAD_HEAD, LEAD_WORKER, SMALL_LEAD_HEAD, UNIT_WORKER = 2101, 2102, 2201, 2401
ONE_HEADS, NO_HEADS_WORKER, NO_HEADS_FIELD = 1101, 1201, 1202
HOSPITAL_LINK = Agent(ActorKind.OUTSIDE, None, HOSPITAL)

Person = int | Agent


class Story(Walk):
    """One case in one town, in which nothing happens by chance."""

    def __init__(
        self,
        problem: ProblemType = GENERAL,
        holder: int = WHOLE,
        town: Town | None = None,
        **facts: Any,
    ) -> None:
        self._facts = {"consent": Consent.GIVEN, "problem": problem, "holder": holder, **facts}
        super().__init__(random.Random(0), town=town or Town())

    def __post_init__(self) -> None:
        self.first = Standing(**{"received_at": self.now, **self._facts})
        self.standing = self.first.copy()
        self.do(CITIZEN, Verb.SUBMIT, Ask())

    def ring(self) -> None:
        """Let no alarm ring by itself."""

    # What happens

    def does(self, person: Person, verb: Verb, row: Waiting | None = None, /, **given: Any) -> Change:
        """Let somebody do something."""
        return self.do(self._agent(person), verb, Ask(self._now(row), Given(**given)))

    def may(self, person: Person, verb: Verb, row: Waiting | None = None, /, **given: Any) -> bool:
        """Whether somebody could do it: the table has it, and all guards hold."""
        return self.can(self._agent(person), verb, Ask(self._now(row), Given(**given)))

    def lacks(self, person: Person, verb: Verb, row: Waiting | None = None, /, **given: Any) -> str:
        """Return what is missing before somebody can do what the table lets them do; "" for nothing."""
        ask, situation = Ask(self._now(row), Given(**given)), self.situation(self._agent(person))
        assert permits(situation, verb, ask), f"the table has no {verb} for {person}"
        answer = missing(situation, verb, ask)
        return "" if answer is None else str(answer)

    def lacks_when_drawn(self, person: Person, verb: Verb, row: Waiting | None = None) -> str:
        """Return what is missing before the form of a verb is worth drawing; "" for nothing."""
        situation, ask = self.situation(self._agent(person)), Ask(self._now(row), blank=True)
        assert permits(situation, verb, ask), f"the table has no {verb} for {person}"
        return str(missing(situation, verb, ask) or "")

    def ends(self, organization: int, successor: int) -> None:
        """Let an organization end."""
        self.town.end(organization, successor)
        self.do(SYSTEM, Verb.SUCCEED, Ask())

    def leaves(self, *people: int) -> None:
        """Let people leave, one after the other."""
        for person in people:
            self.town.leave(person)
            self.do(SYSTEM, Verb.SUCCEED, Ask())

    def loses(self, row: Waiting) -> None:
        """Let something that waits be gone without an act, to see who notices."""
        change = self.situation(SYSTEM).change()
        end_row(change, self.standing.waiting[row.number], WaitingState.WITHDRAWN)
        self.standing = change.standing

    def turns(self, **facts: Any) -> None:
        """Let facts of the case be others without an act, to see who notices."""
        change = self.situation(SYSTEM).change()
        change.set(**facts)
        self.standing = change.standing

    def forgets(self, *kinds: DutyKind) -> None:
        """Let duties be gone without an act, as a case would stand that something went wrong with."""
        change = self.situation(SYSTEM).change()
        change.end(change.standing.open_duties(*kinds), DutyEnd.WITHDRAWN)
        self.standing = change.standing

    def finds(self, *kinds: DutyKind) -> None:
        """Let the holder have duties that no act gave it."""
        change = self.situation(SYSTEM).change()
        for kind in kinds:
            change.start(kind, change.standing.holder)
        self.standing = change.standing

    def lets_read(self, organization: int, *reasons: GrantReason) -> None:
        """Let an organization read for reasons that no act gave it."""
        change = self.situation(SYSTEM).change()
        for reason in reasons:
            change.grant(organization, SCOPE_OF[reason], reason)
        self.standing = change.standing

    def _agent(self, person: Person) -> Agent:
        return person if isinstance(person, Agent) else self.town.officer(person)

    def _now(self, row: Waiting | None) -> Waiting | None:
        """Return what waits as it is now, however old the value is that a test holds."""
        return self.standing.waiting[row.number] if row is not None else None

    # Longer ways

    def screened(self, by: Person = WORKER) -> Story:
        """Screen it."""
        self.does(by, Verb.SCREEN)
        return self

    def working(self, by: Person = WORKER) -> Story:
        """Screen it, and take it on."""
        self.screened(by).does(by, Verb.TAKE_ON)
        return self

    def following(self, by: Person = WORKER) -> Story:
        """Screen it, take it on, help, and start to follow up."""
        self.working(by).does(by, Verb.RECORD_HELP)
        self.does(by, Verb.START_FOLLOWING_UP)
        return self

    def sent(self, target: int, by: Person = WORKER, verb: Verb = Verb.REFER, **given: Any) -> Waiting:
        """Ask another organization, and return what waits now."""
        self.does(by, verb, target=target, **given)
        return self.newest(WaitingKind.JOINT if verb == Verb.REFER_JOINT else WaitingKind.HANDOVER)

    def part(self, target: int, accepted_by: Person, by: Person = WORKER) -> Waiting:
        """Let another organization do a part."""
        row = self.sent(target, by, Verb.REFER_JOINT)
        self.does(accepted_by, Verb.ACCEPT, row)
        return row

    # What is the case

    def newest(self, kind: WaitingKind) -> Waiting:
        """Return the newest of what waits or waited of a kind."""
        return max(
            (row for row in self.standing.waiting.values() if row.kind == kind), key=lambda row: row.number
        )

    def now_is(self, row: Waiting) -> Waiting:
        """Return what a test holds as it is now."""
        return self.standing.waiting[row.number]

    def duty(self, kind: DutyKind, **which: Any) -> Duty:
        """Return the one open duty of a kind."""
        (found,) = self.standing.open_duties(kind, **which)
        return found

    def due(self, kind: DutyKind, **which: Any) -> float:
        """Return after how many hours from the start the one open duty of a kind is due."""
        return (self.duty(kind, **which).due - START) / HOUR

    def owed(self, organization: int | None = None) -> set[DutyKind]:
        """Return the kinds of the open duties."""
        return {duty.kind for duty in self.standing.open_duties(organization=organization)}

    def reads(self, organization: int) -> Scope | None:
        """Return how much an organization may read."""
        return self.standing.scope_of(organization)

    def grants(self, organization: int, reason: GrantReason) -> list[Grant]:
        """Return the grants of an organization for a reason."""
        return self.standing.grants_of(organization, reason)
