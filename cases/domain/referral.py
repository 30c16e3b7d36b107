"""Handing a case over: refer, accept, return, recall, pass on, send up to the center (rows 4 and 7 to 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain import identity, notify
from cases.domain.act import Act, act_on
from cases.domain.forwarding import check_consent, check_target, send_handover
from cases.errors import GuardFailed
from cases.models import Case, Referral
from cases.rules import MAX_HOPS, is_center, previous_state
from cases.vocabulary import (
    Consent,
    HandoverReason,
    ReferralMode,
    ReferralState,
    ReturnReason,
    Verb,
)

if TYPE_CHECKING:
    from portal.actors import Actor, Officer
    from portal.organizations.models import Organization


def refer_case(
    *,
    case: Case,
    target: Organization,
    actor: Officer,
    reason: HandoverReason,
    consent: Consent,
    request: str = "",
    note: str = "",
    version: int | None = None,
) -> Referral:
    """Ask another body to take the case over; responsibility moves only when it accepts (row 4; S1.29, S2.51).

    Writes the referral, its covering letter, the clock of the answer, the event and the e-mail.

    Args:
        case: screened or being worked on.
        target: who should take it.
        actor: an officer of the holder.
        reason: why this body.
        consent: consent, or the legal ground on which the story may be passed on.
        request: what the target is asked to do; it reads this with the case.
        note: for colleagues of the own body.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written, no letter was numbered.
    """
    with act_on(verb=Verb.REFER, case=case, actor=actor, version=version) as act:
        check_target(act, target, ReferralMode.HANDOVER)
        check_consent(consent)
        text = act.note_text(note)
        referral = send_handover(
            act,
            target=target,
            reason=reason,
            consent=consent,
            request=act.note_text(request, field="request"),
            note=text,
        )
        notify.tell_reporter(case=act.case)
    return referral


def accept_referral(
    *, referral: Referral, actor: Officer, note: str = "", version: int | None = None
) -> Referral:
    """Take the case over: from now on the target holds it (row 7).

    The target enters it in its own register, the previous handover is fulfilled, and the clock of the work starts.

    Args:
        referral: a handover that waits.
        actor: an officer of its target.
        note: for colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged: somebody else answered, or the sender took it back.
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ACCEPT, case=referral.case, actor=actor, version=version, referral=referral) as act:
        text = act.note_text(note)
        assert act.referral is not None
        _fulfill_previous_handover(act.case)
        act.answer_referral(ReferralState.ACCEPTED)
        act.case.holder = act.referral.target
        identity.register(case=act.case, organization=act.referral.target, at=act.now)
        act.record(note=text)
        notify.tell_body(case=act.case, body=act.referral.sender, template="case_accepted")
        notify.tell_reporter(case=act.case)
        return act.referral


def _fulfill_previous_handover(case: Case) -> None:
    """The handover that brought the case to its present holder is over once the next one is accepted."""
    case.referrals.filter(mode=ReferralMode.HANDOVER, state=ReferralState.ACCEPTED).update(
        state=ReferralState.FORWARDED_ON
    )


def return_referral(
    *, referral: Referral, actor: Officer, reason: ReturnReason, note: str, version: int | None = None
) -> Referral:
    """Send a handover back to its sender with a reason; the case goes on where it was before (row 8).

    Args:
        referral: a handover that waits.
        actor: an officer of its target.
        reason: from the closed list; returns are counted by it.
        note: what the sender should know, for example who is responsible instead; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RETURN, case=referral.case, actor=actor, version=version, referral=referral) as act:
        text = act.note_text(note, required=True)
        assert act.referral is not None
        act.referral.return_reason = reason
        act.answer_referral(ReferralState.RETURNED)
        act.record(to=previous_state(act.referral), reason=reason, note=text)
        _tell_about_return(act)
        return act.referral


def _tell_about_return(act: Act) -> None:
    """Tell the holder, and whoever passed it on, that it did not work."""
    assert act.referral is not None
    notify.tell_body(case=act.case, body=act.case.holder, template="case_returned", due=act.due)
    if act.referral.sender_id != act.case.holder_id:
        notify.tell_body(case=act.case, body=act.referral.sender, template="case_returned", due=act.due)


def recall_referral(
    *, referral: Referral, actor: Actor, note: str = "", version: int | None = None
) -> Referral:
    """Take a handover back before it was answered; the target's access ends at once (row 9).

    Args:
        referral: a handover that waits.
        actor: an officer of its sender, or a supervisor of the center.
        note: why, for colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged: the target was faster.
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RECALL, case=referral.case, actor=actor, version=version, referral=referral) as act:
        text = act.note_text(note)
        assert act.referral is not None
        act.answer_referral(ReferralState.RECALLED)
        act.record(to=previous_state(act.referral), note=text)
        notify.tell_body(case=act.case, body=act.referral.target, template="case_recalled")
        return act.referral


