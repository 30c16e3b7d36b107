"""Words of call lists."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import CallOutcome

CODES: tuple[CallOutcome, ...] = (
    CallOutcome.SAFE,
    CallOutcome.NEEDS,
    CallOutcome.NO_ANSWER,
    CallOutcome.WRONG_NUMBER,
    CallOutcome.MOVED,
    CallOutcome.DIED,
    CallOutcome.REFUSED,
)
"""How a call of a list ends, in the order of their digits: the codes are those of every call that is written down."""


class Source(TextChoices):
    """How those who are called were chosen."""

    EVENT = "event", _("ทุกคนที่แจ้งในสถานการณ์")
    FILTER = "filter", _("รายการงานตามตัวกรอง")
    SELECTION = "selection", _("เรื่องที่เลือก")
    WAITING = "waiting", _("ทุกคนที่รอหน่วยงานของเราติดต่อกลับ")


class RowState(TextChoices):
    """Where one row stands."""

    WAITING = "waiting", _("รอโทร")
    ASKED = "asked", _("ถามว่าปลอดภัยไหมแล้ว รอคำตอบ")
    LOOK = "look", _("รอคนที่สองยืนยัน")
    VISIT = "visit", _("โทรไม่ถึง ต้องไปดู")
    DONE = "done", _("จบแล้ว")
    LEFT = "left", _("ไม่ต้องโทร")


OPEN = (RowState.WAITING, RowState.ASKED, RowState.LOOK, RowState.VISIT)
"""States in which somebody still has to do something."""


class Reason(TextChoices):
    """Why a row is not called; kept as its code."""

    CLOSED = "closed", _("เรื่องปิดแล้ว")
    HANDED_OVER = "handed_over", _("เรื่องย้ายไปหน่วยงานอื่น หรือหน่วยงานของคุณไม่ได้ทำแล้ว")
    NO_NUMBER = "no_number", _("ไม่มีเบอร์ที่โทรได้")
    ANOTHER_WAY = "another_way", _("ผู้แจ้งขอให้ติดต่อทางอื่น")
    LISTED = "listed", _("อยู่ในรายการโทรอื่นแล้ว")
    REACHED = "reached", _("คุยกันแล้วใน 12 ชั่วโมงนี้")
    KNOWN_WRONG = "known_wrong", _("เบอร์ผิด ยืนยันแล้ว")
    KNOWN_DEAD = "known_dead", _("เจ้าของเบอร์เสียชีวิต ยืนยันแล้ว")
    UNIT_SENT = "unit_sent", _("ส่งหน่วยไปแล้ว")
    LIST_ENDED = "list_ended", _("ปิดรายการโทรแล้ว")
    EVENT_ENDED = "event_ended", _("สถานการณ์สิ้นสุดแล้ว")


CANNOT_BE_CALLED = frozenset({Reason.NO_NUMBER, Reason.ANOTHER_WAY, Reason.KNOWN_WRONG, Reason.KNOWN_DEAD})
"""Reasons for which somebody goes there instead, where danger or a crisis cannot wait."""


class Column(TextChoices):
    """Where a row is counted: each in exactly one column, so that the sum is always that of the list."""

    FRESH = "fresh", _("ยังไม่ได้โทร")
    AGAIN = "again", _("รอโทรซ้ำ")
    ASKED = "asked", _("ถามว่าปลอดภัยไหมแล้ว รอคำตอบ")
    LOOK = "look", _("รอคนที่สองยืนยัน")
    VISIT = "visit", _("โทรไม่ถึง ต้องไปดู")
    SENT = "sent", _("ส่งหน่วยไปแล้ว")
    SAFE = "safe", _("ปลอดภัยดี")
    NEEDS = "needs", _("ต้องการความช่วยเหลือ")
    MOVED = "moved", _("ย้ายที่อยู่แล้ว")
    DIED = "died", _("เสียชีวิต ยืนยันแล้ว")
    REFUSED = "refused", _("ไม่ต้องการให้ติดต่อ")
    LEFT = "left", _("ไม่ต้องโทร")


class Way(TextChoices):
    """How somebody is asked whether they are safe."""

    TEXT = "text", _("ข้อความ")
    VOICE = "voice", _("เสียงอัตโนมัติ")


class QuestionState(TextChoices):
    """How far a question is."""

    WAITING = "waiting", _("รอส่ง")
    SENT = "sent", _("ส่งแล้ว รอคำตอบ")
    ANSWERED = "answered", _("ตอบแล้ว")
    ODD = "odd", _("ตอบไม่ตรงคำถาม")
    SILENT = "silent", _("ไม่ตอบ")
    FAILED = "failed", _("ส่งไม่ได้")


class Digit(TextChoices):
    """The one digit that answers."""

    SAFE = "1", _("ปลอดภัย")
    NEEDS = "2", _("ต้องการความช่วยเหลือ")
    DANGER = "3", _("มีอันตรายตอนนี้")
    ODD = "?", _("ตอบไม่ตรงคำถาม")
