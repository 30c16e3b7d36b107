"""The step guide inside the desk: what an officer does for each of the six duties (S2.04, S2.57).

Written from the summary of the guideline (enclosure 3 of the department's letter), points 5.2 and 8; never more than fits a page.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.pages.domain.lines import said

EDITION = 1
"""Raised when what the guide says changes: then everybody is asked to read it again."""

REPORTS = "reports:home"
"""For whom an order lets make or read reports; others do that duty by the register."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One duty.

    Attributes:
        number: 1 to 6, as in the guideline.
        title: the duty.
        steps: what to do, in order.
        care: what goes wrong most, and harms.
        source: the points of the guideline.
        place: name of the address where it is done.
    """

    number: int
    title: str | Promise
    steps: tuple[str | Promise, ...]
    care: str | Promise
    source: str | Promise
    place: str

    def said_steps(self) -> list[str]:
        """Return what to do in the active language, with the numbers to call of today."""
        numbers = said()
        return [str(step) % numbers for step in self.steps]


GUIDES = (
    Guide(
        1,
        _("รับแจ้งเหตุและเบาะแส ตรวจสอบให้ชัดเจน"),
        (
            _("ต้อนรับในที่ที่พูดคุยได้เป็นส่วนตัว ถามก่อนว่าตอนนี้ปลอดภัยไหม"),
            _("ถ้าอันตรายหรือบาดเจ็บ โทร %(police)s หรือ %(ambulance)s ก่อน แล้วจึงบันทึก"),
            _("ฟังให้จบ ทวนสิ่งที่เข้าใจให้ผู้แจ้งฟัง ถามเฉพาะที่จำเป็น"),
            _("ถามว่าติดต่อกลับอย่างไรจึงปลอดภัย และขอความยินยอมก่อนส่งข้อมูลต่อ"),
        ),
        _("อย่าโทรกลับเบอร์ที่ผู้แจ้งบอกว่าไม่ปลอดภัย"),
        _("สรุปแนวทาง ข้อ 8 (1) และข้อ 5.2 ขั้นตอนที่ 1"),
        "desk:new",
    ),
    Guide(
        2,
        _("รวบรวมข้อมูลเบื้องต้น: ผู้ประสบปัญหา สภาพการณ์ สถานที่"),
        (
            _("บันทึกผู้ประสบปัญหาแยกจากผู้แจ้ง คนเดียวกันก็บอกว่าคนเดียวกัน"),
            _("เขียนสภาพการณ์ตามคำบอกเล่า ไม่ใส่ความเห็น"),
            _("ระบุตำบลและหมู่บ้านที่เกิดเหตุ ถ้าไม่แน่ใจเลือกว่าไม่แน่ใจ"),
        ),
        _("ไม่รู้ให้เว้นว่าง ดีกว่าเดา เพราะหน่วยงานถัดไปจะเชื่อสิ่งที่เขียน"),
        _("สรุปแนวทาง ข้อ 8 (2)"),
        "desk:worklist",
    ),
    Guide(
        3,
        _("คัดกรองตามประเด็นปัญหา"),
        (
            _("เปิดเรื่อง กดคัดกรอง เลือกปัญหา ได้มากกว่าหนึ่งปัญหา"),
            _("เลือกความเร่งด่วนจากอันตรายที่อาจเกิดวันนี้"),
            _("ดูคำเตือนเรื่องซ้ำ และเหตุร่วมที่ระบบพบ"),
        ),
        _("สงสัยว่าเป็นหนึ่งในสี่ปัญหา ให้ถือว่าใช่ก่อน เพราะมีเวลา 24 ชั่วโมง"),
        _("สรุปแนวทาง ข้อ 8 (3)"),
        "desk:worklist",
    ),
    Guide(
        4,
        _("บันทึกข้อมูลลงระบบ"),
        (
            _("บันทึกทุกช่องทางที่รับ รวมทางโทรศัพท์และมาด้วยตนเอง"),
            _("แนบรูปหรือเอกสารที่ผู้แจ้งให้มา ระบบลบข้อมูลสถานที่ในรูปให้"),
            _("ให้เลขที่เรื่องและรหัสติดตามกับผู้แจ้ง ถ้าไม่ขัดกับความปลอดภัย"),
        ),
        _("อย่าจดเรื่องไว้ในสมุดหรือโทรศัพท์ส่วนตัว"),
        _("สรุปแนวทาง ข้อ 8 (4)"),
        "desk:register",
    ),
    Guide(
        5,
        _("ส่งต่อหน่วยงานเจ้าภาพหลักหรือหน่วยบริการ"),
        (
            _("ระบบเสนอเจ้าภาพหลักตามปัญหาและจังหวัด ตรวจแล้วกดส่งต่อ"),
            _("ผู้ประสบปัญหาอยู่ตรงหน้า ให้พาไปหน่วยบริการที่ต้องไปก่อน เช่น โรงพยาบาล"),
            _("สี่ปัญหาต้องถึงเจ้าภาพหลักภายใน 24 ชั่วโมง"),
            _("ดูที่ส่งออกว่าปลายทางรับแล้วหรือยัง ถ้าเงียบให้โทร"),
        ),
        _("ส่งต่อแล้วยังไม่จบ จนกว่าปลายทางกดรับ"),
        _("สรุปแนวทาง ข้อ 8 (5) และข้อ 5.2 ขั้นตอนที่ 2"),
        "desk:sent",
    ),
    Guide(
        6,
        _("รายงานผลตามเวลาที่กำหนด"),
        (
            _("ทุกเดือนตรวจตัวเลขในทะเบียน แล้วส่งรายงานภายในวันที่ 20"),
            _("เมื่อมีการแจ้งเตือนว่าล่าช้า บันทึกเหตุและสิ่งที่ทำแล้ว"),
        ),
        _("ไม่มีเรื่องเลยก็ต้องรายงานว่าไม่มี"),
        _("สรุปแนวทาง ข้อ 8 (6) และหนังสือ มท 0891.3/ว 1918 ข้อ 4"),
        REPORTS,
    ),
)
