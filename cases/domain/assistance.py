"""Helping: what was given, how the person is now, how likely it is to happen again.

(Rows 14 and 15; S1.06, S1.08, S1.10, S2.34, S2.43.)
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import intake, notify, plan, struck_out
from cases.domain.act import Act, act_on
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.verb import Given
from cases.machine.vocabulary import Verb, WaitingState
from cases.models import AssistanceRecord, Case, FollowUp, RiskAssessment
from cases.vocabulary import AssistanceCategory, AssistanceKind, Fund, RiskLevel, Visibility
from portal.calendar.working_days import OFFICE_ZONE, end_of_day
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.models import PlanItem
    from portal.actors import Officer
    from portal.files import CheckedFile

LONGEST_BEFORE_RECEIPT = dt.timedelta(days=366)
"""Help may have been given before the request was written down, but not years before."""
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
        quantity: how much of it, counted in `unit`; None when it is not counted.
        unit: ชุด, ขวด, วัน.
        amount_baht: what it cost or was worth; None when it is no matter of money.
        fund: who pays.
        legal_basis: the rule that allows it.
        committee_decision: number and date of the resolution, where one is needed.
        before_committee: it could not wait for the resolution, and is reported to the committee afterwards.
    """

    given_on: dt.date
    category: AssistanceCategory
    kind: AssistanceKind
    description: str = ""
    persons: int = 1
    households: int = 0
    quantity: Decimal | None = None
    unit: str = ""
    amount_baht: Decimal | None = None
    fund: Fund | str = ""
    legal_basis: str = ""
    committee_decision: str = ""
    before_committee: bool = False


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A judgement of the risk that the person is harmed again."""

    level: RiskLevel
    reasons: str = ""


@transaction.atomic
def record_help(
    *,
    case: Case,
    actor: Officer,
    given: Help,
    follow_up_on: dt.date | None = None,
    risk: Risk | None = None,
    note: str = "",
    base: str | None = None,
    receipt: CheckedFile | None = None,
    plan_item: PlanItem | None = None,
    happened_at: dt.datetime | None = None,
    identity: str = "",
) -> AssistanceRecord:
    """Record that help was given (row 14), as often as it is, by every organization that works on the case.

    With the day of a follow-up it says as well that the help is complete for now: somebody looks after the person then.

    Args:
        case: open.
        actor: who works for an organization that holds the case or does a part of it.
        given: what was given.
        follow_up_on: the day of the follow-up, for the holder of a case that is being worked on; None when more help is
            to come.
        risk: of being harmed again; required for crisis cases that are to be followed up (S2.43).
        note: for colleagues.
        base: what the actor saw.
        receipt: a picture or scan of what the person signed, checked and cleaned by `portal.files`.
        plan_item: what of the plan is done by it.
        happened_at: when, where that is later handed in: what was given while the organization worked on the case counts
            also when it does not any more.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
        OSError: the disk has no room for the receipt; nothing was written.
    """
    terms = Given(happened_at=happened_at, before_committee=given.before_committee)
    with act_on(verb=Verb.RECORD_HELP, case=case, actor=actor, given=terms, identity=identity) as act:
        text = act.note_text(note)
        _check_help(act, given)
        if plan_item is not None:
            plan.fulfil(plan_item, act)
        record = AssistanceRecord.objects.create(
            case=act.case,
            organization=actor.organization,
            plan_item=plan_item,
            recorded_by=actor.person,
            recorded_at=act.now,
            **{name: getattr(given, name) for name in Help.__dataclass_fields__},
        )
        if risk is not None:
            assess(act, actor, risk)
        act.record(note=text, reason=given.kind)
        notify.tell_reporter(case=act.case)
    if follow_up_on is not None:
        start_following_up(case=case, actor=actor, on=follow_up_on, base=base)
    if receipt is not None:
        # Last, because the disk takes nothing back when the transaction fails.
        record.receipt = intake.add_file(case=record.case, checked=receipt, actor=actor)
        record.save(update_fields=["receipt"])
    return record


@transaction.atomic
def correct_help(
    *, case: Case, actor: Officer, record: AssistanceRecord, note: str, base: str | None = None
) -> Case:
    """Say that help was recorded by mistake: it counts no more, the row stays struck out, and why stands in the history.

    What was right is recorded anew. Who may have been told of it is told by when they hear again, as of any help.

    Args:
        case: open.
        actor: who works for the organization that recorded it.
        record: of the case.
        note: why; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    others = AssistanceRecord.objects.filter(case=case).exclude(pk=record.pk)
    given = Given(still_helped=others.exists())
    with act_on(verb=Verb.CORRECT_HELP, case=case, actor=actor, base=base, given=given) as act:
        # The case is locked: nobody strikes the same one, or the last other one, at this moment.
        found = AssistanceRecord.objects.filter(case=act.case, pk=record.pk).first()
        if found is None:
            raise GuardFailed(_("รายการนี้ขีดฆ่าไปแล้ว"), field="record")
        if found.organization_id != actor.organization.pk:
            raise NotAllowed(Verb.CORRECT_HELP)
        if others.exists() != given.still_helped:
            raise CaseChanged
        text = act.note_text(note, required=True)
        found.struck_at, found.struck_by = act.now, actor.person
        found.save(update_fields=["struck_at", "struck_by"])
        if found.plan_item is not None:
            plan.open_again(found.plan_item)
        struck_out.follow(found, actor)
        act.record(reason=found.kind, note=text, readers=Visibility.SHARED)
        notify.tell_reporter(case=act.case)
    return act.case


