"""Problem, severity, confidentiality and place become others: what follows for the time and for where the case has to go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cases.machine.holding import FINDING_A_HOME, ensure_driven, let_center_coordinate
from cases.machine.offices import NOBODY, is_in_right_hands, may_accept_crisis
from cases.machine.rows import end_duties, end_row, go_on
from cases.machine.succession import shut_out
from cases.machine.vocabulary import (
    IN_WORK,
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    WaitingState,
)
from cases.vocabulary import Confidentiality, Severity
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.machine.change import Change

WORDS = {"problem": ProblemType, "severity": Severity, "confidentiality": Confidentiality}
"""What can be reclassified, and the vocabulary of each."""
RECOUNTED = (DutyKind.FORWARD, DutyKind.ACT, DutyKind.ACKNOWLEDGE, DutyKind.PART)
"""The duties whose limit follows from problem and severity; sending on keeps its own short time."""


def change_classes(
    change: Change, to: Mapping[str, str], *, approved: bool, unwanted: frozenset[int] = NOBODY
) -> None:
    """Give a case another problem, severity, confidentiality or place, with all that follows for its time and its way.

    Args:
        change: the act.
        to: new codes by name; what is not named stays.
        approved: somebody decided it, so that times may become later.
        unwanted: organizations of another place that the reporter does not want to know.
    """
    if "place" in to:
        _change_place(change, to["place"], unwanted)
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


def _change_place(change: Change, place: str, unwanted: frozenset[int]) -> None:
    """Look at the case from where it really lies: who leads a crisis there, which center coordinates, who may not know.

    Whoever was shut out stays so: nobody is let in by a correction (privacy 16).
    """
    standing, led_by = change.standing, may_accept_crisis(change)
    change.offices = change.offices.seen_from(place)
    change.conflicts()
    center = change.offices.center()
    coordinates = standing.grants_of(reason=GrantReason.COORDINATES)
    change.end_grants(grant for grant in coordinates if grant.organization != center)
    let_center_coordinate(change)
    shut_out(change, unwanted)
    if standing.is_crisis and may_accept_crisis(change) != led_by:
        _follow_the_crisis(change, was_crisis=True)


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
