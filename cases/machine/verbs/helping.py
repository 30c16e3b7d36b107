"""Helping, following up, going out, the committee, and asking to close (rows 14, 15, 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.holding import (
    end_pause,
    must_read,
    remember_due,
    start_work,
    stop_pauses,
    tell_reporter_by,
)
from cases.machine.rows import ask_to_decide, end_duties, end_row, go_on, plan_follow_up
from cases.machine.standing import CommitteeItem, FollowUp, Question, Visit
from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    Stage,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Severity

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.verb import Ask


def record_help(change: Change, ask: Ask) -> None:
    """Something was given; whoever gave it writes it down, and nothing else changes.

    What could not wait for the committee of a local administration is reported to it afterwards.
    """
    change.set(helped=True)
    organization = change.by.organization
    assert organization is not None
    if ask.given.before_committee and not _lies_before_the_committee(change, organization):
        _let_the_committee_decide(change, organization)
    tell_reporter_by(change)


def correct_help(change: Change, ask: Ask) -> None:
    """What was recorded by mistake counts no more; the reporter, who may have been told of it, is told anew (correct_help)."""
    change.set(helped=ask.given.still_helped)
    tell_reporter_by(change)


def _lies_before_the_committee(change: Change, organization: int) -> bool:
    waiting = change.standing.alive(WaitingKind.COMMITTEE_ITEM)
    return any(row.organization == organization for row in waiting)


def _let_the_committee_decide(change: Change, organization: int) -> None:
    row = change.open(CommitteeItem, state=WaitingState.SUBMITTED, organization=organization)
    change.start(DutyKind.COMMITTEE, organization, waiting=row.number)


def start_following_up(change: Change, ask: Ask) -> None:
    """The help was given; now somebody looks how the person is."""
    standing = change.standing
    change.set(stage=Stage.FOLLOWING_UP)
    for duty in standing.duties_of_the_case(DutyKind.ACT):
        remember_due(change, duty.organization, duty.due)
    end_duties(change, standing.duties_of_the_case(DutyKind.ACT))
    stop_pauses(change, remember=True)
    if not standing.alive(WaitingKind.FOLLOW_UP):
        plan_follow_up(change, standing.holder, ask.given.due)
    change.conflicts()
    tell_reporter_by(change)


def plan_followup(change: Change, ask: Ask) -> None:
    """Set one more date."""
    plan_follow_up(change, change.standing.holder, ask.given.due)
    end_duties(change, change.standing.open_duties(DutyKind.DECIDE))


def record_followup(change: Change, ask: Ask) -> None:
    """Somebody looked. After the last date it has to be decided what comes next, unless a next date is set here."""
    assert ask.row is not None
    end_row(change, ask.row, WaitingState.RECORDED)
    if ask.given.next_due is not None:
        plan_follow_up(change, change.standing.holder, ask.given.next_due)
    _decide_what_follows(change, DutyBasis.FINDING)


def cancel_followup(change: Change, ask: Ask) -> None:
    """A date is given up, with a reason; nothing is deleted."""
    assert ask.row is not None
    end_row(change, ask.row, WaitingState.CANCELLED)
    _decide_what_follows(change, DutyBasis.FINDING)


def _decide_what_follows(change: Change, basis: DutyBasis) -> None:
    standing = change.standing
    if standing.stage != Stage.FOLLOWING_UP or standing.alive(WaitingKind.FOLLOW_UP):
        return
    if not standing.duties_of_the_case(DutyKind.ACT, DutyKind.DECIDE):
        change.start(DutyKind.DECIDE, standing.holder, basis=basis)


def adjust_plan(change: Change, ask: Ask) -> None:
    """Back to work. A finding gives a fresh limit, once; otherwise the work goes on with the time it had."""
    standing = change.standing
    change.set(stage=Stage.WORKING)
    if not standing.is_crisis:
        end_duties(change, standing.open_duties(DutyKind.REROUTE))
    findings = [
        row
        for row in standing.waiting.values()
        if isinstance(row, FollowUp) and row.state == WaitingState.RECORDED and not row.used
    ]
    for row in findings:
        change.update(row, used=True)
    end_duties(change, standing.open_duties(DutyKind.DECIDE))
    if not standing.duties_of_the_case(DutyKind.ACT):
        start_work(change, DutyBasis.FINDING if findings else DutyBasis.ADJUSTED)
    change.conflicts()
    tell_reporter_by(change)


def request_closure(change: Change, ask: Ask) -> None:
    """Somebody else decides whether the case is closed; work goes on meanwhile, and its time stands still (`lateness`)."""
    if ask.given.risk_assessed:
        change.set(risk_assessed=True)
    ask_to_decide(change, ApprovalSubject.CLOSE, terms=ask.given.to)


def dispatch(change: Change, ask: Ask) -> None:
    """A mobile unit goes out."""
    organization = change.by.organization
    assert organization is not None
    row = change.open(Visit, state=WaitingState.DISPATCHED, organization=organization)
    change.start(DutyKind.VISIT, organization, waiting=row.number)


def set_out(change: Change, ask: Ask) -> None:
    """The unit has left; a second time changes nothing."""
    row = ask.row
    if isinstance(row, Visit) and row.set_out_at is None:
        change.update(row, set_out_at=ask.given.happened_at or change.now)


def arrive(change: Change, ask: Ask) -> None:
    """The unit has arrived; a second time changes nothing. Who says so without having said that they left, left as well."""
    row = ask.row
    if isinstance(row, Visit) and row.arrived_at is None:
        at = ask.given.happened_at or change.now
        change.update(row, set_out_at=row.set_out_at or at, arrived_at=at)


def end_visit(change: Change, ask: Ask) -> None:
    """The unit has done what it could, or turned back."""
    assert ask.row is not None
    end_row(change, ask.row, WaitingState.DONE)


def submit_committee(change: Change, ask: Ask) -> None:
    """The local administration's committee is asked to decide."""
    organization = change.by.organization
    assert organization is not None
    _let_the_committee_decide(change, organization)


