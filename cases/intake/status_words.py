"""The words of the status page: what happens next, how it ended, what both sides wrote. Templates decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.domain.queries.conversation import Message
from cases.domain.queries.tracking import Progress
from cases.domain.queries.upcoming import Next
from cases.intake.moments import moment
from cases.intake.usual_words import told
from cases.machine.guards import CITIZEN_REOPENS_WITHIN
from cases.machine.vocabulary import DutyKind, Verb
from cases.vocabulary import ClosureReason, Outcome
from portal.thai.dates import format_date
from portal.vocabulary import ProblemType
from portal.web.language import is_english

_NEXT = {
    DutyKind.FORWARD: gettext_lazy("%(by)s จะอ่านเรื่องและหาหน่วยงานที่ช่วยคุณได้"),
    DutyKind.REROUTE: gettext_lazy("%(by)s จะส่งเรื่องให้หน่วยงานที่เหมาะกว่า"),
    DutyKind.ACKNOWLEDGE: gettext_lazy("%(by)s จะตอบว่ารับเรื่องได้หรือไม่"),
    DutyKind.ACT: gettext_lazy("%(by)s จะลงมือช่วยเหลือ"),
    DutyKind.PART: gettext_lazy("%(by)s จะทำส่วนที่รับไว้ให้เสร็จ"),
    DutyKind.VISIT: gettext_lazy("%(by)s จะออกไปพบคุณหรือไปดูพื้นที่"),
    DutyKind.COMMITTEE: gettext_lazy("คณะกรรมการของ %(by)s จะพิจารณาเรื่องของคุณ"),
    DutyKind.FOLLOW: gettext_lazy("%(by)s จะถามว่าคุณเป็นอย่างไรบ้าง"),
    DutyKind.DECIDE: gettext_lazy("%(by)s จะดูว่าต้องช่วยอะไรต่อ"),
    DutyKind.READ: gettext_lazy("%(by)s จะอ่านสิ่งที่คุณส่งมา"),
    DutyKind.ANSWER: gettext_lazy("เรารอคำตอบจากคุณ"),
}
_REASONS = {
    ClosureReason.HELPED: gettext_lazy("คุณได้รับความช่วยเหลือแล้ว"),
    ClosureReason.HELPED_BY_OTHER: gettext_lazy("หน่วยงานอื่นช่วยเหลือคุณแล้ว"),
    ClosureReason.WITHDRAWN: gettext_lazy("คุณบอกว่าไม่ต้องการความช่วยเหลือเรื่องนี้แล้ว"),
    ClosureReason.NOT_CONTACTABLE: gettext_lazy("เราพยายามติดต่อคุณแล้ว แต่ติดต่อไม่ได้"),
    ClosureReason.DUPLICATE: gettext_lazy("เรื่องนี้ซ้ำกับอีกเรื่องที่เรารับไว้แล้ว"),
    ClosureReason.OUT_OF_SCOPE: gettext_lazy("เรื่องนี้อยู่นอกหน้าที่และอำนาจของหน่วยงานในศูนย์"),
    ClosureReason.NOT_ELIGIBLE: gettext_lazy("คณะกรรมการพิจารณาแล้ว เรื่องนี้ไม่เข้าหลักเกณฑ์ที่ช่วยเหลือได้"),
    ClosureReason.NO_BODY_CAN_HELP: gettext_lazy("เรายังไม่พบหน่วยงานที่ช่วยเรื่องนี้ได้"),
    ClosureReason.UNFOUNDED: gettext_lazy("ตรวจสอบแล้ว ไม่พบเหตุตามที่แจ้ง"),
    ClosureReason.MOVED_OR_DECEASED: gettext_lazy("ผู้ประสบปัญหาไม่ได้อยู่ในพื้นที่นี้แล้ว"),
    ClosureReason.SPAM: gettext_lazy("เราอ่านแล้วเห็นว่าไม่ใช่คำขอความช่วยเหลือ"),
    ClosureReason.TEST: gettext_lazy("เราอ่านแล้วเห็นว่าไม่ใช่คำขอความช่วยเหลือ"),
}
_OUTCOMES_TOLD = (
    *(Outcome.HELPED_FULLY, Outcome.HELPED_PARTLY, Outcome.REFERRED_DONE, Outcome.RETURNED_TO_FAMILY),
)
"""Outcomes that say more than the reason; the words of the others are for the office."""
_ACTS = {
    Verb.MESSAGE: gettext_lazy("ส่งข้อความ"),
    Verb.ANSWER: gettext_lazy("ตอบคำถาม"),
    Verb.CHANGE_CONTACT: gettext_lazy("เปลี่ยนวิธีติดต่อ"),
    Verb.WITHDRAW: gettext_lazy("บอกว่าไม่ต้องการความช่วยเหลือแล้ว"),
    Verb.OBJECT: gettext_lazy("ไม่เห็นด้วยกับการปิดเรื่อง"),
    Verb.REOPEN: gettext_lazy("ขอให้เปิดเรื่องอีกครั้ง"),
    Verb.CHANGE_CONSENT: gettext_lazy("เปลี่ยนความยินยอม"),
    Verb.URGE: gettext_lazy("ขอให้เร่งเรื่อง"),
    Verb.ASK: gettext_lazy("ถามคุณ"),
}
"""What was done, above the words; other acts are a plain message."""
CONFIRMED = {
    "message": gettext_lazy("ส่งข้อความแล้ว"),
    "answer": gettext_lazy("ส่งคำตอบแล้ว"),
    "files": gettext_lazy("ส่งไฟล์แล้ว"),
    "contact": gettext_lazy("เปลี่ยนวิธีติดต่อแล้ว"),
    "consent": gettext_lazy("เราหยุดส่งต่อข้อมูลของคุณแล้ว"),
    "stay": gettext_lazy("เราได้รับแจ้งแล้วว่าคุณยังต้องการความช่วยเหลือ"),
    "withdraw": gettext_lazy("เราได้รับแจ้งแล้วว่าคุณไม่ต้องการความช่วยเหลือเรื่องนี้"),
    "object": gettext_lazy("ส่งแล้ว ผู้ที่จะตัดสินใจเห็นข้อความของคุณก่อนปิดเรื่อง"),
    "rate": gettext_lazy("บันทึกความเห็นของคุณแล้ว ขอบคุณ"),
    "reopen": gettext_lazy("เปิดเรื่องอีกครั้งแล้ว"),
}
"""What the page says once an act is done."""
_READ_AFTER = ("message", "answer", "files", "contact", "withdraw", "stay", "consent")


@dataclass(frozen=True, slots=True)
class Line:
    """Something with a time.

    Attributes:
        text: the words.
        when: the time in words.
    """

    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the conversation.

    Attributes:
        by: who, and what they did.
        when: the time in words.
        text: the words; "" for none.
        style: class that puts the reader's own on the other side.
    """

    by: str
    when: str
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a general case ended.

    Attributes:
        reason: why, in plain words.
        outcome: what the person was left with; "" where the reason says it.
        closed: when.
        reopen_until: the last day on which they may ask for more; "" when it is over.
    """

    reason: str | Promise
    outcome: str
    closed: str
    reopen_until: str


def day(on: date) -> str:
    """Return a day, or that of a moment in Thailand, in the reader's language and calendar."""
    return format_date(on, "long", language="en" if is_english() else "th")


