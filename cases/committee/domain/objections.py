"""Objections to a posted list: taken at the counter or by the person's secret, and answered once (S1.01)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.committee.domain.composition import check
from cases.committee.domain.posting import verdict_of
from cases.committee.models import Objection, PostedLine
from cases.committee.vocabulary import ObjectionAnswer, ObjectionChannel, Standing
from cases.domain import asking, working
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage
from cases.models import Case
from portal.audit import services as audit
from portal.thai.dates import bangkok_today

if TYPE_CHECKING:
    from portal.actors import Actor, Citizen, Officer

LONGEST = 2000


def _check(actor: Officer, line: PostedLine) -> None:
    """Let go on whoever keeps the committee and takes part in the case.

    Raises:
        NotAllowed: the actor does not.
    """
    check(actor, line.posted.meeting.committee)
    if not Case.objects.visible_to(actor, among=Q(pk=line.resolution.case_id)).exists():
        raise NotAllowed("committee")


@transaction.atomic
def take_down(
    *, actor: Officer, line: PostedLine, words: str, received_on: dt.date, by_whom: str = ""
) -> Objection:
    """Write down an objection that came to the counter or as a letter.

    It counts by the day on which it came, so that nobody loses by an entry that was made late.

    Args:
        actor: keeps the committee.
        line: of the posted list.
        words: what is said.
        received_on: from the day of posting to the last day of the period.
        by_whom: "" for somebody who does not want to be named.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    _check(actor, line)
    if received_on > bangkok_today():
        raise GuardFailed(_("วันที่ได้รับต้องไม่หลังวันนี้"), field="received_on")
    return _lodge(line, actor, ObjectionChannel.COUNTER, words, received_on, by_whom)


@transaction.atomic
def object_by_secret(*, actor: Citizen, line: PostedLine, words: str, identity: str = "") -> Objection:
    """Take the objection of the person whose case it is; the office gets it to read like every message of theirs.

    Args:
        actor: the citizen of this case.
        line: of the posted list.
        words: what they say.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    case = Case.objects.get(pk=line.resolution.case_id)
    if actor.reference != case.reference:
        raise NotAllowed("committee")
    made = _lodge(line, actor, ObjectionChannel.SECRET, words, bangkok_today())
    asking.send_message(case=case, actor=actor, text=words, identity=identity)
    return made


def _lodge(
    line: PostedLine, actor: Actor, channel: ObjectionChannel, words: str, on: dt.date, by_whom: str = ""
) -> Objection:
    posted = line.posted
    if not words.strip():
        raise GuardFailed(_("เขียนว่าคัดค้านเรื่องใด เพราะอะไร"), field="words")
    if len(words) > LONGEST:
        raise GuardFailed(_("ข้อความยาวเกิน 2,000 ตัวอักษร"), field="words")
    if not posted.takes(on):
        raise GuardFailed(_("คัดค้านได้ตั้งแต่วันปิดประกาศถึงวันสุดท้ายของระยะเวลาเท่านั้น"), field="received_on")
    PostedLine.objects.select_for_update().get(pk=line.pk)
    if verdict_of(line).standing == Standing.REOPENED:
        raise GuardFailed(_("เรื่องนี้กลับไปให้คณะกรรมการพิจารณาใหม่แล้ว"))
    made = Objection.objects.create(
        line=line,
        case_id=line.resolution.case_id,
        channel=channel,
        received_on=on,
        by_whom=by_whom.strip(),
        words=words.strip(),
        recorded_by=actor.person,
    )
    audit.record(
        actor=actor,
        action="committee.objection",
        subject=line.resolution.case.reference,
        data={"list": posted.pk, "channel": str(channel)},
    )
    return made


@transaction.atomic
def answer(*, actor: Officer, objection: Objection, result: ObjectionAnswer, words: str) -> Objection:
    """Answer an objection, once. One that is upheld brings the case before the committee again.

    Args:
        actor: keeps the committee.
        objection: not answered yet.
        result: rejected or upheld.
        words: why; the person reads it, when it was them who objected.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written; the case may be closed or lie with another
            organization, so that this has to change before the committee resolves again.
    """
    _check(actor, objection.line)
    found = Objection.objects.select_for_update().get(pk=objection.pk)
    if found.is_answered:
        raise CaseChanged
    if not words.strip():
        raise GuardFailed(_("เขียนคำตอบและเหตุผล"), field="words")
    again = result == ObjectionAnswer.UPHELD and verdict_of(objection.line).standing != Standing.REOPENED
    if again:
        note = _("พิจารณาใหม่ตามข้อคัดค้านต่อบัญชีของการประชุมครั้งที่ %(meeting)s") % {
            "meeting": objection.line.posted.meeting.title
        }
        _bring_back(Case.objects.get(pk=found.case_id), actor, note)
    found.answer, found.answer_words = result, words.strip()
    found.answered_on, found.answered_by = bangkok_today(), actor.person
    found.save(update_fields=["answer", "answer_words", "answered_on", "answered_by"])
    audit.record(
        actor=actor,
        action="committee.answer",
        subject=objection.line.resolution.case.reference,
        data={"objection": found.pk, "result": str(result)},
    )
    return found


def _bring_back(case: Case, actor: Officer, note: str) -> None:
    """Bring a case before the committee again.

    Raises:
        GuardFailed: the case is closed or lies with another organization; the words say what has to happen first.
    """
    try:
        working.submit_to_committee(case=case, actor=actor, note=note)
    except NotAllowed as error:
        if case.stage == Stage.CLOSED:
            words = _("เรื่องนี้ปิดแล้ว ให้เปิดเรื่องอีกครั้งก่อน แล้วจึงรับข้อคัดค้าน")
        elif case.holder_id != actor.organization.pk:
            words = _("เรื่องนี้อยู่กับหน่วยงานอื่น ให้เรื่องกลับมาที่หน่วยงานของคุณก่อน แล้วจึงรับข้อคัดค้าน")
        else:
            words = _("เสนอเรื่องนี้ต่อคณะกรรมการในสถานะปัจจุบันไม่ได้ ให้รับเรื่องและเริ่มดำเนินการก่อน แล้วจึงรับข้อคัดค้าน")
        raise GuardFailed(words, field="result") from error
