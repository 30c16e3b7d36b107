"""What a body keeps of a case that it passed on: how it goes, and nothing of what it is about (privacy 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from cases.machine.vocabulary import Stage, WaitingKind, WaitingState
from cases.models import Referral
from portal.web.keyset import Key

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.organizations.models import Organization

NEWEST_FIRST = (Key("pk", descending=True),)


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


def referrals_sent_by(actor: Officer) -> list[SentReferral]:
    """Return all referrals that the actor's body sent, newest first, in one query.

    The sender of a handover loses the content of the case when the target accepts, but must still learn what became of
    it (cases.md, complaints about comparable systems).
    """
    return [shown(row) for row in sent_by(actor).order_by("-pk")]


def sent_by(actor: Officer) -> QuerySet[Referral]:
    """Return the referrals that the actor's body sent, with what `shown` reads of them."""
    if not actor.works_on_cases:
        return Referral.objects.none()
    return (
        Referral.objects.filter(sender=actor.organization)
        .select_related("target", "case__holder")
        .defer("request", "case__narrative", "case__place_detail", "case__village")
    )


def shown(row: Referral) -> SentReferral:
    """Return what a body keeps of a referral that it sent."""
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
