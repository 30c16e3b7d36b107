"""Random walks through the database: whatever officers, citizens and dates do, rows, history and machine agree (S2.30).

The machine itself is walked in `tests/cases/machine`. Here the same wishes go through `act_on` with real organizations,
people and tables: after every act the tables say what the machine says, the history tells the case again, and nothing
that always holds is broken. A longer run: `KLANG_WALKS=200 bin/test tests/cases/domain/test_machine.py`.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from cases.domain import store
from cases.domain.act import act_on, situation_of
from cases.domain.intake import submit_case
from cases.domain.succession import carry_out
from cases.domain.verifying import faults_of
from cases.errors import CaseError
from cases.machine.act import missing, permits
from cases.machine.standing import Waiting
from cases.machine.table import TABLE
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import Stage, Verb, WaitingKind, WaitingState
from cases.models import Approval, Case, CommitteeItem, FollowUp, Question, Referral, Visit
from cases.vocabulary import Channel, ClosureReason, Confidentiality, Consent, Severity
from portal.accounts.roles import Role
from portal.actors import Actor, Citizen, OutsideOrganization, System
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.factories import World, submission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WALKS = int(os.environ.get("KLANG_WALKS", "12"))
STEPS = 40
START = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
NEVER_ALONE = {Verb.SUBMIT, Verb.AUTO_ROUTE, Verb.SUCCEED, Verb.FIRE_ALARM, Verb.FOLLOW_CALENDAR}
SELDOM = {
    Verb.RECUSE,
    Verb.SHUT_OUT,
    Verb.WITHDRAW,
    Verb.ANONYMIZE,
    Verb.NOTE,
    Verb.INFORM,
    Verb.CHANGE_CONSENT,
    Verb.RATE,
}
TABLES: dict[WaitingKind, Any] = {
    **dict.fromkeys((WaitingKind.HANDOVER, WaitingKind.JOINT, WaitingKind.INFORM), Referral),
    WaitingKind.QUESTION: Question,
    WaitingKind.APPROVAL: Approval,
    WaitingKind.FOLLOW_UP: FollowUp,
    WaitingKind.VISIT: Visit,
    WaitingKind.COMMITTEE_ITEM: CommitteeItem,
}


@dataclass
class DatabaseWalk:
    """One case in one district."""

    rng: random.Random
    world: World
    time: Any
    outside: Organization = field(init=False)
    case: Case = field(init=False)
    seen: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = self.rng
        self.outside = OrganizationFactory(type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลนอกระบบ")
        # A center has two who may decide (cases.md, second edition, 3).
        officer(self.world.center.organization, Role.CENTER_HEAD)
        web = rng.random() < 0.6
        actor = Citizen() if web else rng.choice(self.world.everybody).officer
        request = submission(
            problem=rng.choice([ProblemType.DISASTER, ProblemType.DISASTER, ProblemType.VIOLENCE]),
            channel=Channel.WEB if web else Channel.WALK_IN,
            severity=rng.choice([Severity.NORMAL, Severity.NORMAL, Severity.URGENT]),
            consent=rng.choice([Consent.GIVEN, Consent.GIVEN, Consent.NOT_ASKED, Consent.REFUSED]),
        )
        self.case = submit_case(submission=request, token=uuid.uuid4(), actor=actor).case
        self.look("submit")

    def actors(self) -> list[Actor]:
        active = set(Organization.objects.active().values_list("pk", flat=True))
        bodies = [body for body in self.world.everybody if body.organization.pk in active]
        # Nobody signs in for an organization that ended.
        officers = [actor for body in bodies for actor in (body.officer, body.supervisor)]
        link = OutsideOrganization(self.outside, "link")
        return [*officers, *officers, Citizen(self.case.reference), link, System()]

    def look(self, after: str) -> None:
        self.case = Case.objects.get(pk=self.case.pk)
        assert faults_of(self.case) == [], (after, self.trace)

    def step(self) -> None:
        dice = self.rng.random()
        if dice < 0.12:
            self.time.shift(dt.timedelta(hours=self.rng.choice([1, 5, 30, 100, 400])))
        elif dice < 0.14:
            self.an_organization_ends()
        else:
            self.act()

    def an_organization_ends(self) -> None:
        ending = self.rng.choice([self.world.local, self.world.other_local, self.world.hospital]).organization
        successor = self.rng.choice([None, self.world.local, self.world.other_local, self.world.lead])
        heir = successor.organization if successor is not None else None
        ending.refresh_from_db()
        if heir is not None:
            heir.refresh_from_db()
        if not ending.is_active or heir == ending or (heir is not None and not heir.is_active):
            return
        ending.is_active, ending.closed_on, ending.successor = False, timezone.localdate(), heir
        ending.save()
        carry_out(ending, successor=heir, actor=System())
        self.trace.append(f"{ending} ends, {heir} follows")
        self.seen[Verb.SUCCEED] += 1
        self.look("the end of an organization")

    def act(self) -> None:
        rng = self.rng
        standing = store.load(self.case)
        lines = [line for line in TABLE.values() if standing.stage in line.stages]
        lines = [line for line in lines if line.verb not in NEVER_ALONE]
        weights = [0.15 if line.verb in SELDOM else 1 for line in lines]
        situations = {actor: situation_of(self.case, actor) for actor in set(self.actors())}
        for _attempt in range(40):
            line = rng.choices(lines, weights)[0]
            rows: list[Waiting | None] = list(standing.alive(*line.answers)) if line.answers else [None]
            if not rows:
                continue
            row, actor = rng.choice(rows), rng.choice(self.actors())
            ask = Ask(row, self.fill(line.verb, row))
            situation = situations[actor]
            if permits(situation, line.verb, ask) and missing(situation, line.verb, ask) is None:
                self.do(line.verb, actor, ask)
                return

    def do(self, verb: Verb, actor: Actor, ask: Ask) -> None:
        """Through the one door, with the row of the table as a page would have it."""
        row = TABLES[ask.row.kind].objects.get(case=self.case, number=ask.row.number) if ask.row else None
        self.trace.append(f"{verb} by {actor.organization or actor.kind} {ask.given}")
        with act_on(
            verb=verb, case=self.case, actor=actor, base=self.case.base, row=row, given=ask.given
        ) as act:
            act.record()
        self.seen[verb] += 1
        stored = store.load(Case.objects.get(pk=self.case.pk))
        assert stored == act.after, self.trace
        assert stored == store.replayed(self.case), self.trace
        self.look(verb)

    def fill(self, verb: Verb, row: Waiting | None) -> Given:
        """Return what somebody might fill in."""
        rng, now = self.rng, timezone.now()
        ground = rng.choice([Consent.GIVEN, Consent.VITAL])
        targets = [*(body.organization.pk for body in self.world.everybody), self.outside.pk]
        duties = [duty.number for duty in store.load(self.case).open_duties()]
        send = Given(target=rng.choice(targets), ground=ground)
        waits = row is not None and row.state == WaitingState.SENT
        yes = WaitingState.ACCEPTED if waits else WaitingState.DONE
        classes = Given(to=rng.choice(CLASSES))
        duty = rng.choice(duties) if duties else None
        filled = {
            **dict.fromkeys(SENDS, send),
            **dict.fromkeys((Verb.SCREEN, Verb.RECLASSIFY, Verb.REQUEST_LOWERING), classes),
            Verb.RECORD_OUTSIDE: Given(outcome=rng.choice([yes, WaitingState.RETURNED])),
            Verb.REQUEST_MORE_TIME: Given(duty=duty, due=now + dt.timedelta(days=60)),
            Verb.ASSIGN: Given(duty=duty, person=None),
            Verb.REQUEST_CLOSURE: Given(to={"reason": ClosureReason.HELPED.value}, risk_assessed=True),
            Verb.REQUEST_REFUSAL: Given(to={"reason": ClosureReason.SPAM.value}),
            Verb.RECORD_FOLLOWUP: Given(next_due=rng.choice([None, now + dt.timedelta(days=4)])),
            Verb.CHANGE_CONSENT: Given(consent=rng.choice([Consent.GIVEN, Consent.REFUSED])),
            Verb.DECIDE_COMMITTEE: Given(due=rng.choice([None, now + dt.timedelta(days=9)])),
            Verb.LOG_CALL: Given(told=True),
            Verb.SHUT_OUT: Given(target=send.target),
        }
        return filled.get(verb, Given())


SENDS = (Verb.REFER, Verb.REFER_JOINT, Verb.FORWARD_ON, Verb.INFORM, Verb.REQUEST_DISCLOSURE)
CLASSES: list[dict[str, str]] = [
    {},
    *({"severity": severity.value} for severity in Severity),
    *({"confidentiality": secrecy.value} for secrecy in Confidentiality),
    {"problem": ProblemType.VIOLENCE.value},
    {"problem": ProblemType.DISASTER.value},
]


@pytest.mark.parametrize("seed", range(WALKS))
def test_rows_history_and_machine_agree_after_every_act(world: World, time_machine: Any, seed: int) -> None:
    time_machine.move_to(START, tick=False)
    walk = DatabaseWalk(random.Random(seed), world, time_machine)
    for _step in range(STEPS):
        walk.step()
    assert walk.seen.total() > STEPS / 3, "a walk that does nothing proves nothing"


def test_an_act_that_the_machine_refuses_changes_no_row(world: World) -> None:
    """The walks do only what is permitted; here the door itself says no."""
    case = factories.received_case(world)
    before = store.load(case)
    with (
        pytest.raises(CaseError),
        act_on(verb=Verb.TAKE_ON, case=case, actor=world.local.officer) as act,
    ):
        act.record()
    assert store.load(Case.objects.get(pk=case.pk)) == before
    assert case.stage == Stage.RECEIVED
