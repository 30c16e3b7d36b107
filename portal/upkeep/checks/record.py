"""The record of who did what: whether it is sealed and whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.audit import sealing
from portal.audit.models import Seal, SealedDay
from portal.audit.sources import sources
from portal.thai.dates import bangkok_datetime, to_bangkok
from portal.upkeep.registry import Found, Look, Severity, check, rows, these

RECENT = 2_000
"""Seals that are checked each day; all of them with `--full`, and each week by `verify_audit`."""
_TELL = _("อย่าแก้ไขอะไร เก็บสำเนาฐานข้อมูลไว้ แล้วแจ้งเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล (docs/operator.md, A breach)")


@check(Severity.NOW, _("บันทึกการใช้งานถูกแก้หรือหายไป"), _TELL)
def record_changed(look: Look) -> Found:
    """A sealed row is not as it was written, or the chain is broken (ASVS 16.4; R25)."""
    return these(sealing.findings() if look.is_full else sealing.recent_findings(RECENT))


@check(
    Severity.NOW,
    _("บันทึกการใช้งานยังไม่ถูกผนึก"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ การผนึกทำทุกนาที ถ้าโปรแกรมทำงานอยู่ ดู “manage.py queue”"),
)
def record_unsealed(look: Look) -> Found:
    """Rows older than an hour have no seal."""
    late = look.now - sealing.UNSEALED_FOR
    # In the order of writing, newest last, as the sealing takes them: bounded by its own query.
    return these(
        f"{source.name} {row.pk}" for source in sources() for row in source.unsealed()[:100] if row.at < late
    )


@check(
    Severity.TODAY,
    _("วันที่ผ่านไปแล้วยังไม่มีลายนิ้วมือของบันทึก"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ แล้วดูหน้า /trail/ หลังหนึ่งนาที"),
)
def days_not_closed(look: Look) -> Found:
    """Something was sealed on a day that is over, and the day has no root."""
    last = SealedDay.objects.order_by("-day").first()
    # An hour for the sealing of the last minutes of the day.
    today = bangkok_datetime(to_bangkok(look.ago(hours=1)).date())
    return rows(Seal.objects.filter(number__gt=last.last if last else 0, sealed_at__lt=today), "number")
