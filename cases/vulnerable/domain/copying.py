"""A copy of what the register knows of a household, for its own people (PDPA s.30)."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.domain.disclosures import readable
from cases.errors import GuardFailed, NotAllowed
from cases.vulnerable.domain.keeping import subject_of
from cases.vulnerable.domain.reading import COPIED, READ
from cases.vulnerable.domain.rights import keeps
from cases.vulnerable.models import Home, Mark
from portal.audit import services as audit
from portal.audit.models import AuditEntry
from portal.organizations.areas import full_name
from portal.thai.dates import format_date, format_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.actors import Officer


@transaction.atomic
def copy_for(*, actor: Officer, home: Home, identified: str) -> bytes:
    """Return all that is known of a household as a ZIP, readable and as JSON; who gave it out is on record.

    Args:
        actor: whose door showed it.
        home: whose.
        identified: how the officer made sure who asks; "" is refused.

    Raises:
        NotAllowed: the actor keeps no register.
        GuardFailed: nobody was identified.
    """
    if not keeps(actor):
        raise NotAllowed("copy")
    identified = identified.strip()
    if not identified:
        raise GuardFailed(_("เขียนว่ายืนยันตัวผู้ขออย่างไร"), field="identified")
    audit.record(
        actor=actor,
        action=COPIED,
        subject=subject_of(home),
        purpose=identified[:300],
    )
    sections = sections_of(home)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.txt", readable(sections))
        archive.writestr("data.json", json.dumps(sections, ensure_ascii=False, indent=1))
    return target.getvalue()


def sections_of(home: Home) -> list[dict[str, object]]:
    """Return what stands of a household, its agreements, and which organizations opened it how often."""
    known = {
        _("ชื่อผู้ที่ต้องช่วยก่อน"): home.name,
        _("โทรศัพท์ของบ้าน"): home.phone,
        _("ผู้ที่ติดต่อแทนได้"): home.other_contact,
        _("จำนวนคนในบ้าน"): home.people or "",
        _("ตำบล"): full_name(home.subdistrict_code),
        _("หมู่ที่"): home.moo,
        _("บ้านเลขที่และจุดสังเกต"): home.place_detail,
        _("ความจำเป็น"): ", ".join(need.display_name for need in home.needs.all()),
        _("สิ่งที่ผู้เข้าช่วยต้องรู้"): home.note,
        _("หน่วยงานที่ดูแลทะเบียน"): home.organization.display_name,
        _("ขึ้นทะเบียนเมื่อ"): format_datetime(home.entered_at),
    }
    agreements = _numbered(
        (
            f"{one.get_occasion_display()} {format_date(one.on)}",
            [one.get_by_display(), one.name, one.get_how_display()],
        )
        for one in home.agreements.all()
    )
    opened = Counter(
        AuditEntry.objects.filter(subject=subject_of(home), action__in=(READ, COPIED)).values_list(
            "organization__name_th", flat=True
        )
    )
    events = _numbered(
        (
            f"{one.account.event.display_name} {format_datetime(one.observed_at)}",
            [
                one.get_status_display(),
                one.get_source_display(),
                *((one.words.said_by, one.words.text) if hasattr(one, "words") else ()),
            ],
        )
        for one in Mark.objects.filter(account__home=home).select_related("account__event", "words")
    )
    return [
        {"title": str(_("ทะเบียนครัวเรือนที่ต้องช่วยก่อน")), "values": _said(known)},
        {"title": str(_("ความยินยอม")), "values": agreements},
        {"title": str(_("ในสถานการณ์")), "values": events},
        {"title": str(_("หน่วยงานที่เปิดดู (ครั้ง)")), "values": {str(name): str(n) for name, n in opened.items()}},
    ]


def _numbered(rows: Iterable[tuple[str, Iterable[object]]]) -> dict[str, str]:
    """Return rows by what they are, each with a number: two of one day both stand."""
    return {
        f"{place}. {what}": " · ".join(str(word) for word in words if word)
        for place, (what, words) in enumerate(rows, 1)
    }


def _said(values: dict[object, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in values.items() if value not in ("", None)}