def next_lines(progress: Progress, now: datetime) -> list[Line]:
    """Return what happens next, a sentence each; what is late is said to be late."""
    return [_next_line(one, now) for one in progress.next]


def _next_line(one: Next, now: datetime) -> Line:
    if one.due >= now:
        when = _("ภายใน %(due)s") % {"due": moment(one.due)}
    elif one.kind == DutyKind.ANSWER:
        when = _("รอถึง %(due)s") % {"due": moment(one.due)}
    else:
        when = _("ควรเสร็จตั้งแต่ %(due)s แต่ล่าช้า โทรถามได้ตามเบอร์ข้างล่าง") % {"due": moment(one.due)}
    return Line(str(_NEXT[one.kind]) % {"by": one.by}, when)


def help_lines(progress: Progress) -> list[Line]:
    """Return what was given, when and by whom; no amount."""
    return [
        Line(_("%(kind)s โดย %(by)s") % {"kind": one.kind.label, "by": one.by}, day(one.on))
        for one in progress.help
    ]


def plan_lines(progress: Progress) -> list[Line]:
    """Return what will be given, by whom and until when; no amount."""
    return [
        Line(
            _("%(service)s โดย %(by)s") % {"service": one.service.display_name, "by": one.by},
            _("ภายใน %(due)s") % {"due": day(one.due_on)},
        )
        for one in progress.plan
    ]


