"""The answer to a request. *Done* is said only of what was done; *no* needs a ground and a head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.data_rights.domain.reading import requests_of
from cases.data_rights.domain.rules import LONGEST, may_refuse
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import Ground, RequestState, Right
from cases.domain import notify, retention
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage, Verb
from cases.models import Case
from cases.vocabulary import Consent
from portal.audit import services as audit
from portal.audit.models import AuditEntry

if TYPE_CHECKING:
    from portal.actors import Officer

CORRECTING = (Verb.CORRECT_FACTS, Verb.CHANGE_CONTACT)


@transaction.atomic
def decide(
    *, actor: Officer, asked: RightsRequest, state: RequestState, answer: str, ground: Ground | str = ""
) -> RightsRequest:
    """Answer a request, once. The person reads it by their codes and is told by a neutral mail where they allowed it.

    Args:
        actor: whose door showed the request.
        asked: open.
        state: granted, partly or refused.
        answer: what the person reads: what was done, or why not and what they can do about it.
        ground: why not wholly; required then.

    Raises:
        NotAllowed: the request is not theirs to answer, or the *no* needs a head.
        GuardFailed: without words, without a ground, answered before, or not done yet; nothing was written.
    """
    row = (
        requests_of(actor).select_for_update(of=("self",)).select_related("case").filter(pk=asked.pk).first()
    )
    if row is None or state == RequestState.OPEN:
        raise NotAllowed("data_rights")
    if row.state != RequestState.OPEN:
        raise GuardFailed(_("มีผู้ตอบคำขอนี้แล้ว"))
    answer = answer.strip()
    if not answer or len(answer) > LONGEST:
        raise GuardFailed(_("เขียนคำตอบถึงเจ้าของข้อมูล"), field="answer")
    if state == RequestState.GRANTED:
        ground = ""
    elif ground not in Ground.values:
        raise GuardFailed(_("เลือกเหตุที่ทำตามคำขอไม่ได้ทั้งหมด"), field="ground")
    if state == RequestState.REFUSED:
        if not may_refuse(actor):
            raise GuardFailed(_("การไม่ทำตามคำขอ ต้องให้หัวหน้าเป็นผู้ตอบ"), field="state")
    elif reason := why_not_done(row, partly=state == RequestState.PARTLY):
        raise GuardFailed(reason, field="state")
    if row.right == Right.ERASE and state == RequestState.GRANTED:
        retention.bring_forward(actor=actor, case=row.case)
    row.state, row.answer, row.ground = state, answer, ground
    row.decided_at, row.decided_by, row.organization = timezone.now(), actor.person, actor.organization
    row.save(update_fields=["state", "answer", "ground", "decided_at", "decided_by", "organization"])
    audit.record(
        actor=actor,
        action="data_rights.decide",
        subject=row.case.reference,
        data={"number": row.number, "state": state, "ground": ground},
    )
    # Of what there is news, is read behind both codes (privacy 7).
    notify.tell_reporter(case=row.case, occasion=f"rights:{row.number}")
    return row


def why_not_done(asked: RightsRequest, *, partly: bool = False) -> Promise | None:
    """Say what has to be done before a request can be called met; None where nothing is missing.

    A promise that a button makes would otherwise be kept by nobody. Erasing takes a case as a whole: what is erased in part
    is corrected or taken away by hand, and what a law or an order keeps stays until its own time is over.

    Args:
        asked: the request.
        partly: it is met in part only, on a ground that the answer names.
    """
    case = asked.case
    if asked.right == Right.COPY and not _copied(asked):
        return _("ยังไม่ได้ออกสำเนาให้เจ้าของข้อมูลตั้งแต่รับคำขอนี้ ออกสำเนาก่อน")
    if asked.right == Right.CORRECT and not _corrected(asked):
        return _("ยังไม่ได้แก้ข้อมูลของเรื่องนี้ตั้งแต่รับคำขอ แก้ข้อเท็จจริงหรือช่องทางติดต่อก่อน")
    if asked.right in {Right.RESTRICT, Right.OBJECT} and _passes_on(case):
        # From then on the story goes to nobody else without two persons of the office (`request_disclosure`).
        return _("ยังส่งเรื่องนี้ให้หน่วยงานอื่นได้อยู่ เปลี่ยนความยินยอมเป็นไม่ยินยอมก่อน")
    if asked.right == Right.ERASE and partly:
        return None
    if asked.right == Right.ERASE and case.stage != Stage.CLOSED:
        return _("เรื่องยังไม่ปิด จึงยังลบไม่ได้ ปิดเรื่องก่อน หรือตอบว่าทำตามไม่ได้พร้อมเหตุ")
    if asked.right == Right.ERASE and case.holds.filter(lifted_at=None).exists():
        return _("มีคำสั่งระงับการลบเรื่องนี้อยู่ ยกเลิกการระงับก่อน หรือตอบว่าทำตามไม่ได้พร้อมเหตุ")
    return None


def _copied(asked: RightsRequest) -> bool:
    given = AuditEntry.objects.filter(action="disclosure.copy", subject=asked.case.reference)
    return given.filter(at__gte=asked.received_at).exists()


def _corrected(asked: RightsRequest) -> bool:
    return asked.case.events.filter(verb__in=CORRECTING, at__gte=asked.received_at).exists()


def _passes_on(case: Case) -> bool:
    return case.stage != Stage.CLOSED and Consent(case.consent) != Consent.REFUSED
