"""*Are you safe?*: asked by text or voice of all who may be asked so, answered by one digit; everything else becomes a call."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.calls.domain.ending import standing_of
from cases.calls.domain.rights import may_make
from cases.calls.domain.rules import (
    ANSWER_WITHIN,
    LONGEST_ANSWER,
    Standing,
    after_answer,
    after_silence,
    digit_of,
    within_hours,
)
from cases.calls.models import CallList, CallRow, SafetyQuestion
from cases.calls.vocabulary import Digit, QuestionState, RowState, Source, Way
from cases.domain.working import log_call
from cases.errors import CaseError, GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage
from cases.models import Case
from cases.vocabulary import CallOutcome
from portal import carriers
from portal.actors import System
from portal.audit import services as audit
from portal.carriers import Carrier, CarrierAwayError, Incoming, Outgoing, carrier
from portal.pages.domain.lines import said
from portal.queue.one_by_one import each_apart
from portal.thai.phone import Phone, phones_in

if TYPE_CHECKING:
    from portal.actors import Officer

log = logging.getLogger(__name__)

MOST_TRIES = 3
"""So often a question is offered to a carrier that is away; then somebody calls."""
RETRY = dt.timedelta(minutes=5)
BATCH = 200
"""Questions that leave in one round."""
NO_CARRIER = _("ศูนย์นี้ยังไม่ได้ตั้งทางส่งข้อความหรือเสียงอัตโนมัติ")
NOBODY = _("ไม่มีใครที่ถามทางนี้ได้ คนที่อยู่ในอันตราย เรื่องวิกฤตและเรื่องปกปิดต้องโทร")


def can_ask() -> bool:
    """Whether this installation has a carrier."""
    return carriers.is_there()


@transaction.atomic
def ask_all(*, calls: CallList, actor: Officer, way: Way) -> int:
    """Ask everybody on a list who was not called yet and may be asked so; returns how many. Twice asks nobody twice.

    Left to callers are danger, crisis and restricted cases, whoever warned of something when they are reached, fixed lines
    where a text is sent, and the second report from one telephone.

    Args:
        calls: of the actor's organization, not ended.
        actor: who makes lists.
        way: text or voice.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: there is no carrier, or nobody may be asked so.
    """
    if not may_make(actor) or calls.organization_id != actor.organization.pk or calls.ended_at is not None:
        raise NotAllowed("ask")
    if not can_ask():
        raise GuardFailed(NO_CARRIER)
    now = timezone.now()
    rows = calls.rows.filter(state=RowState.WAITING, urgent=False, tries=0, code="", leased_by=None)
    free = rows.filter(questions=None, case__in=Case.objects.visible_to(actor).values("pk"))
    waiting = free.select_for_update(of=("self",), skip_locked=True).select_related("case__reporter")
    rung = _numbers_asked(calls, way)
    asked: dict[str, CallRow] = {}
    for row in waiting.order_by("pk"):
        number = number_for(row.case, way)
        if number is not None and number.e164 not in rung:
            asked.setdefault(number.e164, row)
    if not asked:
        raise GuardFailed(NOBODY)
    waited_for = calls.source in (Source.EVENT, Source.WAITING)
    leaves = now if waited_for else within_hours(now)
    SafetyQuestion.objects.bulk_create(
        SafetyQuestion(row=row, way=way, key=uuid.uuid4(), by=actor.person, made_at=now, next_try=leaves)
        for row in asked.values()
    )
    pks = [row.pk for row in asked.values()]
    CallRow.objects.filter(pk__in=pks).update(state=RowState.ASKED, next_at=None, changed_at=now)
    audit.record(
        actor=actor, action="calls.ask", subject=f"calls:{calls.pk}", data={"rows": len(pks), "way": str(way)}
    )
    return len(pks)


def _numbers_asked(calls: CallList, way: Way) -> set[str]:
    """Return the numbers that were asked already: mother and son may have given the same."""
    rows = calls.rows.filter(questions__isnull=False).select_related("case__reporter")
    return {number.e164 for row in rows if (number := number_for(row.case, way)) is not None}


def number_for(case: Case, way: Way) -> Phone | None:
    """Return the number at which the reporter of a case may be asked by a machine; None where they may not.

    Args:
        case: with its reporter, when it has one.
        way: a text goes to mobile telephones only.
    """
    reporter = getattr(case, "reporter", None)
    if reporter is None or case.is_crisis or case.is_restricted or case.danger_now:
        return None
    if reporter.may_leave_message is False or reporter.contact_note or reporter.contact_time:
        # A machine heeds no warning; whoever gave one is called by somebody who reads it.
        return None
    found = phones_in(reporter.phone)[:1]
    return found[0] if found and (found[0].is_mobile or way == Way.VOICE) else None


def words_for(case: Case) -> str:
    """Return the question in the reporter's language: no name, no office, no word of what happened."""
    with translation.override(case.language):
        question = gettext(
            "คุณปลอดภัยไหม ตอบเลขเดียว: 1 ปลอดภัย  2 ต้องการความช่วยเหลือ  3 มีอันตรายตอนนี้ (อันตรายมากโทร %(police)s หรือ %(ambulance)s)"
        )
    return question % said()


# Leaving -----------------------------------------------------------------------------------------------------------


def send_due() -> int:
    """Hand the questions that are due to the carrier; returns how many left. One in two hands leaves once by its key."""
    line = carrier()
    if line is None:
        return 0
    now = timezone.now()
    due = SafetyQuestion.objects.filter(state=QuestionState.WAITING, next_try__lte=now)
    sent = 0
    for pk in list(due.order_by("next_try", "pk").values_list("pk", flat=True)[:BATCH]):
        # Whoever moves the next try has the question in hand; no transaction is held while the carrier is talked to.
        mine = due.filter(pk=pk).update(next_try=now + RETRY, tries=F("tries") + 1)
        if mine:
            sent += _send(SafetyQuestion.objects.select_related("row__case__reporter").get(pk=pk), line)
    return sent


