"""What a link shows: the least that is needed to decide, and once the organization works on it, to do its part.

Never the story, the history or who works on it elsewhere (cases.md, "Access is a grant": `part`). Names and telephone
numbers come with the acceptance, because nobody needs them to say yes or no.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import outside
from cases.machine.vocabulary import ALIVE, WaitingKind, WaitingState
from cases.models import AffectedPerson, AnswerLink, Case, CaseNote, Duty, Referral
from cases.vocabulary import Severity, Sex, Visibility
from portal.organizations import areas
from portal.thai.dates import format_datetime
from portal.thai.phone import phones_in

Facts = list[tuple[Any, Any]]
MOST_NOTES = 20

OFFERED = {
    WaitingState.SENT: ("accept", "ask", "return"),
    WaitingState.ACCEPTED: ("done", "ask", "return"),
}
"""What can be answered, the likeliest first."""

ENDED: dict[str, str | Promise] = {
    WaitingState.DONE: gettext_lazy("ท่านแจ้งว่าทำเสร็จแล้ว ไม่ต้องทำอะไรต่อ ขอบคุณ"),
    WaitingState.RETURNED: gettext_lazy("ท่านส่งเรื่องคืนแล้ว ไม่ต้องทำอะไรต่อ ขอบคุณ"),
    WaitingState.RECALLED: gettext_lazy("ผู้ส่งถอนเรื่องกลับไปแล้ว ไม่ต้องทำอะไรต่อ"),
    WaitingState.WITHDRAWN: gettext_lazy("ไม่ต้องดำเนินการแล้ว ผู้ส่งยกเลิกการขอ"),
}
REPLACED = gettext_lazy("มีลิงก์ใหม่กว่านี้แล้ว ใช้ลิงก์และรหัสจากหนังสือฉบับล่าสุด")
REVOKED = gettext_lazy("หน่วยงานที่ส่งเรื่องเลิกใช้ลิงก์นี้แล้ว โปรดติดต่อหน่วยงานนั้น")
EXPIRED = gettext_lazy("ลิงก์นี้หมดอายุแล้ว ขอลิงก์ใหม่จากหน่วยงานที่ส่งเรื่อง หรือตอบทางหนังสือหรือโทรศัพท์")
UNKNOWN = gettext_lazy("ไม่พบลิงก์นี้ ตรวจที่อยู่จากหนังสือทีละตัว หรือสแกนคิวอาร์โค้ดอีกครั้ง")
LOCKED = gettext_lazy("หน้านี้ปิดไปแล้วเพื่อความปลอดภัย เปิดลิงก์หรือสแกนคิวอาร์โค้ดจากหนังสือ แล้วกรอกรหัสอีกครั้ง")
HAS_ACCOUNTS = gettext_lazy("หน่วยงานของท่านมีผู้ใช้ในระบบแล้ว ให้เจ้าหน้าที่เข้าสู่ระบบเพื่อตอบ")


def why_closed(link: AnswerLink | None) -> str | Promise:
    """Say why a link does not open any more; "" while it does."""
    if link is None:
        return UNKNOWN
    state = WaitingState(link.referral.state)
    if state not in ALIVE:
        return ENDED.get(state, ENDED[WaitingState.RECALLED])
    if link.is_replaced:
        return REPLACED
    if link.ended_at is not None:
        return REVOKED
    if not link.is_open():
        return EXPIRED
    if not outside.is_without_accounts(link.referral):
        return HAS_ACCOUNTS
    return ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call about it: the organization that holds the case.

    Attributes:
        name: of the organization.
        phones: numbers to dial, as `portal.thai.phone.Phone`.
        words: as written; "" where the numbers say it all.
    """

    name: str
    phones: tuple[Any, ...]
    words: str


