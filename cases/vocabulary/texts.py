"""What the ready sentences of an office are for."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextUse(TextChoices):
    """Into which boxes a ready sentence goes (issue 9, point 3)."""

    NOTE = "note", _("บันทึกในเรื่อง")
    REPORTER = "reporter", _("ข้อความถึงผู้แจ้ง")
    AGENCY = "agency", _("ข้อความถึงหน่วยงานอื่น")
    RETURN = "return", _("เหตุที่ส่งคืนหรือดึงกลับ")
    CLOSE = "close", _("เหตุที่ปิดหรือไม่รับเรื่อง")
    ANSWER = "answer", _("คำตอบแก่ประชาชนที่ถามศูนย์")
