"""Messages that have to leave."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.outbox.models import LATE, Channel, MessageState, OutboxMessage
from portal.upkeep.registry import Found, Look, Severity, check, rows


@check(
    Severity.TODAY,
    _("อีเมลที่ระบบหยุดส่งแล้ว"),
    _("เปิด “อีเมลที่ยังไม่ถึง” ที่โต๊ะทำงาน ลองส่งใหม่ หรือติดต่อทางอื่นแล้วบันทึก"),
)
def mail_stuck(look: Look) -> Found:
    """Given up: somebody has to be told by other means (R05, R29)."""
    return rows(OutboxMessage.objects.filter(state=MessageState.STUCK), "template")


@check(
    Severity.TODAY,
    _("อีเมลรอส่งนานเกินหนึ่งชั่วโมง"),
    _("ดูว่าโปรแกรมเบื้องหลังทำงานและเครื่องส่งอีเมลตอบ แล้วเปิด “อีเมลที่ยังไม่ถึง”"),
)
def mail_waiting(look: Look) -> Found:
    """Has waited for more than an hour, whatever it waits for (R05)."""
    late = OutboxMessage.objects.filter(state=MessageState.WAITING, waiting_since__lt=look.now - LATE)
    return rows(late, "template")


@check(
    Severity.NOW,
    _("ติดต่อเครื่องส่งอีเมลไม่ได้"),
    _("ตรวจ EMAIL_URL รหัสผ่าน และเครื่องส่งอีเมล ไม่มีข้อความใดหาย แต่หลังสองวันจะหยุดส่ง"),
)
def mail_server_away(look: Look) -> Found:
    """The way to the mail server has failed for half an hour (R05)."""
    return rows(Channel.objects.filter(failures__gt=0, failing_since__lt=look.ago(minutes=30)), "name")
