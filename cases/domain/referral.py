"""One organization asks another, and what it answers (rows 4 to 11 and 16; S1.29, S2.41, S2.51)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain import in_danger, notify
from cases.domain.act import Act, act_on
from cases.domain.forwarding import send_letter_with
from cases.errors import GuardFailed
from cases.machine.verb import Given
from cases.machine.vocabulary import DutyKind, Verb, WaitingKind, WaitingState
from cases.models import Approval, Case, Referral
from cases.vocabulary import Consent, HandoverReason, ReturnReason, Visibility

if TYPE_CHECKING:
    from portal.actors import Actor, Officer, OutsideOrganization
    from portal.organizations.models import Organization

WORDS_OF_A_GROUND = _("ยังไม่ได้รับความยินยอม เขียนว่าทำไมต้องส่งข้อมูล")


def refer_case(
    *,
    case: Case,
    target: Organization,
    actor: Officer,
    reason: HandoverReason,
    consent: Consent,
    request: str = "",
    note: str = "",
    base: str | None = None,
) -> Referral:
    """Ask another organization to take the case over; responsibility moves only when it accepts (row 4).

    Writes the referral, its covering letter, the duty to answer, the event and the e-mail.

    Args:
        case: screened or being worked on.
        target: who should take it.
        actor: an officer of the holder.
        reason: why this organization.
        consent: consent, or the legal ground on which the story may be passed on.
        request: what the target is asked to do; it reads this with the case.
        note: for colleagues of the own organization; where nobody agreed, why the story goes on all the same.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written, no letter was numbered.
    """
    given = Given(target=target.pk, ground=consent)
    with act_on(verb=Verb.REFER, case=case, actor=actor, base=base, given=given) as act:
        wish = act.note_text(request, field="request")
        act.record(reason=reason, note=_words_with(act, consent, note), consent=consent)
        referral = send_letter_with(act, reason=reason, request=wish, sent_by=actor.person)
        notify.tell_reporter(case=act.case)
    return referral


def check_consent(consent: Consent) -> None:
    """Say nothing when there is consent or a named legal ground (row 4; privacy 10).

    Raises:
        GuardFailed: there is neither.
    """
    if not consent.allows_disclosure:
        raise GuardFailed(_("ต้องได้รับความยินยอม หรือเลือกเหตุตามกฎหมายที่ส่งข้อมูลได้โดยไม่ต้องขอ"), field="consent")


def needs_words(consent: Consent | str, ground: Consent) -> bool:
    """Whether a ground needs its words: it stands in the place of a consent that was refused, or never asked for.

    (cases.md, second edition, 5: another ground needs its text.)

    Args:
        consent: of the case.
        ground: on which the story is to go on.
    """
    return not Consent(consent).allows_disclosure and ground != Consent.GIVEN


def _words_with(act: Act, ground: Consent, note: str) -> str:
    """Return the note of an act that discloses, which says why where nobody agreed.

    Raises:
        GuardFailed: there is neither consent nor ground, or the ground has no words.
    """
    check_consent(ground)
    text = act.note_text(note)
    if not text and needs_words(act.before.consent, ground):
        raise GuardFailed(WORDS_OF_A_GROUND, field="note")
    return text


def refer_jointly(
    *,
    case: Case,
    target: Organization,
    actor: Officer,
    consent: Consent,
    request: str,
    note: str = "",
    base: str | None = None,
) -> Referral:
    """Ask another organization to do a part, for example a hospital first; the holder keeps the case (row 5; S2.41).

    It ends no duty of the case: the responsible organization still has to be found.

    Args:
        case: any open case.
        target: who should do the part.
        actor: an officer of the holder.
        consent: consent or legal ground.
        request: which part; required.
        note: for colleagues; where nobody agreed, why the story goes on all the same.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(target=target.pk, ground=consent)
    with act_on(verb=Verb.REFER_JOINT, case=case, actor=actor, base=base, given=given) as act:
        wish = act.note_text(request, field="request", required=True)
        act.record(note=_words_with(act, consent, note), consent=consent)
        return send_letter_with(act, reason="", request=wish, sent_by=actor.person)


