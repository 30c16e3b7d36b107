"""Which rights there are, how a request stands, and on what grounds it may be refused."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """What a person may ask about their data; the sections are of the PDPA B.E. 2562."""

    COPY = "copy", _("ขอสำเนาข้อมูลของฉัน และรู้ว่าเปิดเผยให้ใคร")
    """s.30; Official Information Act B.E. 2540 s.24–25."""
    CORRECT = "correct", _("ขอแก้ข้อมูลที่ไม่ถูกต้อง")
    """s.35–36; Official Information Act s.25: what is not corrected gets the person's own note."""
    RESTRICT = "restrict", _("ขอให้ระงับการใช้ข้อมูล")
    """s.34."""
    OBJECT = "object", _("คัดค้านการใช้ข้อมูล หรือถอนความยินยอม")
    """s.19, s.32."""
    ERASE = "erase", _("ขอให้ลบข้อมูล")
    """s.33."""
    COMPLAIN = "complain", _("ร้องเรียนว่าใช้ข้อมูลไม่ถูกต้อง")
    """Goes to the data protection officer (s.41, s.73), not to whoever is complained of."""


class RequestState(TextChoices):
    """How a request stands."""

    OPEN = "open", _("รอคำตอบ")
    GRANTED = "granted", _("ทำตามคำขอแล้ว")
    PARTLY = "partly", _("ทำตามคำขอบางส่วน")
    REFUSED = "refused", _("ทำตามคำขอไม่ได้")


class Ground(TextChoices):
    """Why a request is not met, or not wholly (PDPA s.30, s.32–36)."""

    LAW = "law", _("กฎหมายหรือคำสั่งศาลให้เก็บหรือใช้ต่อ")
    OTHERS = "others", _("กระทบสิทธิและเสรีภาพของผู้อื่น")
    PUBLIC_TASK = "public_task", _("ยังจำเป็นต่อการช่วยเหลือหรือภารกิจเพื่อประโยชน์สาธารณะ")
    IS_RIGHT = "is_right", _("ตรวจแล้วข้อมูลถูกต้อง")
    NOT_KNOWN = "not_known", _("ยืนยันไม่ได้ว่าผู้ขอคือเจ้าของข้อมูล")


class Way(TextChoices):
    """How a request came."""

    SECRET = "secret", _("หน้าติดตามเรื่อง")
    OFFICE = "office", _("ที่สำนักงาน ทางโทรศัพท์ หรือหนังสือ")
