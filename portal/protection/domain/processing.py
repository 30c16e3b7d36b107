"""The register of processing (PDPA s.39), made from the tables themselves, so that it cannot leave one out.

What is written by hand is why; which data, is read from the models. `tests/protection/test_processing.py` fails for a
room that is named neither here nor as one that holds nobody's data.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that the office does with personal data.

    Attributes:
        name: in words.
        purpose: why.
        basis: by which law.
        whose: of whom.
        recipients: who is given it.
        kept: for how long.
        rooms: apps, whose columns with words of their own are the data.
    """

    name: str | Promise
    purpose: str | Promise
    basis: str | Promise
    whose: str | Promise
    recipients: str | Promise
    kept: str | Promise
    rooms: tuple[str, ...]

    @property
    def data(self) -> list[str]:
        """The data in words: what the columns are called, each once."""
        found: dict[str, None] = {}
        for room in self.rooms:
            for model in apps.get_app_config(room).get_models():
                found |= dict.fromkeys(map(str, _named_columns(model)))
        return list(found)


NOBODY = frozenset(
    {
        *("organizations", "office_calendar", "queue", "throttle", "search", "sealing", "upkeep"),
        *("pages", "legal_library", "announcements", "statistics", "reports", "needs", "events"),
    }
)
"""Rooms whose tables hold nobody's data: offices, days, content that is published, counts without persons."""


def _named_columns(model: type[Model]) -> list[str | Promise]:
    """Return what the columns are called that have words of their own; keys and technical columns have none."""
    fields = [
        one
        for one in model._meta.get_fields()
        if isinstance(one, Field) and not one.is_relation and not one.primary_key
    ]
    return [one.verbose_name for one in fields if one.verbose_name != one.name.replace("_", " ")]


