"""What measures, dimensions and lines of the figures are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.names import brief
from cases.domain.channels import channels
from cases.machine.vocabulary import DutyKind
from cases.statistics.domain.counting import Key
from portal.organizations.areas import area
from portal.organizations.models import Organization
from portal.thai.collation import sort_key
from portal.thai.months import MONTHS_TH
from portal.vocabulary import ProblemType
from portal.web.language import is_english

MEASURES: dict[str, str | Promise] = {
    "received": gettext_lazy("รับเรื่อง"),
    "general": gettext_lazy("ช่วยเหลือทั่วไป"),
    "crisis": gettext_lazy("ปัญหาสังคม"),
    "open": gettext_lazy("ยังไม่ปิด"),
    "closed": gettext_lazy("ปิดแล้ว"),
    "sent": gettext_lazy("ส่งต่อ"),
    "handover": gettext_lazy("ให้รับผิดชอบ"),
    "joint": gettext_lazy("ให้ช่วยบางส่วน"),
    "inform": gettext_lazy("แจ้งเพื่อทราบ"),
    "accepted": gettext_lazy("รับแล้ว"),
    "returned": gettext_lazy("ส่งคืน"),
    "passed_on": gettext_lazy("ส่งต่อไปอีก"),
    "taken_back": gettext_lazy("ดึงกลับหรือยกเลิก"),
    "waiting": gettext_lazy("รอคำตอบ"),
    "due": gettext_lazy("ขั้นตอนที่ถึงกำหนด"),
    "in_time": gettext_lazy("ทันกำหนด"),
    "late": gettext_lazy("ทำแล้วแต่ช้า"),
    "missed": gettext_lazy("ยังไม่ได้ทำ"),
    "share": gettext_lazy("ทันกำหนด (ร้อยละ)"),
    "hours": gettext_lazy("รอคำตอบเฉลี่ย (ชั่วโมง)"),
}
DIMENSIONS: dict[str, str | Promise] = {
    "unit": gettext_lazy("หน่วยงาน"),
    "target": gettext_lazy("หน่วยงานที่ส่งไป"),
    "parent": gettext_lazy("หน่วยงานต้นสังกัด"),
    "problem": gettext_lazy("ปัญหา"),
    "channel": gettext_lazy("ช่องทาง"),
    "month": gettext_lazy("เดือน"),
    "place": gettext_lazy("ตำบล"),
    "step": gettext_lazy("ขั้นตอน"),
}


def month_label(month: dt.date) -> str:
    """Return a month as it stands in a line: "ตุลาคม 2569"; in English "October 2026"."""
    return f"{month:%B %Y}" if is_english() else f"{MONTHS_TH[month.month - 1]} {month.year + 543}"


def channel_words() -> dict[str, str]:
    """Return the name of every channel by its code; one query."""
    return {one.code: str(one.name) for one in channels()}


def labels(by: str, keys: Iterable[Key]) -> Mapping[Key, str]:
    """Return what lines are called, in the order in which they stand.

    Args:
        by: the dimension.
        keys: of the lines that were counted.
    """
    found = list(keys)
    if by in {"unit", "target", "parent"}:
        bodies = Organization.objects.filter(pk__in=[key for key in found if key != ""])
        named: dict[Key, str] = {body.pk: brief(body) for body in bodies.order_by("sort_key", "pk")}
        # Not every organization has one above it; these stand last.
        return named | ({"": _("ไม่มีหน่วยงานต้นสังกัด")} if "" in found else {})
    if by == "problem":
        return {one.value: str(one.label) for one in ProblemType if one.value in found}
    if by == "step":
        return {one.value: str(one.label) for one in DutyKind if one.value in found}
    if by == "month":
        return {month: month_label(month) for month in sorted(m for m in found if isinstance(m, dt.date))}
    if by == "channel":
        names = channel_words()
        return {code: names.get(str(code), str(code)) for code in (*names, *found) if code in found}
    places = {code: _place(str(code)) for code in found}
    return dict(sorted(places.items(), key=lambda item: (not item[0], sort_key(item[1]))))


def _place(code: str) -> str:
    found = area(code)
    return found.label if found else _("ไม่ทราบตำบล")
