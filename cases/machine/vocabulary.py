"""The words of the machine. The stage says how far the work is; whatever waits is a row of its own."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far the work on a case is, and nothing else."""

    RECEIVED = "received", _("รับเรื่องแล้ว")
    SCREENED = "screened", _("คัดกรองแล้ว")
    WORKING = "working", _("กำลังช่วยเหลือ")
    FOLLOWING_UP = "following_up", _("ช่วยเหลือแล้ว กำลังติดตามผล")
    CLOSED = "closed", _("ปิดเรื่อง")


OPEN_STAGES = frozenset(Stage) - {Stage.CLOSED}
BEFORE_WORK = frozenset({Stage.RECEIVED, Stage.SCREENED})
IN_WORK = frozenset({Stage.WORKING, Stage.FOLLOWING_UP})


class WaitingKind(TextChoices):
    """What can wait beside the stage."""

    HANDOVER = "handover", _("ส่งต่อให้รับผิดชอบ")
    JOINT = "joint", _("ขอให้ช่วยบางส่วน")
    INFORM = "info", _("แจ้งเพื่อทราบ")
    QUESTION = "question", _("คำถามถึงผู้แจ้ง")
    APPROVAL = "approval", _("คำขออนุมัติ")
    FOLLOW_UP = "follow_up", _("นัดติดตามผล")
    VISIT = "visit", _("การออกหน่วย")
    COMMITTEE_ITEM = "committee", _("เรื่องเข้าคณะกรรมการ")


class WaitingState(TextChoices):
    """Where something that waits stands. The first five are alive; every other one is an end."""

    SENT = "sent", _("ส่งแล้ว รอรับ")
    ACCEPTED = "accepted", _("รับแล้ว")
    OPEN = "open", _("รออยู่")
    DISPATCHED = "dispatched", _("ออกเดินทางแล้ว")
    SUBMITTED = "submitted", _("เสนอคณะกรรมการแล้ว")
    RETURNED = "returned", _("ส่งคืน")
    RECALLED = "recalled", _("ดึงกลับ")
    FORWARDED_ON = "forwarded_on", _("ส่งต่อไปแล้ว")
    DONE = "done", _("เสร็จแล้ว")
    NOTED = "noted", _("รับทราบแล้ว")
    ANSWERED = "answered", _("ตอบแล้ว")
    EXPIRED = "expired", _("พ้นกำหนดรอคำตอบ")
    APPROVED = "approved", _("อนุมัติ")
    REFUSED = "refused", _("ไม่อนุมัติ")
    RECORDED = "recorded", _("ติดตามผลแล้ว")
    DECIDED = "decided", _("คณะกรรมการมีมติแล้ว")
    CANCELLED = "cancelled", _("ยกเลิกนัด")
    WITHDRAWN = "withdrawn", _("ถอน")


ALIVE = frozenset(
    {
        WaitingState.SENT,
        WaitingState.ACCEPTED,
        WaitingState.OPEN,
        WaitingState.DISPATCHED,
        WaitingState.SUBMITTED,
    }
)
DONE_STATES = frozenset(
    {
        WaitingState.DONE,
        WaitingState.ANSWERED,
        WaitingState.EXPIRED,
        WaitingState.APPROVED,
        WaitingState.REFUSED,
        WaitingState.RECORDED,
        WaitingState.DECIDED,
    }
)
"""Ends by which the duty of what waited was done, and not taken back."""


class ApprovalSubject(TextChoices):
    """For what somebody else's decision is asked."""

    CLOSE = "close", _("ปิดเรื่อง")
    REFUSE = "refuse", _("ไม่รับเรื่องปัญหาสังคม")
    LOWER = "lower", _("ลดความเร่งด่วนหรือชั้นการปกปิด")
    DISCLOSE = "disclose", _("ส่งข้อมูลทั้งที่ผู้แจ้งไม่ยินยอม")
    MORE_TIME = "time", _("ขอเวลาเพิ่ม")


class DutyKind(TextChoices):
    """What somebody has to do by a time."""

    FORWARD = "forward", _("หาหน่วยงานที่รับผิดชอบ")
    ACKNOWLEDGE = "ack", _("ตอบรับเรื่อง")
    ACT = "act", _("ลงมือช่วยเหลือ")
    PART = "part", _("ทำส่วนที่รับไว้")
    REROUTE = "reroute", _("ส่งให้หน่วยงานใหม่")
    DECIDE = "decide", _("ตัดสินใจขั้นต่อไปหลังติดตามผล")
    FOLLOW = "follow", _("ติดตามผล")
    APPROVE = "approve", _("พิจารณาอนุมัติ")
    TELL = "tell", _("แจ้งความคืบหน้าแก่ผู้แจ้ง")
    ANSWER = "question", _("รอคำตอบจากผู้แจ้ง")
    READ = "read", _("อ่านสิ่งที่ผู้แจ้งส่งมา")
    VISIT = "visit", _("ออกหน่วย")
    COMMITTEE = "committee", _("เสนอคณะกรรมการและแจ้งมติ")


