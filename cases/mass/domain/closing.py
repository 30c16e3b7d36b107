"""Asking to close many cases that were helped, and deciding about them on one page (mass:request_closure, approve:mass).

Two persons stay two persons: whoever asked for a case never approves it, here as one by one. Every case is judged by itself: only
what was helped is closed with others, each with its own reason, and nothing is approved that anything came to after it was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.domain import closure
from cases.errors import GuardFailed
from cases.households.domain.underway import helped_in, somebody_goes
from cases.machine.standing import Approval as ApprovalValue
from cases.machine.verb import Answer, Given
from cases.machine.vocabulary import ApprovalSubject, DutyKind, Verb, WaitingState
from cases.mass.domain.kind import Done, Fields
from cases.models import Approval, Case, CaseEvent
from cases.vocabulary import ClosureReason, Outcome, VisitResult

if TYPE_CHECKING:
    from cases.machine.act import Situation
    from cases.machine.standing import Waiting
    from cases.mass.models import MassOutcome
    from portal.actors import Officer

MANY_OUTCOMES = (Outcome.HELPED_FULLY, Outcome.HELPED_PARTLY)
"""What many people were left with alike; every other end is written down one by one."""
TOGETHER = (ClosureReason.HELPED, ClosureReason.DUPLICATE)
"""Why cases end together; about every other reason somebody decides one by one."""
MORE_TO_DO = (VisitResult.HELPED_PARTLY, VisitResult.HANDED_UP, VisitResult.DIED, VisitResult.NO_RESULT)
"""After these visits somebody reads the case before it ends, whatever was given on other days."""
NO_NEWS = (Verb.TELL, Verb.FIRE_ALARM, Verb.ASSIGN)
"""What the office and the portal do to thousands, and which says nothing new about the one who is helped."""

ON_THE_WAY = _("มีหน่วยไปครัวเรือนนี้อยู่แล้ว")
WANTS_OUT = _("ผู้แจ้งขอถอนเรื่อง อ่านก่อนว่ายังต้องการความช่วยเหลือหรือไม่")
NOT_HELPED = _("ยังไม่มีบันทึกการช่วยเหลือในเรื่องนี้หรือในเรื่องเดียวกันของครัวเรือน")
TO_READ = _("มีข้อความที่ยังไม่ได้อ่าน อ่านก่อนปิดเรื่อง")
MORE_NEEDED = _("หน่วยที่ไปพบครั้งล่าสุดยังต้องการคนช่วยต่อ หรือพบเหตุที่ต้องอ่าน")
NOTHING_ASKED = _("ไม่มีการขอปิดเรื่องนี้ที่รอหน่วยงานของคุณ")
ASKED_YOURSELF = _("คุณเป็นผู้ขอปิดเรื่องนี้ ต้องให้อีกคนหนึ่งอนุมัติ")
OBJECTED = _("ผู้แจ้งไม่เห็นด้วยกับการปิดเรื่อง อ่านและตัดสินทีละเรื่อง")
CAME_AFTER = _("มีสิ่งใหม่เข้ามาหลังขอปิดเรื่อง อ่านและตัดสินทีละเรื่อง")
OTHER_END = _("ขอปิดด้วยเหตุที่ต้องอ่านทีละเรื่อง")


def reason_for(case: Case) -> ClosureReason | None:
    """Return why a case may end together with others; None when it may not.

    Helped by what is on record in it; or told twice, where a person joined it as the same matter with a case that was helped after
    this one had come (docs/many.md): the figures count that help once.
    """
    if case.helped:
        return ClosureReason.HELPED
    return ClosureReason.DUPLICATE if helped_in(case) else None


def closure_given(case: Case, _actor: Officer, fields: Fields) -> Given:
    """What the machine is told of the end that is asked for."""
    reason = reason_for(case)
    return Given(to={"reason": reason.value, "outcome": fields["outcome"]} if reason else {})


def not_to_close(case: Case, actor: Officer, _fields: Fields) -> Answer:
    """What is not closed with others, beside the guards of closing one."""
    if reason_for(case) is None:
        return NOT_HELPED
    if case.wants_out:
        return WANTS_OUT
    if case.duties.running().filter(kind=DutyKind.READ, organization=actor.organization).exists():
        return TO_READ
    last = case.visits.order_by("-number").values_list("result", flat=True).first()
    if last in MORE_TO_DO:
        return MORE_NEEDED
    return ON_THE_WAY if somebody_goes(case) else None


def ask_to_close(case: Case, actor: Officer, fields: Fields, base: str) -> Done:
    """Ask for one closure; the reason is that of the case, the words are the same for all."""
    reason = reason_for(case)
    if reason is None:
        raise GuardFailed(NOT_HELPED)
    asked = closure.request_closure(
        case=case,
        actor=actor,
        reason=reason,
        outcome=Outcome(fields["outcome"]),
        note=fields["note"],
        base=base,
    )
    return Done(row=asked.number)


def need_no_decision(case: Case, actor: Officer, outcome: MassOutcome) -> object:
    """The request is withdrawn."""
    return closure.withdraw_request(approval=Approval.objects.get(case=case, number=outcome.row), actor=actor)


# Deciding ----------------------------------------------------------------------------------------------------------------


def _asked(case: Case, actor: Officer) -> Approval | None:
    waiting: QuerySet[Approval] = case.approvals.filter(
        subject=ApprovalSubject.CLOSE, state=WaitingState.OPEN, organization=actor.organization
    )
    return waiting.select_related("case").first()


def asked_row(situation: Situation, actor: Officer) -> Waiting | None:
    """The same as the machine holds it, without asking the database again."""
    asked: list[ApprovalValue] = situation.standing.approvals(ApprovalSubject.CLOSE)
    return next((one for one in asked if one.organization == actor.organization.pk), None)


def not_to_approve(case: Case, actor: Officer, _fields: Fields) -> Answer:
    """What is not approved with others, beside the guards of approving one."""
    asked = _asked(case, actor)
    if asked is None:
        return NOTHING_ASKED
    if asked.requester_id == actor.person.pk:
        return ASKED_YOURSELF
    if asked.disputed:
        return OBJECTED
    if asked.terms.get("reason") not in TOGETHER:
        return OTHER_END
    if _came_after(case, asked):
        return CAME_AFTER
    return None


def _came_after(case: Case, asked: Approval) -> bool:
    """Whether anything new stands in the case behind the request to close it."""
    events = CaseEvent.objects.filter(case=case)
    requests = events.filter(verb=Verb.REQUEST_CLOSURE, user=asked.requester_id)
    begin = requests.order_by("-sequence").values_list("sequence", flat=True).first()
    return begin is None or events.filter(sequence__gt=begin).exclude(verb__in=NO_NEWS).exists()


def approve(case: Case, actor: Officer, fields: Fields, base: str) -> Done:
    """Grant one closure by its own row."""
    asked = _asked(case, actor)
    if asked is None:
        raise GuardFailed(NOTHING_ASKED)
    closure.approve(approval=asked, actor=actor, note=fields.get("note", ""), base=base)
    return Done(row=asked.number)


def open_again(case: Case, actor: Officer, _outcome: MassOutcome) -> object:
    """The case is taken up again; who had been told that it is closed reads so on their page."""
    return closure.reopen_case(case=case, actor=actor, note=str(_("ถอนคืนการอนุมัติปิดหลายเรื่อง")))
