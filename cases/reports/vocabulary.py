"""Words of the monthly report: levels, states, verbs, and what is counted.

The form itself (enclosure 6 of the letter มท 0891.3/ว 1918) is not among the sources; its columns are ours and follow
what the duties ask for: problems, cases, households, persons, baht, help in kind (S1.10, S2.08).
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tier(TextChoices):
    """The level that reports."""

    LOCAL = "local", _("อปท.")
    DISTRICT = "district", _("อำเภอ")
    PROVINCE = "province", _("จังหวัด")

    @property
    def is_consolidated(self) -> bool:
        """Its figures are the sum of accepted reports below, and nobody types them."""
        return self is not Tier.LOCAL


class ReportState(TextChoices):
    """How far a report is."""

    DRAFT = "draft", _("ยังไม่ส่ง")
    SUBMITTED = "submitted", _("ส่งแล้ว รอตรวจรับ")
    RETURNED = "returned", _("ส่งคืนให้แก้ไข")
    ACCEPTED = "accepted", _("รับแล้ว")
    REOPENED = "reopened", _("เปิดให้แก้ไขอีกครั้ง")

    @property
    def tone(self) -> str:
        """The tone of its mark."""
        return _TONES[self.value]

    @property
    def is_open(self) -> bool:
        """Its organization still has to send it."""
        return self in OPEN_STATES


_TONES = {
    "draft": "info",
    "submitted": "warn",
    "returned": "danger",
    "accepted": "ok",
    "reopened": "warn",
}
OPEN_STATES = frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.REOPENED})
ON_ITS_WAY = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})
"""What was sent and not given back."""


class ReportVerb(TextChoices):
    """What is done to a report."""

    FILL = "fill", _("เติมตัวเลขจากทะเบียน")
    EDIT = "edit", _("แก้ตัวเลขและหมายเหตุ")
    SUBMIT = "submit", _("ส่งรายงาน")
    RECALL = "recall", _("ดึงกลับมาแก้")
    RETURN = "return", _("ส่งคืนให้แก้ไข")
    ACCEPT = "accept", _("รับรายงาน")
    REOPEN = "reopen", _("เปิดให้แก้ไข")
    EXCEPT = "except", _("ผ่อนผันให้ส่งหรือแก้หลังปิดงวด")


class Origin(TextChoices):
    """Where a line of figures comes from."""

    REPORTED = "reported", _("รายงาน")
    REGISTER = "register", _("ทะเบียน")


class Measure(TextChoices):
    """The columns, in the order of the form."""

    CARRIED = "carried", _("ยกมา")
    RECEIVED = "received", _("รับเข้า")
    FORWARDED = "forwarded", _("ส่งต่อ")
    CLOSED = "closed", _("ยุติ")
    REFUSED = "refused", _("ช่วยไม่ได้")
    PENDING = "pending", _("คงค้าง")
    HELPED = "helped", _("ช่วยแล้ว")
    HOUSEHOLDS = "households", _("ครัวเรือน")
    PERSONS = "persons", _("คน")
    IN_KIND = "in_kind", _("สิ่งของ (ครั้ง)")
    BAHT = "baht", _("บาท")

    @property
    def is_money(self) -> bool:
        """Not a number of things."""
        return self is Measure.BAHT


CASE_MEASURES = (
    Measure.CARRIED,
    Measure.RECEIVED,
    Measure.FORWARDED,
    Measure.CLOSED,
    Measure.REFUSED,
    Measure.PENDING,
    Measure.HELPED,
)
"""What counts cases: from each such figure one comes to its cases."""
