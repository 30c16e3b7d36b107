"""The plan: what is to be done for the person, by whom, by when (S2.34)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.act import act_on
from cases.errors import CaseChanged, GuardFailed
from cases.machine.vocabulary import Verb
from cases.models import PlanItem
from cases.vocabulary import PlanState, Visibility

if TYPE_CHECKING:
    from cases.domain.act import Act
    from cases.models import Case, HelpService
    from portal.actors import Officer
    from portal.organizations.models import Organization

FARTHEST = dt.timedelta(days=366)
MOST_PLANNED = 30
LONGEST_DETAILS = 300


def plan_help(
    *,
    case: Case,
    actor: Officer,
    service: HelpService,
    by: Organization,
    due_on: dt.date,
    details: str = "",
    identity: str = "",
) -> PlanItem:
    """Plan one service.

    Args:
        case: open.
        actor: who works for an organization that holds the case or does a part of it.
        service: on the center's list and in use.
        by: who will do it; works on the case, or the reader of the plan asks it by a referral.
        due_on: until when; today at the earliest.
        details: how much, where.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    today = timezone.localdate()
    if due_on < today or due_on > today + FARTHEST:
        raise GuardFailed(_("เลือกวันตั้งแต่วันนี้ถึงหนึ่งปีข้างหน้า"), field="due_on")
    if service.ended_at is not None:
        raise GuardFailed(_("บริการนี้เลิกใช้แล้ว เลือกบริการอื่น"), field="service")
    if len(details.strip()) > LONGEST_DETAILS:
        raise GuardFailed(_("รายละเอียดยาวเกิน 300 ตัวอักษร เขียนให้สั้นลง"), field="details")
    with act_on(verb=Verb.PLAN_HELP, case=case, actor=actor, identity=identity) as act:
        if act.case.plan.filter(state=PlanState.PLANNED).count() >= MOST_PLANNED:
            raise GuardFailed(_("แผนมีข้อที่ยังไม่ได้ทำมากเกินไป ทำหรือเลิกบางข้อก่อน"), field="service")
        item = PlanItem.objects.create(
            case=act.case,
            service=service,
            details=act.note_text(details, field="details"),
            organization=by,
            due_on=due_on,
            planned_by=actor.person,
            planned_at=act.now,
        )
        act.record(reason=PlanState.PLANNED)
        return item


def drop(*, item: PlanItem, actor: Officer, note: str, identity: str = "") -> None:
    """Give one service of the plan up, with a reason.

    Args:
        item: that waits.
        actor: who works for an organization that holds the case or does a part of it.
        note: why; required.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.PLAN_HELP, case=item.case, actor=actor, identity=identity) as act:
        text = act.note_text(note, required=True)
        _end(item, PlanState.DROPPED, act)
        act.record(reason=PlanState.DROPPED, note=text, readers=Visibility.SHARED)


def fulfil(item: PlanItem, act: Act) -> None:
    """Say within an act that help on record does one service of the plan.

    Raises:
        CaseChanged: it is done or given up already.
        GuardFailed: it belongs to another case.
    """
    if item.case_id != act.case.pk:
        raise GuardFailed(_("เลือกข้อของแผนในเรื่องนี้"), field="plan_item")
    _end(item, PlanState.DONE, act)


def open_again(item: PlanItem) -> None:
    """Let a service of the plan wait again, because the help that did it was recorded by mistake; within that act."""
    PlanItem.objects.filter(pk=item.pk, state=PlanState.DONE).update(state=PlanState.PLANNED, ended_at=None)


def _end(item: PlanItem, state: PlanState, act: Act) -> None:
    still = PlanItem.objects.filter(pk=item.pk, case=act.case, state=PlanState.PLANNED)
    if not still.update(state=state, ended_at=act.now):
        raise CaseChanged
