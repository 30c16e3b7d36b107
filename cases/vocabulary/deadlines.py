"""What must happen in time, and who says so."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClockKind(TextChoices):
    """What must happen in time (K1 to K9 of the design; K7 and K8 are reports, not clocks of a case yet)."""

    FIRST_FORWARD = "first_forward", _("ส่งต่อครั้งแรก")
    ACKNOWLEDGE = "acknowledge", _("ตอบรับเรื่อง")
    ACT = "act", _("ลงมือช่วยเหลือ")
    REROUTE = "reroute", _("ส่งให้หน่วยงานใหม่")
    FOLLOW_UP = "follow_up", _("ติดตามผล")
    CLOSURE_APPROVAL = "closure_approval", _("อนุมัติปิดเรื่อง")
    AWAIT_ANSWER = "await_answer", _("รอคำตอบจากผู้แจ้ง")


class LimitSource(TextChoices):
    """Where a time limit comes from. The sources fix only the 24 hours (S2.40); all else is the center's default."""

    SEED = "seed", _("กำหนดในแนวทาง OSCC")
    CENTER = "center", _("ศูนย์กำหนดเป็นค่าเริ่มต้น")