def _send(question: SafetyQuestion, line: Carrier) -> int:
    case = question.row.case
    number = number_for(case, Way(question.way))
    if number is None or case.stage == Stage.CLOSED or question.row.state != RowState.ASKED:
        _give_up(question.pk)
        return 0
    sheet = Outgoing(str(question.key), question.way, number.e164, words_for(case), case.language)
    try:
        line.send(sheet)
    except CarrierAwayError:
        log.warning("The carrier did not take a question; it is offered again.")
        if question.tries >= MOST_TRIES:
            _give_up(question.pk)
        return 0
    now = timezone.now()
    SafetyQuestion.objects.filter(pk=question.pk, state=QuestionState.WAITING).update(
        state=QuestionState.SENT, sent_at=now, ends_at=now + ANSWER_WITHIN
    )
    return 1


def _give_up(pk: int) -> None:
    with transaction.atomic():
        question = _locked(pk)
        if question.state == QuestionState.WAITING:
            question.state = QuestionState.FAILED
            question.save()
            _keep(question.row, after_silence(standing_of(question.row), timezone.now()))


# Coming back -------------------------------------------------------------------------------------------------------


def receive() -> int:
    """Take what came back; returns how many answers counted. What is taken is forgotten by the carrier afterwards."""
    line = carrier()
    if line is None:
        return 0
    count = 0
    for answer in line.answers():
        count += answered(answer)
        line.taken(answer)
    return count


def answered(answer: Incoming) -> int:
    """Keep one answer; returns whether it counted. The same twice counts once; a later call for help always counts.

    An answer to no question of ours is dropped: nobody can be found by it.

    Args:
        answer: as the carrier brought it.
    """
    try:
        key = uuid.UUID(answer.key)
    except ValueError:
        return 0
    pk = SafetyQuestion.objects.filter(key=key).values_list("pk", flat=True).first()
    if pk is None:
        return 0
    digit = digit_of(answer.answer)
    with transaction.atomic():
        question = _locked(pk)
        is_first = question.answer == ""
        worse = digit in (Digit.NEEDS, Digit.DANGER) and question.answer not in (Digit.DANGER, digit)
        if not (is_first or worse):
            return 0
        now = timezone.now()
        question.state = QuestionState.ODD if digit == Digit.ODD else QuestionState.ANSWERED
        question.answer, question.answered_at = digit, now
        question.save()
        before = standing_of(question.row)
        _keep(question.row, after_answer(before, digit, question.row.calls.made_at, now))
        _tell(question, digit, answer.answer)
    return 1


def end_silence() -> int:
    """Let whoever did not answer in time be called; returns how many."""
    over = SafetyQuestion.objects.filter(state=QuestionState.SENT, ends_at__lte=timezone.now())
    pks = list(over.order_by("ends_at").values_list("pk", flat=True)[:BATCH])
    return each_apart(pks, _silent, what="ending the silence of a question")


def _silent(pk: int) -> int:
    question = _locked(pk)
    if question.state != QuestionState.SENT:
        return 0
    question.state = QuestionState.SILENT
    question.save()
    _keep(question.row, after_silence(standing_of(question.row), timezone.now()))
    _tell(question, None)
    return 1


def _locked(pk: int) -> SafetyQuestion:
    """Return a question with its row, both locked: the row first, as everywhere."""
    row = SafetyQuestion.objects.values_list("row", flat=True).get(pk=pk)
    CallRow.objects.select_for_update().get(pk=row)
    found = SafetyQuestion.objects.select_for_update(of=("self",))
    return found.select_related("row__calls", "row__case").get(pk=pk)


def _keep(row: CallRow, after: Standing) -> None:
    if after == standing_of(row):
        return
    row.state, row.code, row.urgent, row.next_at = after.state, after.code, after.urgent, after.next_at
    row.changed_at = timezone.now()
    if row.state not in (RowState.WAITING, RowState.VISIT):
        row.number, row.leased_by, row.leased_appointment, row.leased_until = "", None, None, None
    row.save()


_OUTCOMES = {
    Digit.SAFE: CallOutcome.SAFE,
    Digit.NEEDS: CallOutcome.NEEDS,
    Digit.DANGER: CallOutcome.NEEDS,
    Digit.ODD: CallOutcome.NEWS,
    None: CallOutcome.NO_ANSWER,
}


def _tell(question: SafetyQuestion, digit: Digit | None, words: str = "") -> None:
    """Write into the history of the case what came of the question, an odd answer in its own words.

    A case that is closed keeps its history as it is: whoever needs help is called, and gets a new request.
    """
    case = question.row.case
    if case.stage == Stage.CLOSED:
        return
    with translation.override("th"):
        asked = gettext("ถามว่าปลอดภัยไหมทาง%(way)s") % {"way": Way(question.way).label}
        came = gettext("ไม่ตอบ") if digit is None else f"{digit.value} {digit.label}"
        if digit == Digit.ODD:
            came = f"“{words[:LONGEST_ANSWER].strip()}”"
    read = digit in (Digit.NEEDS, Digit.DANGER, Digit.ODD)
    try:
        log_call(
            case=case,
            actor=System(),
            text=f"{asked}: {came}",
            outcome=_OUTCOMES[digit],
            to_read=read,
            danger=digit == Digit.DANGER,
            identity=str(uuid.uuid5(question.key, f"{digit}")),
        )
    except CaseError:
        # It was closed in this very moment: the row says what came, and whoever needs help is called.
        log.warning("An answer came to a case that was closed in the same moment.")
