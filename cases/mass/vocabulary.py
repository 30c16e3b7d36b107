"""Words of acts on many cases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MassVerb(TextChoices):
    """What may be done to many cases at once."""

    ACCEPT = "accept", _("รับเรื่อง")
    SCREEN = "screen", _("คัดกรอง")
    REFER = "refer", _("ส่งต่อ")
    DISPATCH = "dispatch", _("ส่งหน่วยเคลื่อนที่ออกไป")
    RECORD_HELP = "record_help", _("บันทึกการช่วยเหลือ")
    TELL = "tell", _("แจ้งผู้แจ้ง")
    ASSIGN = "assign", _("มอบหมาย")
    CLOSE = "close", _("ขอปิดเรื่อง")
    APPROVE = "approve", _("อนุมัติปิดเรื่อง")


class MassState(TextChoices):
    """How far an act on many cases is."""

    CHOOSING = "choosing", _("กำลังเลือกสิ่งที่จะทำ")
    JUDGING = "judging", _("กำลังตรวจทีละเรื่อง")
    READY = "ready", _("รอยืนยัน")
    RUNNING = "running", _("กำลังทำ")
    DONE = "done", _("ทำเสร็จแล้ว")
    UNDOING = "undoing", _("กำลังถอนคืน")
    UNDONE = "undone", _("ถอนคืนแล้ว")
    DROPPED = "dropped", _("ไม่ทำแล้ว")


class OutcomeState(TextChoices):
    """What became of one case of it."""

    NEW = "new", _("ยังไม่ได้ตรวจ")
    FIT = "fit", _("ทำได้")
    LEFT = "left", _("ไม่ทำ")
    DONE = "done", _("ทำแล้ว")
    UNDONE = "undone", _("ถอนคืนแล้ว")
    KEPT = "kept", _("ถอนคืนไม่ได้")
