"""Ready sentences: who keeps them, who may use them, and what stands in place of their few blanks (issue 9, point 3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.errors import GuardFailed, NotAllowed
from cases.models import ReadyText
from cases.vocabulary import TextUse
from portal.audit import services as audit
from portal.organizations.domain.routing import center_for
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.traces import personal_traces

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST_TEXT = 4000
REFERENCE, OFFICE, PHONE = "{เลขที่เรื่อง}", "{หน่วยงาน}", "{โทรศัพท์หน่วยงาน}"
BLANKS = (REFERENCE, OFFICE, PHONE)
"""All that a sentence may leave open: what any letter of the office says anyway, and nothing of a person."""
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")

STARTER: tuple[tuple[TextUse, str, str], ...] = (
    (TextUse.NOTE, "โทรแล้วไม่รับสาย", "โทรแล้วไม่มีผู้รับสาย จะโทรอีกครั้งในวันทำการถัดไป"),
    (TextUse.NOTE, "นัดเยี่ยมบ้าน", "นัดเยี่ยมบ้านแล้ว ผู้แจ้งสะดวกตามวันและเวลาที่นัด"),
    (TextUse.NOTE, "ตรวจสอบกับผู้นำชุมชนแล้ว", "สอบถามผู้ใหญ่บ้านหรือผู้นำชุมชนแล้ว ข้อมูลตรงกับที่ได้รับแจ้ง"),
    (
        TextUse.REPORTER,
        "ได้รับเรื่องแล้ว",
        f"{OFFICE} ได้รับเรื่องของคุณแล้ว เลขที่ {REFERENCE} เจ้าหน้าที่จะติดต่อกลับ สอบถามได้ที่ {PHONE}",
    ),
    (
        TextUse.REPORTER,
        "ขอเอกสารเพิ่ม",
        f"เพื่อให้ช่วยเหลือได้ตามระเบียบ ขอเอกสารเพิ่ม คือ … ส่งได้ในหน้าติดตามเรื่อง หรือนำมาที่ {OFFICE} ถ้าไม่สะดวก โทร {PHONE}",
    ),
    (
        TextUse.REPORTER,
        "ติดต่อไม่ได้",
        f"เราโทรหาคุณแล้วแต่ยังติดต่อไม่ได้ โปรดบอกเวลาที่สะดวกในหน้าติดตามเรื่อง หรือโทรหาเราที่ {PHONE}",
    ),
    (TextUse.AGENCY, "ขอให้ตรวจสอบและช่วยเหลือ", "ขอให้ตรวจสอบข้อเท็จจริงและช่วยเหลือตามอำนาจหน้าที่ แล้วแจ้งผลให้ทราบ"),
    (TextUse.AGENCY, "ขอทราบความคืบหน้า", f"ขอทราบความคืบหน้าของเรื่องเลขที่ {REFERENCE} และวันที่คาดว่าจะแล้วเสร็จ"),
    (TextUse.RETURN, "อยู่นอกพื้นที่", f"ที่อยู่ในเรื่องนี้อยู่นอกพื้นที่ของ {OFFICE} พื้นที่ที่ถูกต้องคือ …"),
    (TextUse.RETURN, "ไม่ใช่อำนาจหน้าที่", f"เรื่องนี้ไม่อยู่ในอำนาจหน้าที่ของ {OFFICE} หน่วยงานที่เกี่ยวข้องคือ …"),
    (TextUse.RETURN, "ข้อมูลยังไม่พอ", "ข้อมูลยังไม่พอที่จะดำเนินการ ขอทราบเพิ่มว่า …"),
    (TextUse.CLOSE, "ช่วยเหลือครบแล้ว", "ช่วยเหลือครบตามแผนแล้ว ผู้ประสบปัญหารับทราบและไม่ต้องการความช่วยเหลือเพิ่ม"),
    (TextUse.CLOSE, "ผู้แจ้งขอยุติเรื่อง", "ผู้แจ้งขอยุติเรื่องด้วยตนเอง แจ้งแล้วว่าขอความช่วยเหลือใหม่ได้ทุกเมื่อ"),
    (
        TextUse.ANSWER,
        "ยื่นคำขอได้ที่ใด",
        f"ยื่นคำขอได้ที่หน่วยงานท้องถิ่นที่คุณอยู่ หรือส่งในเว็บไซต์นี้ที่ “ขอความช่วยเหลือ” ไม่แน่ใจโทรถามเราได้ที่ {PHONE}",
    ),
)
"""Sentences that a center begins with, until it writes its own."""


def may_keep_texts(actor: Officer) -> bool:
    """Say whether somebody keeps the sentences of their office: who decides there."""
    return actor.supervises


def own_texts(actor: Officer) -> QuerySet[ReadyText]:
    """Return the sentences in use that the officer's own office wrote."""
    return ReadyText.objects.filter(organization=actor.organization, ended_at=None)


