"""How a case ends, and how it begins again (rows 17 to 19; S2.44)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain import limits, notify
from cases.domain.act import Act, act_on
from cases.domain.succession import move_to_whoever_can_act
from cases.errors import GuardFailed
from cases.models import Case
from cases.vocabulary import (
    CLOSURE_REASONS,
    ClosureReason,
    Outcome,
    ReferralState,
    Verb,
)
from portal.calendar.working_days import OFFICE_ZONE

if TYPE_CHECKING:
    from portal.actors import Actor, Officer

HELPED_REASONS = frozenset({ClosureReason.HELPED})


def close(act: Act, *, reason: ClosureReason) -> None:
    """Put a case to rest within an act: no open part, and the day until which its data is kept."""
    case = act.case
    case.referrals.filter(state=ReferralState.ACCEPTED).update(state=ReferralState.DONE)
    case.follow_ups.filter(done_at__isnull=True).delete()
    case.closed_at = act.now
    case.closure_reason = reason
    case.retention_until = _years_later(act.now.astimezone(OFFICE_ZONE).date(), limits.RETENTION_YEARS)


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; from 29 February the day before (R19)."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def request_closure(
    *,
    case: Case,
    actor: Officer,
    reason: ClosureReason,
    outcome: Outcome,
    note: str,
    version: int | None = None,
) -> Case:
    """Ask the supervisor to end a case (row 17).

    A crisis case is closed by its lead agency only, after the risk was assessed (S2.34, S2.43).

    Args:
        case: being worked on or followed up.
        actor: an officer of its holder.
        reason: one of `CLOSURE_REASONS`; "helped" needs help on record.
        outcome: what the person was left with.
        note: the closure report in a few words; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REQUEST_CLOSURE, case=case, actor=actor, version=version) as act:
        text = act.note_text(note, required=True)
        if reason not in CLOSURE_REASONS:
            raise GuardFailed(_("เลือกเหตุผลที่ปิดเรื่องจากรายการ"), field="reason")
        if reason in HELPED_REASONS and not act.case.assistance.exists():
            raise GuardFailed(_("ยังไม่มีบันทึกการช่วยเหลือ บันทึกก่อนหรือเลือกเหตุผลอื่น"), field="reason")
        act.case.closure_requested_by = actor.person
        act.case.closure_reason = reason
        act.case.outcome = outcome
        act.record(reason=reason, note=text)
    return act.case


def approve_closure(*, case: Case, actor: Officer, note: str = "", version: int | None = None) -> Case:
    """End the case (row 18). All clocks stop, and the day until which personal data is kept is set.

    Args:
        case: with a closure that waits.
        actor: a supervisor of the holder, not the one who asked.
        note: for colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.APPROVE_CLOSURE, case=case, actor=actor, version=version) as act:
        text = act.note_text(note)
        close(act, reason=ClosureReason(act.case.closure_reason))
        act.record(reason=act.case.closure_reason, note=text)
        notify.tell_reporter(case=act.case)
    return act.case


def refuse_closure(*, case: Case, actor: Officer, note: str, version: int | None = None) -> Case:
    """Send the case back to work (row 18).

    Args:
        case: with a closure that waits.
        actor: a supervisor of the holder, not the one who asked.
        note: what remains to be done; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REFUSE_CLOSURE, case=case, actor=actor, version=version) as act:
        text = act.note_text(note, required=True)
        _back_to_work(act)
        act.record(note=text)
    return act.case


def reopen_case(*, case: Case, actor: Actor, note: str, version: int | None = None) -> Case:
    """Take a closed case up again (row 19; "not fixed" must reach the body that closed it).

    Args:
        case: closed.
        actor: a supervisor of the holder or of the center, or the citizen, who has shown reference and secret.
        note: why; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written; also when 30 days are over for a citizen.
    """
    with act_on(verb=Verb.REOPEN, case=case, actor=actor, version=version) as act:
        text = act.note_text(note, required=True)
        act.case.reopen_count += 1
        act.case.closed_at = None
        act.case.retention_until = None
        act.case.duplicate_of = None
        _back_to_work(act)
        move_to_whoever_can_act(act)
        act.record(note=text)
        notify.tell_body(case=act.case, body=act.case.holder, template="case_reopened", due=act.due)
    return act.case


def _back_to_work(act: Act) -> None:
    act.case.closure_requested_by = None
    act.case.closure_reason = ""
    act.case.outcome = ""
