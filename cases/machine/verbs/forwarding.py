"""One organization asks another: rows 4 to 11, 16, and what is written down for those who do not sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.guards import RETURNS_THAT_BIND, way_of_disclosure
from cases.machine.holding import (
    FINDING_A_HOME,
    end_outside,
    ensure_driven,
    move_to,
    remember_forward,
    start_work,
    tell_reporter_by,
    unsend,
)
from cases.machine.offices import is_in_right_hands, may_accept_crisis
from cases.machine.rows import ask_to_decide, end_duties, end_row, keep_access_for_own_rows
from cases.machine.standing import Referral
from cases.machine.succession import shut_out
from cases.machine.vocabulary import (
    BEFORE_WORK,
    IN_WORK,
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


def _referral(ask: Ask) -> Referral:
    assert isinstance(ask.row, Referral)
    return ask.row


def _target(ask: Ask) -> int:
    assert ask.given.target is not None
    return ask.given.target


def send(
    change: Change,
    mode: WaitingKind,
    *,
    sender: int,
    target: int,
    parent: int = 0,
    ground: Consent | None = None,
) -> Referral:
    """Ask an organization, or let it know.

    Args:
        change: the act.
        mode: handover, joint or info.
        sender: who asks.
        target: who is asked.
        parent: the referral that is passed on.
        ground: on which the story is disclosed; the consent of the case if none is named.
    """
    standing = change.standing
    handover = mode == WaitingKind.HANDOVER
    often = standing.returns_by(target) >= RETURNS_THAT_BIND
    row = change.open(
        Referral,
        kind=mode,
        state=WaitingState.SENT,
        organization=target,
        sender=sender,
        parent=parent,
        ground=ground or standing.consent,
        binding=handover and sender == change.offices.center() and often,
    )
    if mode == WaitingKind.INFORM:
        change.grant(target, Scope.SUMMARY, GrantReason.TOLD, row.number)
        return row
    if row.ground == Consent.GIVEN:
        # It was asked for just now, or had been given before.
        change.set(consent=Consent.GIVEN)
    change.grant(target, Scope.REFERRAL, GrantReason.ASKED, row.number)
    change.start(DutyKind.ACKNOWLEDGE, target, waiting=row.number)
    if handover and not standing.is_crisis and not parent:
        # A crisis keeps its 24 hours until the right one has accepted (S2.40).
        for duty in standing.open_duties(*FINDING_A_HOME):
            remember_forward(change, duty.due)
        end_duties(change, standing.open_duties(*FINDING_A_HOME))
    tell_reporter_by(change)
    return row


def refer(change: Change, ask: Ask) -> None:
    """Ask another organization to take the case over; responsibility moves when it accepts."""
    send(
        change,
        WaitingKind.HANDOVER,
        sender=change.standing.holder,
        target=_target(ask),
        ground=ask.given.ground,
    )
    change.conflicts()


def refer_joint(change: Change, ask: Ask) -> None:
    """Ask another organization to do a part; the case stays."""
    send(
        change, WaitingKind.JOINT, sender=change.standing.holder, target=_target(ask), ground=ask.given.ground
    )


def inform(change: Change, ask: Ask) -> None:
    """Let an organization know that the case exists."""
    send(change, WaitingKind.INFORM, sender=change.standing.holder, target=_target(ask))


def request_disclosure(change: Change, ask: Ask) -> None:
    """Somebody else decides whether a story is told against the wish of the person."""
    mode = way_of_disclosure(change, ask)
    terms = {"mode": mode.value, "ground": (ask.given.ground or Consent.VITAL).value}
    ask_to_decide(change, ApprovalSubject.DISCLOSE, about=_target(ask), terms=terms)


def accept(change: Change, ask: Ask) -> None:
    """The organization that was asked says yes."""
    take(change, _referral(ask))


def take(change: Change, referral: Referral) -> None:
    """Let a part begin, or the case move to who accepted it.

    A crisis that reaches somebody who may not take it on keeps its stage; so does one that is being followed up. A
    crisis report that nobody has screened is screened by its lead agency.
    """
    change.update(referral, state=WaitingState.ACCEPTED)
    end_duties(change, change.standing.open_duties(DutyKind.ACKNOWLEDGE, waiting=referral.number))
    change.end_grants(change.standing.grants_of(waiting=referral.number))
    if referral.kind == WaitingKind.JOINT:
        change.grant(referral.organization, Scope.PART, GrantReason.JOINT, referral.number)
        change.start(DutyKind.PART, referral.organization, waiting=referral.number)
        return
    stage = change.standing.stage
    move_to(change, referral.organization, accepted=True)
    standing = change.standing
    if not is_in_right_hands(change):
        if stage in IN_WORK and not standing.duties_of_the_case(DutyKind.ACT):
            start_work(change, DutyBasis.BACK)
        return
    if stage == Stage.SCREENED:
        change.set(stage=Stage.WORKING, worked_on=True)
    if stage == Stage.FOLLOWING_UP and standing.alive(WaitingKind.FOLLOW_UP):
        return
    start_work(change, DutyBasis.BACK)


def give_back(change: Change, ask: Ask) -> None:
    """The organization that was asked says no, with a reason; one with an interest of its own may know nothing more."""
    unsend(change, _referral(ask), WaitingState.RETURNED)
    if ask.given.conflict:
        # Privacy 16.
        shut_out(change, {_referral(ask).organization})


def recall(change: Change, ask: Ask) -> None:
    """Who asked takes it back before there was an answer."""
    unsend(change, _referral(ask), WaitingState.RECALLED)


def forward_on(change: Change, ask: Ask) -> None:
    """The organization that was asked knows who it should have been; it keeps the status, not the story."""
    row = _referral(ask)
    change.update(row, state=WaitingState.FORWARDED_ON)
    end_duties(change, change.standing.open_duties(waiting=row.number))
    change.end_grants(change.standing.grants_of(waiting=row.number))
    change.grant(row.organization, Scope.SUMMARY, GrantReason.SENDER)
    send(
        change,
        WaitingKind.HANDOVER,
        sender=row.organization,
        target=_target(ask),
        parent=row.number,
        ground=ask.given.ground,
    )
    change.conflicts()


def hand_up(change: Change, ask: Ask) -> None:
    """A local administration gives the center what is beyond it, and stays as a partner (row 11)."""
    local, center = change.standing.holder, change.offices.center()
    change.open(
        Referral,
        kind=WaitingKind.HANDOVER,
        state=WaitingState.ACCEPTED,
        organization=center,
        sender=local,
        ground=ask.given.ground or change.standing.consent,
        handed_up=True,
    )
    if ask.given.ground == Consent.GIVEN:
        # It was asked for just now, or had been given before.
        change.set(consent=Consent.GIVEN)
    move_to(change, center, accepted=False)
    change.grant(local, Scope.PART, GrantReason.HANDED_UP)
    if not change.standing.duties_of_the_case(DutyKind.ACT):
        start_work(change, DutyBasis.BACK)


def complete_part(change: Change, ask: Ask) -> None:
    """A part is done."""
    row = _referral(ask)
    end_row(change, row, WaitingState.DONE)
    keep_access_for_own_rows(change, row.organization)


def cancel_part(change: Change, ask: Ask) -> None:
    """The holder needs the part no more; the other organization is told."""
    row = _referral(ask)
    end_row(change, row, WaitingState.WITHDRAWN)
    keep_access_for_own_rows(change, row.organization)


def record_outside(change: Change, ask: Ask) -> None:
    """Write down what an organization without a sign-in answered. The holder keeps the case and its record."""
    row, outcome = _referral(ask), ask.given.outcome
    if row.state == WaitingState.SENT:
        if outcome == WaitingState.RETURNED:
            give_back(change, ask)
        elif row.kind == WaitingKind.JOINT:
            take(change, row)
        else:
            _accepted_outside(change, row)
        return
    end_outside(change, row, WaitingState.RETURNED if outcome == WaitingState.RETURNED else WaitingState.DONE)
    if ask.given.conflict:
        shut_out(change, {row.organization})


def _accepted_outside(change: Change, row: Referral) -> None:
    """A handover was accepted by letter or telephone: like a part, and it ends the 24 hours where it may."""
    change.update(row, state=WaitingState.ACCEPTED, outside=True)
    end_duties(change, change.standing.open_duties(waiting=row.number))
    change.end_grants(change.standing.grants_of(waiting=row.number))
    change.grant(row.organization, Scope.PART, GrantReason.OUTSIDE, row.number)
    change.start(DutyKind.PART, row.organization, waiting=row.number)
    standing = change.standing
    leads = row.organization in may_accept_crisis(change)
    if standing.is_crisis and leads:
        change.set(led=True)
    if not standing.is_crisis or leads:
        end_duties(change, standing.open_duties(*FINDING_A_HOME))
    if standing.stage in BEFORE_WORK and standing.stage == Stage.SCREENED:
        change.set(stage=Stage.WORKING, worked_on=True)
    ensure_driven(change, DutyBasis.MOVED)
    change.conflicts()