def texts_for(actor: Officer, uses: Iterable[TextUse]) -> list[ReadyText]:
    """Return the sentences that an officer may use: those of the own office, then those of the center of the area.

    Args:
        actor: who writes.
        uses: of which boxes.
    """
    own = actor.organization
    offices = [own.pk]
    if own.type != OrganizationType.CENTER:
        center = center_for(own.subdistrict_code or own.district_code or own.province_code)
        offices += [center.pk] if center is not None else []
    found = list(ReadyText.objects.filter(organization__in=offices, use__in=list(uses), ended_at=None))
    return sorted(found, key=lambda one: one.organization_id != own.pk)


def filled(text: str, *, reference: str, office: Organization) -> str:
    """Return a sentence with its blanks filled; what the office has not said of itself yet is named, not left out.

    Args:
        text: with any of `BLANKS`.
        reference: of the case or question that it is written to.
        office: who writes.
    """
    values = {
        REFERENCE: reference,
        OFFICE: office.display_name,
        PHONE: office.phone or _("(ยังไม่มีหมายเลขของหน่วยงาน เติมก่อนส่ง)"),
    }
    return _BRACED.sub(lambda found: values.get(found.group(), found.group()), text)


def load_texts() -> int:
    """Give every center the sentences to begin with, where it never had one of that use; returns how many."""
    made = [
        ReadyText(organization=center, use=use, title=title, text=text)
        for center in Organization.objects.active().of_types(OrganizationType.CENTER)
        for had in [set(ReadyText.objects.filter(organization=center).values_list("use", flat=True))]
        for use, title, text in STARTER
        if use not in had
    ]
    return len(ReadyText.objects.bulk_create(made))


@transaction.atomic
def keep_text(
    *, actor: Officer, use: TextUse, title: str, text: str, existing: ReadyText | None = None
) -> ReadyText:
    """Put a sentence on the list of the actor's office, or change one.

    Args:
        actor: who decides there.
        use: into which boxes it goes.
        title: by which it is chosen; one of a name for each use.
        text: the sentence.
        existing: what is changed; None for a new one.

    Raises:
        NotAllowed: somebody else, or a sentence of another office.
        GuardFailed: the name is there, a blank is none of ours, or the text holds a number or address of a person.
    """
    _check(actor, existing)
    wrong = sorted(set(_BRACED.findall(text)) - set(BLANKS))
    if wrong:
        raise GuardFailed(
            _("ช่องว่างที่ใช้ได้มีเพียง %(blanks)s ไม่รู้จัก %(wrong)s")
            % {"blanks": " ".join(BLANKS), "wrong": " ".join(wrong)},
            field="text",
        )
    for field, words in (("title", title), ("text", text)):
        if personal_traces(words):
            raise GuardFailed(_("ข้อความนี้ใช้กับทุกเรื่อง อย่าใส่เลขบัตร เบอร์มือถือ หรืออีเมลของใคร"), field=field)
    others = own_texts(actor).filter(use=use, title=title)
    if (others.exclude(pk=existing.pk) if existing else others).exists():
        raise GuardFailed(_("มีข้อความชื่อนี้แล้ว"), field="title")
    row = existing or ReadyText(organization=actor.organization)
    row.use, row.title, row.text = use, title, text
    row.save()
    audit.record(actor=actor, action="text.keep", subject=str(row.pk), data={"new": existing is None})
    return row


@transaction.atomic
def end_text(*, actor: Officer, text: ReadyText) -> None:
    """Take a sentence off the list; what was written with it stays.

    Raises:
        NotAllowed: somebody who does not decide in the office that wrote it.
    """
    _check(actor, text)
    ReadyText.objects.filter(pk=text.pk, ended_at=None).update(ended_at=timezone.now())
    audit.record(actor=actor, action="text.end", subject=str(text.pk))


def _check(actor: Officer, text: ReadyText | None) -> None:
    if not may_keep_texts(actor) or (text is not None and text.organization_id != actor.organization.pk):
        raise NotAllowed("ready_text")
