"""What the letter of an occasion says, and its one issue: from codes and dates only, always in Thai (privacy 7)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import override

from cases.domain.ceilings import baht
from cases.domain.letters.occasions import Occasion
from cases.domain.offices import CaseOffices
from cases.domain.view import case_line
from cases.machine.guards import CITIZEN_REOPENS_WITHIN
from cases.machine.vocabulary import DutyKind, Scope, Stage
from cases.models import AssistanceRecord, Case, CaseEvent, Duty, Referral
from cases.vocabulary import ClosureReason, HandoverReason, Outcome, Severity
from cases.vocabulary.letters import LetterKind
from portal.actors import Officer
from portal.audit import services as audit
from portal.calendar.working_days import OFFICE_ZONE
from portal.letters.issuing import issue_letter, letters_on, unnumbered
from portal.letters.kinds import covering
from portal.letters.kinds.covering import Matter
from portal.letters.vocabulary import Urgency
from portal.thai.dates import format_date, format_datetime

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.letters.kinds.official import LetterDraft, OfficialLetter
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
_ASKED: dict[LetterKind, covering.Asked] = {
    LetterKind.HANDOVER: "handover",
    LetterKind.JOINT: "joint",
    LetterKind.INFO: "info",
}


def draft_of(occasion: Occasion) -> LetterDraft:
    """Write the letter of an occasion as the case stands now."""
    with override("th"):
        return _draft(occasion)


def preview_of(occasion: Occasion) -> OfficialLetter:
    """Return the letter as it would go out now; no number is taken."""
    return unnumbered(organization=occasion.organization, letter=draft_of(occasion), occasion=occasion.key)


@transaction.atomic
def issue(*, occasion: Occasion, actor: Officer) -> OutgoingLetter:
    """Give the letter of an occasion its number; one that is valid already is returned and takes no other.

    Args:
        occasion: of the actor's organization.
        actor: an officer who works on cases there.

    Raises:
        PermissionDenied: the actor does not write for this organization, or not about cases.
        LetterError: the letter has no addressee or is too long.
    """
    if not actor.works_on_cases:
        raise PermissionDenied("only those who work on cases write letters about them")
    before = letters_on(occasion.organization, occasion.key)
    letter = _issue(occasion, actor)
    if letter not in before:
        audit.record(
            actor=actor,
            action="letter.issue",
            subject=occasion.case.reference,
            data={"kind": occasion.kind.value, "number": letter.number},
        )
    return letter


def issue_with(*, referral: Referral, case: Case, actor: Actor, now: dt.datetime) -> OutgoingLetter:
    """Issue the letter that goes with a handover, in the transaction that sends it; the act itself is its record."""
    occasion = Occasion(
        kind=LetterKind.HANDOVER,
        case=case,
        about=referral.number,
        organization=referral.sender,
        receiver=referral.target,
        at=now,
        referral=referral,
    )
    return _issue(occasion, actor, on=_day(now))


def _issue(occasion: Occasion, actor: Actor, on: dt.date | None = None) -> OutgoingLetter:
    return issue_letter(
        organization=occasion.organization,
        actor=actor,
        letter=draft_of(occasion),
        on=on,
        occasion=occasion.key,
        receiver=occasion.receiver,
    )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(OFFICE_ZONE).date()


def matter_of(case: Case) -> Matter:
    """Return what letters may say of a case: no more than whoever only knows how it stands reads of it."""
    line = case_line(case, Scope.SUMMARY, leaves=True)
    return Matter(
        reference=case.reference,
        problem_label=str(line.problem.label) if line.problem is not None else "",
        restricted=case.is_restricted,
        received_on=_day(case.received_at),
        urgency=URGENCIES[Severity(case.severity)],
    )


def _draft(occasion: Occasion) -> LetterDraft:
    matter = matter_of(occasion.case)
    if occasion.receiver is None:
        return _answer(occasion, matter)
    if occasion.kind in _ASKED or occasion.kind == LetterKind.RETURN:
        assert occasion.referral is not None
        return _of_referral(occasion, occasion.referral, matter)
    if occasion.kind == LetterKind.HAND_UP:
        return covering.hand_up_draft(receiver=occasion.receiver, matter=matter)
    if occasion.kind == LetterKind.TAKE_OVER:
        return covering.take_over_draft(receiver=occasion.receiver, matter=matter)
    event = _event(occasion)
    return covering.closing_draft(
        receiver=occasion.receiver,
        matter=matter,
        closed_on=_day(occasion.at),
        reason=_closure_reason(event),
    )


def _of_referral(occasion: Occasion, referral: Referral, matter: Matter) -> LetterDraft:
    if occasion.kind == LetterKind.RETURN:
        came = referral.letter
        sent = (
            (f"หนังสือที่ {came.number} ลงวันที่ {format_date(came.letter.issued_on, style='long')}",)
            if came is not None
            else ()
        )
        reason = str(referral.get_return_reason_display())
        return covering.return_draft(receiver=referral.sender, matter=matter, reason=reason, references=sent)
    due = Duty.objects.filter(case=occasion.case, waiting=referral.number, kind=DutyKind.ACKNOWLEDGE)
    first = due.order_by("number").first()
    return covering.referral_draft(
        receiver=referral.target,
        matter=matter,
        asked=_ASKED[occasion.kind],
        reason=REASON_PHRASES[HandoverReason(referral.reason)] if referral.reason else "",
        due=f"ภายใน {format_datetime(first.due_at, 'long')}" if first is not None else "",
        outside=CaseOffices(occasion.case).is_reachable_outside(referral.target_id),
        checked=occasion.kind != LetterKind.HANDOVER or not _was_sent_unread(occasion, referral),
    )


def _was_sent_unread(occasion: Occasion, referral: Referral) -> bool:
    """Say whether the system sent a case on in the moment of its receipt, before anybody read it (S2.38)."""
    screened = occasion.case.screened_at
    return referral.sent_by_id is None and (screened is None or screened > occasion.at)


def _event(occasion: Occasion) -> CaseEvent:
    return CaseEvent.objects.get(case=occasion.case, sequence=occasion.about)


def _closure_reason(event: CaseEvent) -> str:
    return str(ClosureReason(event.reason).label) if event.reason in ClosureReason.values else ""


def _answer(occasion: Occasion, matter: Matter) -> LetterDraft:
    """Write to the citizen; what was given is told by its kind, amount and day, never by what somebody wrote of it."""
    case, event = occasion.case, _event(occasion)
    is_last = case.stage == Stage.CLOSED
    outcome = str(Outcome(case.outcome).label) if is_last and case.outcome else ""
    helped = AssistanceRecord.objects.filter(case=case, recorded_at__lte=occasion.at)
    return covering.answer_draft(
        matter=matter,
        closed_on=_day(occasion.at),
        reason=_closure_reason(event) or str(case.get_closure_reason_display()),
        outcome=outcome,
        given=tuple(_given(one) for one in helped),
        objection_days=CITIZEN_REOPENS_WITHIN.days,
    )


def _given(one: AssistanceRecord) -> str:
    amount = f" จำนวน {baht(one.amount_baht)} บาท" if one.amount_baht else ""
    return f"{one.get_kind_display()}{amount} เมื่อวันที่ {format_date(one.given_on, style='long')}"