OF_THE_CASE = frozenset({DutyKind.FORWARD, DutyKind.REROUTE, DutyKind.ACT, DutyKind.DECIDE})
"""Duties that drive the case as a whole; each runs at its holder."""
WITHOUT_LADDER = frozenset({DutyKind.TELL, DutyKind.ANSWER})
"""Duties for which no alarm climbs: they are promises to the citizen, or wait for the citizen."""
MAY_GET_MORE_TIME = frozenset(
    {DutyKind.ACT, DutyKind.PART, DutyKind.FOLLOW, DutyKind.VISIT, DutyKind.COMMITTEE}
)


class LimitStep(TextChoices):
    """Everything for which an office may say how long it takes: each duty, the follow-up by risk, the steps of the ladder.

    A step of a duty has the value of its kind (`DutyKind`); the follow-up has one for each level of risk beside the one
    of whom nobody has judged yet.
    """

    FORWARD = DutyKind.FORWARD.value, DutyKind.FORWARD.label
    ACKNOWLEDGE = DutyKind.ACKNOWLEDGE.value, DutyKind.ACKNOWLEDGE.label
    ACT = DutyKind.ACT.value, DutyKind.ACT.label
    PART = DutyKind.PART.value, DutyKind.PART.label
    REROUTE = DutyKind.REROUTE.value, DutyKind.REROUTE.label
    DECIDE = DutyKind.DECIDE.value, DutyKind.DECIDE.label
    FOLLOW_HIGH = "follow_high", _("ติดตามผล เมื่อความเสี่ยงสูง")
    FOLLOW_MEDIUM = "follow_medium", _("ติดตามผล เมื่อความเสี่ยงปานกลาง")
    FOLLOW_LOW = "follow_low", _("ติดตามผล เมื่อความเสี่ยงต่ำ")
    FOLLOW = DutyKind.FOLLOW.value, _("ติดตามผล เมื่อยังไม่ประเมินความเสี่ยง")
    APPROVE = DutyKind.APPROVE.value, DutyKind.APPROVE.label
    TELL = DutyKind.TELL.value, DutyKind.TELL.label
    ANSWER = DutyKind.ANSWER.value, DutyKind.ANSWER.label
    READ = DutyKind.READ.value, DutyKind.READ.label
    VISIT = DutyKind.VISIT.value, DutyKind.VISIT.label
    COMMITTEE = DutyKind.COMMITTEE.value, DutyKind.COMMITTEE.label
    ALARM_2 = "alarm_2", _("แจ้งเตือนระดับที่สอง นับจากระดับที่หนึ่ง")
    ALARM_3 = "alarm_3", _("แจ้งเตือนระดับที่สาม นับจากระดับที่สอง")


LADDER = (LimitStep.ALARM_2, LimitStep.ALARM_3)
"""From one level of the alarm to the next (S2.45 to S2.48); the first rings at once."""


class DutyEnd(TextChoices):
    """How a duty ended."""

    DONE = "done", _("ทำแล้ว")
    SUPERSEDED = "superseded", _("มีกำหนดใหม่แทน")
    SUSPENDED = "suspended", _("หยุดรอคำตอบ")
    WITHDRAWN = "withdrawn", _("ไม่ต้องทำแล้ว")


class DutyBasis(TextChoices):
    """Why a duty began, where its due time does not simply follow from its limit."""

    FIRST = "first", _("ครั้งแรก")
    MOVED = "moved", _("ย้ายมากับเรื่อง")
    BACK = "back", _("กลับมาทำต่อ")
    RETURNED = "returned", _("ถูกส่งคืน")
    RECALLED = "recalled", _("ดึงกลับ")
    ADJUSTED = "adjusted", _("ปรับแผน")
    FINDING = "finding", _("พบจากการติดตามผล")
    PAUSED = "paused", _("หลังหยุดรอคำตอบ")
    APPROVED = "approved", _("ได้รับอนุมัติ")
    RECLASSIFIED = "reclassified", _("เปลี่ยนประเภทหรือความเร่งด่วน")
    NEW_CRISIS = "new_crisis", _("กลายเป็นปัญหาสังคม")
    REOPENED = "reopened", _("เปิดเรื่องอีกครั้ง")
    CALENDAR = "calendar", _("วันหยุดราชการเปลี่ยน")


