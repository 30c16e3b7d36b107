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
