"""The machine walked at random: whatever bodies do, the invariants of the design hold, and a case can be finished.

A Hypothesis state machine over the real domain functions and the real database. After every step the whole case is
checked; at the end of every walk a diligent set of bodies finishes it (liveness).
"""

from __future__ import annotations

import os
import uuid
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases import rules
from cases.domain.intake import submit_case
from cases.errors import CaseError
from cases.models import Case, Referral
from cases.verbs.permissions import allowed_verbs, offers
from cases.vocabulary import CaseState, Channel, Confidentiality, ReferralMode, ReferralState, Verb
from portal.actors import Actor, Citizen
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.domain.verbs import CALLS, do
from tests.cases.factories import Body, World, submission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WORLD: list[World] = []
WALK_VERBS = sorted(set(CALLS) - {Verb.REOPEN})
WAYS_OUT = {
    Verb.RECLASSIFY,
    Verb.REJECT,
    Verb.REQUEST_CLOSURE,
    Verb.REFUSE_CLOSURE,
    Verb.RECALL,
    Verb.RECALL_JOINT,
}
DONE: Counter[Verb] = Counter()
WALKS = int(os.environ.get("KLANG_WALKS", "0"))
"""Set it to walk longer and elsewhere: `KLANG_WALKS=2000 bin/test tests/cases/domain/test_machine.py`."""
PROBLEMS = st.sampled_from([ProblemType.DISASTER, ProblemType.VIOLENCE, ProblemType.UNSURE])
BODIES = st.integers(0, 4)


