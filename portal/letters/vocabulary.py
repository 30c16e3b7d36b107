"""Vocabulary of official letters (regulation on Saraban work B.E. 2526; glossary "Urgency")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How fast a letter must be dealt with; printed large and red above the number."""

    NORMAL = "normal", _("ปกติ")
    URGENT = "urgent", _("ด่วน")
    VERY_URGENT = "very_urgent", _("ด่วนมาก")
    MOST_URGENT = "most_urgent", _("ด่วนที่สุด")

    @property
    def printed(self) -> str:
        """The words on paper, always Thai; an ordinary letter carries none."""
        return _PRINTED[self]


class WithdrawalReason(models.TextChoices):
    """Why a letter that has its number is not valid any more. Its number stays used."""

    WRONG_CONTENT = "wrong_content", _("ข้อความไม่ถูกต้อง")
    WRONG_ADDRESSEE = "wrong_addressee", _("ส่งถึงผิดหน่วยงาน")
    WRONG_SIGNATORY = "wrong_signatory", _("ผู้ลงนามหรือตำแหน่งไม่ถูกต้อง")
    NOT_NEEDED = "not_needed", _("ไม่ต้องใช้แล้ว")


class PrintState(models.TextChoices):
    """How far a part of what was ordered is."""

    WAITING = "waiting", _("รอทำ")
    READY = "ready", _("พร้อมแล้ว")
    FAILED = "failed", _("ทำไม่สำเร็จ")


class Acting(models.TextChoices):
    """In which way somebody signs for another (State Administration Act B.E. 2534, sections 38, 41 to 50; S2.01).

    The values are what is printed, always Thai.
    """

    ON_BEHALF = "ปฏิบัติราชการแทน", _("ปฏิบัติราชการแทน (ได้รับมอบอำนาจ)")
    IN_PLACE = "รักษาราชการแทน", _("รักษาราชการแทน (ผู้ดำรงตำแหน่งไม่อยู่)")
    WITHOUT_HOLDER = "รักษาการในตำแหน่ง", _("รักษาการในตำแหน่ง (ไม่มีผู้ดำรงตำแหน่ง)")


_PRINTED = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "ด่วน",
    Urgency.VERY_URGENT: "ด่วนมาก",
    Urgency.MOST_URGENT: "ด่วนที่สุด",
}
