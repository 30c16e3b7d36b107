"""When somebody is silent, in their own matter, or in an emergency; and what the portal does when a time is over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cases.machine.holding import FINDING_A_HOME, ensure_driven, move_to, unsend
from cases.machine.rows import end_duties, go_on
from cases.machine.standing import Question
from cases.machine.succession import repair, shut_out
from cases.machine.vocabulary import DutyBasis, GrantReason, Scope, WaitingState

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.verb import Ask

GLASS_OPEN = dt.timedelta(hours=4)
"""For how long a case may be read in an emergency."""
READ_AFTER_CLOSING = dt.timedelta(days=90)


def take_over(change: Change, ask: Ask) -> None:
    """The center works on what lies still, in a crisis until the lead agency accepts (cases.md, 5)."""
    center = change.offices.center()
    pending = change.standing.pending_handover
    if pending is not None:
        unsend(change, pending, WaitingState.RECALLED)
    if change.standing.is_crisis:
        change.set(stand_in=True)
    if change.standing.holder != center:
        move_to(change, center, accepted=False)
    elif change.standing.is_crisis:
        change.set(led=True)
        end_duties(change, change.standing.open_duties(*FINDING_A_HOME))
        change.conflicts()
    ensure_driven(change, DutyBasis.MOVED)


def recuse(change: Change, ask: Ask) -> None:
    """Somebody takes no part in their own matter; where nobody is left, the case goes on elsewhere."""
    person = change.by.person
    assert person is not None
    change.set(recused=change.standing.recused | {person})
    repair(change)


def shut_out_of_it(change: Change, ask: Ask) -> None:
    """Keep an organization, or one person of it, from a case of which they are a part: they know nothing of it any more."""
    organization, person = ask.given.target, ask.given.person
    assert organization is not None
    if person is None:
        shut_out(change, {organization})
        return
    change.set(recused=change.standing.recused | {person})
    repair(change)


def break_glass(change: Change, ask: Ask) -> None:
    """Read in an emergency, for four hours; the holder's head is told."""
    organization = change.by.organization
    assert organization is not None
    change.grant(organization, Scope.FULL, GrantReason.BREAK_GLASS)


def follow_calendar(change: Change, ask: Ask) -> None:
    """The holidays are other ones now: what is counted in working days has another due time."""
    for number, due in ask.given.dues.items():
        duty = change.standing.duties[number]
        if duty.is_open and duty.due != due:
            go_on(change, duty, due=due, basis=DutyBasis.CALENDAR)
            question = change.standing.waiting.get(duty.waiting)
            if isinstance(question, Question):
                # The portal stops waiting for the answer when it is due.
                change.update(question, until=due)


def expire_grant(change: Change, ask: Ask) -> None:
    """End the access whose time is over: broken glass after four hours, everything 90 days after closing."""
    closed_at = change.standing.closed_at
    for grant in change.standing.grants_of():
        over = grant.reason == GrantReason.BREAK_GLASS and change.now - grant.since >= GLASS_OPEN
        after = (
            grant.reason != GrantReason.BREAK_GLASS
            and closed_at is not None
            and change.now - closed_at >= READ_AFTER_CLOSING
        )
        if over or after:
            change.end_grants([grant])


def fire_alarm(change: Change, ask: Ask) -> None:
    """Whoever is told of an alarm sees the reference and how late it is, until the duty ends, wherever it moves."""
    duty = change.standing.duties[ask.given.duty or 0]
    told = ask.given.targets | ({ask.given.target} if ask.given.target is not None else frozenset())
    for target in sorted(told - change.standing.excluded):
        if change.standing.scope_of(target) is None:
            change.grant(target, Scope.METADATA, GrantReason.LADDER, duty.chain)


def anonymize(change: Change, ask: Ask) -> None:
    """The personal data is gone, and with it every reason to read."""
    change.set(anonymized=True)
    change.end_grants(change.standing.grants_of())