class Scope(IntegerChoices):
    """How much of a case may be read, the least first. A part and a referral show the same amount of other things."""

    METADATA = 1, _("เลขที่เรื่องและกำหนดเวลา")
    SUMMARY = 2, _("ชนิดของเรื่องและสถานะ")
    PART = 3, _("เท่าที่จำเป็นต่อส่วนที่ทำ")
    REFERRAL = 4, _("เรื่องและสิ่งที่ขอให้ทำ")
    FULL = 5, _("ทั้งหมด")

    def reaches(self, needed: Scope) -> bool:
        """Whether who may read this much may do what needs that much; part and referral stand beside each other."""
        beside = {Scope.PART, Scope.REFERRAL}
        return self >= needed or {self, needed} == beside


class GrantReason(TextChoices):
    """Why somebody may read something. A grant ends with its reason."""

    HOLDER = "holder", _("เป็นหน่วยงานที่รับผิดชอบ")
    ASKED = "asked", _("ถูกขอให้รับเรื่องหรือช่วย")
    JOINT = "joint", _("ช่วยดำเนินการบางส่วน")
    OUTSIDE = "outside", _("รับดำเนินการโดยไม่มีบัญชีในระบบ")
    OWN_ROW = "own_row", _("มีการออกหน่วยหรือเรื่องเข้าคณะกรรมการของตน")
    HANDED_UP = "handed_up", _("ส่งศูนย์เพราะเกินขีดความสามารถ")
    APPROVAL = "approval", _("ต้องพิจารณาอนุมัติ")
    WAS_HOLDER = "was_holder", _("เคยรับผิดชอบ")
    SENDER = "sender", _("เป็นผู้ส่งต่อ")
    COORDINATES = "coordinates", _("เป็นศูนย์ที่ประสานงาน")
    TOLD = "told", _("ได้รับแจ้งเพื่อทราบ")
    LADDER = "ladder", _("ได้รับการแจ้งเตือนเรื่องล่าช้า")
    BREAK_GLASS = "break_glass", _("เปิดดูในเหตุฉุกเฉิน")


TO_READ_ONLY = frozenset({GrantReason.APPROVAL, GrantReason.BREAK_GLASS})
"""Reasons for which everything may be read and nothing written."""


