"""What editors do most, step by step, for their help screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Task:
    """One thing to do: its name, its steps, and the name of the screen where it begins."""

    heading: str | Promise
    steps: Sequence[str | Promise]
    screen: str = ""

    @property
    def url(self) -> str:
        """Where it begins; "" for what begins in the tree of pages."""
        try:
            return reverse(self.screen) if self.screen else ""
        except NoReverseMatch:
            return ""


TASKS: tuple[Task, ...] = (
    Task(
        _("นำหนังสือที่ได้มาเป็นไฟล์เข้าคลัง"),
        (
            _("อ่านหนังสือเข้าคลัง → เลือกไฟล์ → อ่านไฟล์"),
            _("ตรวจทีละช่องกับภาพของหน้า ช่องที่ว่า “เทียบกับภาพ” ต้องดูเอง"),
            _("ทำฉบับร่าง แล้วกด “ส่งให้ตรวจ” คนที่สองเป็นผู้เผยแพร่"),
        ),
        "legal_library_readings",
    ),
    Task(
        _("เขียนประกาศ ข่าว หรือกิจกรรม"),
        (
            _("หน้าเว็บ → ประกาศ → เพิ่ม เลือกประเภท กรอกชื่อ สรุป และช่วงที่ปิดประกาศ"),
            _("กิจกรรมกรอกเวลาและสถานที่ด้วย ผู้อ่านใส่ในปฏิทินได้"),
            _("ภาพทุกภาพบอกว่าในภาพมีอะไร สำหรับคนที่มองไม่เห็น"),
            _("ดูตัวอย่างทั้งหน้าเว็บและใบประกาศก่อนเผยแพร่"),
        ),
        "wagtailadmin_explore_root",
    ),
    Task(
        _("ถอนเอกสารที่เผยแพร่แล้ว"),
        (
            _("เปิดเอกสาร → ถอนเอกสาร → บอกเหตุผลที่ผู้อ่านจะเห็น"),
            _("เอกสารไม่ถูกลบ ที่อยู่เดิมบอกว่าถอนเมื่อใดและเพราะอะไร"),
        ),
    ),
    Task(
        _("แก้หัวข้อหรือสถานะของหลายฉบับพร้อมกัน"),
        (
            _("หน้าเว็บ → คลังกฎหมาย → เลือกหลายรายการ"),
            _("แถบด้านล่าง: หัวข้อ หรือ สถานะ"),
        ),
    ),
    Task(
        _("เปลี่ยนคำของคลังเอกสาร หรือเพิ่มประเภทเอกสาร"),
        (
            _("คำของคลังเอกสาร → เลือกคำ ผู้เผยแพร่แก้ชื่อ ลำดับ หรือเลิกให้เลือกใช้ได้"),
            _("คำใหม่ขึ้นทุกหน้า ทุกรายการ และในการค้นหาทันที เอกสารที่ใช้คำนั้นอยู่ไม่หายไปไหน"),
            _("ประเภทใหม่: เพิ่มประเภทเอกสาร → ตั้งชื่อสองภาษา → เลือกประเภทที่ใช้กฎเกณฑ์เดียวกัน"),
        ),
        "wagtailsnippets_legal_library_term:list",
    ),
    Task(
        _("คืนสิ่งที่ลบไป"),
        (_("รายงาน → ถังขยะ → คืนเป็นฉบับร่าง ภายใน 30 วัน"),),
        "pages_bin",
    ),
    Task(
        _("ตรวจลิงก์"),
        (_("รายงาน → ลิงก์ที่ไปไม่ถึง แล้วเปิดหน้าไปแก้"),),
        "pages_dead_links",
    ),
)
"""In the order in which they are needed."""
