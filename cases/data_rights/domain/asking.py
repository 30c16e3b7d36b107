"""Somebody asks about their data: by their secret, or at the office."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases.data_rights.domain.rules import LONGEST, MOST_OPEN, due_on
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState, Right, Way
from cases.domain.act import lock_case
from cases.domain.leaving import answered_by, who_answers_for
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage
from cases.models import Case
from portal.audit import services as audit
from portal.outbox.services import enqueue
from portal.protection.domain import officers
from portal.thai.codes import clean
from portal.thai.dates import bangkok_today, format_date
from portal.web.links import absolute

if TYPE_CHECKING:
    from portal.actors import Citizen, Officer
    from portal.organizations.models import Organization

LONGEST_IDENTIFIED = 300


@transaction.atomic
def ask_by_secret(*, case: Case, actor: Citizen, right: Right, words: str, token: UUID) -> RightsRequest:
    """Keep what somebody asks who opened their case by both codes.

    Args:
        case: theirs.
        actor: the citizen of this case.
        right: which.
        words: what is meant; may be empty for a copy only.
        token: one for each drawing of the form.

    Raises:
        GuardFailed: nothing was kept.
    """
    return _ask(case, actor, right, words, token, way=Way.SECRET)


@transaction.atomic
def ask_at_office(
    *, reference: str, actor: Officer, right: Right, words: str, identified: str, token: UUID
) -> RightsRequest:
    """Keep what somebody asks at the counter, by telephone or in writing.

    Args:
        reference: of a case that the officer's organization is responsible for.
        actor: may read the case; of a closed one a supervisor.
        right: which.
        words: what is meant; may be empty for a copy only.
        identified: how the officer made sure who asks.
        token: one for each drawing of the form.

    Raises:
        NotAllowed: the actor does not work on cases.
        GuardFailed: nothing was kept; a reference of others is told like one that does not exist.
    """
    if not actor.works_on_cases:
        raise NotAllowed("data_rights")
    case = case_for(actor, reference)
    if case is None:
        raise GuardFailed(_("ไม่พบเรื่องนี้ในความรับผิดชอบของหน่วยงานคุณ ตรวจเลขที่อีกครั้ง"), field="reference")
    identified = identified.strip()
    if not identified or len(identified) > LONGEST_IDENTIFIED:
        raise GuardFailed(_("เขียนว่ายืนยันตัวผู้ขออย่างไร"), field="identified")
    return _ask(case, actor, right, words, token, way=Way.OFFICE, identified=identified)


def case_for(actor: Officer, reference: str) -> Case | None:
    """Return a case about which somebody may take a request; None for every other one."""
    own = Case.objects.filter(answered_by(actor.organization), reference=clean(reference))
    case = own.exclude(recused=actor.person.pk).first()
    if case is None or (case.stage == Stage.CLOSED and actor.supervises):
        return case
    return Case.objects.visible_to(actor, among=Q(pk=case.pk)).first()


def _ask(
    case: Case,
    actor: Citizen | Officer,
    right: Right,
    words: str,
    token: UUID,
    *,
    way: Way,
    identified: str = "",
) -> RightsRequest:
    locked = lock_case(case)
    if (known := RightsRequest.objects.filter(token=token, case=locked).first()) is not None:
        return known
    if RightsRequest.objects.filter(token=token).exists():
        raise GuardFailed(_("แบบนี้ส่งไปในอีกเรื่องหนึ่งแล้ว เปิดหน้านี้ใหม่แล้วเขียนอีกครั้ง"))
    words = words.strip()
    if locked.anonymized:
        raise GuardFailed(_("ข้อมูลส่วนบุคคลของเรื่องนี้ลบแล้ว เหลือเพียงตัวเลขสถิติ"))
    if right == Right.COMPLAIN and not officers.offices().exists():
        raise GuardFailed(
            _(
                "ตอนนี้ยังไม่มีเจ้าหน้าที่คุ้มครองข้อมูลของศูนย์ จึงยังรับเรื่องร้องเรียนที่นี่ไม่ได้ "
                "ร้องเรียนต่อสำนักงานคณะกรรมการคุ้มครองข้อมูลส่วนบุคคลได้โดยตรง"
            ),
            field="right",
        )
    if not words and right != Right.COPY:
        raise GuardFailed(_("บอกสั้น ๆ ว่าขอให้ทำอะไรกับข้อมูลใด"), field="words")
    if len(words) > LONGEST:
        raise GuardFailed(_("ข้อความยาวเกินไป"), field="words")
    rows = RightsRequest.objects.filter(case=locked)
    if rows.filter(state=RequestState.OPEN).count() >= MOST_OPEN:
        raise GuardFailed(_("มีคำขอที่รอคำตอบครบ 5 ข้อแล้ว รอคำตอบก่อน"))
    now = timezone.now()
    made = RightsRequest.objects.create(
        case=locked,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        token=token,
        right=right,
        words=words,
        way=way,
        identified=identified,
        received_at=now,
        due_on=due_on(bangkok_today()),
        taken_by=actor.person,
    )
    audit.record(
        actor=actor,
        action="data_rights.ask",
        subject=locked.reference,
        data={"right": right, "number": made.number},
    )
    for office in whom_to_tell(made):
        tell(made, office, "data_rights_asked")
    return made


def whom_to_tell(asked: RightsRequest) -> list[Organization]:
    """Return who answers a request: the office that is responsible, of a complaint the centers that protect data.

    Never the office that is complained of, also while nobody is appointed to protect data.
    """
    return list(officers.offices()) if asked.right == Right.COMPLAIN else [who_answers_for(asked.case)]


def tell(asked: RightsRequest, office: Organization, template: str) -> None:
    """Write to an office about a request: number, link and day. The link opens for those only who may read it."""
    if not office.email:
        return
    with translation.override("th"):
        link = absolute(reverse("data_rights:item", kwargs={"pk": asked.pk}))
    enqueue(
        template=template,
        to=office.email,
        context={
            "reference": asked.case.reference,
            "link": link,
            "body_name": office.display_name,
            "due": format_date(asked.due_on),
        },
        dedup_key=f"{template}:{asked.case.reference}:{asked.number}:{office.pk}",
        organization=office,
    )
