"""What the pages say, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.protection.models import Breach
from portal.vocabulary import ActorKind

ACTIONS: dict[str, str | Promise] = {
    "case.read": gettext_lazy("เปิดอ่านเรื่องปกปิด"),
    "case.file": gettext_lazy("ดาวน์โหลดไฟล์ของเรื่องปกปิด"),
    "case.letter": gettext_lazy("เปิดหนังสือนำส่งของเรื่องปกปิด"),
    "case.search": gettext_lazy("ค้นหาบุคคล"),
    "case.refused": gettext_lazy("ทำสิ่งที่ไม่มีสิทธิ"),
    "case.break_glass": gettext_lazy("เปิดดูในเหตุฉุกเฉิน"),
    "case.shut_out": gettext_lazy("กันผู้มีส่วนได้เสียออกจากเรื่อง"),
    "case.why": gettext_lazy("ถามว่าใครเปิดเรื่องได้ เพราะอะไร"),
    "access.denied": gettext_lazy("ถูกปฏิเสธการเข้าถึง"),
    "register.export": gettext_lazy("ส่งออกทะเบียน"),
    "record.read": gettext_lazy("อ่านบันทึกการตรวจสอบ"),
    "account.sign_in": gettext_lazy("เข้าสู่ระบบ"),
    "account.sign_out": gettext_lazy("ออกจากระบบ"),
    "account.sign_in_failed": gettext_lazy("เข้าสู่ระบบไม่สำเร็จ"),
    "account.locked_out": gettext_lazy("ถูกพักการเข้าสู่ระบบ"),
    "retention.ask": gettext_lazy("ขอลบข้อมูลที่พ้นกำหนด"),
    "retention.approve": gettext_lazy("อนุมัติลบข้อมูลที่พ้นกำหนด"),
    "disclosure.copy": gettext_lazy("ออกสำเนาข้อมูลให้เจ้าของข้อมูล"),
}
"""Words for the entries that an officer looks for most; all others show their code."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of the record.

    Attributes:
        at: when.
        who: person and position, or what kind of actor.
        organization: for which.
        action: in words.
        code: of the action, where there are words for it.
        subject: reference or number.
        purpose: by what right or for what reason.
        more: further codes, "from: received · to: screened".
    """

    at: dt.datetime
    who: str
    organization: str
    action: str | Promise
    code: str
    subject: str
    purpose: str
    more: str


def _who(entry: AuditEntry) -> str:
    if entry.user is None:
        return str(ActorKind(entry.actor_kind).label)
    role = Role(entry.role).label if entry.role in Role.values else entry.role
    return f"{entry.user} · {role}"


def entry_rows(entries: Iterable[AuditEntry]) -> list[EntryRow]:
    """Return rows of the record in words."""
    return [
        EntryRow(
            at=one.at,
            who=_who(one),
            organization=one.organization.display_name if one.organization else "",
            action=ACTIONS.get(one.action, one.action),
            code=one.action if one.action in ACTIONS else "",
            subject=one.subject,
            purpose=one.purpose,
            more=" · ".join(
                f"{name}: {value}" for name, value in one.data.items() if value not in ("", None)
            ),
        )
        for one in entries
    ]


@dataclass(frozen=True, slots=True)
class BreachRow:
    """One breach in the list.

    Attributes:
        pk: of the breach.
        organization: where.
        known_at: since when it is known.
        what: the beginning of what happened.
        status: how it stands, in words.
        tone: of the status.
    """

    pk: int
    organization: str
    known_at: dt.datetime
    what: str
    status: str
    tone: str


def status_of(breach: Breach, now: dt.datetime) -> tuple[str, str]:
    """Return how a breach stands, and the tone of it: whether the clock runs and how many hours are left."""
    if breach.closed_at is not None:
        return _("ปิดแล้ว"), "ok"
    if breach.must_tell_office:
        left = breach.due_at - now
        hours = int(left.total_seconds() // 3600)
        if hours < 0:
            return _("เกิน 72 ชั่วโมงแล้ว ต้องแจ้งสำนักงานทันทีพร้อมเหตุผล"), "danger"
        return _("ต้องแจ้งสำนักงานภายใน %(hours)d ชั่วโมง") % {"hours": hours}, "warn"
    if breach.must_tell_people:
        return _("ต้องแจ้งเจ้าของข้อมูลโดยไม่ชักช้า"), "warn"
    return _("กำลังดำเนินการ"), "info"


def breach_rows(breaches: Iterable[Breach]) -> list[BreachRow]:
    """Return rows of breaches."""
    now = timezone.now()
    return [
        BreachRow(one.pk, one.organization.display_name, one.known_at, one.what[:120], *status_of(one, now))
        for one in breaches
    ]