def forward_referral_on(
    *,
    referral: Referral,
    target: Organization,
    actor: Officer,
    reason: HandoverReason,
    consent: Consent,
    note: str = "",
    version: int | None = None,
) -> Referral:
    """Pass a handover on to the body that is really responsible, without sending it back first (row 10).

    Args:
        referral: a handover that waits for the actor's body.
        target: who should take it; neither the sender nor the holder.
        actor: an officer of the present target.
        reason: why this body.
        consent: consent or legal ground.
        note: for the history.
        version: what the actor saw.

    Returns:
        The new referral, whose parent is the old one.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(
        verb=Verb.FORWARD_ON, case=referral.case, actor=actor, version=version, referral=referral
    ) as act:
        assert act.referral is not None
        parent = act.referral
        if target.pk == parent.sender_id:
            raise GuardFailed(_("ส่งกลับให้ผู้ส่งไม่ได้ ให้ใช้ปุ่มส่งคืน"), field="target")
        if _hops(parent) >= MAX_HOPS:
            raise GuardFailed(_("เรื่องนี้ถูกส่งต่อหลายครั้งแล้ว ให้ส่งคืนพร้อมเหตุผล"), field="target")
        check_target(act, target, ReferralMode.HANDOVER)
        check_consent(consent)
        text = act.note_text(note)
        act.answer_referral(ReferralState.FORWARDED_ON)
        child = send_handover(act, target=target, reason=reason, consent=consent, note=text, parent=parent)
        notify.tell_body(case=act.case, body=parent.sender, template="case_forwarded_on")
    return child


def _hops(referral: Referral) -> int:
    """How often a handover was passed on before."""
    count = 0
    while referral.parent is not None:
        referral = referral.parent
        count += 1
    return count


def escalate_case(
    *,
    case: Case,
    center: Organization,
    actor: Officer,
    consent: Consent,
    note: str,
    version: int | None = None,
) -> Referral:
    """Send a case up to the center because it is beyond what the local administration can do (row 11; S1.14).

    The center has it at once and cannot send it back, so that the person is not sent to and fro.

    Args:
        case: being worked on.
        center: the joint center.
        actor: a supervisor of the local administration that holds the case.
        consent: consent or legal ground.
        note: what was done, and why more is not possible; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ESCALATE, case=case, actor=actor, version=version) as act:
        text = act.note_text(note, required=True)
        if not is_center(center) or not center.is_active:
            raise GuardFailed(_("เลือกศูนย์ปฏิบัติการร่วมที่ยังดำเนินการอยู่"), field="center")
        check_consent(consent)
        _fulfill_previous_handover(act.case)
        act.referral = Referral.objects.create(
            case=act.case,
            mode=ReferralMode.HANDOVER,
            state=ReferralState.ACCEPTED,
            sender=act.case.holder,
            target=center,
            reason=HandoverReason.BEYOND_CAPACITY,
            consent=consent,
            case_state_before=act.case.state,
            request=text,
            sent_by=actor.person,
            sent_at=act.now,
            answered_at=act.now,
        )
        act.case.holder = center
        identity.register(case=act.case, organization=center, at=act.now)
        act.record(reason=HandoverReason.BEYOND_CAPACITY, note=text, consent=consent)
        notify.tell_body(case=act.case, body=center, template="case_escalated", due=act.due)
        return act.referral
