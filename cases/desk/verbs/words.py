"""What the desk says about each verb: the line above its form, and whether its button ends something."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import Verb

HINTS: dict[Verb, str | Promise] = {
    Verb.SCREEN: _("ดูว่าเป็นเรื่องอะไร เร่งด่วนแค่ไหน และเคยมีเรื่องเดียวกันแล้วหรือไม่"),
    Verb.REJECT: _("ใช้กับข้อความรบกวน รายการทดสอบ เรื่องซ้ำ หรือเรื่องนอกหน้าที่เท่านั้น"),
    Verb.REQUEST_REFUSAL: _("หัวหน้าอีกคนหนึ่งเป็นผู้พิจารณา ระหว่างนั้นเวลายังนับต่อ"),
    Verb.TAKE_ON: _("หน่วยงานของคุณดำเนินการเอง ไม่ส่งต่อ"),
    Verb.RECLASSIFY: _("แก้ประเภท ความเร่งด่วน หรือสถานที่ กำหนดเวลาจะคำนวณใหม่ และบันทึกทั้งค่าเดิมและค่าใหม่"),
    Verb.REQUEST_LOWERING: _("หัวหน้าอีกคนหนึ่งเป็นผู้พิจารณา"),
    Verb.REFER: _("หน่วยงานผู้รับต้องกดรับเรื่องก่อน ความรับผิดชอบจึงย้ายไป ระบบจะออกหนังสือนำส่งให้"),
    Verb.REFER_JOINT: _("ขอให้อีกหน่วยงานทำส่วนหนึ่ง เช่น ส่งโรงพยาบาลก่อน เรื่องยังอยู่ในความรับผิดชอบของเรา"),
    Verb.REQUEST_DISCLOSURE: _("ผู้แจ้งไม่ยินยอม หัวหน้าอีกคนหนึ่งเป็นผู้พิจารณาว่าส่งข้อมูลได้หรือไม่"),
    Verb.INFORM: _("หน่วยงานนั้นจะรู้ว่ามีเรื่องและอยู่ขั้นใด แต่ไม่เห็นเนื้อเรื่อง"),
    Verb.ACCEPT: _("เมื่อรับแล้ว หน่วยงานของคุณเป็นผู้รับผิดชอบเรื่องนี้ หรือส่วนที่ถูกขอ"),
    Verb.RETURN: _("บอกเหตุผล เพื่อให้ผู้ส่งหาหน่วยงานที่ถูกต้องได้เร็ว"),
    Verb.RECALL: _("ดึงกลับได้จนกว่าหน่วยงานผู้รับจะกดรับ"),
    Verb.FORWARD_ON: _("ใช้เมื่อรู้ว่าหน่วยงานใดรับผิดชอบ ผู้ส่งเดิมจะได้รับแจ้ง"),
    Verb.HAND_UP: _("ศูนย์รับทันทีและส่งคืนไม่ได้ บอกว่าทำอะไรไปแล้วและเกินกำลังอย่างไร"),
    Verb.COMPLETE_PART: _("บอกผลของส่วนที่ทำ หน่วยงานที่รับผิดชอบจะได้รับแจ้ง"),
    Verb.RECORD_OUTSIDE: _("หน่วยงานนี้ไม่มีผู้ใช้ในระบบ บันทึกว่าใครตอบ เมื่อใด ทางใด"),
    Verb.ASK: _("เวลาช่วยเหลือหยุดนับได้ครั้งเดียวต่อเรื่อง รวมไม่เกิน 15 วัน เรื่องเร่งด่วนไม่หยุด"),
    Verb.ANSWER: _("บันทึกคำตอบของผู้แจ้ง แล้วดำเนินการต่อ"),
    Verb.CORRECT_FACTS: _("ค่าเดิมเก็บไว้ในความเป็นมา ประเภทปัญหาและพื้นที่เปลี่ยนได้ที่ปุ่มเปลี่ยนประเภทเรื่อง"),
    Verb.CHANGE_CONTACT: _("ยืนยันตัวผู้แจ้งก่อน การติดต่อผิดทางอาจเป็นอันตรายต่อผู้ประสบปัญหา"),
    Verb.REPLACE_SECRET: _("ยืนยันตัวผู้แจ้งก่อน รหัสใหม่แสดงครั้งเดียว และรหัสเดิมใช้ไม่ได้อีก"),
    Verb.ACKNOWLEDGE: _("อ่านสิ่งที่ผู้แจ้งส่งมาแล้ว"),
    Verb.PLAN_HELP: _("จะทำอะไร ใครทำ ภายในเมื่อใด ผู้แจ้งเรื่องทั่วไปอ่านแผนนี้ได้"),
    Verb.RECORD_HELP: _("บันทึกได้หลายครั้ง ทุกหน่วยงานที่ทำเรื่องนี้บันทึกได้"),
    Verb.CORRECT_HELP: _("รายการที่เลือกจะถูกขีดฆ่า ไม่นับในรายงานใด ๆ อีก แต่ยังอยู่ในความเป็นมา บันทึกที่ถูกต้องใหม่ได้"),
    Verb.START_FOLLOWING_UP: _("ช่วยครบแล้วสำหรับตอนนี้ นัดวันดูว่าผู้ประสบปัญหาเป็นอย่างไร"),
    Verb.ADJUST_PLAN: _("ใช้เมื่อติดตามผลแล้วพบว่ายังต้องช่วยอีก"),
    Verb.REQUEST_CLOSURE: _("หัวหน้าอีกคนหนึ่งเป็นผู้อนุมัติ งานยังเดินต่อ แต่ระหว่างรออนุมัติระบบไม่แจ้งเตือนว่าล่าช้า"),
    Verb.APPROVE: _("ดูสิ่งที่ขอและสิ่งที่เพิ่มเข้ามาหลังจากนั้นก่อนอนุมัติ"),
    Verb.REFUSE: _("บอกว่ายังต้องทำอะไรอีก"),
    Verb.REOPEN: _("บอกว่าทำไมต้องดำเนินการต่อ"),
    Verb.TAKE_OVER: _("ใช้เมื่องานหลักล่าช้าถึงการแจ้งเตือนระดับ 3 หน่วยงานเดิมจะได้รับแจ้ง"),
    Verb.BREAK_GLASS: _("เปิดอ่านได้สี่ชั่วโมง หัวหน้าของหน่วยงานที่รับผิดชอบจะได้รับแจ้งพร้อมเหตุผล"),
    Verb.RECUSE: _("คุณจะไม่เห็นและไม่ร่วมพิจารณาเรื่องนี้อีก"),
    Verb.SHUT_OUT: _("หน่วยงานหรือผู้ที่เลือกจะไม่รู้เรื่องนี้อีก งานที่ขอไว้จะถูกดึงกลับ และจะส่งเรื่องให้อีกไม่ได้ ย้อนกลับไม่ได้"),
}
DANGER = frozenset(
    {
        *(Verb.REJECT, Verb.REQUEST_REFUSAL, Verb.RETURN, Verb.RECALL, Verb.CANCEL_PART, Verb.CALL_OFF),
        *(Verb.CORRECT_HELP, Verb.CANCEL_FOLLOWUP, Verb.WITHDRAW_REQUEST, Verb.RECUSE, Verb.BREAK_GLASS),
        Verb.SHUT_OUT,
    }
)
"""Verbs that end something or turn it back: their buttons say so, and come last."""


@dataclass(frozen=True, slots=True)
class VerbWords:
    """What stands on the page of one verb.

    Attributes:
        label: the words on its button.
        hint: the line above its form; "" where nothing needs to be said.
        danger: it ends something.
    """

    label: str | Promise
    hint: str | Promise
    danger: bool


def words_of(verb: Verb) -> VerbWords:
    """Return what the desk says about a verb."""
    return VerbWords(label=verb.label, hint=HINTS.get(verb, ""), danger=verb in DANGER)
