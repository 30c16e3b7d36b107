"""What each act does to one case, what it leaves, and how it is taken back. Every one calls the verb of a single case."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.domain import assistance, referral, screening, visits, working
from cases.domain.assigning import NOT_GIVEN
from cases.errors import GuardFailed
from cases.households.domain.underway import lock_household, somebody_else_goes
from cases.machine.verb import NOTHING, Answer, Given
from cases.machine.vocabulary import Verb, WaitingKind, WaitingState
from cases.mass.domain import closing
from cases.mass.domain.kind import Done, Fields, Kind
from cases.mass.vocabulary import MassVerb
from cases.models import AssistanceRecord, Case, CaseEvent, Duty, Referral, Visit
from cases.vocabulary import (
    AssistanceCategory,
    AssistanceKind,
    Confidentiality,
    Consent,
    Fund,
    HandoverReason,
    Severity,
    Told,
    VisitResult,
)
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.machine.act import Situation
    from cases.machine.standing import Waiting
    from cases.mass.models import MassOutcome
    from portal.actors import Officer

DANGER = _("มีอันตรายตอนนี้ ต้องอ่านและตัดสินทีละเรื่อง")
NOT_AGREED = _("ยังไม่ได้รับความยินยอม ส่งต่อทีละเรื่อง และเขียนว่าทำไมต้องส่งข้อมูล")
TOLD_ALREADY = _("แจ้งข้อความนี้ในเรื่องนี้แล้ว")
NOT_ASKED = _("ไม่ได้ส่งต่อทั้งเรื่องมาให้หน่วยงานของคุณ หรือตอบไปแล้ว")
NO_DUTY = _("หน่วยงานของคุณไม่มีสิ่งที่ต้องทำในเรื่องนี้")
GIVEN_SO = _("มอบหมายไว้อย่างนี้อยู่แล้ว")
RECORD_UNKNOWN = _("ไม่รู้ว่าบันทึกใดมาจากการทำครั้งนี้ หรือขีดฆ่าไปแล้ว ดูและขีดฆ่าที่หน้าเรื่อง")


def _nothing_given(_case: Case, _actor: Officer, _fields: Fields) -> Given:
    return NOTHING


# Accept ----------------------------------------------------------------------------------------------------------------


def _asked(case: Case, actor: Officer) -> Referral | None:
    """The whole case, handed over to the actor's organization, which has not answered; a part is read and taken alone."""
    return case.referrals.pending_handover().filter(target=actor.organization).select_related("case").first()


def _asked_row(situation: Situation, actor: Officer) -> Waiting | None:
    """The same as the machine holds it, without asking the database again."""
    asked = situation.standing.alive(WaitingKind.HANDOVER, state=WaitingState.SENT)
    return next((one for one in asked if one.organization == actor.organization.pk), None)


def _not_to_accept(case: Case, actor: Officer, fields: Fields) -> Answer:
    return NOT_ASKED if _asked(case, actor) is None else _danger(case, actor, fields)


def _accept(case: Case, actor: Officer, _fields: Fields, base: str) -> Done:
    asked = _asked(case, actor)
    if asked is None:
        raise GuardFailed(NOT_ASKED)
    referral.accept_referral(referral=asked, actor=actor, base=base)
    return Done(row=asked.number)


# Screen ----------------------------------------------------------------------------------------------------------------


def _danger(case: Case, _actor: Officer, _fields: Fields) -> Answer:
    return DANGER if case.danger_now else None


def _screen(case: Case, actor: Officer, fields: Fields, base: str) -> Done:
    screening.screen_case(
        case=case,
        actor=actor,
        problem=ProblemType(fields.get("problem") or case.problem),
        severity=Severity(fields["severity"]),
        confidentiality=Confidentiality(case.confidentiality),
        further_problems=[ProblemType(row.problem) for row in case.further_problems.all()],
        base=base,
    )
    return Done()


