"""What always holds of a case. Tests ask it after every act of random walks; `manage.py verify` asks a live system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cases.machine.holding import FINDING_A_HOME
from cases.machine.offices import can_act, is_in_right_hands, people_for
from cases.machine.rows import has_own_row
from cases.machine.standing import Approval, CommitteeItem, Grant, Referral, Visit
from cases.machine.vocabulary import (
    IN_WORK,
    ApprovalSubject,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.standing import Standing


def broken(change: Change) -> list[str]:
    """Return what does not hold, as sentences for engineers; nothing when all is well.

    Args:
        change: an act after which it is asked, or one in which nothing was done.
    """
    return [*unsound(change), *unattended(change)]


def unattended(change: Change) -> Iterator[str]:
    """Yield where an open case waits for an organization in which nobody can act: for people to mend, not for engineers.

    No act leaves a case so. In service it comes when somebody's appointment ends, until the portal hands over (R21).
    """
    standing, offices = change.standing, change.offices
    if not standing.is_open:
        return
    if not can_act(change, standing.holder):
        yield f"an open case is held by {standing.holder}, where nobody can act"
    for duty in standing.open_duties():
        organization = duty.organization
        row = standing.waiting.get(duty.waiting)
        if duty.kind == DutyKind.APPROVE and isinstance(row, Approval):
            others = people_for(change, organization, Function.SUPERVISE, frozenset({row.requester}))
            if not others:
                yield f"{row.subject} asked by {row.requester} waits at {organization}, where nobody else decides"
        elif not people_for(change, organization, duty.function) and not offices.is_reachable_outside(
            organization
        ):
            yield f"{duty.kind} is due at {organization}, where nobody can do it"


def unsound(change: Change) -> list[str]:
    """Return what of the case itself does not hold, whoever works where. Arguments as for `broken`."""
    found = list(_access(change))
    if change.standing.is_open:
        found += [*_holder(change), *_duties(change), *_driving(change), *_rows(change)]
        if change.standing.is_crisis:
            found += _crisis(change)
    else:
        found += _closed(change)
    return found


def _holder(change: Change) -> Iterator[str]:
    standing = change.standing
    holding = standing.grants_of(reason=GrantReason.HOLDER)
    if [grant.organization for grant in holding] != [standing.holder]:
        yield f"the holder {standing.holder} and the grants of holders {holding} differ"
    pending = [row for row in standing.referrals(WaitingKind.HANDOVER) if row.state == WaitingState.SENT]
    if len(pending) > 1:
        yield "two handovers wait"
    for organization in {standing.holder, *(row.organization for row in pending)}:
        if organization in standing.excluded:
            yield f"the excluded organization {organization} holds the case or is asked"


def _duties(change: Change) -> Iterator[str]:
    standing, offices = change.standing, change.offices
    for duty in standing.open_duties():
        organization = duty.organization
        if not offices.is_active(organization):
            yield f"{duty.kind} is due at {organization}, which ended"
        row = standing.waiting.get(duty.waiting)
        if row is not None and not row.is_alive:
            yield f"{duty.kind} waits for {row.kind}, which ended"
    for duty in standing.duties_of_the_case():
        if duty.organization != standing.holder:
            yield f"{duty.kind} of the case is due at {duty.organization}, which does not hold it"
    if len(standing.duties_of_the_case(DutyKind.ACT)) > 1 or len(standing.open_duties(*FINDING_A_HOME)) > 1:
        yield "a duty of the case runs twice"


def _driving(change: Change) -> Iterator[str]:
    standing = change.standing
    driving = (
        standing.open_duties(*FINDING_A_HOME, DutyKind.ACT, DutyKind.FOLLOW, DutyKind.DECIDE)
        or standing.pending_handover
        or standing.questions(pausing=True)
    )
    if not driving:
        yield f"nothing drives the case at {standing.stage}"
    acting = standing.duties_of_the_case(DutyKind.ACT) or standing.questions(pausing=True)
    if standing.stage == Stage.WORKING and not acting:
        yield "worked on, and nobody has to act"


def _rows(change: Change) -> Iterator[str]:
    standing = change.standing
    for row in standing.alive():
        if row.kind != WaitingKind.QUESTION and not change.offices.is_active(row.organization):
            yield f"{row.kind} waits for {row.organization}, which ended"
        if isinstance(row, Referral):
            if row.sender == row.organization:
                yield f"{row.organization} asks itself for {row.kind}"
            accepted_handover = row.kind == WaitingKind.HANDOVER and row.state == WaitingState.ACCEPTED
            to_holder = row.organization == standing.holder and row.kind != WaitingKind.INFORM
            if to_holder and not accepted_handover:
                yield f"{row.kind} waits for the holder itself"
        elif isinstance(row, Visit | CommitteeItem):
            scope = standing.scope_of(row.organization)
            if scope is None or scope < Scope.PART:
                yield f"{row.organization} has {row.kind} under way and may not read it"
        elif isinstance(row, Approval):
            yield from _approval(standing, row)


def _approval(standing: Standing, row: Approval) -> Iterator[str]:
    if standing.scope_of(row.organization) != Scope.FULL:
        yield f"{row.organization} has to decide on {row.subject} and may not read the case"
    if row.subject == ApprovalSubject.MORE_TIME:
        if not standing.duties[row.about].is_open:
            yield "more time is asked for a duty that ended"
    elif row.requesting != standing.holder:
        yield f"{row.subject} asked by {row.requesting}, which does not hold the case any more"


def _crisis(change: Change) -> Iterator[str]:
    standing = change.standing
    searching = standing.open_duties(*FINDING_A_HOME)
    if standing.questions(pausing=True):
        yield "the time of a crisis stands still"
    if not standing.led and not searching:
        yield "a crisis that nobody with the right to has accepted has no 24 hours running"
    if (
        standing.stage in IN_WORK
        and not is_in_right_hands(change)
        and not searching
        and standing.outside_handover is None
        and standing.pending_handover is None
    ):
        yield f"a crisis is worked on by {standing.holder}, which has no duty to pass it on"


def _closed(change: Change) -> Iterator[str]:
    standing = change.standing
    if standing.open_duties():
        yield f"closed, and {[duty.kind for duty in standing.open_duties()]} is due"
    if standing.alive():
        yield f"closed, and {[row.kind for row in standing.alive()]} waits"
    for grant in standing.grants_of():
        reads_on = grant.reason == GrantReason.HOLDER and grant.organization == standing.holder
        if grant.scope > Scope.SUMMARY and grant.reason != GrantReason.BREAK_GLASS and not reads_on:
            yield f"closed, and {grant.organization} may read {grant.scope.name} as {grant.reason}"
    if standing.closed_at is None:
        yield "closed, and nobody knows when"


def _access(change: Change) -> Iterator[str]:
    standing = change.standing
    for grant in standing.grants_of():
        if not change.offices.is_active(grant.organization):
            yield f"{grant.organization} ended and may still read as {grant.reason}"
        if grant.organization in standing.excluded and grant.scope > Scope.METADATA:
            yield f"the excluded organization {grant.organization} may read {grant.scope.name} as {grant.reason}"
        if standing.is_open and not _has_its_reason(change, grant):
            yield f"{grant.scope.name} of {grant.organization} as {grant.reason} outlives its reason"


def _has_its_reason(change: Change, grant: Grant) -> bool:
    row = change.standing.waiting.get(grant.waiting)
    if grant.reason == GrantReason.ASKED:
        return row is not None and row.state == WaitingState.SENT
    if grant.reason == GrantReason.APPROVAL:
        return row is not None and row.is_alive
    if grant.reason in {GrantReason.JOINT, GrantReason.OUTSIDE}:
        return row is not None and row.state == WaitingState.ACCEPTED
    if grant.reason == GrantReason.OWN_ROW:
        return has_own_row(change, grant.organization)
    if grant.reason == GrantReason.COORDINATES:
        return change.offices.is_local(change.standing.holder)
    if grant.reason == GrantReason.LADDER:
        return any(duty.chain == grant.waiting for duty in change.standing.open_duties())
    return True