def request_disclosure(
    *,
    case: Case,
    target: Organization,
    actor: Officer,
    ground: Consent,
    note: str,
    mode: WaitingKind | None = None,
    base: str | None = None,
) -> Approval:
    """Ask somebody else whether a story is told against the wish of the person (crisis cases; cases.md, 5).

    Args:
        case: a crisis case whose reporter refused.
        target: who should be told.
        actor: an officer of the holder.
        ground: the legal ground.
        note: why it is needed; required.
        mode: handover or joint; None for the whole case once it is screened, a part before.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(target=target.pk, ground=ground, mode=mode)
    with act_on(verb=Verb.REQUEST_DISCLOSURE, case=case, actor=actor, base=base, given=given) as act:
        check_consent(ground)
        text = act.note_text(note, required=True)
        act.record(note=text, consent=ground, readers=Visibility.SHARED)
        notify.tell_decider(act)
        return act.opened(Approval)


def inform(*, case: Case, target: Organization, actor: Officer, note: str = "") -> Referral:
    """Let an organization know that the case exists and how it stands, not what it is about (row 6).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.INFORM, case=case, actor=actor, given=Given(target=target.pk)) as act:
        act.record(note=act.note_text(note))
        referral = act.opened(Referral)
        referral.sent_by, referral.sent_at = actor.person, act.now
        referral.save(update_fields=["sent_by", "sent_at"])
        return referral


def accept_referral(
    *, referral: Referral, actor: Officer | OutsideOrganization, note: str = "", base: str | None = None
) -> Referral:
    """Take the case over, or take a part on (rows 5 and 7).

    Who takes a case over enters it in its own register; its duty to act begins.

    Args:
        referral: that waits.
        actor: an officer of its target; for a part also the target by its link.
        note: for colleagues.
        base: what the actor saw.

    Raises:
        CaseChanged: somebody else answered, or the sender took it back.
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ACCEPT, case=referral.case, actor=actor, base=base, row=referral) as act:
        visibility = Visibility.PUBLIC if referral.mode == WaitingKind.HANDOVER else Visibility.SHARED
        act.record(note=act.note_text(note), visibility=visibility)
        answered = _answered(act, actor)
        notify.tell_body(case=act.case, body=answered.sender, template="case_accepted")
        if answered.mode == WaitingKind.HANDOVER:
            notify.tell_reporter(case=act.case)
        return answered


def _answered(act: Act, actor: Actor, **values: str) -> Referral:
    """Write down who answered a referral, when, and with which words of a closed list."""
    referral = act.referral
    assert referral is not None
    referral.answered_by, referral.answered_at = actor.person, act.now
    for name, value in values.items():
        setattr(referral, name, value)
    referral.save(update_fields=["answered_by", "answered_at", *values])
    return referral


def return_referral(
    *,
    referral: Referral,
    actor: Officer | OutsideOrganization,
    reason: ReturnReason,
    note: str,
    base: str | None = None,
) -> Referral:
    """Send a handover or a part back to its sender with a reason (row 8).

    Who has an interest of its own in the matter knows nothing of it from then on (privacy 16).

    Args:
        referral: that waits.
        actor: an officer of its target, or the target by its link.
        reason: from the closed list; returns are counted by it.
        note: what the sender should know, for example who is responsible instead; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(conflict=reason == ReturnReason.CONFLICT_OF_INTEREST)
    with act_on(
        verb=Verb.RETURN, case=referral.case, actor=actor, base=base, row=referral, given=given
    ) as act:
        text = act.note_text(note, required=True)
        act.record(reason=reason, note=text, readers=Visibility.SHARED)
        answered = _answered(act, actor, return_reason=reason)
        due = act.due(DutyKind.REROUTE, DutyKind.ACT, DutyKind.DECIDE)
        for organization in {answered.sender, act.case.holder}:
            notify.tell_body(case=act.case, body=organization, template="case_returned", due=due)
        if answered.mode == WaitingKind.HANDOVER:
            in_danger.sent(act.case, act.case.holder)
        return answered


