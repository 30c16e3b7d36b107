"""Diligent people: from wherever a walk has led, they bring the case to its end."""

from __future__ import annotations

from collections import Counter

from cases.machine.holding import FINDING_A_HOME
from cases.machine.offices import may_take_on
from cases.machine.standing import Duty, Waiting
from cases.machine.table import TABLE
from cases.machine.verb import Ask
from cases.machine.vocabulary import DutyKind, Stage, Verb, WaitingKind, WaitingState
from cases.machine.world import Agent
from portal.vocabulary import ActorKind
from tests.cases.machine.town import CENTER, DEPARTMENT, HOUR
from tests.cases.machine.walks import SYSTEM, BrokenError, Walk, given_for

Way = tuple[Verb, Agent, Ask]

ENDS = {
    DutyKind.FORWARD: (
        Verb.ACCEPT,
        Verb.TAKE_ON,
        Verb.REFER,
        Verb.REQUEST_DISCLOSURE,
        Verb.SCREEN,
        Verb.REQUEST_REFUSAL,
        Verb.REJECT,
        Verb.RECORD_OUTSIDE,
    ),
    DutyKind.REROUTE: (
        Verb.REFER,
        Verb.REQUEST_DISCLOSURE,
        Verb.TAKE_ON,
        Verb.ACCEPT,
        Verb.RECORD_OUTSIDE,
        Verb.SCREEN,
        Verb.REQUEST_REFUSAL,
        Verb.REJECT,
    ),
    DutyKind.DECIDE: (Verb.REQUEST_CLOSURE, Verb.ADJUST_PLAN, Verb.PLAN_FOLLOWUP),
    DutyKind.ACT: (
        Verb.START_FOLLOWING_UP,
        Verb.REQUEST_CLOSURE,
        Verb.RECORD_HELP,
        Verb.SCREEN,
        Verb.TAKE_ON,
        Verb.REQUEST_REFUSAL,
        Verb.REJECT,
    ),
    DutyKind.ACKNOWLEDGE: (Verb.ACCEPT, Verb.RETURN, Verb.FORWARD_ON, Verb.RECORD_OUTSIDE, Verb.RECALL),
    DutyKind.PART: (Verb.COMPLETE_PART, Verb.CANCEL_PART, Verb.RECORD_OUTSIDE),
    DutyKind.FOLLOW: (Verb.RECORD_FOLLOWUP, Verb.REQUEST_CLOSURE),
    DutyKind.APPROVE: (Verb.APPROVE, Verb.REFUSE),
    DutyKind.ANSWER: (Verb.ANSWER, Verb.QUESTION_END),
    DutyKind.VISIT: (Verb.END_VISIT, Verb.CALL_OFF),
    DutyKind.COMMITTEE: (Verb.DECIDE_COMMITTEE, Verb.CALL_OFF),
    DutyKind.READ: (Verb.ACKNOWLEDGE,),
}
"""By which verbs a duty can be ended, or brought nearer to its end."""
TAKEN_OVER = {
    DutyKind.FORWARD,
    DutyKind.REROUTE,
    DutyKind.ACT,
    DutyKind.DECIDE,
    DutyKind.FOLLOW,
    DutyKind.ACKNOWLEDGE,
    DutyKind.APPROVE,
}


def ways_to_end(walk: Walk, duty: Duty) -> list[Way]:
    """Return every act by which somebody can end a duty now, or bring it nearer to its end."""
    standing, found = walk.standing, []
    verbs = ENDS.get(duty.kind, ()) + ((Verb.TAKE_OVER,) if duty.kind in TAKEN_OVER else ())
    for verb in verbs:
        line = TABLE[verb]
        if standing.stage not in line.stages:
            continue
        if line.answers and duty.waiting:
            rows: list[Waiting | None] = [standing.waiting[duty.waiting]]
        else:
            rows = list(standing.alive(*line.answers)) if line.answers else [None]
        for row in rows:
            if row is not None and row.kind not in line.answers:
                continue
            for by in walk.town.agents():
                near = {duty.organization, standing.holder, CENTER, DEPARTMENT}
                if by.kind == ActorKind.OFFICER and by.organization not in near:
                    continue
                for given in given_for(walk, verb, row):
                    ask = Ask(row, given)
                    if walk.can(by, verb, ask):
                        found.append((verb, by, ask))
    return found


def finish(walk: Walk, limit: int = 150) -> int:
    """Let diligent people bring the case to its end; return how many acts they needed.

    Raises:
        BrokenError: nobody can go on, or it takes too long.
    """
    rng = walk.rng
    tried: Counter[tuple[Verb, int]] = Counter()
    for count in range(limit):
        standing = walk.standing
        if standing.stage == Stage.CLOSED:
            return count
        duties = [d for d in standing.open_duties() if d.kind not in {DutyKind.TELL, DutyKind.ANSWER}]
        rng.shuffle(duties)
        ways: list[Way] = []
        for duty in duties:
            ways = [way for way in ways_to_end(walk, duty) if sensible(walk, way, tried, duty)]
            if standing.is_crisis and not standing.led and duty.kind in FINDING_A_HOME:
                right = may_take_on(walk.situation(SYSTEM).change()) | {CENTER}
                ways = [way for way in ways if way[0] != Verb.REFER or way[2].given.target in right] or ways
            if ways:
                break
        if not ways:
            questions = standing.questions()
            if not questions:
                raise BrokenError(
                    f"nobody can end {[(d.kind.value, d.organization) for d in duties]} at {standing.stage}, "
                    f"holder {standing.holder}, {standing.problem}, led {standing.led}"
                )
            walk.now = max(walk.now, questions[0].until)
            walk.do(SYSTEM, Verb.QUESTION_END, Ask(questions[0]))
            continue
        verb = rng.choice(sorted({way[0] for way in ways}))
        verb, by, ask = rng.choice([way for way in ways if way[0] == verb])
        tried[verb, duty.organization] += 1
        if duty.kind == DutyKind.FOLLOW and duty.due > walk.now:
            walk.wait((duty.due - walk.now) / HOUR)
            if not walk.can(by, verb, ask):
                continue
        walk.do(by, verb, ask)
    raise BrokenError(f"not finished in {limit} acts: {walk.trace[-8:]}")


def sensible(walk: Walk, way: Way, tried: Counter[tuple[Verb, int]], duty: Duty) -> bool:
    """Diligent people do not send a case round for ever."""
    verb, _by, ask = way
    standing = walk.standing
    if verb in {Verb.RETURN, Verb.FORWARD_ON, Verb.RECALL, Verb.REFUSE, Verb.ADJUST_PLAN}:
        return tried[verb, duty.organization] < 2
    if verb == Verb.RECORD_OUTSIDE and ask.given.outcome == WaitingState.RETURNED:
        return tried[verb, duty.organization] < 2
    if verb == Verb.PLAN_FOLLOWUP:
        return not standing.alive(WaitingKind.FOLLOW_UP) and tried[verb, duty.organization] < 2
    if verb == Verb.RECORD_FOLLOWUP and ask.given.next_due is not None:
        return tried[verb, duty.organization] < 3
    if verb == Verb.DECIDE_COMMITTEE and ask.given.due is not None:
        return tried[verb, duty.organization] < 2
    if verb == Verb.ACKNOWLEDGE and ask.given.unread_left:
        return False
    if verb == Verb.REQUEST_REFUSAL:
        return tried[verb, duty.organization] < 2
    if verb == Verb.RECORD_HELP:
        return not standing.helped
    return True