def _unscreen(case: Case, actor: Officer, _outcome: MassOutcome) -> object:
    return screening.unscreen(case=case, actor=actor)


# Refer -----------------------------------------------------------------------------------------------------------------


def _target(fields: Fields) -> Organization:
    return Organization.objects.get(pk=fields["target"])


def _refer_given(_case: Case, _actor: Officer, fields: Fields) -> Given:
    return Given(target=int(fields["target"]), ground=Consent(fields["consent"]))


def _unexplained(case: Case, _actor: Officer, fields: Fields) -> Answer:
    """Why a story goes on without consent is written of each person, not of many."""
    return NOT_AGREED if referral.needs_words(case.consent, Consent(fields["consent"])) else None


def _refer(case: Case, actor: Officer, fields: Fields, base: str) -> Done:
    sent = referral.refer_case(
        case=case,
        target=_target(fields),
        actor=actor,
        reason=HandoverReason(fields["reason"]),
        consent=Consent(fields["consent"]),
        request=fields.get("request", ""),
        base=base,
    )
    return Done(row=sent.number)


def _recall(case: Case, actor: Officer, outcome: MassOutcome) -> object:
    row = Referral.objects.select_related("case").get(case=case, number=outcome.row)
    return referral.recall_referral(referral=row, actor=actor)


# Dispatch --------------------------------------------------------------------------------------------------------------


def _one_stop(case: Case, actor: Officer, _fields: Fields) -> Answer:
    """One open stop for a household: a second boat would go to the same door."""
    return closing.ON_THE_WAY if somebody_else_goes(case, actor.organization) else None


def _dispatch(case: Case, actor: Officer, fields: Fields, _base: str) -> Done:
    # Asked again behind the lock: another act, or a trip, may have sent somebody to the same door in this moment.
    lock_household(case)
    if (answer := _one_stop(case, actor, fields)) is not None:
        raise GuardFailed(answer)
    return Done(row=visits.dispatch(case=case, actor=actor, note=fields.get("note", "")).number)


def _turn_back(case: Case, actor: Officer, outcome: MassOutcome) -> object:
    visit = Visit.objects.select_related("case").get(case=case, number=outcome.row)
    return visits.end_visit(
        visit=visit, actor=actor, result=VisitResult.TURNED_BACK, note=str(_("ถอนการส่งหน่วย ก่อนออกเดินทาง"))
    )


# Help ------------------------------------------------------------------------------------------------------------------


def _wants_out(case: Case, _actor: Officer, _fields: Fields) -> Answer:
    return closing.WANTS_OUT if case.wants_out else None


def _help(case: Case, actor: Officer, fields: Fields, _base: str) -> Done:
    return Done(row=assistance.record_help(case=case, actor=actor, given=help_of(fields)).pk)


def _strike(case: Case, actor: Officer, outcome: MassOutcome) -> object:
    # Acts of before help could be struck out did not keep which record they wrote.
    record = AssistanceRecord.objects.filter(case=case, pk=outcome.row).first()
    if record is None:
        raise GuardFailed(RECORD_UNKNOWN)
    return assistance.correct_help(
        case=case, actor=actor, record=record, note=str(_("ถอนการบันทึกพร้อมกันหลายเรื่อง"))
    )


def help_of(fields: Fields) -> assistance.Help:
    """Return what every household got, from the fields as they are kept."""
    quantity, amount = fields.get("quantity"), fields.get("amount_baht")
    return assistance.Help(
        given_on=dt.date.fromisoformat(fields["given_on"]),
        category=AssistanceCategory(fields["category"]),
        kind=AssistanceKind(fields["kind"]),
        description=fields.get("description", ""),
        persons=0,
        households=1,
        quantity=Decimal(quantity) if quantity else None,
        unit=fields.get("unit", ""),
        amount_baht=Decimal(amount) if amount else None,
        fund=Fund(fields["fund"]) if fields.get("fund") else "",
        legal_basis=fields.get("legal_basis", ""),
    )


