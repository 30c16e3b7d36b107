"""Random walks through the machine: who may act does something that the table has, and the world changes beside it.

After every act everything in `cases.machine.invariants` is asked, and what a single act may never do (`act_is_fair`).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cases.machine.act import Situation, missing, perform, permits
from cases.machine.change import Change
from cases.machine.effects import Effect, Put, from_json, replay, to_json
from cases.machine.holding import FINDING_A_HOME
from cases.machine.invariants import broken
from cases.machine.lateness import alarm_level
from cases.machine.standing import Duty, Standing, Waiting
from cases.machine.table import TABLE
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import (
    BEFORE_WORK,
    DutyBasis,
    DutyEnd,
    DutyKind,
    Stage,
    Verb,
    WaitingState,
)
from cases.machine.world import Agent
from cases.vocabulary import Confidentiality, Consent, Severity
from portal.vocabulary import ActorKind, ProblemType
from tests.cases.machine.town import (
    CENTER,
    DEPARTMENT,
    HOUR,
    LEAD,
    NO_HEAD,
    NOBODY,
    ONE_HEAD,
    SMALL_LEAD,
    START,
    UNIT,
    WHOLE,
    Hours,
    Town,
)

CITIZEN, SYSTEM = Agent(ActorKind.CITIZEN), Agent(ActorKind.SYSTEM)
NEVER_ALONE = {Verb.SUBMIT, Verb.AUTO_ROUTE, Verb.SUCCEED, Verb.FIRE_ALARM, Verb.FOLLOW_CALENDAR}
"""Acts that happen with another one, or by the clock of the walk."""
SELDOM = {
    Verb.RECUSE: 0.15,
    Verb.SHUT_OUT: 0.1,
    Verb.BREAK_GLASS: 0.2,
    Verb.WITHDRAW: 0.3,
    Verb.RECALL: 0.5,
    Verb.INFORM: 0.5,
    Verb.NOTE: 0.1,
    Verb.TELL: 0.1,
    Verb.UNSCREEN: 0.1,
    Verb.CORRECT_HELP: 0.1,
    Verb.LINK_HOUSEHOLD: 0.1,
    Verb.UNLINK_HOUSEHOLD: 0.1,
    Verb.LOG_CALL: 0.2,
    Verb.URGE: 0.2,
    Verb.ADD_FILE: 0.2,
    Verb.CHANGE_CONTACT: 0.2,
    Verb.CORRECT_FACTS: 0.2,
    Verb.REPLACE_SECRET: 0.1,
    Verb.ASSIGN: 0.4,
    Verb.RATE: 0.1,
    Verb.CHANGE_CONSENT: 0.3,
    Verb.ANONYMIZE: 0.1,
}
OFTEN = {
    Verb.REOPEN: 3,
    Verb.APPROVE: 4,
    Verb.ACCEPT: 4,
    Verb.TAKE_ON: 3,
    Verb.RECORD_HELP: 2,
    Verb.START_FOLLOWING_UP: 2,
    Verb.REQUEST_CLOSURE: 2,
}
PROBLEMS = (
    ProblemType.DISASTER,
    ProblemType.DISASTER,
    ProblemType.VIOLENCE,
    ProblemType.VIOLENCE,
    ProblemType.CHILD_LABOR,
    ProblemType.HUMAN_TRAFFICKING,
    ProblemType.UNREADY_PREGNANCY,
)
"""The last has no lead agency in the town."""


class BrokenError(AssertionError):
    """Something that always holds does not."""


@dataclass
class Walk:
    """One case in one town."""

    rng: random.Random
    town: Town = field(default_factory=Town)
    limits: Hours = field(default_factory=Hours)
    now: dt.datetime = START
    acts: list[list[Effect]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    first: Standing = field(init=False)
    standing: Standing = field(init=False)

    def __post_init__(self) -> None:
        rng = self.rng
        excluded = frozenset(rng.choice([(), (), (NOBODY,), (UNIT, WHOLE)]))
        holder = rng.choice([CENTER, ONE_HEAD, NO_HEAD, WHOLE, LEAD, SMALL_LEAD])
        self.first = Standing(
            holder=CENTER if holder in excluded else holder,
            problem=rng.choice(PROBLEMS),
            severity=rng.choice([Severity.NORMAL, Severity.NORMAL, Severity.URGENT, Severity.EMERGENCY]),
            confidentiality=rng.choice(list(Confidentiality)),
            consent=rng.choice([Consent.GIVEN, Consent.GIVEN, Consent.NOT_ASKED, Consent.REFUSED]),
            excluded=excluded,
            received_at=self.now,
        )
        self.standing = self.first.copy()
        self.do(CITIZEN, Verb.SUBMIT, Ask())
        if rng.random() < 0.3 and self.can(SYSTEM, Verb.AUTO_ROUTE, Ask()):
            self.do(SYSTEM, Verb.AUTO_ROUTE, Ask())

    def situation(self, by: Agent) -> Situation:
        return Situation(standing=self.standing, offices=self.town, limits=self.limits, now=self.now, by=by)

    def can(self, by: Agent, verb: Verb, ask: Ask) -> bool:
        situation = self.situation(by)
        return permits(situation, verb, ask) and missing(situation, verb, ask) is None

    def do(self, by: Agent, verb: Verb, ask: Ask) -> Change:
        before = self.standing
        change = perform(self.situation(by), verb, ask, identity=str(len(self.acts)))
        assert isinstance(change.offices, Town)
        # Of a case that lies elsewhere they are seen from there.
        self.standing, self.town = change.standing, change.offices
        self.acts.append(change.effects)
        said = (
            f"{verb} by {by.person or by.kind}@{by.organization} {ask.given if ask.given != Given() else ''}"
        )
        self.trace.append(said + (f" on {ask.row.kind} {ask.row.number}" if ask.row else ""))
        self.seen[verb] += 1
        self.check(before, change, verb)
        return change

    def check(self, before: Standing, change: Change, verb: Verb) -> None:
        problems = [*broken(change), *unfair(before, change, verb, self.limits)]
        if problems:
            raise BrokenError(f"after {verb}: {problems[0]}")

    def wait(self, hours: float) -> None:
        self.now += hours * HOUR
        self.trace.append(f"wait {hours}")
        self.ring()
        if any(g.reason == "break_glass" for g in self.standing.grants_of()):
            self.do(SYSTEM, Verb.EXPIRE_GRANT, Ask())

    def ring(self) -> None:
        """Let the alarm of what is late be seen by the department."""
        standing = self.standing
        for duty in standing.open_duties():
            if alarm_level(standing, duty, self.limits, self.now):
                self.do(SYSTEM, Verb.FIRE_ALARM, Ask(given=Given(duty=duty.number, target=DEPARTMENT)))
                return

    def world_changes(self) -> None:
        rng, town = self.rng, self.town
        if rng.random() < 0.66:
            people = [person for staff in town.staff.values() for person in staff]
            people = [
                person
                for person in people
                if town.is_active(town.employer(person)) and town.may_leave(person)
            ]
            if not people:
                return
            person = rng.choice(people)
            self.trace.append(f"{person} leaves")
            town.leave(person)
        else:
            organization, successor = rng.choice(town.organizations), rng.choice(town.organizations)
            if not town.may_end(organization, successor):
                return
            self.trace.append(f"{organization} ends, {successor} follows")
            town.end(organization, successor)
        self.do(SYSTEM, Verb.SUCCEED, Ask())

    def step(self) -> None:
        dice = self.rng.random()
        if dice < 0.12:
            long = [2200] if self.standing.stage == Stage.CLOSED else []
            self.wait(self.rng.choice([1, 3, 20, 30, 100, 400, *long]))
        elif dice < 0.15:
            self.world_changes()
        else:
            self.act()

    def act(self) -> None:
        rng = self.rng
        stage = self.standing.stage
        lines = [line for line in TABLE.values() if stage in line.stages and line.verb not in NEVER_ALONE]
        weights = [SELDOM.get(line.verb, OFTEN.get(line.verb, 1)) for line in lines]
        for _attempt in range(30):
            line = rng.choices(lines, weights)[0]
            rows: list[Waiting | None] = list(self.standing.alive(*line.answers)) if line.answers else [None]
            if not rows:
                continue
            row = rng.choice(rows)
            ask = Ask(row, self.fill(line.verb, row))
            agents = self.town.agents()
            if rng.random() < 0.7:
                near = {
                    self.standing.holder,
                    row.organization if row else None,
                    getattr(row, "requesting", None),
                    None,
                }
                agents = [a for a in agents if a.organization in near]
            by = rng.choice(agents)
            if self.can(by, line.verb, ask):
                self.do(by, line.verb, ask)
                return

    def fill(self, verb: Verb, row: Waiting | None) -> Given:
        """Return what somebody might fill in."""
        options = given_for(self, verb, row)
        return self.rng.choice(options)


def given_for(walk: Walk, verb: Verb, row: Waiting | None) -> list[Given]:
    """Return all that is worth trying for a verb."""
    return _FILLED.get(verb, lambda _walk, _row: [Given()])(walk, row)


def _targets(walk: Walk, row: Waiting | None) -> list[Given]:
    ground = None if walk.standing.consent.allows_disclosure else Consent.VITAL
    return [Given(target=organization, ground=ground) for organization in walk.town.organizations]


def _outside(walk: Walk, row: Waiting | None) -> list[Given]:
    waits = row is not None and row.state == WaitingState.SENT
    yes = WaitingState.ACCEPTED if waits else WaitingState.DONE
    return [Given(outcome=yes), Given(outcome=WaitingState.RETURNED)]


def _classes(*severities: Severity) -> list[Given]:
    return [
        *(Given(to={"severity": severity}) for severity in severities),
        *(Given(to={"problem": problem}) for problem in sorted(set(PROBLEMS))),
        *(Given(to={"confidentiality": secrecy}) for secrecy in Confidentiality),
    ]


def _more_time(walk: Walk, row: Waiting | None) -> list[Given]:
    duties = walk.standing.open_duties()
    return [Given(duty=duty.number, due=duty.due + 48 * HOUR) for duty in duties] or [Given()]


def _shut_out(walk: Walk, row: Waiting | None) -> list[Given]:
    whole = [Given(target=organization) for organization in walk.town.organizations]
    people = [
        Given(target=organization, person=person)
        for organization in walk.town.organizations
        for person in walk.town.people(organization)
    ]
    return [*whole, *people]


def _assignments(walk: Walk, row: Waiting | None) -> list[Given]:
    return [
        Given(duty=duty.number, person=person)
        for duty in walk.standing.open_duties()
        for person in [None, *walk.town.people(duty.organization)]
    ] or [Given()]


_FILLED: dict[Verb, Callable[[Walk, Waiting | None], list[Given]]] = {
    **dict.fromkeys(
        (Verb.REFER, Verb.REFER_JOINT, Verb.REQUEST_DISCLOSURE, Verb.FORWARD_ON, Verb.INFORM), _targets
    ),
    Verb.RECORD_OUTSIDE: _outside,
    Verb.SCREEN: lambda walk, row: [Given(), *_classes(*Severity)],
    Verb.RECLASSIFY: lambda walk, row: _classes(Severity.URGENT, Severity.EMERGENCY),
    Verb.REQUEST_LOWERING: lambda walk, row: _classes(Severity.NORMAL, Severity.URGENT),
    Verb.REQUEST_MORE_TIME: _more_time,
    Verb.ASSIGN: _assignments,
    Verb.SHUT_OUT: _shut_out,
    Verb.REQUEST_CLOSURE: lambda walk, row: [Given(risk_assessed=True)],
    Verb.RECORD_FOLLOWUP: lambda walk, row: [Given(), Given(), Given(next_due=walk.now + 100 * HOUR)],
    Verb.CHANGE_CONSENT: lambda walk, row: [Given(consent=Consent.GIVEN), Given(consent=Consent.REFUSED)],
    Verb.LOG_CALL: lambda walk, row: [Given(told=True), Given(), Given(to_read=True)],
    Verb.ACKNOWLEDGE: lambda walk, row: [Given(), Given(), Given(unread_left=True)],
    Verb.RECORD_HELP: lambda walk, row: [Given(), Given(), Given(before_committee=True)],
    Verb.DECIDE_COMMITTEE: lambda walk, row: [Given(), Given(), Given(due=walk.now + 240 * HOUR)],
}


FRESH = {DutyBasis.APPROVED, DutyBasis.PAUSED, DutyBasis.FINDING, DutyBasis.NEW_CRISIS}


def unfair(before: Standing, change: Change, verb: Verb, limits: Hours) -> list[str]:
    """Return what no single act may do: win time, end the 24 hours by an accident, move them by an approval."""
    duties = [effect.thing for effect in change.effects if isinstance(effect, Put)]
    put = [duty for duty in duties if isinstance(duty, Duty)]
    begun = [duty for duty in put if duty.number not in before.duties and duty.is_open]
    return [
        *(problem for duty in begun for problem in _wins_time(change, duty, limits)),
        *(problem for duty in begun for problem in _approved(change, duty, verb)),
        *(
            "the 24 hours ended although nobody accepted"
            for duty in put
            if duty.kind == DutyKind.FORWARD
            and duty.how == DutyEnd.DONE
            and change.standing.is_crisis
            and change.standing.stage in BEFORE_WORK
            and verb in {Verb.RECUSE, Verb.SUCCEED}
        ),
    ]


def _wins_time(change: Change, duty: Duty, limits: Hours) -> Iterator[str]:
    after = change.standing
    own_chain = duty.chain == duty.number
    if duty.waiting == 0 and duty.kind in {DutyKind.ACT, *FINDING_A_HOME} and duty.basis not in FRESH:
        same = {DutyKind.ACT} if duty.kind == DutyKind.ACT else set(FINDING_A_HOME)
        latest = max(
            (
                other.due
                for other in after.duties.values()
                if other.kind in same
                and other.waiting == 0
                and other.organization == duty.organization
                and other.number < duty.number
            ),
            default=None,
        )
        moved = duty.basis == DutyBasis.MOVED and not own_chain
        if latest is not None and not moved:
            allowed = max(latest + after.time_stood_still, limits.due(DutyKind.REROUTE, after, change.now))
            if duty.due > allowed:
                yield f"{duty.organization} wins time: {duty.kind} due {duty.due} after {latest}"
    if not own_chain and duty.basis not in FRESH:
        chain = [other for other in after.duties.values() if other.chain == duty.chain]
        renewed = any(other.basis in {DutyBasis.APPROVED, DutyBasis.PAUSED} for other in chain)
        if duty.due > after.duties[duty.chain].due and not renewed:
            yield f"the chain of {duty.kind} wins time"


def _approved(change: Change, duty: Duty, verb: Verb) -> Iterator[str]:
    if duty.basis != DutyBasis.APPROVED:
        return
    if duty.kind == DutyKind.FORWARD and change.standing.is_crisis:
        yield "an approval moved the 24 hours"
    if verb not in {Verb.APPROVE, Verb.DECIDE_COMMITTEE}:
        yield "more time without a decision"


def replayed(walk: Walk) -> Standing:
    """Return the standing that the events of a walk give, through their JSON."""
    return replay(walk.first, ([from_json(to_json(effect)) for effect in act] for act in walk.acts))