def decide_committee(change: Change, ask: Ask) -> None:
    """The committee decided; a deferral with a date keeps the item, with the same chain."""
    assert ask.row is not None
    if ask.given.due is not None:
        for duty in change.standing.open_duties(DutyKind.COMMITTEE, waiting=ask.row.number):
            go_on(change, duty, due=ask.given.due, basis=DutyBasis.APPROVED)
        return
    end_row(change, ask.row, WaitingState.DECIDED)


def call_off(change: Change, ask: Ask) -> None:
    """The holder ends another organization's visit or committee item; that organization is told."""
    assert ask.row is not None
    end_row(change, ask.row, WaitingState.WITHDRAWN)


def ask(change: Change, ask: Ask) -> None:
    """Ask what only the reporter knows. The work stands still once per case, never late, urgent or in a crisis."""
    standing = change.standing
    acting = standing.duties_of_the_case(DutyKind.ACT)
    pauses = (
        bool(acting)
        and not standing.is_crisis
        and standing.severity == Severity.NORMAL
        and acting[0].due >= change.now
        and not standing.time_stood_still
    )
    until = change.limit(DutyKind.ANSWER)
    if pauses:
        until = min(until, change.now + change.limits.longest_pause(standing))
    row = change.open(
        Question,
        state=WaitingState.OPEN,
        organization=standing.holder,
        asked_at=change.now,
        until=until,
        pausing=pauses,
        **({"rest": acting[0].due - change.now} if acting else {}),
    )
    if pauses:
        end_duties(change, acting, DutyEnd.SUSPENDED)
    change.start(DutyKind.ANSWER, standing.holder, waiting=row.number, due=until)
    tell_reporter_by(change)


def answer(change: Change, ask: Ask) -> None:
    """The answer has come; what the citizen wrote themselves has to be read."""
    assert isinstance(ask.row, Question)
    end_row(change, ask.row, WaitingState.ANSWERED)
    end_pause(change, ask.row)
    if change.by.is_citizen:
        must_read(change)


def question_end(change: Change, ask: Ask) -> None:
    """Nobody answered; the work goes on with the time that was left."""
    assert isinstance(ask.row, Question)
    end_row(change, ask.row, WaitingState.EXPIRED)
    end_pause(change, ask.row)
