"""How far a case is, how urgent and how secret, and who may read its history."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Track(TextChoices):
    """Two tracks through one machine."""

    GENERAL = "general", _("ช่วยเหลือทั่วไป")
    CRISIS = "crisis", _("ปัญหาสังคม (OSCC)")


class PublicStatus(TextChoices):
    """The five plain words that the citizen reads."""

    RECEIVED = "received", _("ได้รับเรื่องแล้ว")
    SENT_ON = "sent_on", _("ส่งให้หน่วยงานที่รับผิดชอบแล้ว")
    WORKING = "working", _("กำลังดำเนินการ")
    NEEDS_ANSWER = "needs_answer", _("รอข้อมูลจากคุณ")
    CLOSED = "closed", _("ปิดแล้ว")


class Severity(TextChoices):
    """How fast help must come; drives the clocks."""

    NORMAL = "normal", _("ปกติ")
    URGENT = "urgent", _("เร่งด่วน")
    EMERGENCY = "emergency", _("ฉุกเฉิน")


class Confidentiality(TextChoices):
    """A restricted case shows the citizen two words and gets an audit row for every read."""

    NORMAL = "normal", _("ปกติ")
    RESTRICTED = "restricted", _("ปกปิด")


class Visibility(TextChoices):
    """Who may read an entry of the history."""

    PUBLIC = "public", _("ผู้แจ้งเห็นได้")
    SHARED = "shared", _("หน่วยงานที่ร่วมงานเห็นได้")
    INTERNAL = "internal", _("เห็นเฉพาะหน่วยงานผู้รับผิดชอบ")
