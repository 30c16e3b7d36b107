"""Helping: what was given, how the person is now, how likely it is to happen again, what is still unknown.

(Rows 13 to 15; S1.06, S1.08, S1.10, S2.34, S2.43.)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain import notify
from cases.domain.act import Act, act_on
from cases.errors import GuardFailed
from cases.models import AssistanceRecord, Case, FollowUp, RiskAssessment
from cases.vocabulary import AssistanceCategory, AssistanceKind, RiskLevel, Verb
from portal.actors import System
from portal.calendar.working_days import OFFICE_ZONE, end_of_day
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Actor, Officer

LONGEST_FOLLOW_UP = dt.timedelta(days=366)
LARGEST_AMOUNT = Decimal("999999999.99")
CATEGORY_OF = {
    ProblemType.DISASTER: AssistanceCategory.DISASTER,
    ProblemType.DISEASE: AssistanceCategory.DISEASE,
    ProblemType.QUALITY_OF_LIFE: AssistanceCategory.QUALITY_OF_LIFE,
    ProblemType.LOW_INCOME_FARMER: AssistanceCategory.LOW_INCOME_FARMER,
}
"""Kind of problem → the heading under which its help is usually recorded; other kinds have no usual one."""


@dataclass(frozen=True, kw_only=True)
class Help:
    """What was given.

    Attributes:
        given_on: the day, in Thailand; not in the future.
        category: under which heading.
        kind: what.
        description: in words.
        persons: how many people received it.
        households: how many households.
        amount_baht: what it cost or was worth; None when it is no matter of money.
        legal_basis: the rule that allows it.
        committee_decision: number and date of the resolution, where one is needed.
    """

    given_on: dt.date
    category: AssistanceCategory
    kind: AssistanceKind
    description: str = ""
    persons: int = 1
    households: int = 0
    amount_baht: Decimal | None = None
    legal_basis: str = ""
    committee_decision: str = ""


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A judgement of the risk that the person is harmed again."""

    level: RiskLevel
    reasons: str = ""


def record_help(
    *,
    case: Case,
    actor: Officer,
    given: Help,
    follow_up_on: dt.date,
    risk: Risk | None = None,
    note: str = "",
    version: int | None = None,
) -> AssistanceRecord:
    """Record that help was given, and when somebody looks after the person again (row 14).

    Args:
        case: being worked on.
        actor: an officer of its holder.
        given: what was given.
        follow_up_on: the day of the follow-up; its clock starts.
        risk: of being harmed again; required for crisis cases (S2.43).
        note: for colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RECORD_HELP, case=case, actor=actor, version=version) as act:
        text = act.note_text(note)
        _check_help(act, given, follow_up_on)
        if risk is None and act.case.is_crisis:
            raise GuardFailed(_("เรื่องปัญหาสังคมต้องประเมินความเสี่ยงที่จะเกิดซ้ำ"), field="risk_level")
        record = AssistanceRecord.objects.create(
            case=act.case,
            organization=actor.organization,
            recorded_by=actor.person,
            recorded_at=act.now,
            **{name: getattr(given, name) for name in Help.__dataclass_fields__},
        )
        if risk is not None:
            _assess(act, actor, risk)
        FollowUp.objects.create(
            case=act.case, organization=actor.organization, due_on=follow_up_on, created_at=act.now
        )
        act.record(note=text, due=end_of_day(follow_up_on))
        notify.tell_reporter(case=act.case)
    return record


def _check_help(act: Act, given: Help, follow_up_on: dt.date) -> None:
    today = act.now.astimezone(OFFICE_ZONE).date()
    if given.given_on > today:
        raise GuardFailed(_("วันที่ช่วยเหลือต้องไม่อยู่ในอนาคต"), field="given_on")
    if given.given_on < act.case.received_at.astimezone(OFFICE_ZONE).date() - LONGEST_FOLLOW_UP:
        raise GuardFailed(_("วันที่ช่วยเหลือเก่าเกินไป ตรวจปี พ.ศ. อีกครั้ง"), field="given_on")
    if not today <= follow_up_on <= today + LONGEST_FOLLOW_UP:
        raise GuardFailed(_("วันนัดติดตามต้องเป็นวันนี้หรือหลังจากนี้ไม่เกิน 1 ปี"), field="follow_up_on")
    if given.amount_baht is not None and not 0 <= given.amount_baht <= LARGEST_AMOUNT:
        raise GuardFailed(_("จำนวนเงินต้องไม่ติดลบและไม่เกิน 999,999,999.99 บาท"), field="amount_baht")
    if given.kind == AssistanceKind.CASH and not given.amount_baht:
        raise GuardFailed(_("กรอกจำนวนเงินที่ช่วยเหลือ"), field="amount_baht")
    if given.persons < 1 and given.households < 1:
        raise GuardFailed(_("กรอกจำนวนคนหรือครัวเรือนที่ได้รับความช่วยเหลือ"), field="persons")


def _assess(act: Act, actor: Officer, risk: Risk) -> None:
    RiskAssessment.objects.create(
        case=act.case,
        organization=actor.organization,
        level=risk.level,
        reasons=risk.reasons,
        assessed_by=actor.person,
        assessed_at=act.now,
    )


def adjust_plan(
    *, case: Case, actor: Officer, finding: str, risk: Risk | None = None, version: int | None = None
) -> Case:
    """Go on helping after a follow-up found that it is needed (row 15; S2.44).

    Args:
        case: being followed up.
        actor: an officer of its holder.
        finding: what the follow-up found and what is planned now; required.
        risk: a new judgement, if there is one.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ADJUST_PLAN, case=case, actor=actor, version=version) as act:
        text = act.note_text(finding, field="finding", required=True)
        for follow_up in act.case.follow_ups.filter(done_at__isnull=True):
            follow_up.done_at, follow_up.done_by, follow_up.finding = act.now, actor.person, text[:2000]
            follow_up.save(update_fields=["done_at", "done_by", "finding"])
        if risk is not None:
            _assess(act, actor, risk)
        act.record(note=text)
    return act.case


def ask_reporter(*, case: Case, actor: Officer, question: str, version: int | None = None) -> Case:
    """Wait for something that only the reporter knows; the clock of the work stands still meanwhile (row 13).

    Never for a crisis or an urgent case.

    Args:
        case: being worked on.
        actor: an officer of its holder.
        question: what is missing, in words for the citizen; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ASK, case=case, actor=actor, version=version) as act:
        text = act.note_text(question, field="question", required=True)
        act.record(note=text)
        notify.tell_reporter(case=act.case)
    return act.case


def record_answer(*, case: Case, actor: Actor, answer: str, version: int | None = None) -> Case:
    """Write down the answer and go on with the time that was left (row 13).

    Args:
        case: waiting for an answer.
        actor: an officer of its holder, or the citizen, who has shown reference and secret.
        answer: in the person's words; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ANSWER, case=case, actor=actor, version=version) as act:
        text = act.note_text(answer, field="answer", required=True)
        act.record(note=text)
    return act.case


def resume_unanswered(*, case: Case) -> Case:
    """Go on without an answer once its time is over (row 13); done by the system.

    Args:
        case: waiting for an answer whose clock is overdue.

    Raises:
        NotAllowed, GuardFailed: it does not wait, or its time is not over; nothing was written.
    """
    with act_on(verb=Verb.RESUME, case=case, actor=System()) as act:
        act.record()
    return act.case