class CaseWalk(RuleBasedStateMachine):
    """One case and five bodies that do whatever comes to their mind."""

    case: Case

    def __init__(self) -> None:
        super().__init__()
        self.world = WORLD[0]
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        """Finish the case as diligent people would, then forget it."""
        try:
            if hasattr(self, "case"):
                self.finish()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    @initialize(problem=PROBLEMS, channel=st.sampled_from([Channel.WEB, Channel.WALK_IN]), by=BODIES)
    def submit(self, problem: ProblemType, channel: Channel, by: int) -> None:
        """A citizen by web, or any body at its counter."""
        actor = Citizen() if channel == Channel.WEB else self.world.everybody[by].officer
        request = submission(problem=problem, channel=channel)
        self.case = submit_case(submission=request, token=uuid.uuid4(), actor=actor).case

    def body(self, number: int) -> Body:
        return self.world.everybody[number]

    def referrals(self, *states: ReferralState) -> list[Referral]:
        return [referral for referral in self.case.referrals.all() if referral.state in states]

    @rule(
        verb=st.sampled_from(WALK_VERBS),
        by=BODIES,
        other=BODIES,
        supervisor=st.booleans(),
        which=st.integers(0, 3),
    )
    def anybody_tries_anything(self, verb: Verb, by: int, other: int, supervisor: bool, which: int) -> None:
        """Most tries are refused; a refusal changes nothing."""
        body = self.body(by)
        self.attempt(verb, body.supervisor if supervisor else body.officer, other, which)

    @rule(pick=st.integers(0, 30), other=BODIES, supervisor=st.booleans(), by=BODIES)
    def somebody_presses_a_button_that_is_offered(
        self, pick: int, other: int, supervisor: bool, by: int
    ) -> None:
        """What the page offers works, unless the target or the text is refused."""
        self.press(pick, other, supervisor, by, set(CALLS))

    @rule(pick=st.integers(0, 30), other=BODIES, supervisor=st.booleans(), by=BODIES)
    def somebody_does_real_work(self, pick: int, other: int, supervisor: bool, by: int) -> None:
        """The same without the ways out, so that walks get far."""
        self.press(pick, other, supervisor, by, set(CALLS) - WAYS_OUT)

    def press(self, pick: int, other: int, supervisor: bool, by: int, verbs: set[Verb]) -> None:
        concerned = [
            body
            for body in self.world.everybody
            if Case.objects.visible_to(body.officer).filter(pk=self.case.pk)
        ]
        body = concerned[by % len(concerned)]
        actor = body.supervisor if supervisor else body.officer
        buttons = [o for o in offers(self.case, actor) if o.missing is None and o.verb in verbs]
        if buttons:
            offer = buttons[pick % len(buttons)]
            self.attempt(offer.verb, actor, other, answered=offer.referral)

    @precondition(lambda self: self.case.state == CaseState.CLOSED)
    @rule()
    def the_citizen_says_not_fixed(self) -> None:
        self.attempt(Verb.REOPEN, Citizen(self.case.reference), 0)

    @precondition(lambda self: self.case.state == CaseState.IN_PROGRESS)
    @rule()
    def it_is_beyond_what_the_holder_can_do(self) -> None:
        """Only a local administration may send it up; anybody else is refused."""
        self.attempt(Verb.ESCALATE, self.holder().supervisor, self.world.everybody.index(self.world.center))

    @precondition(lambda self: self.case.state == CaseState.CLOSURE_REQUESTED)
    @rule(by_supervisor=st.booleans())
    def the_closure_is_refused(self, by_supervisor: bool) -> None:
        """Only a supervisor may, and not the one who asked."""
        self.attempt(
            Verb.REFUSE_CLOSURE, self.holder().supervisor if by_supervisor else self.holder().officer, 0
        )

    def holder(self) -> Body:
        return next(b for b in self.world.everybody if b.organization.pk == self.case.holder_id)

    def attempt(
        self, verb: Verb, actor: Actor, target: int, which: int = 0, answered: Referral | None = None
    ) -> None:
        before = (self.case.version, self.case.state, self.case.holder_id)
        open_referrals = self.referrals(ReferralState.SENT, ReferralState.ACCEPTED)
        if answered is None and open_referrals:
            answered = open_referrals[which % len(open_referrals)]
        needs = verb in {
            Verb.ACCEPT, Verb.RETURN, Verb.RECALL, Verb.FORWARD_ON,
            Verb.ACCEPT_JOINT, Verb.RETURN_JOINT, Verb.RECALL_JOINT, Verb.COMPLETE_JOINT,
        }  # fmt: skip
        if needs and answered is None:
            return
        organization = self.body(target).organization
        try:
            do(verb, self.case, actor, answered=answered, target=organization)
        except CaseError:
            self.reload()
            assert (self.case.version, self.case.state, self.case.holder_id) == before
        else:
            self.reload()
            assert self.case.version == before[0] + 1
            DONE[verb] += 1

    def reload(self) -> None:
        self.case = Case.objects.select_related("holder").get(pk=self.case.pk)

    # --- what always holds -------------------------------------------------------------------------------------------

    @invariant()
    def at_most_one_handover_waits_and_then_the_case_is_referred(self) -> None:
        waiting = [r for r in self.referrals(ReferralState.SENT) if r.mode == ReferralMode.HANDOVER]
        assert len(waiting) <= 1
        assert (self.case.state == CaseState.REFERRED) == bool(waiting)

    @invariant()
    def the_holder_is_the_target_of_the_accepted_handover(self) -> None:
        accepted = [r for r in self.referrals(ReferralState.ACCEPTED) if r.mode == ReferralMode.HANDOVER]
        assert len(accepted) <= 1
        for referral in accepted:
            assert referral.target_id == self.case.holder_id

    @invariant()
    def an_open_case_has_a_running_clock_and_a_closed_one_has_none(self) -> None:
        running = list(self.case.clocks.running())
        if self.case.is_closed:
            assert not running
            assert not self.referrals(ReferralState.SENT, ReferralState.ACCEPTED)
            assert self.case.closed_at
            assert self.case.retention_until
        else:
            assert running
            mine = [
                clock
                for clock in running
                if clock.referral is None or clock.referral.mode == ReferralMode.HANDOVER
            ]
            assert mine, "somebody must have to do something about the case itself"
            assert len({(clock.kind, clock.referral_id) for clock in running}) == len(running)

    @invariant()
    def clocks_of_answered_referrals_have_stopped(self) -> None:
        for clock in self.case.clocks.running().exclude(referral=None).select_related("referral"):
            assert clock.referral.state in {ReferralState.SENT, ReferralState.ACCEPTED}
            assert clock.organization_id == clock.referral.target_id

    @invariant()
    def replaying_the_events_gives_the_state(self) -> None:
        state, holder, referrals = "", None, {}
        for number, event in enumerate(self.case.events.all(), start=1):
            assert (event.sequence, event.from_state) == (number, state)
            state, holder = event.to_state, event.holder_id
            if event.referral_id:
                referrals[event.referral_id] = event.referral_state
        assert (state, holder, self.case.events.count()) == (
            self.case.state,
            self.case.holder_id,
            self.case.version,
        )
        for referral in self.referrals(ReferralState.SENT):
            assert referrals[referral.pk] == ReferralState.SENT

    @invariant()
    def only_who_has_a_part_in_it_sees_it(self) -> None:
        seen = {
            body.organization.pk
            for body in self.world.everybody
            if Case.objects.visible_to(body.officer).filter(pk=self.case.pk).exists()
        }
        helpers = {
            r.target_id
            for r in self.referrals(ReferralState.SENT, ReferralState.ACCEPTED)
            if r.state == ReferralState.SENT or r.mode == ReferralMode.JOINT
        }
        assert seen == {self.case.holder_id} | helpers

    @invariant()
    def a_crisis_is_never_open_to_read(self) -> None:
        if self.case.is_crisis:
            assert self.case.confidentiality == Confidentiality.RESTRICTED
            assert self.case.state != CaseState.AWAITING_INFO

    @invariant()
    def the_register_has_every_holder_once(self) -> None:
        entries = list(self.case.register_entries.values_list("organization_id", flat=True))
        assert len(entries) == len(set(entries))
        assert self.case.holder_id in entries

    # --- liveness ------------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """A diligent set of bodies finishes any case within 25 steps."""
        for _ in range(25):
            if self.case.is_closed:
                return
            self.diligent_step()
            self.reload()
        raise AssertionError(f"not finished: {[event.verb for event in self.case.events.all()]}")

    def diligent_step(self) -> None:
        holder = self.holder()
        for referral in self.referrals(ReferralState.SENT, ReferralState.ACCEPTED):
            target = next(b for b in self.world.everybody if b.organization.pk == referral.target_id)
            if referral.state == ReferralState.SENT:
                verb = Verb.ACCEPT if referral.mode == ReferralMode.HANDOVER else Verb.ACCEPT_JOINT
                do(verb, self.case, target.officer, answered=referral, target=target.organization)
                return
            if referral.mode == ReferralMode.JOINT:
                do(
                    Verb.COMPLETE_JOINT,
                    self.case,
                    target.officer,
                    answered=referral,
                    target=target.organization,
                )
                return
        wanted = [
            Verb.APPROVE_CLOSURE,
            Verb.ANSWER,
            Verb.SCREEN,
            Verb.TAKE_ON,
            Verb.REQUEST_CLOSURE,
            Verb.RECORD_HELP,
        ]
        lead = self.world.lead
        if self.case.is_crisis and holder is not lead and self.case.state in rules_referable():
            do(Verb.REFER, self.case, holder.supervisor, target=self.next_body(holder, lead).organization)
            return
        # The officer asks, the supervisor decides; where the supervisor asked, somebody else refuses to wait.
        for actor in (holder.supervisor, holder.officer):
            for verb in wanted:
                if verb in allowed_verbs(self.case, actor) and not (
                    verb == Verb.REQUEST_CLOSURE and actor is holder.supervisor
                ):
                    do(verb, self.case, actor, target=lead.organization)
                    return
        second = officer(holder.organization, holder.supervisor.role)
        do(Verb.APPROVE_CLOSURE, self.case, second, target=lead.organization)

    def next_body(self, holder: Body, lead: Body) -> Body:
        """The lead agency, or the center when the way there is closed (row 4)."""
        answer = rules.may_refer_to(self.case, lead.organization, holder.supervisor, ReferralMode.HANDOVER)
        return lead if answer is None else self.world.center


def rules_referable() -> set[CaseState]:
    return {CaseState.SCREENED, CaseState.IN_PROGRESS, CaseState.FOLLOWING_UP}


def test_the_machine_holds_what_the_design_promises(db):
    WORLD[:] = [factories.world()]
    DONE.clear()
    run_state_machine_as_test(
        CaseWalk,
        settings=settings(
            max_examples=WALKS or 30,
            stateful_step_count=30,
            derandomize=not WALKS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert WALKS or set(CALLS) <= set(DONE), f"the walks never did {set(CALLS) - set(DONE)}"
