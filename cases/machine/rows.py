"""What waits begins and ends, with its duty and with the access that rested on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cases.machine.offices import where_to_decide
from cases.machine.standing import Approval, Duty, FollowUp, Referral, Waiting
from cases.machine.vocabulary import (
    DONE_STATES,
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    WaitingKind,
    WaitingState,
)

if TYPE_CHECKING:
    import datetime as dt

    from cases.machine.change import Change

OWN_KINDS = (WaitingKind.VISIT, WaitingKind.COMMITTEE_ITEM)
"""What an organization has under way by itself, also when it neither holds the case nor does a part."""


def end_duties(
    change: Change, duties: Iterable[Duty], how: DutyEnd = DutyEnd.DONE, at: dt.datetime | None = None
) -> None:
    """End duties, and with each the wish for more time for it and what its alarms let others know.

    Args:
        change: the act.
        duties: which.
        how: how they end.
        at: as of when; now if not given.
    """
    for duty in list(duties):
        change.end([duty], how, at)
        change.end_grants(change.standing.grants_of(reason=GrantReason.LADDER, waiting=duty.chain))
        for approval in change.standing.approvals(ApprovalSubject.MORE_TIME, about=duty.number):
            end_row(change, approval, WaitingState.WITHDRAWN)


def go_on(
    change: Change,
    duty: Duty,
    *,
    organization: int | None = None,
    due: dt.datetime | None = None,
    basis: DutyBasis = DutyBasis.MOVED,
) -> Duty:
    """Let a duty go on at another organization, or with another due time; who asked for more time asks again."""
    for approval in change.standing.approvals(ApprovalSubject.MORE_TIME, about=duty.number):
        end_row(change, approval, WaitingState.WITHDRAWN)
    return change.supersede(duty, organization=organization, due=due, basis=basis)


def end_row(change: Change, row: Waiting, state: WaitingState) -> None:
    """Let what waits come to an end: its duty ends, and so does the access that rested on it.

    Args:
        change: the act.
        row: what waits.
        state: how it ends; by what was done (`DONE_STATES`) its duty is done, otherwise it is withdrawn.
    """
    change.update(row, state=state)
    how = DutyEnd.DONE if state in DONE_STATES else DutyEnd.WITHDRAWN
    end_duties(change, change.standing.open_duties(waiting=row.number), how)
    change.end_grants(change.standing.grants_of(waiting=row.number))
    if row.kind in OWN_KINDS and not has_own_row(change, row.organization):
        change.end_grants(change.standing.grants_of(row.organization, GrantReason.OWN_ROW))


def has_own_row(change: Change, organization: int) -> bool:
    """Whether a visit or a committee item of the organization is under way."""
    return any(row.organization == organization for row in change.standing.alive(*OWN_KINDS))


def keep_access_for_own_rows(change: Change, organization: int) -> None:
    """Let an organization read what its visit or committee item needs, when it loses its other reason to."""
    if has_own_row(change, organization) and not change.standing.grants_of(organization, GrantReason.OWN_ROW):
        change.grant(organization, Scope.PART, GrantReason.OWN_ROW)


def ask_to_decide(
    change: Change,
    subject: ApprovalSubject,
    *,
    about: int = 0,
    terms: Mapping[str, str] | None = None,
) -> Approval:
    """Ask somebody else for a decision, where one can be made; whoever decides elsewhere may read the case for it."""
    requester, requesting = change.by.person, change.by.organization
    assert requester is not None and requesting is not None
    organization = where_to_decide(change, requester)
    approval = change.open(
        Approval,
        state=WaitingState.OPEN,
        organization=organization,
        subject=subject,
        requester=requester,
        requesting=requesting,
        about=about,
        terms=dict(terms or {}),
    )
    change.start(DutyKind.APPROVE, organization, waiting=approval.number)
    _let_decider_read(change, approval.number, organization)
    return approval


def readdress(change: Change, approval: Approval) -> None:
    """Move a decision to where it can be made now; its due time stays."""
    organization = where_to_decide(change, approval.requester)
    if organization == approval.organization:
        return
    change.update(approval, organization=organization)
    for duty in change.standing.open_duties(waiting=approval.number):
        go_on(change, duty, organization=organization)
    change.end_grants(change.standing.grants_of(waiting=approval.number))
    _let_decider_read(change, approval.number, organization)


def _let_decider_read(change: Change, number: int, organization: int) -> None:
    if organization != change.standing.holder:
        change.grant(organization, Scope.FULL, GrantReason.APPROVAL, number)


def plan_follow_up(change: Change, organization: int, due: dt.datetime | None = None) -> FollowUp:
    """Set a date on which somebody looks how the person is.

    Args:
        change: the act.
        organization: who looks.
        due: when; by the horizon of the risk if not given.
    """
    row = change.open(FollowUp, state=WaitingState.OPEN, organization=organization)
    change.start(DutyKind.FOLLOW, organization, waiting=row.number, due=due)
    return row


def pass_row_on(change: Change, row: Waiting, organization: int, basis: DutyBasis = DutyBasis.MOVED) -> None:
    """Give what waits, its duty and the access that rests on it to another organization, with its due time."""
    change.update(row, organization=organization)
    for duty in change.standing.open_duties(waiting=row.number):
        go_on(change, duty, organization=organization, basis=basis)
    for grant in change.standing.grants_of(waiting=row.number):
        change.end_grants([grant])
        change.grant(organization, grant.scope, grant.reason, row.number)


def asked(change: Change, organization: int) -> Referral | None:
    """Return the referral that asks or binds an organization now: sent or accepted, whatever it asks for but to know."""
    kinds = (WaitingKind.HANDOVER, WaitingKind.JOINT)
    return next(
        (
            row
            for row in change.standing.referrals(*kinds)
            if row.is_alive and row.organization == organization
        ),
        None,
    )
