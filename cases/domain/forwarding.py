"""What all sending shares: the words of the referral, its covering letter, and the message to who is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.domain import in_danger, notify
from cases.domain.letters.writing import issue_with
from cases.domain.queries import heirs
from cases.machine.vocabulary import BEFORE_WORK, DutyKind, WaitingKind
from cases.models import Referral
from cases.vocabulary import HandoverReason

if TYPE_CHECKING:
    from cases.domain.act import Act
    from portal.accounts.models import User


def send_letter_with(
    act: Act, *, reason: HandoverReason | str, request: str, sent_by: User | None
) -> Referral:
    """Complete the referral that an act began, in the same transaction: words, covering letter, message; in danger it rings.

    Args:
        act: recorded; it opened exactly one referral.
        reason: why this organization.
        request: what it is asked to do.
        sent_by: the person who sends.
    """
    referral = act.opened(Referral)
    referral.reason = reason
    referral.request = request
    referral.sent_by = sent_by
    referral.sent_at = act.now
    due = act.due(DutyKind.ACKNOWLEDGE)
    if referral.mode == WaitingKind.HANDOVER and due is not None:
        referral.letter = issue_with(referral=referral, case=act.case, actor=act.actor, now=act.now)
    referral.save(update_fields=["reason", "request", "sent_by", "sent_at", "letter"])
    # Who cannot sign in has no use for the address of a page of the desk.
    template = "case_referred" if heirs.can_act(referral.target) else "case_comes_by_letter"
    notify.tell_body(case=act.case, body=referral.target, template=template, due=due)
    if referral.mode == WaitingKind.HANDOVER or act.case.stage in BEFORE_WORK:
        # A part of what somebody works on already waits in the ordinary way.
        in_danger.sent(act.case, referral.target)
    return referral
