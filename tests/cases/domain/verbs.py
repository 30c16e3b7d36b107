"""Verbs as one call each with good arguments, and cases in every situation, so that tests may try any on any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.domain import asking, assistance, closure, referral, screening, visits, working
from cases.domain.act import act_on
from cases.machine.vocabulary import DutyKind, Verb, WaitingState
from cases.models import AssistanceRecord, Case, Duty
from cases.vocabulary import (
    ClosureReason,
    Confidentiality,
    Consent,
    HandoverReason,
    Outcome,
    ReturnReason,
    RiskLevel,
    Severity,
    Told,
    VisitResult,
)
from portal.actors import Actor
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import World, help_given

Call = Callable[[Case, "Any", "Any", Organization], Any]


def _screen(case: Case, actor: Any, answered: Any, target: Organization) -> Case:
    problem = ProblemType(case.problem)
    return screening.screen_case(case=case, actor=actor, problem=problem, severity=Severity(case.severity))


def _reclassify(case: Case, actor: Any, answered: Any, target: Organization) -> Case:
    return screening.reclassify_case(
        case=case,
        actor=actor,
        problem=ProblemType(case.problem),
        severity=Severity.URGENT,
        confidentiality=Confidentiality.RESTRICTED,
        note="เปลี่ยน",
    )


def _refer(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return referral.refer_case(
        case=case, actor=actor, target=target, reason=HandoverReason.PROPER_DUTY, consent=Consent.GIVEN
    )


def _forward_on(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return referral.forward_referral_on(
        referral=answered,
        actor=actor,
        target=target,
        reason=HandoverReason.PROPER_DUTY,
        consent=Consent.GIVEN,
    )


def _hand_up(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return referral.hand_up(case=case, actor=actor, consent=Consent.GIVEN, note="ทำแล้วแต่เกินกำลัง")


def _refer_joint(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return referral.refer_jointly(
        case=case, actor=actor, target=target, consent=Consent.GIVEN, request="รักษา"
    )


def _help(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return assistance.record_help(
        case=case,
        actor=actor,
        given=help_given(),
        follow_up_on=in_days(7),
        risk=assistance.Risk(level=RiskLevel.MEDIUM),
    )


def _request_closure(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return closure.request_closure(
        case=case,
        actor=actor,
        reason=ClosureReason.WITHDRAWN,
        outcome=Outcome.WITHDRAWN,
        note="ผู้แจ้งขอถอนเรื่อง",
    )


def _return(case: Case, actor: Any, answered: Any, target: Organization) -> Any:
    return referral.return_referral(
        referral=answered, actor=actor, reason=ReturnReason.WRONG_AREA, note="คนละตำบล"
    )


def _only_the_act(verb: Verb, case: Case, actor: Actor) -> None:
    """What the machine knows of a verb whose rows lie in a room above (`cases.households`)."""
    with act_on(verb=verb, case=case, actor=actor) as act:
        act.record()


def in_days(days: int) -> dt.date:
    """A day from today, in Thailand."""
    return timezone.localdate() + dt.timedelta(days=days)


def _correct_help(case: Case, actor: Any, row: Any, target: Organization) -> Any:
    # Where nothing was given, what somebody means has been struck out already.
    last = case.assistance.order_by("pk").last() or AssistanceRecord(pk=0, case=case)
    return assistance.correct_help(case=case, actor=actor, record=last, note="ลงผิดบ้าน")


CALLS: dict[Verb, Call] = {
    Verb.SCREEN: _screen,
    Verb.REJECT: lambda c, a, r, t: screening.reject_case(case=c, actor=a, reason=ClosureReason.SPAM),
    Verb.TAKE_ON: lambda c, a, r, t: screening.take_on(case=c, actor=a),
    Verb.RECLASSIFY: _reclassify,
    Verb.REFER: _refer,
    Verb.REFER_JOINT: _refer_joint,
    Verb.INFORM: lambda c, a, r, t: referral.inform(case=c, actor=a, target=t),
    Verb.ACCEPT: lambda c, a, r, t: referral.accept_referral(referral=r, actor=a),
    Verb.RETURN: _return,
    Verb.RECALL: lambda c, a, r, t: referral.recall_referral(referral=r, actor=a),
    Verb.FORWARD_ON: _forward_on,
    Verb.HAND_UP: _hand_up,
    Verb.COMPLETE_PART: lambda c, a, r, t: referral.complete_part(referral=r, actor=a, note="รักษาแล้ว"),
    Verb.CANCEL_PART: lambda c, a, r, t: referral.cancel_part(referral=r, actor=a, note="ไม่ต้องแล้ว"),
    Verb.ASK: lambda c, a, r, t: asking.ask_reporter(case=c, actor=a, question="บ้านเลขที่เท่าไร"),
    Verb.ANSWER: lambda c, a, r, t: asking.record_answer(question=r, actor=a, answer="เลขที่ 9"),
    Verb.MESSAGE: lambda c, a, r, t: asking.send_message(case=c, actor=a, text="น้ำขึ้นอีกแล้ว"),
    Verb.ACKNOWLEDGE: lambda c, a, r, t: asking.acknowledge(case=c, actor=a, seen=c.version),
    Verb.WITHDRAW: lambda c, a, r, t: asking.withdraw(case=c, actor=a, text="ไม่ต้องการแล้ว"),
    Verb.OBJECT: lambda c, a, r, t: asking.object_to_closing(case=c, actor=a, text="ยังเดือดร้อน"),
    Verb.CHANGE_CONSENT: lambda c, a, r, t: asking.change_consent(case=c, actor=a, consent=Consent.REFUSED),
    Verb.RECORD_HELP: _help,
    Verb.CORRECT_HELP: _correct_help,
    Verb.PLAN_FOLLOWUP: lambda c, a, r, t: assistance.plan_follow_up(case=c, actor=a, on=in_days(5)),
    Verb.RECORD_FOLLOWUP: lambda c, a, r, t: assistance.record_follow_up(
        follow_up=r, actor=a, finding="ดีขึ้นแล้ว"
    ),
    Verb.CANCEL_FOLLOWUP: lambda c, a, r, t: assistance.cancel_follow_up(follow_up=r, actor=a, note="ย้ายแล้ว"),
    Verb.ADJUST_PLAN: lambda c, a, r, t: assistance.adjust_plan(case=c, actor=a, finding="ยังต้องช่วยอีก"),
    Verb.DISPATCH: lambda c, a, r, t: visits.dispatch(case=c, actor=a),
    Verb.END_VISIT: lambda c, a, r, t: visits.end_visit(
        visit=r, actor=a, result=VisitResult.HELPED, note="เยี่ยมแล้ว"
    ),
    Verb.TELL: lambda c, a, r, t: working.tell(case=c, actor=a, told=Told.QUEUED),
    Verb.UNSCREEN: lambda c, a, r, t: screening.unscreen(case=c, actor=a),
    Verb.LINK_HOUSEHOLD: lambda c, a, r, t: _only_the_act(Verb.LINK_HOUSEHOLD, c, a),
    Verb.UNLINK_HOUSEHOLD: lambda c, a, r, t: _only_the_act(Verb.UNLINK_HOUSEHOLD, c, a),
    Verb.NOTE: lambda c, a, r, t: working.add_note(case=c, actor=a, text="บันทึก"),
    Verb.REQUEST_CLOSURE: _request_closure,
    Verb.APPROVE: lambda c, a, r, t: closure.approve(approval=r, actor=a),
    Verb.REFUSE: lambda c, a, r, t: closure.refuse(approval=r, actor=a, note="ยังไม่เสร็จ"),
    Verb.WITHDRAW_REQUEST: lambda c, a, r, t: closure.withdraw_request(approval=r, actor=a),
    Verb.REOPEN: lambda c, a, r, t: closure.reopen_case(case=c, actor=a, note="ยังเดือดร้อนอยู่"),
    Verb.RECUSE: lambda c, a, r, t: working.recuse(case=c, actor=a),
    Verb.BREAK_GLASS: lambda c, a, r, t: working.break_glass(case=c, actor=a, reason="เด็กอยู่ในอันตราย"),
}


def do(verb: Verb, case: Case, actor: Actor, *, answered: Any = None, target: Organization) -> Any:
    """Call the domain function of a verb with arguments that are good in themselves."""
    return CALLS[verb](case, actor, answered, target)


def _asked(world: World) -> Case:
    case = factories.working_case(world)
    asking.ask_reporter(case=case, actor=world.local.officer, question="ที่อยู่")
    return Case.objects.get(pk=case.pk)


SITUATIONS: dict[str, Callable[[World], Case]] = {
    "received": factories.received_case,
    "screened": factories.screened_case,
    "handover waits": lambda world: factories.pending_referral(world).case,
    "working": factories.working_case,
    "question waits": _asked,
    "following up": factories.followed_case,
    "closure waits": factories.closing_case,
    "closed": factories.closed_case,
}
"""Before the handover is accepted the center holds the case, then the local administration."""
OPEN_SITUATIONS = [name for name in SITUATIONS if name != "closed"]


def case_in(situation: str, world: World) -> Case:
    """Return a case in a situation, as its row says now."""
    return Case.objects.get(pk=SITUATIONS[situation](world).pk)


def running(case: Case) -> list[str]:
    """Kinds of the duties that have to be done, sorted; the promise to tell the reporter something always runs beside."""
    return sorted(duty.kind for duty in case.duties.running().exclude(kind=DutyKind.TELL))


def duty_of(case: Case, kind: DutyKind) -> Duty:
    """The running duty of a kind."""
    return case.duties.running().get(kind=kind)


def duty_for(row: Any) -> Duty:
    """The running duty that something that waits has."""
    return Duty.objects.running().get(case=row.case_id, waiting=row.number)


def waiting_approval(case: Case) -> Any:
    """The decision that waits."""
    return case.approvals.get(state=WaitingState.OPEN)
