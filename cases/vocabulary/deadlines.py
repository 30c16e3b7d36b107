"""What must happen in time, and who says so."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LimitSource(TextChoices):
    """Where a time limit comes from. The sources fix only the 24 hours (S2.40); all else is the center's default."""

    SEED = "seed", _("กำหนดในแนวทาง OSCC")
    CENTER = "center", _("ศูนย์กำหนดเป็นค่าเริ่มต้น")


class AlarmPurpose(TextChoices):
    """Why somebody is told that another organization is late (S2.45 to S2.48)."""

    ACT = "act", _("ติดตามและเร่งรัด")
    KNOW = "know", _("เพื่อทราบ")
    REPORT = "report", _("รายงานผู้ว่าราชการจังหวัด")


class LateCause(TextChoices):
    """What somebody found who looked why nothing happened (S2.48); codes, so that a report can name them."""

    NOT_SEEN = "not_seen", _("หน่วยงานยังไม่เห็นเรื่อง")
    NO_STAFF = "no_staff", _("ไม่มีผู้ปฏิบัติงาน")
    NO_MEANS = "no_means", _("ไม่มีงบประมาณหรืออุปกรณ์")
    NOT_OURS = "not_ours", _("เห็นว่าไม่ใช่หน้าที่หรือพื้นที่ของตน")
    NOT_FOUND = "not_found", _("หาผู้ประสบปัญหาไม่พบ")
    DONE_UNRECORDED = "unrecorded", _("ทำแล้วแต่ยังไม่ได้บันทึก")
    OTHER = "other", _("เหตุอื่น")
