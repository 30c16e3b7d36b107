"""A request comes in, is screened, turned away, or taken on (rows 1, 2, 3, 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.holding import FINDING_A_HOME, close, let_center_coordinate, start_work, tell_reporter_by
from cases.machine.offices import may_accept_crisis, where_to_route
from cases.machine.rows import ask_to_decide, end_duties
from cases.machine.verbs.classes import change_classes
from cases.machine.verbs.forwarding import send
from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
)
from cases.vocabulary import Consent

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.verb import Ask


def submit(change: Change, ask: Ask) -> None:
    """The receiving organization holds the request, has to find who is responsible, and tells the reporter in time."""
    standing = change.standing
    change.set(crisis_since=standing.received_at if standing.is_crisis else None)
    change.grant(standing.holder, Scope.FULL, GrantReason.HOLDER)
    let_center_coordinate(change)
    # The 24 hours count from receipt, not from when somebody wrote it down (S2.40).
    due = change.limits.due(DutyKind.FORWARD, standing, standing.received_at)
    change.start(DutyKind.FORWARD, standing.holder, due=due, started=standing.received_at)
    change.start(DutyKind.TELL, standing.holder)
    change.conflicts()


def auto_route(change: Change, ask: Ask) -> None:
    """A crisis that came by web goes to its lead agency; to the center where nobody could receive it there."""
    goal = where_to_route(change)
    assert goal is not None
    usual = Consent.GIVEN if change.standing.consent == Consent.GIVEN else Consent.LEGAL_DUTY
    ground = ask.given.ground or usual
    send(change, WaitingKind.HANDOVER, sender=change.standing.holder, target=goal, ground=ground)


def screen(change: Change, ask: Ask) -> None:
    """It is known what the request is about, how fast help must come, and how carefully it is read."""
    change.set(stage=Stage.SCREENED)
    change.conflicts()
    change_classes(change, ask.given.to, approved=False)


def unscreen(change: Change, ask: Ask) -> None:
    """Screening was a mistake and is done anew. What it found stays until then; no due time is won by it."""
    change.set(stage=Stage.RECEIVED)
    change.conflicts()


def reject(change: Change, ask: Ask) -> None:
    """A general request that never was one ends."""
    close(change)


def request_refusal(change: Change, ask: Ask) -> None:
    """Somebody else decides whether a crisis report is turned away."""
    ask_to_decide(change, ApprovalSubject.REFUSE, terms=ask.given.to)


def take_on(change: Change, ask: Ask) -> None:
    """The holder does the work itself. The 24 hours end only where their end may accept the case."""
    standing = change.standing
    change.set(stage=Stage.WORKING, worked_on=True)
    ends_search = not standing.is_crisis or standing.holder in may_accept_crisis(change)
    if ends_search:
        end_duties(change, standing.open_duties(*FINDING_A_HOME))
    if standing.is_crisis and ends_search:
        change.set(led=True)
    if not standing.duties_of_the_case(DutyKind.ACT):
        start_work(change)
    change.conflicts()
    tell_reporter_by(change)