ACTIVITIES: tuple[Activity, ...] = (
    Activity(
        name=_("รับเรื่องและช่วยเหลือประชาชน"),
        purpose=_("รับคำขอ ส่งต่อ ช่วยเหลือ ติดตามผล"),
        basis=_("ภารกิจสาธารณะ (PDPA มาตรา 24 (4)) และกฎหมายสังคมสงเคราะห์ (มาตรา 26 (5))"),
        whose=_("ผู้แจ้ง ผู้ประสบปัญหา และครอบครัว"),
        recipients=_("หน่วยงานที่รับเรื่องหรือช่วยบางส่วน ตามบัญชีการเปิดเผยของแต่ละเรื่อง"),
        kept=_("ตามตารางระยะเวลาเก็บ นับจากวันปิดเรื่อง แล้วลบโดยสองคน"),
        rooms=(
            "cases",
            "committee",
            "households",
            "mass",
            "georeport",
            "calls",
            "strip",
            "data_rights",
            "news",
        ),
    ),
    Activity(
        name=_("ให้คำปรึกษา"),
        purpose=_("ตอบคำถามของประชาชน และเผยแพร่คำตอบที่ไม่ระบุตัวบุคคล"),
        basis=_("ภารกิจสาธารณะ (PDPA มาตรา 24 (4))"),
        whose=_("ผู้ถาม เท่าที่ผู้ถามเขียน ไม่ถามชื่อ"),
        recipients=_("สถานที่กลางที่ถูกถาม"),
        kept=_("ตามจำนวนวันที่หัวหน้าสถานที่กลางกำหนด นับจากวันตอบ แล้วลบเอง"),
        rooms=("consultation",),
    ),
    Activity(
        name=_("เที่ยวออกหน่วย"),
        purpose=_("พาความช่วยเหลือไปหลายบ้านในเที่ยวเดียว และรู้ว่าใครออกอยู่"),
        basis=_("ภารกิจสาธารณะ (PDPA มาตรา 24 (4))"),
        whose=_("ผู้ออกหน่วย และผู้ประสบปัญหาที่เที่ยวนั้นไปหา"),
        recipients=_("หน่วยงานที่จัดเที่ยวเท่านั้น หน่วยงานอื่นในสถานการณ์เห็นแต่จำนวน"),
        kept=_("เท่ากับเรื่องที่ไปหา รายการกระดาษทำลายเมื่อกรอกผลแล้ว"),
        rooms=("tours",),
    ),
    Activity(
        name=_("ความพร้อมของหน่วยและการอบรม"),
        purpose=_("รู้ว่าใครรับผิดชอบปัญหาใด และใครผ่านการอบรมใด"),
        basis=_("ภารกิจสาธารณะ (PDPA มาตรา 24 (4))"),
        whose=_("ผู้รับผิดชอบของหน่วยรับแจ้งเหตุ เจ้าหน้าที่ และพนักงานขับรถ"),
        recipients=_("หน่วยนั้นเอง อำเภอ จังหวัด และกรมที่ดูแล"),
        kept=_("ตราบที่เป็นหลักฐานของหน่วย"),
        rooms=("readiness",),
    ),
    Activity(
        name=_("สำรวจความต้องการและรับลงทะเบียน"),
        purpose=_("รู้ว่าครัวเรือนใดต้องการความช่วยเหลือ และเสนอคณะกรรมการ"),
        basis=_("ภารกิจสาธารณะ (PDPA มาตรา 24 (4))"),
        whose=_("ครัวเรือนที่ตอบแบบสำรวจ"),
        recipients=_("คณะกรรมการของหน่วยงานที่สำรวจ ศูนย์ได้รับเฉพาะตัวเลข"),
        kept=_("ชื่อและที่อยู่ตามวันที่กำหนดของแบบสำรวจ ไม่เกิน 2 ปีหลังวันสุดท้าย"),
        rooms=("surveys",),
    ),
    Activity(
        name=_("ทะเบียนครัวเรือนที่ต้องช่วยก่อน"),
        purpose=_("โทรหา อพยพ และช่วยผู้ที่รอไม่ได้ก่อน เมื่อเกิดภัย"),
        basis=_("ความยินยอมโดยชัดแจ้ง เพราะเป็นข้อมูลสุขภาพ (PDPA มาตรา 26) ถอนได้ทุกเมื่อ แล้วลบทันที"),
        whose=_("ผู้ป่วยติดเตียง ผู้ใช้ออกซิเจน ผู้ฟอกไต หญิงตั้งครรภ์ ทารก ผู้อยู่ลำพัง และผู้ดูแล"),
        recipients=_("อปท. ในพื้นที่ และสถานที่กลางระหว่างเหตุ การเปิดดูทุกครั้งถูกบันทึก"),
        kept=_("ถามซ้ำทุก 12 เดือน ไม่ยืนยันใน 15 เดือนลบ เว้นแต่เหตุในพื้นที่ยังไม่จบ"),
        rooms=("vulnerable",),
    ),
    Activity(
        name=_("ศูนย์พักพิงของสถานการณ์"),
        purpose=_("ให้ครอบครัวอยู่ด้วยกัน รู้ว่าใครอยู่ที่ไหน และได้ของครบไม่ซ้ำ"),
        basis=_("ภารกิจสาธารณะ และป้องกันอันตรายต่อชีวิต (PDPA มาตรา 24 (2) (4) และ 26 (1))"),
        whose=_("ผู้พักพิง ครอบครัว และผู้ช่วย"),
        recipients=_("เจ้าหน้าที่ของหน่วยงานในสถานการณ์เท่านั้น ประชาชนเห็นแต่จำนวน การค้นชื่อทุกครั้งถูกบันทึก"),
        kept=_("ชื่อ โทรศัพท์ และความจำเป็นลบ 90 วันหลังสถานการณ์ปิด เหลือจำนวน"),
        rooms=("camps",),
    ),
    Activity(
        name=_("แจ้งความคืบหน้าทางอีเมล"),
        purpose=_("บอกว่ามีความคืบหน้า โดยไม่บอกเนื้อหา"),
        basis=_("ความยินยอมของผู้แจ้ง"),
        whose=_("ผู้แจ้งที่บอกว่าติดต่อทางอีเมลได้อย่างปลอดภัย และหน่วยงาน"),
        recipients=_("ผู้รับอีเมลนั้นเท่านั้น"),
        kept=_("เท่ากับเรื่อง"),
        rooms=("outbox", "letters"),
    ),
    Activity(
        name=_("แจ้งเรื่องใหม่ทางอีเมล"),
        purpose=_("บอกผู้ที่ขอว่ามีเอกสารใหม่ในรายการที่ติดตาม"),
        basis=_("ความยินยอม (PDPA มาตรา 19) ยืนยันด้วยลิงก์ในอีเมล ถอนได้ทุกเมื่อ"),
        whose=_("ผู้ที่ขอให้แจ้ง"),
        recipients=_("ไม่มี"),
        kept=_("จนกว่าจะเลิกรับ ที่ไม่ยืนยันลบใน 48 ชั่วโมง"),
        rooms=("alerts",),
    ),
    Activity(
        name=_("บันทึกในโทรศัพท์ตอนไม่มีสัญญาณ"),
        purpose=_("ให้สิ่งที่บันทึกนอกสถานที่มาถึงครั้งเดียวและไม่หาย"),
        basis=_("ภารกิจสาธารณะ (PDPA มาตรา 24 (4))"),
        whose=_("ผู้ประสบปัญหาที่หน่วยไปหา ครัวเรือนที่ตอบแบบสำรวจ และผู้ออกหน่วย"),
        recipients=_("หน่วยงานของผู้บันทึก และหน่วยงานที่รับผิดชอบเรื่องนั้น"),
        kept=_("ในโทรศัพท์ 24 ชั่วโมง ที่ศูนย์จนบันทึกในเรื่อง ที่ไม่ใช้ 90 วัน"),
        rooms=("phones",),
    ),
    Activity(
        name=_("บัญชีผู้ใช้ของเจ้าหน้าที่"),
        purpose=_("ให้เข้าถึงเท่าที่หน้าที่ต้องใช้ และรู้ว่าใครทำอะไร"),
        basis=_("ภารกิจสาธารณะ และการรักษาความมั่นคงปลอดภัย (มาตรา 37)"),
        whose=_("เจ้าหน้าที่"),
        recipients=_("ผู้ดูแลผู้ใช้ของหน่วยงาน"),
        kept=_("ตราบที่บันทึกอ้างถึง"),
        rooms=("accounts",),
    ),
    Activity(
        name=_("บันทึกการเข้าถึงและการกระทำ"),
        purpose=_("ตรวจสอบย้อนหลังว่าใครทำและอ่านอะไร"),
        basis=_("มาตรา 37 (1) และประกาศมาตรการรักษาความมั่นคงปลอดภัย"),
        whose=_("เจ้าหน้าที่"),
        recipients=_("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล ผู้ตรวจสอบ"),
        kept=_("ถาวร ไม่มีชื่อหรือเนื้อหาของผู้รับบริการ"),
        rooms=("audit", "protection"),
    ),
)
