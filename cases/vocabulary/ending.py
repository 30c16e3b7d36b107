"""How a case ends."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClosureReason(TextChoices):
    """How a case ended. The last two are for requests that never were one."""

    HELPED = "helped", _("ได้รับความช่วยเหลือแล้ว")
    HELPED_BY_OTHER = "helped_by_other", _("หน่วยงานอื่นช่วยเหลือแล้ว")
    WITHDRAWN = "withdrawn", _("ผู้แจ้งขอถอนเรื่อง")
    NOT_CONTACTABLE = "not_contactable", _("ติดต่อไม่ได้")
    DUPLICATE = "duplicate", _("เรื่องซ้ำ")
    OUT_OF_SCOPE = "out_of_scope", _("อยู่นอกหน้าที่และอำนาจ")
    NOT_ELIGIBLE = "not_eligible", _("ไม่เข้าหลักเกณฑ์ (มติคณะกรรมการ)")
    NO_BODY_CAN_HELP = "no_body_can_help", _("ไม่มีหน่วยงานที่ช่วยได้")
    UNFOUNDED = "unfounded", _("ตรวจสอบแล้วไม่พบเหตุ")
    MOVED_OR_DECEASED = "moved_or_deceased", _("ย้ายที่อยู่หรือเสียชีวิต")
    SPAM = "spam", _("ข้อความรบกวน")
    TEST = "test", _("รายการทดสอบ")


REJECT_REASONS = (ClosureReason.SPAM, ClosureReason.TEST, ClosureReason.DUPLICATE, ClosureReason.OUT_OF_SCOPE)
"""The reasons for which a request may end before work on it began (row 3 of the design's table)."""
CLOSURE_REASONS = tuple(r for r in ClosureReason if r not in {ClosureReason.SPAM, ClosureReason.TEST})
"""The reasons for which work may end (row 17)."""
REFUSAL_REASONS = (ClosureReason.NOT_ELIGIBLE, ClosureReason.OUT_OF_SCOPE, ClosureReason.NO_BODY_CAN_HELP)
"""The reasons that mean that somebody who needed help got none from us."""
NO_REQUEST = (ClosureReason.SPAM, ClosureReason.TEST, ClosureReason.DUPLICATE)
"""The reasons that mean that it was no request, so that no figure counts it."""


class Outcome(TextChoices):
    """What the person was left with (glossary: Outcomes)."""

    HELPED_FULLY = "helped_fully", _("ได้รับความช่วยเหลือครบ")
    HELPED_PARTLY = "helped_partly", _("ได้รับความช่วยเหลือบางส่วน")
    REFERRED_DONE = "referred_done", _("ส่งต่อสำเร็จ")
    NOT_ELIGIBLE = "not_eligible", _("ไม่เข้าเกณฑ์")
    RETURNED_TO_FAMILY = "returned_to_family", _("กลับสู่ครอบครัวและสังคม")
    UNREACHABLE = "unreachable", _("ติดต่อไม่ได้")
    WITHDRAWN = "withdrawn", _("ถอนเรื่อง")
    DECEASED = "deceased", _("เสียชีวิต")
    UNFOUNDED = "unfounded", _("ข้อมูลเท็จ")


class Rating(TextChoices):
    """How the person found the help once their case was closed."""

    GOOD = "rated_good", _("ดี ช่วยได้จริง")
    FAIR = "rated_fair", _("พอใช้")
    POOR = "rated_poor", _("ไม่ดี ยังไม่ได้สิ่งที่ต้องการ")
