"""Words of events."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    """What happens; the value begins the address of the event's page."""

    FLOOD = "flood", _("น้ำท่วม")
    STORM = "storm", _("พายุ")
    LANDSLIDE = "landslide", _("ดินถล่ม")
    FIRE = "fire", _("ไฟไหม้")
    DROUGHT = "drought", _("ภัยแล้ง")
    EPIDEMIC = "epidemic", _("โรคระบาด")
    OTHER = "other", _("เหตุอื่น")


class Way(TextChoices):
    """How a request came to belong to an event."""

    AREA = "area", _("ระบบ: อยู่ในพื้นที่และเวลา")
    FORM = "form", _("ระบบ: ส่งจากแบบสั้นของสถานการณ์")
    OFFICER = "officer", _("เจ้าหน้าที่เลือก")


class ShelterState(TextChoices):
    """Whether somebody can still go there."""

    OPEN = "open", _("เปิดรับ")
    FULL = "full", _("เต็ม")
    CLOSED = "closed", _("ปิดแล้ว")


class Column(TextChoices):
    """Where a request of an event stands on the board: each in exactly one column."""

    WAITING = "waiting", _("ยังไม่มีใครรับไปทำ")
    WORKING = "working", _("กำลังช่วย")
    HELPED = "helped", _("ช่วยแล้ว ติดตามผล")
    CLOSED = "closed", _("ปิดแล้ว")


class Decided(TextChoices):
    """What was decided about an event since it was declared."""

    CHANGED = "changed", _("แก้พื้นที่ หน่วยงาน หรือผู้อำนวยการเวร")
    REVIEWED = "reviewed", _("ทบทวน ยังไม่สิ้นสุด")
    END_ASKED = "asked", _("ขอปิดสถานการณ์ รอคนที่สองยืนยัน")
    END_LEFT = "left", _("ไม่ปิดตามที่ขอ")
    ENDED = "ended", _("ปิดสถานการณ์")
