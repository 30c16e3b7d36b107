"""What drives a case, who holds it, and how it ends. Nobody wins time by a move (docs/design/cases.md, 5)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.machine.offices import is_in_right_hands, may_accept_crisis
from cases.machine.rows import (
    OWN_KINDS,
    end_duties,
    end_row,
    go_on,
    has_own_row,
    readdress,
)
from cases.machine.standing import FollowUp, Question, Referral
from cases.machine.vocabulary import (
    BEFORE_WORK,
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

if TYPE_CHECKING:
    from cases.machine.change import Change

FINDING_A_HOME = (DutyKind.FORWARD, DutyKind.REROUTE)
"""The two duties by which the responsible organization is looked for; only one of them runs."""


# Time -------------------------------------------------------------------------------------------------------------


def remember_due(change: Change, organization: int, due: dt.datetime) -> None:
    """Keep by when an organization had to act, for the day on which the work comes back to it."""
    change.set(act_due={**change.standing.act_due, organization: due})


def remember_forward(change: Change, due: dt.datetime) -> None:
    """Keep by when the holder had to find the responsible organization, for the day on which it has to again."""
    change.set(forward_due={**change.standing.forward_due, change.standing.holder: due})


def start_work(change: Change, basis: DutyBasis = DutyBasis.FIRST) -> None:
    """Begin the duty to act at the holder.

    The first time it gets its whole limit. An organization that had it before goes on with its own due time, and at
    least with the time of sending it on. Only a follow-up with a finding, or a finished pause, gives a fresh limit.
    """
    before = change.standing.act_due.get(change.standing.holder)
    fresh = basis == DutyBasis.FINDING or before is None
    due = None if fresh or before is None else max(before, change.grace)
    change.start(DutyKind.ACT, change.standing.holder, due=due, basis=basis)


def search_again(change: Change, basis: DutyBasis) -> None:
    """Begin the duty to send the case on, unless one of its kind runs."""
    if not change.standing.open_duties(*FINDING_A_HOME):
        change.start(DutyKind.REROUTE, change.standing.holder, due=change.grace, basis=basis)


def tell_reporter_by(change: Change) -> None:
    """Something was made known to the reporter, or can be read by them now; the next time is due again."""
    if change.standing.is_open:
        end_duties(change, change.standing.open_duties(DutyKind.TELL))
        change.start(DutyKind.TELL, change.standing.holder)


def must_read(change: Change) -> None:
    """Somebody at the holder has to read what the citizen sent; one such duty is enough."""
    if not change.standing.open_duties(DutyKind.READ):
        change.start(DutyKind.READ, change.standing.holder)


def end_pause(change: Change, question: Question) -> None:
    """Let time run again after a question, as long as no other one holds it."""
    if not question.pausing or change.standing.questions(pausing=True):
        return
    standing = change.standing
    if standing.stage == Stage.WORKING and not standing.open_duties(
        DutyKind.ACT, waiting=0, organization=standing.holder
    ):
        change.update(question, paused=change.now - question.asked_at)
        change.start(DutyKind.ACT, standing.holder, due=change.now + question.rest, basis=DutyBasis.PAUSED)


def stop_pauses(change: Change, *, remember: bool) -> None:
    """Let no question hold the time any more; the rest of the time is kept for who acted, if asked so."""
    for question in change.standing.questions(pausing=True):
        if remember:
            remember_due(change, change.standing.holder, change.now + question.rest)
        change.update(question, pausing=False, paused=change.now - question.asked_at)


def ensure_driven(change: Change, basis: DutyBasis) -> None:
    """Let a duty drive the case, if none does: what waits for nobody is forgotten.

    A crisis that is worked on where it may not stay gets the duty to pass it on as well.
    """
    standing = change.standing
    if not standing.is_open or standing.questions(pausing=True):
        return
    if standing.stage in BEFORE_WORK:
        if standing.pending_handover is None and not standing.open_duties(*FINDING_A_HOME, DutyKind.ACT):
            search_again(change, basis)
    elif standing.stage == Stage.FOLLOWING_UP:
        if not standing.open_duties(DutyKind.FOLLOW, DutyKind.ACT, DutyKind.DECIDE):
            change.start(DutyKind.DECIDE, standing.holder, basis=basis)
    elif not standing.duties_of_the_case(DutyKind.ACT):
        start_work(change, DutyBasis.BACK)
    if (
        standing.stage in IN_WORK
        and not is_in_right_hands(change)
        and not standing.open_duties(*FINDING_A_HOME)
    ):
        change.set(led=False)
        search_again(change, basis)


# Moving -----------------------------------------------------------------------------------------------------------


def move_to(change: Change, holder: int, *, accepted: bool, ended: bool = False) -> None:
    """Make another organization the holder, with everything that goes with the case.

    Args:
        change: the act.
        holder: the new one.
        accepted: it took the case by its own decision, or its supervisor's; otherwise the case fell to it.
        ended: the old holder ended or nobody is left there: that is no acceptance.
    """
    standing, old = change.standing, change.standing.holder
    for duty in standing.duties_of_the_case(DutyKind.ACT):
        remember_due(change, old, duty.due)
    for question in standing.questions(pausing=True):
        remember_due(change, old, change.now + question.rest)
        change.update(question, paused=change.now - question.asked_at)
    for approval in standing.approvals():
        if approval.requesting == old:
            end_row(change, approval, WaitingState.WITHDRAWN)
    _move_rows(change, old, holder)
    searching = standing.open_duties(DutyKind.FORWARD)
    others = [duty for duty in standing.duties_of_the_case() if duty.kind != DutyKind.FORWARD]
    end_duties(change, others, DutyEnd.DONE if accepted else DutyEnd.SUPERSEDED)
    _move_access(change, old, holder)
    for approval in standing.approvals(ApprovalSubject.MORE_TIME):
        readdress(change, approval)
    _end_referrals_to_itself(change, holder)
    if not standing.is_crisis:
        end_duties(change, searching)
    elif holder in may_accept_crisis(change) and (not ended or standing.stage in IN_WORK):
        if accepted and holder != change.offices.center():
            # The center stood in until now (cases.md, 5).
            change.set(stand_in=False)
        change.set(led=True)
        end_duties(change, searching)
    elif searching and not standing.led:
        go_on(change, searching[0], organization=holder)
    else:
        end_duties(change, searching, DutyEnd.SUPERSEDED)
        change.set(led=False)
        search_again(change, DutyBasis.MOVED)
    change.conflicts()
    tell_reporter_by(change)


def _move_rows(change: Change, old: int, holder: int) -> None:
    """Let questions, follow-ups and unread messages go with the case."""
    for question in change.standing.questions():
        change.update(question, organization=holder, pausing=False)
        for duty in change.standing.open_duties(DutyKind.ANSWER, waiting=question.number):
            go_on(change, duty, organization=holder)
    for row in change.standing.alive(WaitingKind.FOLLOW_UP):
        if isinstance(row, FollowUp) and row.organization == old:
            change.update(row, organization=holder)
            for duty in change.standing.open_duties(DutyKind.FOLLOW, waiting=row.number):
                go_on(change, duty, organization=holder)
    for duty in change.standing.open_duties(DutyKind.READ):
        go_on(change, duty, organization=holder)


def let_center_coordinate(change: Change) -> None:
    """Let the center know, in short, of the cases of its local administrations (cases.md, 2)."""
    standing, center = change.standing, change.offices.center()
    coordinates = standing.grants_of(center, GrantReason.COORDINATES)
    if not change.offices.is_local(standing.holder) or center in standing.excluded:
        change.end_grants(coordinates)
    elif not coordinates:
        change.grant(center, Scope.SUMMARY, GrantReason.COORDINATES)


def _move_access(change: Change, old: int, holder: int) -> None:
    """Let the new holder read everything, and the old one what it still has a reason for."""
    standing = change.standing
    change.end_grants(standing.grants_of(reason=GrantReason.HOLDER))
    change.set(holder=holder)
    change.end_grants(standing.grants_of(holder))
    change.grant(holder, Scope.FULL, GrantReason.HOLDER)
    let_center_coordinate(change)
    if not change.offices.is_active(old):
        return
    change.grant(old, Scope.SUMMARY, GrantReason.WAS_HOLDER)
    if has_own_row(change, old):
        change.grant(old, Scope.PART, GrantReason.OWN_ROW)
    for row in standing.alive(WaitingKind.JOINT, state=WaitingState.ACCEPTED):
        if row.organization == old:
            change.grant(old, Scope.PART, GrantReason.JOINT, row.number)


def _end_referrals_to_itself(change: Change, holder: int) -> None:
    """A part of the new holder is part of its work now; a handover that led elsewhere has been passed on."""
    for row in change.standing.alive(WaitingKind.JOINT):
        if row.organization == holder:
            did_it = row.state == WaitingState.ACCEPTED
            change.update(row, state=WaitingState.DONE if did_it else WaitingState.WITHDRAWN)
            how = DutyEnd.DONE if did_it else DutyEnd.WITHDRAWN
            end_duties(change, change.standing.open_duties(waiting=row.number), how)
    for row in change.standing.alive(WaitingKind.HANDOVER, state=WaitingState.ACCEPTED):
        if row.organization != holder:
            change.update(row, state=WaitingState.FORWARDED_ON)
            end_duties(change, change.standing.open_duties(waiting=row.number))
            change.end_grants(change.standing.grants_of(waiting=row.number))


def unsend(change: Change, referral: Referral, state: WaitingState) -> None:
    """Let a referral that waits for its answer come to nothing: returned or recalled.

    A recall brings the old due time back, so that sending a case and taking it back wins none.
    """
    change.update(referral, state=state)
    returned = state == WaitingState.RETURNED
    end_duties(
        change,
        change.standing.open_duties(waiting=referral.number),
        DutyEnd.DONE if returned else DutyEnd.WITHDRAWN,
    )
    change.end_grants(change.standing.grants_of(waiting=referral.number))
    if referral.kind != WaitingKind.HANDOVER:
        return
    basis = DutyBasis.RETURNED if returned else DutyBasis.RECALLED
    if change.standing.stage in BEFORE_WORK:
        if not change.standing.open_duties(*FINDING_A_HOME):
            before = change.standing.forward_due.get(change.standing.holder)
            due = before if before is not None and not returned else change.grace
            change.start(DutyKind.REROUTE, change.standing.holder, due=due, basis=basis)
    elif change.standing.stage in IN_WORK:
        ensure_driven(change, basis)
    change.conflicts()


def end_outside(change: Change, row: Referral, state: WaitingState) -> None:
    """End what an organization without a sign-in works on. A crisis that it gives up needs another leader."""
    end_row(change, row, state)
    if row.kind != WaitingKind.HANDOVER:
        return
    gave_up = state != WaitingState.DONE
    if gave_up and change.standing.is_crisis and row.organization in may_accept_crisis(change):
        change.set(led=False)
        search_again(change, DutyBasis.RETURNED)
    ensure_driven(change, DutyBasis.RETURNED)


def close(change: Change) -> None:
    """End the case and everything that waits; the holder reads on for a time, others keep the summary."""
    standing = change.standing
    pauses = standing.questions(pausing=True)
    for row in standing.alive():
        if row.is_alive:
            end_row(change, row, _end_at_closing(row))
    for duty in standing.duties_of_the_case():
        if duty.kind == DutyKind.ACT:
            remember_due(change, duty.organization, duty.due)
        else:
            remember_forward(change, duty.due)
    for question in pauses:
        remember_due(change, standing.holder, change.now + question.rest)
        change.update(question, paused=change.now - question.asked_at)
    change.end(standing.open_duties())
    # The holder reads on, so that it can answer whoever asks and open the case again (cases.md, 2).
    others = [grant for grant in standing.grants_of() if grant.reason != GrantReason.HOLDER]
    readers = sorted({grant.organization for grant in others} - {standing.holder})
    change.end_grants(others)
    for organization in readers:
        if change.offices.is_active(organization):
            change.grant(organization, Scope.SUMMARY, GrantReason.WAS_HOLDER)
    change.set(stage=Stage.CLOSED, closed_at=change.now, wants_out=False)
    change.conflicts()


def _end_at_closing(row: object) -> WaitingState:
    """Return how something that waits ends because the case does."""
    if isinstance(row, Referral):
        if row.kind == WaitingKind.INFORM:
            return WaitingState.NOTED
        if row.state == WaitingState.ACCEPTED:
            return WaitingState.DONE
    return WaitingState.WITHDRAWN


def open_rows_of_others(change: Change) -> bool:
    """Whether another organization still has to answer, does a part, is on its way, or its committee has to decide."""
    standing = change.standing
    return standing.pending_handover is not None or bool(standing.alive(WaitingKind.JOINT, *OWN_KINDS))
