"""Decisions, classes, more time, and opening again (rows 18 to 20)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.machine.holding import (
    close,
    let_center_coordinate,
    remember_due,
    search_again,
    start_work,
    tell_reporter_by,
)
from cases.machine.lateness import ENDED_BY_CLOSING
from cases.machine.offices import (
    may_take_on,
    who_can_take_over,
)
from cases.machine.rows import ask_to_decide, end_duties, end_row, go_on
from cases.machine.standing import Approval
from cases.machine.verbs.classes import change_classes
from cases.machine.verbs.forwarding import send
from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyBasis,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Consent

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.verb import Ask


def _approval(ask: Ask) -> Approval:
    assert isinstance(ask.row, Approval)
    return ask.row


def approve(change: Change, ask: Ask) -> None:
    """Do what was asked for."""
    row = _approval(ask)
    if row.subject == ApprovalSubject.CLOSE:
        _end_work_as_of(change, row)
    end_row(change, row, WaitingState.APPROVED)
    if row.subject in {ApprovalSubject.CLOSE, ApprovalSubject.REFUSE}:
        close(change)
    elif row.subject == ApprovalSubject.LOWER:
        change_classes(change, row.terms, approved=True, unwanted=ask.given.unwanted)
    elif row.subject == ApprovalSubject.MORE_TIME:
        duty = change.standing.duties[row.about]
        go_on(change, duty, due=dt.datetime.fromisoformat(row.terms["due"]), basis=DutyBasis.APPROVED)
    else:
        mode, ground = WaitingKind(row.terms["mode"]), Consent(row.terms["ground"])
        send(change, mode, sender=change.standing.holder, target=row.about, ground=ground)
        change.conflicts()


def _end_work_as_of(change: Change, closure: Approval) -> None:
    """Let the work, and the decision on it, have been done when its end was asked for.

    Nobody is late because somebody else decides slowly; until then their time stands still (`cases.machine.lateness`).
    """
    standing = change.standing
    asked = min(duty.started for duty in standing.duties.values() if duty.waiting == closure.number)
    for duty in standing.duties_of_the_case(*ENDED_BY_CLOSING):
        if duty.kind == DutyKind.ACT:
            remember_due(change, duty.organization, duty.due)
        end_duties(change, [duty], at=max(asked, duty.made))


def refuse(change: Change, ask: Ask) -> None:
    """Say no, with a reason; the work goes on as it did."""
    end_row(change, _approval(ask), WaitingState.REFUSED)


def withdraw_request(change: Change, ask: Ask) -> None:
    """Whoever asked for a decision needs it no more."""
    end_row(change, _approval(ask), WaitingState.WITHDRAWN)


def request_more_time(change: Change, ask: Ask) -> None:
    """Ask for a later due time before it is late."""
    duty, due = change.standing.duties[ask.given.duty or 0], ask.given.due
    assert due is not None
    ask_to_decide(change, ApprovalSubject.MORE_TIME, about=duty.number, terms={"due": due.isoformat()})


def request_lowering(change: Change, ask: Ask) -> None:
    """Somebody else decides whether less haste, less secrecy, or another leader is right."""
    ask_to_decide(change, ApprovalSubject.LOWER, terms=ask.given.to)


def reclassify(change: Change, ask: Ask) -> None:
    """Raise at once: the earlier of the old due time and the new limit from now."""
    change_classes(change, ask.given.to, approved=False, unwanted=ask.given.unwanted)


def reopen(change: Change, ask: Ask) -> None:
    """Begin again where somebody can act: at the holder, who followed it, or the center."""
    standing = change.standing
    holder = who_can_take_over(change, standing.holder)
    change.end_grants([*standing.grants_of(holder), *standing.grants_of(reason=GrantReason.HOLDER)])
    if holder != standing.holder and change.offices.is_active(standing.holder):
        change.grant(standing.holder, Scope.SUMMARY, GrantReason.WAS_HOLDER)
    change.set(holder=holder, closed_at=None)
    change.grant(holder, Scope.FULL, GrantReason.HOLDER)
    let_center_coordinate(change)
    if standing.worked_on:
        change.set(stage=Stage.WORKING)
        start_work(change, DutyBasis.REOPENED)
        if standing.is_crisis and holder not in may_take_on(change):
            change.set(led=False)
            search_again(change, DutyBasis.REOPENED)
    else:
        change.set(stage=Stage.RECEIVED)
        before = standing.forward_due.get(holder)
        due = max(change.grace, before) if before is not None else change.grace
        change.start(DutyKind.FORWARD, holder, due=due, basis=DutyBasis.REOPENED)
    change.conflicts()
    tell_reporter_by(change)
