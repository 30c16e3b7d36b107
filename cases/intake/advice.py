"""What happens next and when, in plain words, for the confirmation and the receipt (S2.40; domain.md 3)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.intake.confirmation import Sent
from cases.intake.moments import moment
from portal.vocabulary import ProblemType


def next_steps(sent: Sent) -> list[str]:
    """Return the steps after sending, in order, and what was chosen of who may know. None says what the request is about."""
    first = _("เจ้าหน้าที่อ่านเรื่องของคุณ และส่งให้หน่วยงานที่ช่วยได้")
    if sent.due is not None:
        if ProblemType(sent.problem).is_crisis:
            first = _("หน่วยงานที่รับผิดชอบอ่านเรื่องของคุณและตอบรับ ภายใน %(due)s") % {"due": moment(sent.due)}
        else:
            first = _("เจ้าหน้าที่อ่านเรื่องของคุณ และส่งให้หน่วยงานที่ช่วยได้ ภายใน %(due)s") % {"due": moment(sent.due)}
    chosen = []
    if sent.avoids_local:
        chosen.append(_("เราจะไม่ส่งเรื่องนี้ให้หน่วยงานท้องถิ่นในพื้นที่ของคุณ ตามที่คุณขอ"))
    elif sent.body:
        chosen.append(_("เราบันทึกไว้แล้วว่าคุณเลือก %(body)s") % {"body": sent.body})
    return [
        first,
        *chosen,
        _("เราติดต่อคุณเฉพาะทางและเวลาที่คุณบอกว่าปลอดภัย"),
        *([_("เมื่อเรื่องคืบหน้า เราส่ง SMS ไปที่โทรศัพท์ของคุณ")] if sent.texts else []),
        _("คุณดูความคืบหน้าได้ทุกเวลา ด้วยเลขที่เรื่องและรหัสติดตาม"),
    ]