class Verb(TextChoices):
    """Everything that can be done to a case; `cases.machine.table` says by whom and when."""

    SUBMIT = "submit", _("ยื่นคำขอ")
    AUTO_ROUTE = "auto_route", _("ส่งให้หน่วยงานเจ้าภาพหลักโดยอัตโนมัติ")
    SCREEN = "screen", _("คัดกรอง")
    REJECT = "reject", _("ไม่รับเรื่อง")
    REQUEST_REFUSAL = "request_refusal", _("ขออนุมัติไม่รับเรื่อง")
    TAKE_ON = "take_on", _("ดำเนินการเอง")
    REFER = "refer", _("ส่งต่อ")
    REFER_JOINT = "refer_joint", _("ขอให้หน่วยงานอื่นช่วยบางส่วน")
    REQUEST_DISCLOSURE = "request_disclosure", _("ขออนุมัติส่งข้อมูลโดยไม่มีความยินยอม")
    INFORM = "inform", _("แจ้งหน่วยงานอื่นเพื่อทราบ")
    ACCEPT = "accept", _("รับเรื่อง")
    RETURN = "return", _("ส่งคืน")
    RECALL = "recall", _("ดึงเรื่องกลับ")
    FORWARD_ON = "forward_on", _("ส่งต่อให้หน่วยงานที่ถูกต้อง")
    HAND_UP = "hand_up", _("ส่งศูนย์ เพราะเกินขีดความสามารถ")
    COMPLETE_PART = "complete_part", _("แจ้งว่าส่วนของเราเสร็จแล้ว")
    CANCEL_PART = "cancel_part", _("ยกเลิกการขอความร่วมมือ")
    RECORD_OUTSIDE = "record_outside", _("บันทึกคำตอบของหน่วยงานนอกระบบ")
    ASK = "ask", _("ขอข้อมูลเพิ่มจากผู้แจ้ง")
    ANSWER = "answer", _("ได้รับข้อมูลเพิ่มแล้ว")
    QUESTION_END = "question_end", _("ครบกำหนดรอคำตอบ ดำเนินการต่อ")
    ACKNOWLEDGE = "acknowledge", _("อ่านแล้ว")
    PLAN_HELP = "plan_help", _("วางแผนการช่วยเหลือ")
    RECORD_HELP = "record_help", _("บันทึกการช่วยเหลือ")
    CORRECT_HELP = "correct_help", _("แก้การช่วยเหลือที่บันทึกผิด")
    START_FOLLOWING_UP = "start_following_up", _("ช่วยเหลือแล้ว เริ่มติดตามผล")
    PLAN_FOLLOWUP = "plan_followup", _("นัดติดตามผล")
    RECORD_FOLLOWUP = "record_followup", _("บันทึกผลการติดตาม")
    CANCEL_FOLLOWUP = "cancel_followup", _("ยกเลิกนัดติดตามผล")
    ADJUST_PLAN = "adjust_plan", _("ปรับแผนการช่วยเหลือ")
    DISPATCH = "dispatch", _("ส่งหน่วยเคลื่อนที่ออกไป")
    SET_OUT = "set_out", _("ออกเดินทางแล้ว")
    ARRIVE = "arrive", _("ถึงที่หมายแล้ว")
    END_VISIT = "end_visit", _("บันทึกผลการออกหน่วย")
    SUBMIT_COMMITTEE = "submit_committee", _("เสนอคณะกรรมการ")
    DECIDE_COMMITTEE = "decide_committee", _("บันทึกมติคณะกรรมการ")
    CALL_OFF = "call_off", _("ยกเลิกงานของหน่วยงานอื่น")
    REQUEST_CLOSURE = "request_closure", _("ขออนุมัติปิดเรื่อง")
    APPROVE = "approve", _("อนุมัติ")
    REFUSE = "refuse", _("ไม่อนุมัติ")
    WITHDRAW_REQUEST = "withdraw_request", _("ถอนคำขออนุมัติ")
    REQUEST_MORE_TIME = "request_more_time", _("ขอเวลาเพิ่ม")
    RECLASSIFY = "reclassify", _("เปลี่ยนประเภทเรื่อง หรือเพิ่มความเร่งด่วน")
    REQUEST_LOWERING = "request_lowering", _("ขอลดความเร่งด่วนหรือชั้นการปกปิด")
    TAKE_OVER = "take_over", _("ศูนย์เข้ารับเรื่องแทน")
    RECUSE = "recuse", _("ขอไม่ร่วมพิจารณา เพราะมีส่วนได้เสีย")
    SHUT_OUT = "shut_out", _("กันผู้มีส่วนได้เสียออกจากเรื่อง")
    BREAK_GLASS = "break_glass", _("เปิดดูในเหตุฉุกเฉิน")
    MESSAGE = "message", _("ส่งข้อความ")
    WITHDRAW = "withdraw", _("ขอถอนเรื่อง")
    OBJECT = "object", _("คัดค้านการปิดเรื่อง")
    REOPEN = "reopen", _("เปิดเรื่องอีกครั้ง")
    UNSCREEN = "unscreen", _("ถอนการคัดกรอง")
    LINK_HOUSEHOLD = "link_household", _("รวมเป็นครัวเรือนเดียวกัน")
    UNLINK_HOUSEHOLD = "unlink_household", _("แยกออกจากครัวเรือนที่รวมไว้")
    TELL = "tell", _("แจ้งผู้แจ้งด้วยข้อความกลาง")
    NOTE = "note", _("เขียนบันทึก")
    LOG_CALL = "log_call", _("บันทึกการติดต่อ")
    ADD_FILE = "add_file", _("แนบไฟล์")
    CORRECT_FACTS = "correct_facts", _("แก้ไขหรือเพิ่มเติมข้อเท็จจริง")
    CHANGE_CONSENT = "change_consent", _("เปลี่ยนความยินยอม")
    CHANGE_CONTACT = "change_contact", _("เปลี่ยนวิธีติดต่อ")
    ASSIGN = "assign", _("มอบหมาย")
    URGE = "urge", _("เร่งรัด")
    REPLACE_SECRET = "replace_secret", _("ออกรหัสติดตามใหม่")
    RATE = "rate", _("ให้คะแนน")
    SUCCEED = "succeed", _("รับช่วงจากหน่วยงานเดิม")
    FOLLOW_CALENDAR = "follow_calendar", _("คำนวณกำหนดเวลาใหม่ เพราะวันหยุดราชการเปลี่ยน")
    FIRE_ALARM = "fire_alarm", _("แจ้งเตือนเรื่องล่าช้า")
    EXPIRE_GRANT = "expire_grant", _("สิทธิเข้าถึงสิ้นสุด")
    ANONYMIZE = "anonymize", _("ลบข้อมูลส่วนบุคคลเมื่อพ้นกำหนดเก็บ")
