"""Vocabulary of the library (glossary): kinds, legal status, relations, urgency, secrecy, what we hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """What a document is. `legal_library.domain.kinds` says which fields each of them uses."""

    CONSTITUTION = "constitution", _("รัฐธรรมนูญ")
    ACT = "act", _("พระราชบัญญัติ")
    CODE = "code", _("ประมวลกฎหมาย")
    EMERGENCY_DECREE = "emergency_decree", _("พระราชกำหนด")
    ROYAL_DECREE = "royal_decree", _("พระราชกฤษฎีกา")
    MINISTERIAL_REGULATION = "ministerial_regulation", _("กฎกระทรวง")
    REGULATION = "regulation", _("ระเบียบ")
    RULE = "rule", _("ข้อบังคับ")
    LOCAL_ORDINANCE = "local_ordinance", _("ข้อบัญญัติท้องถิ่น")
    # A legal instrument: in English a notification, not an announcement. The context is the slug (portal.search.sources.registry).
    NOTIFICATION = "notification", pgettext_lazy("notification", "ประกาศ")
    ORDER = "order", _("คำสั่ง")
    CRITERIA = "criteria", _("หลักเกณฑ์")
    DIRECTIVE_LETTER = "directive_letter", _("หนังสือสั่งการ")
    CIRCULAR = "circular", _("หนังสือเวียน")
    CONSULTATION_REPLY = "consultation_reply", _("หนังสือตอบข้อหารือ")
    MOU = "mou", _("บันทึกข้อตกลง")
    MANUAL = "manual", _("คู่มือ")
    FORM = "form", _("แบบฟอร์ม")
    GUIDELINE = "guideline", _("แนวทาง")
    CABINET_RESOLUTION = "cabinet_resolution", _("มติคณะรัฐมนตรี")


class DocumentStatus(TextChoices):
    """Whether it may be relied on. What nobody has checked says so (library.md: no warning beats a wrong one)."""

    IN_FORCE = "in_force", _("ใช้บังคับ")
    AMENDED = "amended", _("ใช้บังคับ และมีการแก้ไขเพิ่มเติม")
    NOT_YET_IN_FORCE = "not_yet_in_force", _("ประกาศแล้ว ยังไม่ใช้บังคับ")
    SUSPENDED = "suspended", _("ชะลอการใช้บังคับ")
    REPEALED = "repealed", _("ยกเลิกแล้ว")
    UNVERIFIED = "unverified", _("ยังไม่ยืนยันสถานะ")


class RelationKind(TextChoices):
    """How one document stands to another; the label reads from this document to the other."""

    AMENDS = "amends", _("แก้ไขเพิ่มเติม")
    REPEALS = "repeals", pgettext_lazy("relation of laws", "ยกเลิก")
    REPLACES = "replaces", _("แทนที่")
    ISSUED_UNDER = "issued_under", _("ออกตามความใน")
    CITES = "cites", _("อ้างถึง")
    ENCLOSES = "encloses", _("ส่งมาด้วย")
    RELAYS = "relays", _("แจ้งต่อ")
    EXPLAINS = "explains", _("อธิบาย")
    RELATED = "related", _("เกี่ยวข้องกับ")

    @property
    def inverse_label(self) -> str:
        """The words that read from the other document to this one."""
        return INVERSE_LABELS[self]


INVERSE_LABELS = {
    RelationKind.AMENDS: _("แก้ไขเพิ่มเติมโดย"),
    RelationKind.REPEALS: _("ถูกยกเลิกโดย"),
    RelationKind.REPLACES: _("ถูกแทนที่โดย"),
    RelationKind.ISSUED_UNDER: _("เป็นฐานของ"),
    RelationKind.CITES: _("ถูกอ้างถึงใน"),
    RelationKind.ENCLOSES: _("ส่งมาพร้อมกับ"),
    RelationKind.RELAYS: _("แจ้งต่อโดย"),
    RelationKind.EXPLAINS: _("อธิบายโดย"),
    RelationKind.RELATED: _("เกี่ยวข้องกับ"),
}


class Urgency(TextChoices):
    """Speed of an official letter (Correspondence Regulation 2526)."""

    NORMAL = "normal", _("ปกติ")
    URGENT = "urgent", _("ด่วน")
    VERY_URGENT = "very_urgent", _("ด่วนมาก")
    MOST_URGENT = "most_urgent", _("ด่วนที่สุด")
    URGENT_BY = "urgent_by", _("ด่วนภายใน")


class Secrecy(TextChoices):
    """Secrecy of an official letter (Secrecy Regulation 2544). Only NONE is ever published."""

    NONE = "none", _("ไม่มีชั้นความลับ")
    CONFIDENTIAL = "confidential", _("ลับ")
    SECRET = "secret", _("ลับมาก")
    TOP_SECRET = "top_secret", _("ลับที่สุด")


NEVER_STORED = frozenset({Secrecy.SECRET, Secrecy.TOP_SECRET})
"""Classes that must not be kept in this system at all, not even as a draft (domain.md 2.2)."""


class Holding(TextChoices):
    """What the library has of a document."""

    FULL = "full", _("มีข้อความเต็ม")
    RECORD = "record", _("มีข้อมูลเอกสารและสรุป")
    MISSING = "missing", _("ยังไม่มีตัวเอกสาร")
