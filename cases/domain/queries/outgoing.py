"""What a body keeps of a case that it passed on: how it goes, and nothing of what it is about (privacy 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from cases.machine.vocabulary import Stage, WaitingKind, WaitingState
from cases.models import Referral

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.organizations.models import Organization


@dataclass(frozen=True)
class SentReferral:
    """Metadata of one referral that the actor's body sent.

    Attributes:
        pk: of the referral.
        reference: of the case.
        mode: handover or joint.
        target: to whom.
        sent_at: when.
        answered_at: when the target answered; None while it waits.
        state: of the referral.
        return_reason: code, when it was returned.
        stage: of the case, in one word.
        holder: who is responsible now.
        letter_id: of the covering letter.
    """

    pk: int
    reference: str
    mode: WaitingKind
    target: Organization
    sent_at: dt.datetime
    answered_at: dt.datetime | None
    state: WaitingState
    return_reason: str
    stage: Stage
    holder: Organization
    letter_id: int | None


@dataclass(frozen=True)
class SentPage:
    """One page of what was sent.

    Attributes:
        rows: newest first.
        before: something newer was sent.
        after: something older was sent.
    """

    rows: list[SentReferral]
    before: bool
    after: bool

    @property
    def first(self) -> int:
        """The place of the first row; 0 without one."""
        return self.rows[0].pk if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row; 0 without one."""
        return self.rows[-1].pk if self.rows else 0


def sent_page(actor: Officer, *, size: int, place: int | None, before: bool) -> SentPage:
    """Return one page of the referrals that the actor's body sent, in one query that reads no more than it shows.

    Args:
        actor: who asks.
        size: rows of a page.
        place: the referral next to the page; None for the newest.
        before: the page ends above the place instead of beginning below it.
    """
    sent = _sent_by(actor)
    if place is None:
        before = False
    else:
        sent = sent.filter(pk__gt=place) if before else sent.filter(pk__lt=place)
    found = list(sent.order_by("pk" if before else "-pk")[: size + 1])
    rows = [_shown(row) for row in found[:size]]
    if before:
        return SentPage(rows[::-1], before=len(found) > size, after=True)
    return SentPage(rows, before=place is not None, after=len(found) > size)


def referrals_sent_by(actor: Officer) -> list[SentReferral]:
    """Return all referrals that the actor's body sent, newest first, in one query.

    The sender of a handover loses the content of the case when the target accepts, but must still learn what became of
    it (cases.md, complaints about comparable systems).
    """
    return [_shown(row) for row in _sent_by(actor).order_by("-pk")]


def _sent_by(actor: Officer) -> QuerySet[Referral]:
    if not actor.works_on_cases:
        return Referral.objects.none()
    return (
        Referral.objects.filter(sender=actor.organization)
        .select_related("target", "case__holder")
        .defer("request", "case__narrative", "case__place_detail", "case__village")
    )


def _shown(row: Referral) -> SentReferral:
    return SentReferral(
        pk=row.pk,
        reference=row.case.reference,
        mode=WaitingKind(row.mode),
        target=row.target,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        state=WaitingState(row.state),
        return_reason=row.return_reason,
        stage=Stage(row.case.stage),
        holder=row.case.holder,
        letter_id=row.letter_id,
    )