def start_following_up(
    *,
    case: Case,
    actor: Officer,
    on: dt.date,
    risk: Risk | None = None,
    note: str = "",
    base: str | None = None,
) -> Case:
    """Say that the help is complete for now, and when somebody looks how the person is (row 14; S2.43).

    Args:
        case: being worked on, with help on record.
        actor: who works at its holder.
        on: the day, within the horizon of the risk.
        risk: of being harmed again; a crisis case needs one, made now or before.
        note: for colleagues.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(due=_time_of(on))
    with act_on(verb=Verb.START_FOLLOWING_UP, case=case, actor=actor, base=base, given=given) as act:
        if risk is not None:
            assess(act, actor, risk)
        if act.case.is_crisis and not act.case.risk_assessments.exists():
            raise GuardFailed(_("เรื่องปัญหาสังคมต้องประเมินความเสี่ยงที่จะเกิดซ้ำ"), field="risk_level")
        act.record(note=act.note_text(note))
    return act.case


def _time_of(day: dt.date) -> dt.datetime:
    """Return until when somebody looks on a day: today until the office closes, also after it has.

    Raises:
        GuardFailed: the day is over.
    """
    if day < timezone.localdate():
        raise GuardFailed(_("วันนัดติดตามผลผ่านไปแล้ว"), field="due")
    return end_of_day(day)


def _check_help(act: Act, given: Help) -> None:
    today = act.now.astimezone(OFFICE_ZONE).date()
    if given.given_on > today:
        raise GuardFailed(_("วันที่ช่วยเหลือต้องไม่อยู่ในอนาคต"), field="given_on")
    if given.given_on < act.case.received_at.astimezone(OFFICE_ZONE).date() - LONGEST_BEFORE_RECEIPT:
        raise GuardFailed(_("วันที่ช่วยเหลือเก่าเกินไป ตรวจปี พ.ศ. อีกครั้ง"), field="given_on")
    if given.amount_baht is not None and not 0 <= given.amount_baht <= LARGEST_AMOUNT:
        raise GuardFailed(_("จำนวนเงินต้องไม่ติดลบและไม่เกิน 999,999,999.99 บาท"), field="amount_baht")
    if given.kind == AssistanceKind.CASH and not given.amount_baht:
        raise GuardFailed(_("กรอกจำนวนเงินที่ช่วยเหลือ"), field="amount_baht")
    if given.quantity is not None and given.quantity <= 0:
        raise GuardFailed(_("จำนวนต้องมากกว่าศูนย์"), field="quantity")
    if given.before_committee and given.committee_decision:
        raise GuardFailed(_("มีมติคณะกรรมการแล้ว ไม่ต้องเลือกว่าช่วยก่อนมติ"), field="before_committee")
    if given.persons < 1 and given.households < 1:
        raise GuardFailed(_("กรอกจำนวนคนหรือครัวเรือนที่ได้รับความช่วยเหลือ"), field="persons")


def assess(act: Act, actor: Officer, risk: Risk) -> None:
    """Keep a judgement of the risk within an act; from then on the case counts as judged."""
    RiskAssessment.objects.create(
        case=act.case,
        organization=actor.organization,
        level=risk.level,
        reasons=risk.reasons,
        assessed_by=actor.person,
        assessed_at=act.now,
    )
    act.set_fact("risk_assessed", value=True)


def plan_follow_up(
    *, case: Case, actor: Officer, on: dt.date, note: str = "", identity: str = ""
) -> FollowUp:
    """Set a date on which somebody looks how the person is.

    Args:
        case: open.
        actor: who works at its holder.
        on: the day, within the horizon of the risk.
        note: for colleagues.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(due=_time_of(on))
    with act_on(verb=Verb.PLAN_FOLLOWUP, case=case, actor=actor, given=given, identity=identity) as act:
        act.record(note=act.note_text(note))
        return act.opened(FollowUp)


