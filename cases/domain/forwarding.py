"""What all forwarding shares: may it go there, and the referral with letter, clock, event and message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.domain import notify
from cases.errors import GuardFailed
from cases.models import Referral
from cases.rules import may_refer_to
from cases.vocabulary import Consent, HandoverReason, ReferralMode, Severity
from portal.calendar.working_days import OFFICE_ZONE
from portal.letters.issuing import issue_letter
from portal.letters.kinds.covering import referral_draft
from portal.letters.vocabulary import Urgency
from portal.thai.dates import format_datetime
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.domain.act import Act
    from portal.letters.models import OutgoingLetter
    from portal.organizations.models import Organization

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


def check_target(act: Act, target: Organization, mode: ReferralMode) -> None:
    """Say nothing when the case may go there.

    Raises:
        GuardFailed: it may not; the message says why.
    """
    if answer := may_refer_to(act.case, target, act.actor, mode):
        raise GuardFailed(answer, field="target")


def check_consent(consent: Consent) -> None:
    """Say nothing when there is consent or a named legal ground (row 4; privacy 10).

    Raises:
        GuardFailed: there is neither.
    """
    if not consent.allows_disclosure:
        raise GuardFailed(_("ต้องได้รับความยินยอม หรือเลือกเหตุตามกฎหมายที่ส่งข้อมูลได้โดยไม่ต้องขอ"), field="consent")


def send_handover(
    act: Act,
    *,
    target: Organization,
    reason: HandoverReason,
    consent: Consent,
    request: str = "",
    note: str = "",
    parent: Referral | None = None,
) -> Referral:
    """Write everything that a handover needs, in the act's transaction: referral, clock, letter, event, e-mail.

    Args:
        act: an act whose row leads to `referred`; its case is locked and its guards have been checked.
        target: who is asked to take over.
        reason: why this body.
        consent: consent or legal ground of the disclosure.
        request: what the sender asks for.
        note: what the sender writes in the history.
        parent: the referral that is passed on.
    """
    case = act.case
    sender = parent.target if parent else case.holder
    referral = Referral(
        case=case,
        mode=ReferralMode.HANDOVER,
        sender=sender,
        target=target,
        parent=parent,
        reason=reason,
        consent=consent,
        case_state_before=parent.case_state_before if parent else case.state,
        request=request,
        sent_by=act.actor.person,
        sent_at=act.now,
    )
    referral.save()
    act.referral = referral
    act.move_clocks()
    referral.letter = _covering_letter(act, referral)
    referral.save(update_fields=["letter"])
    act.record(reason=reason, note=note, consent=consent)
    notify.tell_body(case=case, body=target, template="case_referred", due=act.due)
    return referral


def _covering_letter(act: Act, referral: Referral) -> OutgoingLetter:
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
            due=f"ภายใน {format_datetime(act.due, 'long')}",
            urgency=URGENCIES[Severity(case.severity)],
        )
    return issue_letter(
        organization=referral.sender, actor=act.actor, letter=draft, on=act.now.astimezone(OFFICE_ZONE).date()
    )
