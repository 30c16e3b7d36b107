"""The items of the checklist with their sources, and how one of them stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Item(TextChoices):
    """What a front-line unit needs, in the order of the guideline (S2.05, S2.06, S2.58)."""

    COMPUTER = "computer", _("ชุดอุปกรณ์คอมพิวเตอร์")
    INTERNET = "internet", _("อินเทอร์เน็ต")
    PLACE = "place", _("สถานที่รับแจ้งเหตุ")
    SIGN = "sign", _("ป้ายถาวรหน้าหน่วย")
    COMMAND = "command", _("ผู้รับผิดชอบระดับบังคับบัญชา")
    OPERATION = "operation", _("ผู้รับผิดชอบระดับปฏิบัติ")
    VEHICLE = "vehicle", _("ยานพาหนะและพนักงานขับ")


class State(TextChoices):
    """What a check found."""

    READY = "ready", _("พร้อม")
    PARTLY = "partly", _("มีแต่ยังไม่พร้อม")
    MISSING = "missing", _("ยังไม่มี")


class SpendingKind(TextChoices):
    """What the running of a center costs (S1.12)."""

    OFFICE = "office", _("วัสดุและครุภัณฑ์สำนักงาน")
    UTILITIES = "utilities", _("ค่าสาธารณูปโภค")
    STAFF = "staff", _("ค่าตอบแทนผู้ปฏิบัติงาน")
    TRAVEL = "travel", _("ค่าเดินทางและน้ำมัน")
    PUBLICITY = "publicity", _("ค่าประชาสัมพันธ์")
    OTHER = "other", _("รายจ่ายอื่นที่จำเป็น")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a letter asks for with one item.

    Attributes:
        words: what has to be there.
        source: the letter, its point and its enclosure.
        contact: what the name beside it is called; "" where the item has nobody to call.
    """

    words: str | Promise
    source: str | Promise
    contact: str | Promise = ""


# The two letters contradict each other; both are told (requirements.md, 6).
_LETTER = _(
    "หนังสือกรมส่งเสริมการปกครองท้องถิ่น ด่วนที่สุด ที่ มท 0891.3/ว 1918 ลงวันที่ 9 กันยายน 2556 "
    "(หนังสือจังหวัดอ้างว่าลงวันที่ 2 กันยายน 2556) ข้อ 2"
)
_SIGN = _(
    "หนังสือ มท 0891.3/ว 1918 ข้อ 2 และสิ่งที่ส่งมาด้วย 2 (ตัวอย่างรูปแบบป้ายถาวร) "
    "หนังสือกรมให้ติดภายในสิงหาคม 2556 หนังสือจังหวัดให้ติดภายในกันยายน 2556"
)
_GUIDE_1 = _("สรุปแนวทาง (สิ่งที่ส่งมาด้วย 3) ข้อ 9 (1)")
_GUIDE_2 = _("สรุปแนวทาง (สิ่งที่ส่งมาด้วย 3) ข้อ 9 (2)")
_GUIDE_4 = _("สรุปแนวทาง (สิ่งที่ส่งมาด้วย 3) ข้อ 9 (4) และคำสั่งแต่งตั้งตามข้อ 10.2")
_GUIDE_5 = _("สรุปแนวทาง (สิ่งที่ส่งมาด้วย 3) ข้อ 9 (5)")

ASKED: dict[Item, Asked] = {
    Item.COMPUTER: Asked(_("คอมพิวเตอร์ที่ใช้บันทึกเรื่องได้ อย่างน้อยหนึ่งเครื่อง"), _GUIDE_1),
    Item.INTERNET: Asked(_("อินเทอร์เน็ตที่เปิดระบบนี้ได้ตลอดเวลาทำการ"), _GUIDE_2),
    Item.PLACE: Asked(_("ที่รับแจ้งเหตุซึ่งพูดคุยกันได้เป็นส่วนตัว และผู้พิการเข้าถึงได้"), _LETTER),
    Item.SIGN: Asked(_("ป้ายถาวรติดหน้าหน่วยให้คนเห็น ขนาดและวัสดุตามพื้นที่และงบประมาณของหน่วย"), _SIGN),
    Item.COMMAND: Asked(_("ผู้บังคับบัญชาที่สั่งการได้ และผู้ทำการแทน"), _GUIDE_4, _("ชื่อและตำแหน่ง")),
    Item.OPERATION: Asked(_("เจ้าหน้าที่ที่รับเรื่องและดำเนินการ"), _GUIDE_4, _("ชื่อและตำแหน่ง")),
    Item.VEHICLE: Asked(_("รถที่พาผู้ประสบปัญหาไปหน่วยงานหลักได้ และคนขับที่ติดต่อได้"), _GUIDE_5, _("พนักงานขับ")),
}
"""Each item with its source: the letter of the department and the points of the guideline that it sent along."""