# Tell ------------------------------------------------------------------------------------------------------------------


def _told_already(case: Case, _actor: Officer, fields: Fields) -> Answer:
    told = CaseEvent.objects.filter(case=case, verb=Verb.TELL, reason=fields["told"])
    return TOLD_ALREADY if told.exists() else None


def _tell(case: Case, actor: Officer, fields: Fields, _base: str) -> Done:
    working.tell(case=case, actor=actor, told=Told(fields["told"]))
    return Done()


def _correct(case: Case, actor: Officer, _outcome: MassOutcome) -> object:
    """What left the house is not taken back: a correction is sent."""
    return working.tell(case=case, actor=actor, told=Told.CORRECTION)


# Assign ----------------------------------------------------------------------------------------------------------------


def _duties(case: Case, actor: Officer) -> QuerySet[Duty]:
    running = case.duties.running().filter(organization=actor.organization).exclude(kind__in=NOT_GIVEN)
    duties: QuerySet[Duty] = running.order_by("due_at", "number")
    return duties


def _assign_given(case: Case, actor: Officer, fields: Fields) -> Given:
    duty = _duties(case, actor).first()
    return Given(duty=duty.number, person=int(fields["person"])) if duty else NOTHING


def _nothing_to_give(case: Case, actor: Officer, fields: Fields) -> Answer:
    duty = _duties(case, actor).first()
    if duty is None:
        return NO_DUTY
    return GIVEN_SO if duty.person_id == int(fields["person"]) else None


def _assign(case: Case, actor: Officer, fields: Fields, _base: str) -> Done:
    duty = _duties(case, actor).first()
    if duty is None:
        raise GuardFailed(NO_DUTY)
    before = duty.person_id
    working.assign(duty=duty, actor=actor, person=User.objects.get(pk=fields["person"]))
    return Done(row=duty.number, before=before)


def _give_back(case: Case, actor: Officer, outcome: MassOutcome) -> object:
    duty = case.duties.running().get(number=outcome.row)
    return working.assign(duty=duty, actor=actor, person=outcome.before)


KINDS: dict[MassVerb, Kind] = {
    # Whoever took a case on by mistake hands it back with a reason, case by case: the sender has been told.
    MassVerb.ACCEPT: Kind(
        verb=Verb.ACCEPT,
        given=_nothing_given,
        leaves=_not_to_accept,
        do=_accept,
        undo=None,
        row=_asked_row,
    ),
    MassVerb.SCREEN: Kind(verb=Verb.SCREEN, given=_nothing_given, leaves=_danger, do=_screen, undo=_unscreen),
    MassVerb.REFER: Kind(verb=Verb.REFER, given=_refer_given, leaves=_unexplained, do=_refer, undo=_recall),
    MassVerb.DISPATCH: Kind(
        verb=Verb.DISPATCH, given=_nothing_given, leaves=_one_stop, do=_dispatch, undo=_turn_back
    ),
    MassVerb.RECORD_HELP: Kind(
        verb=Verb.RECORD_HELP, given=_nothing_given, leaves=_wants_out, do=_help, undo=_strike
    ),
    MassVerb.TELL: Kind(verb=Verb.TELL, given=_nothing_given, leaves=_told_already, do=_tell, undo=_correct),
    MassVerb.ASSIGN: Kind(
        verb=Verb.ASSIGN, given=_assign_given, leaves=_nothing_to_give, do=_assign, undo=_give_back
    ),
    MassVerb.CLOSE: Kind(
        verb=Verb.REQUEST_CLOSURE,
        given=closing.closure_given,
        leaves=closing.not_to_close,
        do=closing.ask_to_close,
        undo=closing.need_no_decision,
    ),
    MassVerb.APPROVE: Kind(
        verb=Verb.APPROVE,
        given=_nothing_given,
        leaves=closing.not_to_approve,
        do=closing.approve,
        undo=closing.open_again,
        row=closing.asked_row,
    ),
}