def recall_referral(*, referral: Referral, actor: Actor, note: str = "", base: str | None = None) -> Referral:
    """Take a referral back before it was answered; the target's access ends at once (row 9).

    Args:
        referral: that waits.
        actor: an officer of the holder, or who decides at the center.
        note: why, for colleagues.
        base: what the actor saw.

    Raises:
        CaseChanged: the target was faster.
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RECALL, case=referral.case, actor=actor, base=base, row=referral) as act:
        act.record(note=act.note_text(note))
        answered = _answered(act, actor)
        notify.tell_body(case=act.case, body=answered.target, template="case_recalled")
        return answered


def forward_referral_on(
    *,
    referral: Referral,
    target: Organization,
    actor: Officer,
    reason: HandoverReason,
    consent: Consent,
    note: str = "",
    base: str | None = None,
) -> Referral:
    """Pass a handover on to the organization that is really responsible, without sending it back first (row 10).

    Args:
        referral: a handover that waits for the actor's organization.
        target: who should take it; nobody through whose hands it came.
        actor: an officer of the present target.
        reason: why this organization.
        consent: consent or legal ground.
        note: for the history; where nobody agreed, why the story goes on all the same.
        base: what the actor saw.

    Returns:
        The new referral, whose parent is the old one.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(target=target.pk, ground=consent)
    with act_on(
        verb=Verb.FORWARD_ON, case=referral.case, actor=actor, base=base, row=referral, given=given
    ) as act:
        act.record(reason=reason, note=_words_with(act, consent, note), consent=consent)
        parent = _answered(act, actor)
        child = send_letter_with(act, reason=reason, request=parent.request, sent_by=actor.person)
        notify.tell_body(case=act.case, body=parent.sender, template="case_forwarded_on")
    return child


def hand_up(*, case: Case, actor: Officer, consent: Consent, note: str, base: str | None = None) -> Referral:
    """Send a case up to the center because it is beyond what the local administration can do (row 11; S1.14).

    The center has it at once and cannot send it back, so that the person is not sent to and fro; the local
    administration stays as a partner.

    Args:
        case: being worked on.
        actor: who decides in the local administration that holds the case; where nobody does, who works there.
        consent: consent or legal ground.
        note: what was done, and why more is not possible; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.HAND_UP, case=case, actor=actor, base=base, given=Given(ground=consent)) as act:
        text = act.note_text(note, required=True)
        check_consent(consent)
        act.record(
            reason=HandoverReason.BEYOND_CAPACITY, note=text, consent=consent, readers=Visibility.SHARED
        )
        referral = act.opened(Referral)
        referral.reason, referral.request = HandoverReason.BEYOND_CAPACITY, text[:2000]
        referral.sent_by, referral.sent_at, referral.answered_at = actor.person, act.now, act.now
        referral.save()
        due = act.due(DutyKind.ACT)
        notify.tell_body(case=act.case, body=referral.target, template="case_escalated", due=due)
        in_danger.sent(act.case, referral.target)
        return referral


def complete_part(
    *, referral: Referral, actor: Officer | OutsideOrganization, note: str, base: str | None = None
) -> Referral:
    """Report that the part is done (row 16); the holder is told, and the access of the helper ends.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.COMPLETE_PART, case=referral.case, actor=actor, base=base, row=referral) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        answered = _answered(act, actor)
        notify.tell_body(case=act.case, body=act.case.holder, template="case_part_done")
        return answered


def cancel_part(*, referral: Referral, actor: Officer, note: str, base: str | None = None) -> Referral:
    """Need a part no more (row 16); who did it is told.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.CANCEL_PART, case=referral.case, actor=actor, base=base, row=referral) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        answered = _answered(act, actor)
        notify.tell_body(case=act.case, body=answered.target, template="case_recalled")
        return answered


def record_outside_answer(
    *,
    referral: Referral,
    actor: Officer | OutsideOrganization,
    outcome: WaitingState,
    note: str,
    reason: ReturnReason | str = "",
    base: str | None = None,
) -> Referral:
    """Write down what an organization without a sign-in answered by letter or telephone (cases.md, 5).

    Args:
        referral: that waits, or that it accepted before.
        actor: an officer of the holder, or the organization itself by its link.
        outcome: accepted, done or returned.
        note: who said it, when, by which letter; required.
        reason: from the closed list, when it was returned.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(outcome=outcome, conflict=reason == ReturnReason.CONFLICT_OF_INTEREST)
    with act_on(
        verb=Verb.RECORD_OUTSIDE, case=referral.case, actor=actor, base=base, row=referral, given=given
    ) as act:
        act.record(reason=reason, note=act.note_text(note, required=True), readers=Visibility.SHARED)
        return _answered(act, actor, return_reason=reason)
