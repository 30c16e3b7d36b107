"""Organizations end, people leave, somebody may know nothing: nothing stays where nobody can act (docs/design/cases.md, 5).

Called in the transaction of the change of people or organizations, for every case that is concerned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.holding import (
    FINDING_A_HOME,
    end_outside,
    ensure_driven,
    move_to,
    search_again,
    start_work,
    unsend,
)
from cases.machine.offices import (
    can_act,
    heir_of,
    is_in_right_hands,
    people_for,
    who_can_do,
    who_can_take_over,
)
from cases.machine.rows import end_duties, end_row, has_own_row, pass_row_on, readdress
from cases.machine.standing import Approval, CommitteeItem, Referral, Visit
from cases.machine.vocabulary import (
    IN_WORK,
    DutyBasis,
    DutyKind,
    GrantReason,
    Scope,
    WaitingKind,
    WaitingState,
)
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cases.machine.change import Change
    from cases.machine.standing import Waiting
    from cases.machine.verb import Ask


def repair(change: Change) -> None:
    """Move whatever lies where nobody can act to who takes over, with its due times; it is no acceptance."""
    if not change.standing.is_open:
        _move_summaries(change)
        return
    _move_case(change)
    for row in change.standing.alive():
        current = change.standing.waiting[row.number]
        if not current.is_alive:
            continue
        if isinstance(current, Referral):
            _repair_referral(change, current)
        elif isinstance(current, Approval):
            if not people_for(
                change, current.organization, Function.SUPERVISE, frozenset({current.requester})
            ):
                readdress(change, current)
        elif isinstance(current, Visit | CommitteeItem):
            _repair_own_row(change, current)
    _take_from_who_left(change)


def _take_from_who_left(change: Change) -> None:
    """End the access of organizations that ended, and assignments to persons who cannot do it any more."""
    for grant in change.standing.grants_of():
        if not change.offices.is_active(grant.organization):
            change.end_grants([grant])
    for duty in change.standing.open_duties():
        if duty.person is not None and duty.person not in who_can_do(change, duty):
            change.assign(duty, None)


def succeed(change: Change, ask: Ask) -> None:
    """An organization ended, or its last officer left."""
    repair(change)
    follow_the_lead(change)


def _move_summaries(change: Change) -> None:
    for grant in change.standing.grants_of():
        if change.offices.is_active(grant.organization):
            continue
        change.end_grants([grant])
        heir = heir_of(change, grant.organization)
        standing = change.standing
        if heir in standing.excluded or standing.anonymized or standing.grants_of(heir):
            continue
        change.grant(heir, Scope.SUMMARY, GrantReason.WAS_HOLDER)


def _move_case(change: Change) -> None:
    holder = change.standing.holder
    if can_act(change, holder):
        return
    heir = who_can_take_over(change, holder)
    if heir == holder:
        return
    pending = change.standing.pending_handover
    if pending is not None and pending.organization == heir:
        unsend(change, pending, WaitingState.RECALLED)
    move_to(change, heir, accepted=False, ended=True)
    ensure_driven(change, DutyBasis.MOVED)


def _repair_referral(change: Change, row: Referral) -> None:
    """Return what nobody can answer any more; pass on what was asked of an organization that ended."""
    standing, offices = change.standing, change.offices
    target = row.organization
    if offices.is_active(target):
        works_on_it = row.kind == WaitingKind.HANDOVER and row.state == WaitingState.ACCEPTED
        if (
            row.kind != WaitingKind.INFORM
            and not works_on_it
            and not can_act(change, target)
            and not offices.is_reachable_outside(target)
        ):
            if row.state == WaitingState.SENT:
                unsend(change, row, WaitingState.RETURNED)
            else:
                end_row(change, row, WaitingState.RETURNED)
        return
    heir = heir_of(change, target)
    unable = not can_act(change, heir) and not offices.is_reachable_outside(heir)
    if heir in standing.excluded or unable:
        heir = offices.center()
    others = [
        other
        for other in standing.referrals(WaitingKind.HANDOVER, WaitingKind.JOINT)
        if other.number != row.number
        and other.organization == heir
        and (
            other.state == WaitingState.SENT
            or (other.kind == WaitingKind.JOINT and other.state == WaitingState.ACCEPTED)
        )
    ]
    if heir == standing.holder or others:
        if row.kind == WaitingKind.HANDOVER and row.state == WaitingState.SENT:
            unsend(change, row, WaitingState.RECALLED)
        else:
            done = row.state == WaitingState.ACCEPTED
            end_row(change, row, WaitingState.DONE if done else WaitingState.WITHDRAWN)
        return
    if heir == row.sender:
        if row.kind == WaitingKind.HANDOVER and row.state == WaitingState.SENT:
            # It passed the case on itself: that it gets it back answers nothing.
            unsend(change, row, WaitingState.RECALLED)
            return
        # Who asked before it passed the case on does the part itself now; nobody asks themselves.
        change.update(row, sender=standing.holder)
    pass_row_on(change, row, heir)


def _repair_own_row(change: Change, row: Visit | CommitteeItem) -> None:
    if can_act(change, row.organization):
        return
    old, heir = row.organization, who_can_take_over(change, row.organization)
    if isinstance(row, CommitteeItem) and not change.offices.is_local(heir):
        end_row(change, row, WaitingState.WITHDRAWN)
        return
    pass_row_on(change, row, heir)
    if not has_own_row(change, old):
        change.end_grants(change.standing.grants_of(old, GrantReason.OWN_ROW))
    if heir != change.standing.holder:
        change.grant(heir, Scope.PART, GrantReason.OWN_ROW)


def follow_the_lead(change: Change) -> None:
    """The lead agency may be another one now: a crisis in its hands is led, one in other hands has to go there."""
    standing = change.standing
    if not standing.is_open or not standing.is_crisis:
        return
    if is_in_right_hands(change) and standing.stage in IN_WORK:
        if not standing.led or standing.open_duties(*FINDING_A_HOME):
            change.set(led=True)
            end_duties(change, standing.open_duties(*FINDING_A_HOME))
            if not standing.duties_of_the_case() and not standing.open_duties(DutyKind.FOLLOW):
                start_work(change, DutyBasis.BACK)
    elif standing.led and not is_in_right_hands(change) and standing.outside_handover is None:
        change.set(led=False)
        search_again(change, DutyBasis.MOVED)


def shut_out(change: Change, organizations: Iterable[int]) -> None:
    """Let organizations know nothing of the case any more: what they were asked or had under way ends, by no act of theirs.

    They are asked no more, hear no alarm and break no glass (privacy 16). Never the holder, which hands the case on first,
    nor the center and the department, to which falls what nobody else may do or decide.

    Args:
        change: the act.
        organizations: which.
    """
    kept = {change.standing.holder, change.offices.center(), change.offices.department()}
    new = frozenset(organizations) - kept - change.standing.excluded
    if not new:
        return
    change.set(excluded=change.standing.excluded | new)
    for row in change.standing.alive():
        current = change.standing.waiting[row.number]
        if current.is_alive and current.organization in new:
            _end_for_good(change, current)
    change.end_grants(grant for grant in change.standing.grants_of() if grant.organization in new)
    follow_the_lead(change)


def _end_for_good(change: Change, row: Waiting) -> None:
    """End what somebody was asked or had under way who may know nothing any more."""
    if not isinstance(row, Referral):
        end_row(change, row, WaitingState.WITHDRAWN)
    elif row.state == WaitingState.SENT and row.kind != WaitingKind.INFORM:
        unsend(change, row, WaitingState.RECALLED)
    elif row.outside:
        end_outside(change, row, WaitingState.WITHDRAWN)
    else:
        end_row(change, row, WaitingState.WITHDRAWN)
