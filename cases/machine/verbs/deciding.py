"""Decisions, classes, more time, and opening again (rows 18 to 20)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.machine.holding import (
    FINDING_A_HOME,
    close,
    ensure_driven,
    let_center_coordinate,
    remember_due,
    search_again,
    start_work,
    tell_reporter_by,
)
from cases.machine.offices import (
    is_in_right_hands,
    may_accept_crisis,
    may_take_on,
    who_can_take_over,
)
from cases.machine.rows import ask_to_decide, end_duties, end_row, go_on
from cases.machine.standing import Approval
from cases.machine.verbs.forwarding import send
from cases.machine.vocabulary import (
    IN_WORK,
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Confidentiality, Consent, Severity
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.verb import Ask

WORDS = {"problem": ProblemType, "severity": Severity, "confidentiality": Confidentiality}
"""What can be reclassified, and the vocabulary of each."""
RECOUNTED = (DutyKind.FORWARD, DutyKind.ACT, DutyKind.ACKNOWLEDGE, DutyKind.PART)
"""The duties whose limit follows from problem and severity; sending on keeps its own short time."""


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
        _reclassify(change, row.terms, approved=True)
    elif row.subject == ApprovalSubject.MORE_TIME:
        duty = change.standing.duties[row.about]
        go_on(change, duty, due=dt.datetime.fromisoformat(row.terms["due"]), basis=DutyBasis.APPROVED)
    else:
        mode, ground = WaitingKind(row.terms["mode"]), Consent(row.terms["ground"])
        send(change, mode, sender=change.standing.holder, target=row.about, ground=ground)
        change.conflicts()


def _end_work_as_of(change: Change, closure: Approval) -> None:
    """Let the work have been done when its end was asked for: nobody is late because somebody else decides slowly."""
    standing = change.standing
    asked = min(duty.started for duty in standing.duties.values() if duty.waiting == closure.number)
    for duty in standing.duties_of_the_case(DutyKind.ACT):
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
    _reclassify(change, ask.given.to, approved=False)


def _reclassify(change: Change, to: object, *, approved: bool) -> None:
    assert isinstance(to, dict)
    for name, vocabulary in WORDS.items():
        if name in to:
            _change_class(change, name, vocabulary(to[name]), approved=approved)


def _change_class(change: Change, name: str, value: str, *, approved: bool) -> None:
    standing = change.standing
    was_crisis, was_severity = standing.is_crisis, standing.severity
    change.set(**{name: value})
    change.conflicts()
    severities = list(Severity)
    raised = severities.index(standing.severity) > severities.index(was_severity)
    is_new_trouble = standing.is_crisis and (not was_crisis or not is_in_right_hands(change))
    if is_new_trouble or raised:
        _let_time_run(change)
    _recount(change, approved=approved)
    if standing.is_crisis:
        _follow_the_crisis(change, was_crisis=was_crisis)
    elif was_crisis:
        if standing.stage in IN_WORK:
            end_duties(change, standing.open_duties(*FINDING_A_HOME), DutyEnd.WITHDRAWN)
        for row in standing.approvals(ApprovalSubject.REFUSE):
            end_row(change, row, WaitingState.WITHDRAWN)
        change.set(crisis_since=None)
        ensure_driven(change, DutyBasis.RECLASSIFIED)


def _let_time_run(change: Change) -> None:
    """Whatever becomes urgent or a crisis does not stand still."""
    standing = change.standing
    for question in standing.questions(pausing=True):
        change.update(question, pausing=False, paused=change.now - question.asked_at)
        due = min(change.now + question.rest, change.limit(DutyKind.ACT))
        change.start(DutyKind.ACT, standing.holder, due=due, basis=DutyBasis.PAUSED)


def _recount(change: Change, *, approved: bool) -> None:
    """Give running duties their new limit: never later by raising, counted from their start by lowering."""
    for duty in change.standing.open_duties(*RECOUNTED):
        if approved:
            due = max(duty.due, change.limits.due(duty.kind, change.standing, duty.started))
            if duty.kind == DutyKind.FORWARD and change.standing.is_crisis:
                due = duty.due
        else:
            due = min(duty.due, change.limit(duty.kind))
        if due != duty.due:
            go_on(change, duty, due=due, basis=DutyBasis.APPROVED if approved else DutyBasis.RECLASSIFIED)


def _follow_the_crisis(change: Change, *, was_crisis: bool) -> None:
    """Let the 24 hours run for what became a crisis, or changed its leader, unless it lies in the right hands."""
    standing = change.standing
    if not was_crisis:
        change.set(crisis_since=change.now)
    if standing.holder in may_accept_crisis(change):
        if standing.stage in IN_WORK:
            end_duties(change, standing.open_duties(*FINDING_A_HOME))
            change.set(led=True)
        elif not was_crisis and not standing.open_duties(DutyKind.FORWARD):
            end_duties(change, standing.open_duties(DutyKind.REROUTE), DutyEnd.SUPERSEDED)
            change.start(DutyKind.FORWARD, standing.holder, basis=DutyBasis.NEW_CRISIS)
        return
    change.set(led=False)
    if standing.open_duties(DutyKind.FORWARD):
        return
    end_duties(change, standing.open_duties(DutyKind.REROUTE), DutyEnd.SUPERSEDED)
    basis = DutyBasis.RECLASSIFIED if was_crisis else DutyBasis.NEW_CRISIS
    due = change.grace if was_crisis else None
    change.start(DutyKind.FORWARD, standing.holder, due=due, basis=basis)


def reopen(change: Change, ask: Ask) -> None:
    """Begin again where somebody can act: at the holder, who followed it, or the center."""
    standing = change.standing
    holder = who_can_take_over(change, standing.holder)
    change.end_grants(standing.grants_of(holder))
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
