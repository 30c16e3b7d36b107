"""What all sending shares: the words of the referral, its covering letter, and the message to who is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from cases.domain import notify
from cases.machine.vocabulary import DutyKind, WaitingKind
from cases.models import Referral
from cases.vocabulary import HandoverReason, Severity
from portal.calendar.working_days import OFFICE_ZONE
from portal.letters.issuing import issue_letter
from portal.letters.kinds.covering import referral_draft
from portal.letters.vocabulary import Urgency
from portal.thai.dates import format_datetime
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    import datetime as dt

    from cases.domain.act import Act
    from portal.accounts.models import User
    from portal.letters.models import OutgoingLetter

# The phrases of the covering letter, after "เห็นว่าเรื่องนี้". Paper is always Thai.
REASON_PHRASES = {
    HandoverReason.PROPER_AREA: "อยู่ในเขตพื้นที่ของท่าน",
    HandoverReason.LEAD_AGENCY: "เป็นปัญหาที่ท่านเป็นหน่วยงานเจ้าภาพหลัก",
    HandoverReason.PROPER_DUTY: "อยู่ในหน้าที่และอำนาจของท่าน",
    HandoverReason.BEYOND_CAPACITY: "เกินขีดความสามารถของหน่วยงานที่จะดำเนินการเอง",
}
URGENCIES = {
    Severity.NORMAL: Urgency.NORMAL,
    Severity.URGENT: Urgency.VERY_URGENT,
    Severity.EMERGENCY: Urgency.MOST_URGENT,
}


def send_letter_with(
    act: Act, *, reason: HandoverReason | str, request: str, sent_by: User | None
) -> Referral:
    """Complete the referral that an act began, in the same transaction: words, covering letter, message.

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
        referral.letter = _covering_letter(act, referral, due)
    referral.save(update_fields=["reason", "request", "sent_by", "sent_at", "letter"])
    notify.tell_body(case=act.case, body=referral.target, template="case_referred", due=due)
    return referral


def _covering_letter(act: Act, referral: Referral, due: dt.datetime) -> OutgoingLetter:
    """Issue the letter that goes with the handover; it names no person and tells no story (S1.29)."""
    case = act.case
    with override("th"):
        draft = referral_draft(
            receiver=referral.target,
            reference=case.reference,
            problem_label=str(ProblemType(case.problem).label),
            restricted=case.is_restricted,
            received_on=case.received_at.astimezone(OFFICE_ZONE).date(),
            reason=REASON_PHRASES[HandoverReason(referral.reason)],
            due=f"ภายใน {format_datetime(due, 'long')}",
            urgency=URGENCIES[Severity(case.severity)],
        )
    return issue_letter(
        organization=referral.sender, actor=act.actor, letter=draft, on=act.now.astimezone(OFFICE_ZONE).date()
    )
