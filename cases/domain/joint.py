"""Asking another body to do a part while the holder keeps the case (rows 5, 8, 9 and 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.domain import notify
from cases.domain.act import act_on
from cases.domain.forwarding import check_consent, check_target
from cases.models import Case, Referral
from cases.vocabulary import Consent, ReferralMode, ReferralState, ReturnReason, Verb

if TYPE_CHECKING:
    from portal.actors import Actor, Officer
    from portal.organizations.models import Organization


def refer_jointly(
    *,
    case: Case,
    target: Organization,
    actor: Officer,
    consent: Consent,
    request: str,
    note: str = "",
    version: int | None = None,
) -> Referral:
    """Ask another body to do a part, for example a hospital first; the holder keeps the case (row 5; S2.41).

    It does not stop the clock of the first forward: the duty to find the responsible body stays.

    Args:
        case: received, screened or being worked on.
        target: who should do the part.
        actor: an officer of the holder.
        consent: consent or legal ground.
        request: which part; required.
        note: for colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REFER_JOINT, case=case, actor=actor, version=version) as act:
        check_target(act, target, ReferralMode.JOINT)
        check_consent(consent)
        text = act.note_text(note)
        act.referral = Referral.objects.create(
            case=act.case,
            mode=ReferralMode.JOINT,
            sender=act.case.holder,
            target=target,
            consent=consent,
            case_state_before=act.case.state,
            request=act.note_text(request, field="request", required=True),
            sent_by=actor.person,
            sent_at=act.now,
        )
        act.record(note=text, consent=consent)
        notify.tell_body(case=act.case, body=target, template="case_referred", due=act.due)
        return act.referral


def accept_joint(
    *, referral: Referral, actor: Officer, note: str = "", version: int | None = None
) -> Referral:
    """Take a part on (row 5).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(
        verb=Verb.ACCEPT_JOINT, case=referral.case, actor=actor, version=version, referral=referral
    ) as act:
        text = act.note_text(note)
        assert act.referral is not None
        act.answer_referral(ReferralState.ACCEPTED)
        act.record(note=text)
        notify.tell_body(case=act.case, body=act.referral.sender, template="case_accepted")
        return act.referral


def return_joint(
    *, referral: Referral, actor: Officer, reason: ReturnReason, note: str, version: int | None = None
) -> Referral:
    """Decline to do a part, with a reason (row 8).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(
        verb=Verb.RETURN_JOINT, case=referral.case, actor=actor, version=version, referral=referral
    ) as act:
        text = act.note_text(note, required=True)
        assert act.referral is not None
        act.referral.return_reason = reason
        act.answer_referral(ReferralState.RETURNED)
        act.record(reason=reason, note=text)
        notify.tell_body(case=act.case, body=act.case.holder, template="case_returned")
        return act.referral


def recall_joint(*, referral: Referral, actor: Actor, note: str = "", version: int | None = None) -> Referral:
    """Take back the wish for help before it was answered (row 9).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(
        verb=Verb.RECALL_JOINT, case=referral.case, actor=actor, version=version, referral=referral
    ) as act:
        text = act.note_text(note)
        assert act.referral is not None
        act.answer_referral(ReferralState.RECALLED)
        act.record(note=text)
        notify.tell_body(case=act.case, body=act.referral.target, template="case_recalled")
        return act.referral


def complete_joint(*, referral: Referral, actor: Actor, note: str, version: int | None = None) -> Referral:
    """Report that the part is done (row 16); the holder is told, and the access of the helper ends.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(
        verb=Verb.COMPLETE_JOINT, case=referral.case, actor=actor, version=version, referral=referral
    ) as act:
        text = act.note_text(note, required=True)
        act.answer_referral(ReferralState.DONE)
        act.record(note=text)
        notify.tell_body(case=act.case, body=act.case.holder, template="case_part_done")
        assert act.referral is not None
        return act.referral
