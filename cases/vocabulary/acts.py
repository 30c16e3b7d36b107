"""Everything that can be done to a case."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """Everything that can be done to a case; `cases.verbs.table` says by whom and when."""

    SUBMIT = "submit", _("ยื่นคำขอ")
    AUTO_ROUTE = "auto_route", _("ส่งให้หน่วยงานเจ้าภาพหลักโดยอัตโนมัติ")
    SCREEN = "screen", _("คัดกรอง")
    REJECT = "reject", _("ไม่รับเรื่อง")
    REFER = "refer", _("ส่งต่อ")
    REFER_JOINT = "refer_joint", _("ขอให้หน่วยงานอื่นช่วยบางส่วน")
    ACCEPT = "accept", _("รับเรื่อง")
    ACCEPT_JOINT = "accept_joint", _("รับช่วยดำเนินการ")
    RETURN = "return", _("ส่งคืน")
    RETURN_JOINT = "return_joint", _("ปฏิเสธการช่วยดำเนินการ")
    RECALL = "recall", _("ดึงเรื่องกลับ")
    RECALL_JOINT = "recall_joint", _("ยกเลิกการขอความร่วมมือ")
    FORWARD_ON = "forward_on", _("ส่งต่อให้หน่วยงานที่ถูกต้อง")
    ESCALATE = "escalate", _("ส่งศูนย์ เพราะเกินขีดความสามารถ")
    TAKE_ON = "take_on", _("ดำเนินการเอง")
    ASK = "ask", _("ขอข้อมูลเพิ่มจากผู้แจ้ง")
    ANSWER = "answer", _("ได้รับข้อมูลเพิ่มแล้ว")
    RESUME = "resume", _("ครบกำหนดรอคำตอบ ดำเนินการต่อ")
    RECORD_HELP = "record_help", _("บันทึกการช่วยเหลือ")
    ADJUST_PLAN = "adjust_plan", _("ปรับแผนการช่วยเหลือ")
    COMPLETE_JOINT = "complete_joint", _("แจ้งว่าส่วนของเราเสร็จแล้ว")
    REQUEST_CLOSURE = "request_closure", _("ขออนุมัติปิดเรื่อง")
    APPROVE_CLOSURE = "approve_closure", _("อนุมัติปิดเรื่อง")
    REFUSE_CLOSURE = "refuse_closure", _("ไม่อนุมัติปิดเรื่อง")
    REOPEN = "reopen", _("เปิดเรื่องอีกครั้ง")
    RECLASSIFY = "reclassify", _("เปลี่ยนประเภทเรื่องหรือชั้นการปกปิด")
    RECOUNT = "recount", _("คำนวณกำหนดเวลาใหม่ เพราะวันหยุดราชการเปลี่ยน")
    SUCCEED = "succeed", _("รับช่วงจากหน่วยงานเดิม")
