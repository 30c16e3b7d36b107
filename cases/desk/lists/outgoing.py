"""What our body sent to others: the status of each referral, without the content of the case (privacy 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from cases.desk.content.history import reason_words
from cases.desk.statuses import Status, waiting_status
from cases.domain.queries.outgoing import SentReferral
from cases.models import Case
from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class SentRow:
    """One referral that we sent.

    Attributes:
        referral: reference, times and states; nothing of the content.
        status: of the referral, in words with its tone.
        is_ours: its page may still be opened, if only to see how it stands.
        return_reason: in words, when it was returned.
    """

    referral: SentReferral
    status: Status
    is_ours: bool
    return_reason: str


def sent_rows(referrals: Sequence[SentReferral], actor: Officer) -> list[SentRow]:
    """Add to the referrals of one page whether their case may still be opened; one query."""
    references = {referral.reference for referral in referrals}
    known = set(
        Case.objects.heard_of(actor, among=Q(reference__in=references)).values_list("reference", flat=True)
    )
    return [
        SentRow(
            referral=referral,
            status=waiting_status(referral.state),
            is_ours=referral.reference in known,
            return_reason=reason_words(referral.return_reason) if referral.return_reason else "",
        )
        for referral in referrals
    ]
