"""Mail that did not leave, as rows of a list: never an address, never what a message says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.statuses import Status
from cases.models import Case
from portal.actors import Officer
from portal.outbox.models import MessageState, OutboxMessage

KINDS: dict[str, str | Promise] = {
    "case_received": _("แจ้งว่ามีคำขอใหม่"),
    "case_referred": _("แจ้งว่ามีเรื่องส่งมา"),
    "case_comes_by_letter": _("แจ้งหน่วยงานนอกระบบว่ามีหนังสือส่งถึง"),
    "case_asked_outside": _("ส่งลิงก์ให้หน่วยงานนอกระบบ"),
    "case_accepted": _("แจ้งว่ามีหน่วยงานรับเรื่องแล้ว"),
    "case_returned": _("แจ้งว่าเรื่องถูกส่งคืน"),
    "case_recalled": _("แจ้งว่าเรื่องถูกดึงกลับ"),
    "case_forwarded_on": _("แจ้งว่าเรื่องถูกส่งต่อ"),
    "case_part_done": _("แจ้งว่าหน่วยงานที่ช่วยทำเสร็จแล้ว"),
    "case_escalated": _("แจ้งว่าเรื่องเกินขีดความสามารถ"),
    "case_taken_over": _("แจ้งว่าหน่วยงานรับช่วงต่อ"),
    "case_center_took_over": _("แจ้งว่าศูนย์เข้ารับเรื่องแทน"),
    "case_governor_told": _("แจ้งผู้ว่าราชการจังหวัดว่าศูนย์เข้ารับเรื่องแทน"),
    "case_to_decide": _("แจ้งว่ามีคำขออนุมัติ"),
    "case_decided": _("แจ้งผลพิจารณาคำขออนุมัติ"),
    "case_message": _("แจ้งว่าผู้แจ้งส่งข้อมูลมาใหม่"),
    "case_glass_broken": _("แจ้งว่ามีการเปิดดูในเหตุฉุกเฉิน"),
    "case_reopened": _("แจ้งว่าเรื่องถูกเปิดอีกครั้ง"),
    "case_reopened_again": _("แจ้งหัวหน้าว่าเรื่องถูกเปิดอีกหลายครั้ง"),
    "case_late_own": _("แจ้งหัวหน้าว่าเรื่องล่าช้า"),
    "case_late": _("แจ้งหน่วยงานกำกับว่าเรื่องล่าช้า"),
    "case_late_report": _("แจ้งผู้ว่าราชการจังหวัดว่าเรื่องล่าช้า"),
    "event_late": _("แจ้งเรื่องล่าช้าในสถานการณ์รวมกัน"),
    "event_late_report": _("แจ้งผู้ว่าราชการจังหวัดเรื่องล่าช้าในสถานการณ์รวมกัน"),
    "event_danger": _("แจ้งเวรว่ามีผู้มีอันตราย"),
    "event_danger_waits": _("เตือนว่าผู้มีอันตรายยังไม่มีใครรับไปทำ"),
    "event_danger_report": _("แจ้งผู้ว่าราชการจังหวัดว่าผู้มีอันตรายยังไม่มีใครรับไปทำ"),
    "first_danger": _("แจ้งเวรว่ามีผู้มีอันตรายที่บ้านที่ต้องช่วยก่อน"),
    "first_old": _("เตือนให้ถามบ้านที่ต้องช่วยก่อนอีกครั้ง"),
    "event_review": _("เตือนให้ทบทวนสถานการณ์"),
    "event_end_asked": _("แจ้งว่ามีคำขอปิดสถานการณ์รอยืนยัน"),
    "first_left": _("แจ้งจำนวนบ้านที่ต้องติดตามต่อหลังสถานการณ์"),
    "case_urged": _("แจ้งว่ามีการเร่งรัด"),
    "circular_sent": _("แจ้งเวียนหนังสือ"),
    "circular_soon": _("เตือนว่าใกล้ถึงกำหนดรับทราบหนังสือ"),
    "circular_late": _("เตือนว่าเลยกำหนดรับทราบหนังสือ"),
    "report_soon": _("เตือนว่าใกล้ถึงกำหนดส่งรายงานผล"),
    "report_due": _("เตือนว่าครบกำหนดส่งรายงานผล"),
    "report_late": _("เตือนว่าเลยกำหนดส่งรายงานผล"),
    "report_returned": _("แจ้งว่ารายงานผลถูกส่งคืน"),
    "report_reopened": _("แจ้งว่าเปิดให้แก้รายงานผล"),
    "report_excepted": _("แจ้งว่าผ่อนผันการส่งรายงานผล"),
    "needs_digest": _("แจ้งสรุปความต้องการของประชาชน"),
    "needs_urgent": _("แจ้งความต้องการเร่งด่วน"),
    "survey_reported": _("แจ้งศูนย์ว่ามีผลสำรวจรอตรวจรับ"),
    "survey_returned": _("แจ้งว่าผลสำรวจถูกส่งคืน"),
    "retention_soon": _("เตือนว่าข้อมูลใกล้พ้นกำหนดเก็บ"),
    "data_rights_asked": _("แจ้งว่ามีคำขอใช้สิทธิในข้อมูล"),
    "data_rights_due": _("เตือนว่าคำขอใช้สิทธิใกล้ครบกำหนด"),
    "data_rights_late": _("เตือนว่าคำขอใช้สิทธิเกินกำหนด"),
    "consultation_answered": _("แจ้งผู้ถามว่ามีคำตอบแล้ว"),
    "case_news": _("แจ้งผู้แจ้งว่ามีความคืบหน้า"),
    "case_code": _("ส่งลิงก์ขอรหัสติดตามใหม่ให้ผู้แจ้ง"),
    "case_code_used": _("แจ้งผู้แจ้งว่ามีผู้ใช้ลิงก์และได้รหัสติดตามใหม่"),
    "mail_not_kept": _("แจ้งผู้ส่งอีเมลว่าเก็บอีเมลไว้ไม่ได้"),
    "page_proposed": _("แจ้งผู้เผยแพร่ว่ามีหน้าเว็บที่เสนอให้เผยแพร่"),
    "page_approved": _("แจ้งผู้เขียนว่าหน้าเว็บได้เผยแพร่แล้ว"),
    "page_returned": _("แจ้งผู้เขียนว่าหน้าเว็บถูกส่งกลับให้แก้"),
    "account_code_issued": _("แจ้งเจ้าหน้าที่ว่ามีการออกรหัส"),
    "account_password_set": _("แจ้งเจ้าหน้าที่ว่าตั้งรหัสผ่านใหม่แล้ว"),
    "account_second_factor_taken_away": _("แจ้งเจ้าหน้าที่ว่ายกเลิกการยืนยันขั้นที่สอง"),
    "account_contact_changed": _("แจ้งเจ้าหน้าที่ว่าเปลี่ยนอีเมลแล้ว"),
    "alert_confirm": _("ให้ผู้อ่านยืนยันการรับข่าวทางอีเมล"),
    "alert_known": _("บอกผู้อ่านว่าติดตามเรื่องใดอยู่แล้ว"),
    "alert_news": _("แจ้งผู้อ่านว่ามีเรื่องใหม่ในรายการที่ติดตาม"),
}
"""Template → what the message is for; a test holds that none is missing."""
OF_OTHER_WAYS: dict[str, str | Promise] = {
    "partner_state": _("แจ้งระบบของหน่วยงานอื่นว่าเรื่องคืบหน้า"),
    "case_news_text": _("แจ้งผู้แจ้งทาง SMS ว่ามีความคืบหน้า"),
    "case_news_line": _("แจ้งผู้แจ้งทาง LINE ว่ามีความคืบหน้า"),
    "line_linked": _("บอกผู้แจ้งทาง LINE ว่าเชื่อมแล้ว"),
}
"""The same for messages on other ways than mail, which no template writes."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of the list.

    Attributes:
        pk: of the message.
        reference: of the case that it is about.
        is_ours: the officer may open that case.
        kind: what it is for.
        recipient: the organization, or that it is the reporter.
        phone: of the organization; "" when unknown.
        attempts: how often it was tried.
        cause: class of the last error.
        is_given_up: the system does not try any more.
        since: when it was written.
        next_attempt_at: when the system tries again.
    """

    pk: int
    reference: str
    is_ours: bool
    kind: str | Promise
    recipient: str | Promise
    phone: str
    attempts: int
    cause: str
    is_given_up: bool
    since: dt.datetime
    next_attempt_at: dt.datetime

    @property
    def status(self) -> Status:
        """Whether the system still tries, in words with their tone."""
        return Status(_("ระบบหยุดส่งแล้ว"), "danger") if self.is_given_up else Status(_("รอส่ง"), "warn")


def _recipient(message: OutboxMessage) -> str | Promise:
    if message.organization is not None:
        return message.organization.display_name
    is_of_program = message.template == "partner_state"
    return _("ระบบของหน่วยงานอื่น") if is_of_program else _("ผู้แจ้ง")


def message_rows(messages: Sequence[OutboxMessage], actor: Officer) -> list[MessageRow]:
    """Return the rows of one page of messages; one query for which cases may be opened.

    Args:
        messages: with their organization.
        actor: who reads the list.
    """
    references = {message.reference for message in messages}
    visible = set(
        Case.objects.visible_to(actor, among=Q(reference__in=references)).values_list("reference", flat=True)
    )
    return [
        MessageRow(
            pk=message.pk,
            reference=message.reference,
            is_ours=message.reference in visible,
            kind=(KINDS | OF_OTHER_WAYS).get(message.template, message.template),
            recipient=_recipient(message),
            phone=message.organization.phone if message.organization else "",
            attempts=message.attempts,
            cause=message.get_error_kind_display() if message.error_kind else "",
            is_given_up=message.state == MessageState.STUCK,
            since=message.created_at,
            next_attempt_at=message.next_attempt_at,
        )
        for message in messages
    ]
