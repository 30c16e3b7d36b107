"""What the citizen says and does by their secret, and what officers write down beside the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.machine.holding import (
    close,
    end_outside,
    must_read,
    open_rows_of_others,
    tell_reporter_by,
    unsend,
)
from cases.machine.rows import end_duties, end_row, keep_access_for_own_rows
from cases.machine.standing import Referral
from cases.machine.vocabulary import (
    BEFORE_WORK,
    ApprovalSubject,
    DutyKind,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Consent

if TYPE_CHECKING:
    from cases.machine.change import Change
    from cases.machine.verb import Ask


def message(change: Change, ask: Ask) -> None:
    """The citizen wrote something, an organization outside asks, or a mail did not arrive: the holder has to read it.

    By it a citizen takes back as well that they want no help any more.
    """
    if ask.given.wants_help:
        change.set(wants_out=False)
    must_read(change)


def withdraw(change: Change, ask: Ask) -> None:
    """The citizen wants no help any more.

    A general request that nobody works on ends at once. Otherwise it is a wish, read at the holder: a crisis is never
    closed by it, because somebody may stand beside the person.
    """
    standing = change.standing
    others = bool(standing.alive(WaitingKind.JOINT, WaitingKind.VISIT, WaitingKind.COMMITTEE_ITEM))
    if standing.is_crisis or standing.stage not in BEFORE_WORK or others:
        change.set(wants_out=True)
        must_read(change)
        return
    pending = standing.pending_handover
    if pending is not None:
        unsend(change, pending, WaitingState.RECALLED)
    assert not open_rows_of_others(change)
    close(change)


def object_to_closing(change: Change, ask: Ask) -> None:
    """The citizen does not agree that the case is closed; whoever decides sees it."""
    for row in change.standing.approvals(ApprovalSubject.CLOSE)[:1]:
        change.update(row, disputed=True)
    must_read(change)


def acknowledge(change: Change, ask: Ask) -> None:
    """The holder has read what came; what came later stays unread."""
    end_duties(change, change.standing.open_duties(DutyKind.READ))
    if ask.given.unread_left:
        must_read(change)
    tell_reporter_by(change)


def log_call(change: Change, ask: Ask) -> None:
    """Somebody was called or visited; it counts as told only when the reporter was reached.

    What was heard is read at the holder where it says so: a call of a list is made by whoever takes the next number, and
    not by the person who has the case in hand (row call:reached_needs).
    """
    if ask.given.told:
        tell_reporter_by(change)
    if ask.given.to_read:
        must_read(change)


def tell(change: Change, ask: Ask) -> None:
    """The reporter was told something that is told to many; they read it on their page, whether a mail arrives or not."""
    tell_reporter_by(change)


def add_file(change: Change, ask: Ask) -> None:
    """A file was added; one of the citizen has to be looked at."""
    if change.by.is_citizen:
        must_read(change)


def change_contact(change: Change, ask: Ask) -> None:
    """The way in which the reporter is safely reached has changed: whoever calls has to know."""
    if change.by.is_citizen:
        must_read(change)


def change_consent(change: Change, ask: Ask) -> None:
    """The person agrees, or agrees no more: then what rests on consent alone comes back to the holder."""
    consent = ask.given.consent
    assert consent is not None
    was = change.standing.consent
    change.set(consent=consent)
    if consent != Consent.REFUSED or was == Consent.REFUSED:
        return
    for row in change.standing.alive(WaitingKind.HANDOVER, WaitingKind.JOINT):
        if not isinstance(row, Referral) or row.ground != Consent.GIVEN:
            continue
        if row.state == WaitingState.SENT:
            unsend(change, row, WaitingState.RECALLED)
        elif row.kind == WaitingKind.JOINT:
            end_row(change, row, WaitingState.WITHDRAWN)
            keep_access_for_own_rows(change, row.organization)
        elif row.outside:
            end_outside(change, row, WaitingState.WITHDRAWN)
    must_read(change)


def nothing(change: Change, ask: Ask) -> None:
    """Only the event itself: a note, a corrected fact, a new secret, a rating, an urging."""


def correct_risk(change: Change, ask: Ask) -> None:
    """Facts were corrected; a risk that was judged is known from now on."""
    if ask.given.risk_assessed:
        change.set(risk_assessed=True)


def urge(change: Change, ask: Ask) -> None:
    """Somebody who waits presses for it; what the citizen presses for has to be read."""
    if change.by.is_citizen:
        must_read(change)


def assign(change: Change, ask: Ask) -> None:
    """Give a duty to one person, or to nobody in particular."""
    change.assign(change.standing.duties[ask.given.duty or 0], ask.given.person)
