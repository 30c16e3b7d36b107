"""The words of a committee's work."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    """As what somebody sits on the committee."""

    CHAIR = "chair", _("ประธานกรรมการ")
    VICE_CHAIR = "vice_chair", _("รองประธานกรรมการ")
    MEMBER = "member", _("กรรมการ")
    SECRETARY = "secretary", _("กรรมการและเลขานุการ")
    ASSISTANT = "assistant", _("ผู้ช่วยเลขานุการ")

    @property
    def votes(self) -> bool:
        """Whether this is a member of the committee; an assistant only helps and is not counted."""
        return self != MemberRole.ASSISTANT


class QuorumRule(TextChoices):
    """How many have to be there."""

    HALF = "half", _("ไม่น้อยกว่ากึ่งหนึ่งของกรรมการ")
    MAJORITY = "majority", _("เกินกึ่งหนึ่งของกรรมการ")
    TWO_THIRDS = "two_thirds", _("ไม่น้อยกว่าสองในสามของกรรมการ")
    ONE_THIRD = "one_third", _("ไม่น้อยกว่าหนึ่งในสามของกรรมการ")


ORDINARY_RULES = (QuorumRule.HALF, QuorumRule.MAJORITY, QuorumRule.TWO_THIRDS)
"""What a meeting may be held by that is called for the first time; a third is for the second call only."""


class AttendanceState(TextChoices):
    """Whether a member came to a meeting."""

    PRESENT = "present", _("มา")
    EXCUSED = "excused", _("ลา")
    ABSENT = "absent", _("ไม่มา")


class ConflictReason(TextChoices):
    """Why a member leaves for a case (Administrative Procedure Act B.E. 2539, sections 13 and 16), or does not."""

    SELF = "self", _("เป็นเรื่องของตนเอง")
    SPOUSE = "spouse", _("คู่สมรสหรือคู่หมั้น")
    KIN = "kin", _("ญาติ")
    GUARDIAN = "guardian", _("ผู้แทนโดยชอบธรรม ผู้พิทักษ์ หรือตัวแทน")
    DEBT = "debt", _("เจ้าหนี้ ลูกหนี้ หรือนายจ้าง")
    OTHER = "other", _("เหตุอื่นที่อาจทำให้ไม่เป็นกลาง")
    NAMESAKE = "namesake", _("ชื่อพ้อง ไม่ใช่คนเดียวกันและไม่มีส่วนได้เสีย")

    @property
    def leaves(self) -> bool:
        """Whether the member leaves the room for the case."""
        return self != ConflictReason.NAMESAKE


class ResolutionKind(TextChoices):
    """What the committee resolved on a case."""

    APPROVED = "approved", _("อนุมัติ")
    IN_PART = "in_part", _("อนุมัติบางส่วน")
    DECLINED = "declined", _("ไม่อนุมัติ")
    DEFERRED = "deferred", _("เลื่อนการพิจารณา")
    NOTED = "noted", _("รับทราบการช่วยเหลือที่ให้ไปก่อน")

    @property
    def gives(self) -> bool:
        """Something is given by it."""
        return self in (ResolutionKind.APPROVED, ResolutionKind.IN_PART)

    @property
    def wants_words(self) -> bool:
        """The committee has to say why, or what."""
        return self in (ResolutionKind.IN_PART, ResolutionKind.DECLINED, ResolutionKind.DEFERRED)

    @property
    def may_be_appealed(self) -> bool:
        """The person gets less than what was asked for."""
        return self in (ResolutionKind.IN_PART, ResolutionKind.DECLINED)

    @property
    def tone(self) -> str:
        """The color of its status."""
        if self in (ResolutionKind.DECLINED, ResolutionKind.DEFERRED):
            return "warn" if self == ResolutionKind.DEFERRED else "off"
        return "ok"


class PostingCount(TextChoices):
    """In which days the period of a posted list is counted."""

    WORKING = "working", _("วันทำการ")
    CALENDAR = "calendar", _("วันตามปฏิทิน")


class ObjectionChannel(TextChoices):
    """How an objection came."""

    COUNTER = "counter", _("ที่เคาน์เตอร์หรือเป็นหนังสือ")
    SECRET = "secret", _("เจ้าของเรื่องส่งเองทางเว็บ")


class ObjectionAnswer(TextChoices):
    """How an objection was answered."""

    REJECTED = "rejected", _("ไม่รับข้อคัดค้าน มติคงเดิม")
    UPHELD = "upheld", _("รับข้อคัดค้าน ให้คณะกรรมการพิจารณาใหม่")


class Standing(TextChoices):
    """How firm a resolution is."""

    UNPOSTED = "unposted", _("ยังไม่ได้ปิดประกาศ")
    POSTED = "posted", _("อยู่ระหว่างปิดประกาศ")
    OBJECTED = "objected", _("มีข้อคัดค้านรอคำตอบ")
    REOPENED = "reopened", _("คณะกรรมการพิจารณาใหม่")
    FINAL = "final", _("เป็นที่สุดแล้ว")

    @property
    def tone(self) -> str:
        """The color of it."""
        return {Standing.FINAL: "ok", Standing.OBJECTED: "warn", Standing.REOPENED: "warn"}.get(self, "info")


class Variant(TextChoices):
    """How much of the cases the committee is given to read."""

    FULL = "full", _("ฉบับเต็ม")
    ANONYMOUS = "anonymous", _("ฉบับไม่มีชื่อ")


class MeetingState(TextChoices):
    """How far a meeting is."""

    PLANNED = "planned", _("กำหนดประชุมแล้ว")
    OPEN = "open", _("กำลังประชุม")
    CLOSED = "closed", _("ประชุมแล้ว")
    NO_QUORUM = "no_quorum", _("ไม่ครบองค์ประชุม")
    CANCELLED = "cancelled", _("ยกเลิก")

    @property
    def is_over(self) -> bool:
        """Nothing of it changes any more."""
        return self in (MeetingState.CLOSED, MeetingState.NO_QUORUM, MeetingState.CANCELLED)

    @property
    def tone(self) -> str:
        """The color of its status."""
        return {MeetingState.PLANNED: "info", MeetingState.OPEN: "warn", MeetingState.CLOSED: "ok"}.get(
            self, "off"
        )