def record_follow_up(
    *,
    follow_up: FollowUp,
    actor: Officer,
    finding: str,
    next_on: dt.date | None = None,
    risk: Risk | None = None,
) -> FollowUp:
    """Write down what was found; after the last date it has to be decided what comes next (S1.08, S2.43).

    Args:
        follow_up: that waits.
        actor: who works at the holder.
        finding: how the person is; required.
        next_on: the day of the next follow-up.
        risk: a new judgement, if there is one.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(next_due=_time_of(next_on) if next_on else None, risk_assessed=risk is not None)
    with act_on(
        verb=Verb.RECORD_FOLLOWUP, case=follow_up.case, actor=actor, row=follow_up, given=given
    ) as act:
        text = act.note_text(finding, field="finding", required=True)
        if risk is not None:
            assess(act, actor, risk)
        act.record(note=text)
        done = FollowUp.objects.get(pk=follow_up.pk)
        done.done_at, done.done_by, done.finding = act.now, actor.person, text[:2000]
        done.save(update_fields=["done_at", "done_by", "finding"])
        return done


def cancel_follow_up(*, follow_up: FollowUp, actor: Officer, note: str) -> None:
    """Give a date up, with a reason; nothing is deleted.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.CANCEL_FOLLOWUP, case=follow_up.case, actor=actor, row=follow_up) as act:
        act.record(note=act.note_text(note, required=True))


@transaction.atomic
def adjust_plan(
    *, case: Case, actor: Officer, finding: str, risk: Risk | None = None, base: str | None = None
) -> Case:
    """Go on helping after a follow-up found that it is needed (row 15; S2.44).

    The dates that still wait are what was just looked at: their finding is this one.

    Args:
        case: being followed up.
        actor: who works at its holder.
        finding: what was found and what is planned now; required.
        risk: a new judgement, if there is one.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    for follow_up in case.follow_ups.filter(state=WaitingState.OPEN):
        record_follow_up(follow_up=follow_up, actor=actor, finding=finding)
    with act_on(verb=Verb.ADJUST_PLAN, case=case, actor=actor, base=base) as act:
        text = act.note_text(finding, field="finding", required=True)
        if risk is not None:
            assess(act, actor, risk)
        act.record(note=text, readers=Visibility.SHARED)
    return act.case
