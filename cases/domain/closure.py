"""How a case ends, what others decide about it, and how it begins again (rows 17 to 20; S2.44)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain import in_danger, notify, places, recognition
from cases.domain.act import act_on
from cases.domain.assistance import Risk, assess
from cases.domain.ending import put_to_rest
from cases.domain.forwarding import send_letter_with
from cases.domain.places import put_elsewhere
from cases.domain.secrecy import left_out
from cases.errors import GuardFailed
from cases.machine.verb import Given
from cases.machine.vocabulary import BEFORE_WORK, ApprovalSubject, DutyKind, Verb
from cases.models import Approval, Case, Duty
from cases.vocabulary import (
    CLOSURE_REASONS,
    ClosureReason,
    HandoverReason,
    Outcome,
    Visibility,
)

if TYPE_CHECKING:
    from portal.actors import Actor, Officer

HELPED_REASONS = frozenset({ClosureReason.HELPED})
REOPENED_TOO_OFTEN = 2
"""From so many times on the head of the organization is asked why it does not end (row 19)."""


def request_closure(
    *,
    case: Case,
    actor: Officer,
    reason: ClosureReason,
    outcome: Outcome,
    note: str,
    risk: Risk | None = None,
    base: str | None = None,
) -> Approval:
    """Ask another person to end a case (row 17); the work goes on meanwhile, and its time stands still.

    A crisis case is closed by who may take it on, after the risk was assessed (S2.34, S2.43).

    Args:
        case: being worked on or followed up.
        actor: an officer of its holder.
        reason: one of `CLOSURE_REASONS`; "helped" needs help on record.
        outcome: what the person was left with.
        note: the closure report in a few words; required.
        risk: a judgement made now.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(to={"reason": reason.value, "outcome": outcome.value}, risk_assessed=risk is not None)
    with act_on(verb=Verb.REQUEST_CLOSURE, case=case, actor=actor, base=base, given=given) as act:
        text = act.note_text(note, required=True)
        if reason not in CLOSURE_REASONS:
            raise GuardFailed(_("เลือกเหตุผลที่ปิดเรื่องจากรายการ"), field="reason")
        if reason in HELPED_REASONS and not act.after.helped:
            raise GuardFailed(_("ยังไม่มีบันทึกการช่วยเหลือ บันทึกก่อนหรือเลือกเหตุผลอื่น"), field="reason")
        if risk is not None:
            assess(act, actor, risk)
        act.record(reason=reason, note=text, readers=Visibility.SHARED)
        notify.tell_decider(act)
        return act.opened(Approval)


def approve(*, approval: Approval, actor: Officer, note: str = "", base: str | None = None) -> Case:
    """Grant what was asked for, and do it (rows 18 and 20).

    Args:
        approval: that waits.
        actor: somebody who decides where it waits, and not the person who asked.
        note: for colleagues.
        base: what the actor saw; what came since has to be looked at first.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    lowers = approval.subject == ApprovalSubject.LOWER
    place = approval.terms.get("place", "") if lowers else ""
    given = Given(unwanted=frozenset(left_out(approval.case, place) if place else ()))
    with act_on(
        verb=Verb.APPROVE, case=approval.case, actor=actor, base=base, row=approval, given=given
    ) as act:
        text = act.note_text(note)
        closes = approval.subject in {ApprovalSubject.CLOSE, ApprovalSubject.REFUSE}
        if closes:
            put_to_rest(
                act,
                reason=ClosureReason(approval.terms["reason"]),
                outcome=approval.terms.get("outcome", ""),
            )
        visibility = Visibility.PUBLIC if closes else Visibility.SHARED
        lies = put_elsewhere(act.case, approval.terms) if lowers else {}
        reason = approval.terms.get("reason", "")
        act.record(reason=reason, note=text, changes=lies, visibility=visibility)
        if lies:
            recognition.remember(act.case)
            places.follow(act.case)
            notify.tell_left_out(act, act.after.excluded - act.before.excluded)
        if closes:
            notify.tell_reporter(case=act.case)
        elif approval.subject == ApprovalSubject.DISCLOSE:
            send_letter_with(act, reason=HandoverReason.PROPER_DUTY, request="", sent_by=approval.requester)
        notify.tell_requester(act, approval)
    return act.case


def refuse(*, approval: Approval, actor: Officer, note: str, base: str | None = None) -> Case:
    """Say no to what was asked for (row 18); the work goes on.

    Args:
        approval: that waits.
        actor: somebody who decides where it waits, and not the person who asked.
        note: what remains to be done; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REFUSE, case=approval.case, actor=actor, base=base, row=approval) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        notify.tell_requester(act, approval)
    return act.case


def withdraw_request(*, approval: Approval, actor: Officer, note: str = "") -> Case:
    """Need a decision no more.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.WITHDRAW_REQUEST, case=approval.case, actor=actor, row=approval) as act:
        act.record(note=act.note_text(note))
    return act.case


def request_more_time(
    *, duty: Duty, actor: Officer, until: dt.datetime, note: str, base: str | None = None
) -> Approval:
    """Ask for a later due time, before it is late.

    Args:
        duty: that runs.
        actor: who works where it is due.
        until: the time that is asked for.
        note: why; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(duty=duty.number, due=until)
    with act_on(verb=Verb.REQUEST_MORE_TIME, case=duty.case, actor=actor, base=base, given=given) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        notify.tell_decider(act)
        return act.opened(Approval)


def reopen_case(*, case: Case, actor: Actor, note: str, base: str | None = None, identity: str = "") -> Case:
    """Take a closed case up again (row 19; "not fixed" must reach the organization that closed it).

    Args:
        case: closed.
        actor: who decides at the holder or the center, or the citizen, who has shown reference and secret.
        note: why; required.
        base: what the actor saw.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written; also when 30 days are over for a citizen.
    """
    with act_on(verb=Verb.REOPEN, case=case, actor=actor, base=base, identity=identity) as act:
        text = act.note_text(note, required=True)
        act.case.reopen_count += 1
        act.case.closed_at = None
        act.case.retention_until = None
        act.case.duplicate_of = None
        act.case.closure_reason = ""
        act.case.outcome = ""
        act.record(note=text, readers=Visibility.SHARED)
        due = act.due(DutyKind.ACT, DutyKind.FORWARD)
        again = act.case.reopen_count >= REOPENED_TOO_OFTEN
        if again:
            notify.tell_heads(case=act.case, template="case_reopened_again", due=due)
        else:
            notify.tell_body(case=act.case, body=act.case.holder, template="case_reopened", due=due)
        if act.case.danger_now and act.case.stage in BEFORE_WORK:
            in_danger.raised(act.case, anew=True)
        else:
            # What nobody had read when it was closed is not news of today.
            in_danger.read(act.case)
    return act.case