def contact_of(case: Case) -> Contact:
    """Return whom to call about a case."""
    phones = phones_in(case.holder.phone)
    return Contact(case.holder.display_name, phones, "" if phones else case.holder.phone)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one referral.

    Attributes:
        organization: who is asked.
        contact: who asks.
        reference: of the case, to name on the telephone.
        asks: in which way.
        request: what is asked for.
        is_accepted: the organization works on it.
        due: by when it has to answer or be done.
        matter, people: facts as pairs; people one list each.
        reach: how the reporter is reached; empty before the acceptance.
        cautions: what to heed when calling.
        notes: what the holder wrote for all organizations that work on it.
        offered: words of what can be answered, with the word of its address.
    """

    organization: str
    contact: Contact
    reference: str
    asks: str
    request: str
    is_accepted: bool
    due: dt.datetime | None
    matter: Facts
    people: list[Facts]
    reach: Facts
    cautions: list[str]
    notes: list[CaseNote]
    offered: tuple[str, ...]


def sheet_of(link: AnswerLink) -> Sheet:
    """Return what a link shows now."""
    row = link.referral
    case = Case.objects.select_related("holder", "reporter").get(pk=row.case_id)
    accepted = row.state == WaitingState.ACCEPTED
    people = list(case.affected_people.all())
    return Sheet(
        organization=row.target.display_name,
        contact=contact_of(case),
        reference=case.reference,
        asks=str(_WAYS[WaitingKind(row.mode)]),
        request=row.request,
        is_accepted=accepted,
        due=Duty.objects.running()
        .filter(case=case, waiting=row.number)
        .values_list("due_at", flat=True)
        .first(),
        matter=_matter(case, exact=accepted),
        people=[_person(one, named=accepted) for one in people],
        reach=_reach(case, people) if accepted else [],
        cautions=_cautions(case) if accepted else [],
        notes=_notes(row) if accepted else [],
        offered=OFFERED[WaitingState(row.state)],
    )


_WAYS = {
    WaitingKind.HANDOVER: gettext_lazy("ขอให้รับเรื่องไปดำเนินการ"),
    WaitingKind.JOINT: gettext_lazy("ขอให้ช่วยดำเนินการบางส่วน"),
}


def _matter(case: Case, *, exact: bool) -> Facts:
    """Kind, haste and place; house and village only for who goes there."""
    codes = (case.subdistrict_code, case.district_code, case.province_code)
    place = next((areas.full_name(code) for code in codes if code), case.country)
    return [
        (_("ประเภทเรื่อง"), case.get_problem_display()),
        (_("ความเร่งด่วน"), case.get_severity_display() if case.severity != Severity.NORMAL else ""),
        (_("พื้นที่"), place),
        (_("หมู่ที่"), case.moo if exact else ""),
        (_("หมู่บ้าน ชุมชน หรืออาคาร"), case.village if exact else ""),
        (_("จุดที่ไปถึงได้"), case.place_detail if exact else ""),
    ]


def _person(person: AffectedPerson, *, named: bool) -> Facts:
    """One person: what decides on the kind of help, and the name once there is somebody who helps."""
    return [
        (_("ชื่อ"), person.name if named else ""),
        (_("เพศ"), person.get_sex_display() if person.sex != Sex.UNSPECIFIED else ""),
        (_("ช่วงอายุ"), person.get_age_band_display()),
        (_("กลุ่มเป้าหมาย"), ", ".join(str(group.label) for group in person.target_groups)),
        (_("ภาษาที่ต้องการล่าม"), person.interpreter_language),
    ]


def _reach(case: Case, people: list[AffectedPerson]) -> Facts:
    reporter = getattr(case, "reporter", None)
    own = [(_("โทรศัพท์"), person.phone) for person in people if not person.is_reporter]
    if reporter is None:
        return own
    return [
        *own,
        (_("ผู้แจ้ง"), reporter.name),
        (_("โทรศัพท์ผู้แจ้ง"), reporter.phone),
        (_("ทางติดต่ออื่น"), reporter.other_way),
        (_("เวลาที่ติดต่อได้อย่างปลอดภัย"), reporter.contact_time),
    ]


def _cautions(case: Case) -> list[str]:
    """Say what could harm somebody: silence of the reporter means no (privacy 7)."""
    reporter = getattr(case, "reporter", None)
    if reporter is None:
        return []
    found = [
        "" if reporter.may_leave_message else _("ห้ามฝากข้อความไว้"),
        "" if reporter.may_identify else _("ห้ามบอกคนที่รับสายว่าโทรจากหน่วยงานใด"),
        "" if reporter.may_tell_affected else _("ห้ามบอกผู้ประสบปัญหาว่าใครเป็นผู้แจ้ง"),
        reporter.contact_note,
    ]
    return [one for one in found if one]


def _notes(row: Referral) -> list[CaseNote]:
    """Return what the holder wrote for everybody who works on the case, the newest first."""
    notes = CaseNote.objects.filter(
        event__case=row.case_id, readers=Visibility.SHARED, event__organization=row.case.holder_id
    )
    return list(
        notes.select_related("event", "event__organization").order_by("-event__sequence")[:MOST_NOTES]
    )


def until_words(link: AnswerLink) -> str:
    """Return until when a link can be used."""
    return format_datetime(link.expires_at)
