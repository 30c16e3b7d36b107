"""What happens next and when, in plain words, for the confirmation and the receipt (S2.40; domain.md 3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.organizations.enums import ProblemType
from portal.thai.dates import format_datetime
from portal.web.language import is_english

if TYPE_CHECKING:
    from cases.intake.sent import Sent


def moment(at: datetime) -> str:
    """Return a moment in the reader's language and calendar: "23 พ.ย. 2569 เวลา 09.15 น."; the time does not break."""
    text = format_datetime(at, "short", language="en" if is_english() else "th")
    return text.replace(" น.", "\u00a0น.").replace("เวลา ", "เวลา\u00a0")


def next_steps(sent: Sent) -> list[str]:
    """Return the steps after sending, in order. None of them says what the request is about."""
    first = _("เจ้าหน้าที่อ่านเรื่องของคุณ และส่งให้หน่วยงานที่ช่วยได้")
    if sent.due is not None:
        if ProblemType(sent.problem).is_crisis:
            first = _("หน่วยงานที่รับผิดชอบอ่านเรื่องของคุณและตอบรับ ภายใน %(due)s") % {"due": moment(sent.due)}
        else:
            first = _("เจ้าหน้าที่อ่านเรื่องของคุณ และส่งให้หน่วยงานที่ช่วยได้ ภายใน %(due)s") % {"due": moment(sent.due)}
    return [
        first,
        _("เราติดต่อคุณเฉพาะทางและเวลาที่คุณบอกว่าปลอดภัย"),
        _("คุณดูความคืบหน้าได้ทุกเวลา ด้วยเลขที่เรื่องและรหัสติดตาม"),
    ]
