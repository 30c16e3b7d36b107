"""Every verb as one call with good arguments, so that tests may try any of them on any case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.domain import assistance, closure, joint, referral, screening
from cases.models import Case, Referral
from cases.vocabulary import (
    CaseState,
    ClosureReason,
    Confidentiality,
    Consent,
    HandoverReason,
    Outcome,
    ReturnReason,
    RiskLevel,
    Severity,
    Verb,
)
from portal.actors import Actor
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import World, help_given

Call = Callable[[Case, "Actor", "Referral | None", Organization], Any]


def _screen(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Case:
    problem = ProblemType(case.problem)
    return screening.screen_case(case=case, actor=actor, problem=problem, severity=Severity.NORMAL)


def _reclassify(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Case:
    return screening.reclassify_case(
        case=case,
        actor=actor,
        problem=ProblemType(case.problem),
        severity=Severity.URGENT,
        confidentiality=Confidentiality.RESTRICTED,
        note="เปลี่ยน",
    )


def _refer(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Referral:
    return referral.refer_case(
        case=case, actor=actor, target=target, reason=HandoverReason.PROPER_DUTY, consent=Consent.GIVEN
    )


def _forward_on(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Referral:
    return referral.forward_referral_on(
        referral=answered,
        actor=actor,
        target=target,
        reason=HandoverReason.PROPER_DUTY,
        consent=Consent.GIVEN,
    )


def _escalate(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Referral:
    return referral.escalate_case(
        case=case, center=target, actor=actor, consent=Consent.GIVEN, note="ทำแล้วแต่เกินกำลัง"
    )


def _refer_joint(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Referral:
    return joint.refer_jointly(case=case, actor=actor, target=target, consent=Consent.GIVEN, request="รักษา")


def _help(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Any:
    return assistance.record_help(
        case=case,
        actor=actor,
        given=help_given(),
        follow_up_on=timezone.localdate() + dt.timedelta(days=7),
        risk=assistance.Risk(level=RiskLevel.MEDIUM),
    )


def _request_closure(case: Case, actor: Actor, answered: Referral | None, target: Organization) -> Case:
    return closure.request_closure(
        case=case,
        actor=actor,
        reason=ClosureReason.WITHDRAWN,
        outcome=Outcome.WITHDRAWN,
        note="ผู้แจ้งขอถอนเรื่อง",
    )


CALLS: dict[Verb, Call] = {
    Verb.SCREEN: _screen,
    Verb.REJECT: lambda c, a, r, t: screening.reject_case(case=c, actor=a, reason=ClosureReason.SPAM),
    Verb.REFER: _refer,
    Verb.REFER_JOINT: _refer_joint,
    Verb.ACCEPT: lambda c, a, r, t: referral.accept_referral(referral=r, actor=a),
    Verb.RETURN: lambda c, a, r, t: referral.return_referral(
        referral=r, actor=a, reason=ReturnReason.WRONG_AREA, note="คนละตำบล"
    ),
    Verb.RECALL: lambda c, a, r, t: referral.recall_referral(referral=r, actor=a),
    Verb.FORWARD_ON: _forward_on,
    Verb.ESCALATE: _escalate,
    Verb.TAKE_ON: lambda c, a, r, t: screening.take_on(case=c, actor=a),
    Verb.ASK: lambda c, a, r, t: assistance.ask_reporter(case=c, actor=a, question="บ้านเลขที่เท่าไร"),
    Verb.ANSWER: lambda c, a, r, t: assistance.record_answer(case=c, actor=a, answer="เลขที่ 9"),
    Verb.RECORD_HELP: _help,
    Verb.ADJUST_PLAN: lambda c, a, r, t: assistance.adjust_plan(case=c, actor=a, finding="ยังต้องช่วยอีก"),
    Verb.ACCEPT_JOINT: lambda c, a, r, t: joint.accept_joint(referral=r, actor=a),
    Verb.RETURN_JOINT: lambda c, a, r, t: joint.return_joint(
        referral=r, actor=a, reason=ReturnReason.NOT_OUR_DUTY, note="ไม่ใช่หน้าที่"
    ),
    Verb.RECALL_JOINT: lambda c, a, r, t: joint.recall_joint(referral=r, actor=a),
    Verb.COMPLETE_JOINT: lambda c, a, r, t: joint.complete_joint(referral=r, actor=a, note="รักษาแล้ว"),
    Verb.REQUEST_CLOSURE: _request_closure,
    Verb.APPROVE_CLOSURE: lambda c, a, r, t: closure.approve_closure(case=c, actor=a),
    Verb.REFUSE_CLOSURE: lambda c, a, r, t: closure.refuse_closure(case=c, actor=a, note="ยังไม่เสร็จ"),
    Verb.REOPEN: lambda c, a, r, t: closure.reopen_case(case=c, actor=a, note="ยังเดือดร้อนอยู่"),
    Verb.RECLASSIFY: _reclassify,
}


def do(
    verb: Verb, case: Case, actor: Actor, *, answered: Referral | None = None, target: Organization
) -> Any:
    """Call the domain function of a verb with arguments that are good in themselves."""
    return CALLS[verb](case, actor, answered, target)


def case_in(state: CaseState, world: World) -> Case:
    """Return a case in a state; from `in_progress` on the local administration holds it, before that the center."""
    match state:
        case CaseState.RECEIVED:
            return factories.received_case(world)
        case CaseState.SCREENED:
            return factories.screened_case(world)
        case CaseState.REFERRED:
            return factories.pending_referral(world).case
        case CaseState.IN_PROGRESS:
            return factories.working_case(world)
        case CaseState.AWAITING_INFO:
            working = factories.working_case(world)
            return assistance.ask_reporter(case=working, actor=world.local.officer, question="ที่อยู่")
        case CaseState.FOLLOWING_UP:
            return factories.followed_case(world)
        case CaseState.CLOSURE_REQUESTED:
            return factories.closing_case(world)
        case CaseState.CLOSED:
            return factories.closed_case(world)