def usual_words(progress: Progress) -> str:
    """Return how long it usually takes, for who waits for a first help; "" else, and for a restricted case."""
    case = progress.case
    if progress.is_restricted or case.is_closed or case.helped:
        return ""
    place = case.subdistrict_code or case.district_code or case.province_code
    return told(ProblemType(case.problem), place)


def ending(progress: Progress) -> Ending | None:
    """Return how it ended; None for what is open, and for a restricted case, of which the page says "closed" only."""
    case = progress.case
    if progress.is_restricted or case.closed_at is None:
        return None
    reason = ClosureReason(case.closure_reason) if case.closure_reason else None
    told = case.outcome in _OUTCOMES_TOLD
    until = case.closed_at + CITIZEN_REOPENS_WITHIN
    return Ending(
        reason=_REASONS[reason] if reason else "",
        outcome=str(Outcome(case.outcome).label) if told else "",
        closed=day(case.closed_at),
        reopen_until=day(until - timedelta(minutes=1)) if progress.may_reopen else "",
    )


def conversation_lines(progress: Progress) -> list[Said]:
    """Return what both sides wrote."""
    return [_said(message, is_restricted=progress.is_restricted) for message in progress.messages]


def _said(message: Message, *, is_restricted: bool) -> Said:
    who = _("คุณ") if message.is_own else message.by or _("เจ้าหน้าที่")
    act = _ACTS.get(message.verb, "")
    if message.verb == Verb.ADD_FILE:
        act = ngettext("ส่ง %(count)d ไฟล์", "ส่ง %(count)d ไฟล์", message.files) % {"count": message.files}
    if message.verb == Verb.MESSAGE and message.text:
        act = ""
    if is_restricted and message.is_own:
        # Whoever looks over a shoulder does not learn that a number was changed or help was refused.
        act = _("ส่งถึงเจ้าหน้าที่แล้ว")
    by = f"{who} · {act}" if act else who
    return Said(
        by=by, when=moment(message.at), text=message.text, style="mine" if message.is_own else "theirs"
    )


def confirmation(name: str, progress: Progress) -> str:
    """Return what the page says after an act: that it arrived, and until when somebody reads it; "" for none."""
    if name not in CONFIRMED:
        return ""
    words = _("ส่งถึงเจ้าหน้าที่แล้ว") if progress.is_restricted else str(CONFIRMED[name])
    if name == "withdraw" and progress.case.is_closed:
        return _("ปิดเรื่องตามที่คุณขอแล้ว ถ้าเปลี่ยนใจ ขอให้เปิดเรื่องอีกครั้งได้ภายใน 30 วัน")
    reads = next((one for one in progress.next if one.kind == DutyKind.READ), None)
    if name in _READ_AFTER and reads is not None:
        words += " " + _("จะมีเจ้าหน้าที่อ่านภายใน %(due)s") % {"due": moment(reads.due)}
    elif name in _READ_AFTER:
        words += " " + _("จะมีเจ้าหน้าที่อ่าน")
    return words


def withdraw_warning(progress: Progress) -> str:
    """Say honestly what withdrawing will do."""
    if progress.may.ends_at_once:
        return _("ยังไม่มีใครเริ่มดำเนินการ ถ้าคุณกดส่ง เรื่องจะปิดทันที เปลี่ยนใจได้ภายใน 30 วัน")
    return _("มีเจ้าหน้าที่ดูแลเรื่องอยู่แล้ว เรื่องจึงไม่ปิดทันที เจ้าหน้าที่จะอ่านคำขอของคุณและตัดสินใจก่อน")
