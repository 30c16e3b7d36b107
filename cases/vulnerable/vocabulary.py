"""Words of the register of households that need help first. The kinds of need are data: `models.Need`."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreedBy(TextChoices):
    """Who agreed that a household stands in the register (PDPA s.19, s.20, s.26)."""

    SELF = "self", _("เจ้าตัว")
    FAMILY = "family", _("คนในครอบครัวที่ดูแล")
    GUARDIAN = "guardian", _("ผู้ปกครองหรือผู้อนุบาลตามกฎหมาย")


class AgreedHow(TextChoices):
    """How somebody agreed."""

    IN_PERSON = "in_person", _("พูดต่อหน้าเจ้าหน้าที่")
    PHONE = "phone", _("ทางโทรศัพท์")
    PAPER = "paper", _("ลงชื่อในเอกสาร")


class Occasion(TextChoices):
    """At which of the two moments somebody agreed."""

    ENTERED = "entered", _("ขึ้นทะเบียน")
    REFRESHED = "refreshed", _("ยืนยันอีกครั้ง")


class EntryWay(TextChoices):
    """How a household came into the register."""

    OFFICER = "officer", _("เจ้าหน้าที่บันทึก")
    IMPORT = "import", _("นำเข้าจากไฟล์")


class RemovalReason(TextChoices):
    """Why a household is not in the register any more; whatever it is, what was known of it is erased at once."""

    WITHDRAWN = "withdrawn", _("ถอนความยินยอม")
    NOT_NEEDED = "not_needed", _("ไม่ต้องช่วยก่อนแล้ว")
    MOVED = "moved", _("ย้ายออกจากพื้นที่")
    DIED = "died", _("เสียชีวิต")
    MISTAKE = "mistake", _("บันทึกผิดหรือซ้ำ")
    LAPSED = "lapsed", _("ไม่ได้ยืนยันภายในกำหนด")


TYPED_REASONS = tuple(one for one in RemovalReason if one is not RemovalReason.LAPSED)
"""What an officer may say; lapsing is the system's own."""


class Freshness(TextChoices):
    """How old what the register knows is (docs/first.md, the written rule)."""

    FRESH = "fresh", _("ยืนยันแล้ว")
    OLD = "old", _("ต้องถามอีกครั้ง")
    OVER = "over", _("พ้นกำหนดเก็บ")


class Status(TextChoices):
    """What is known of a household in an event: always exactly one, so that the four add up."""

    NOT_REACHED = "not_reached", _("ยังไม่ได้ติดต่อ")
    NEEDS = "needs", _("ต้องการความช่วยเหลือ")
    MOVED = "moved", _("ย้ายไปที่ปลอดภัยแล้ว")
    SAFE = "safe", _("ปลอดภัย")


SEEN = (Status.NEEDS, Status.MOVED, Status.SAFE)
"""What somebody can say of a household; not reached is what holds as long as nobody said anything."""


class Source(TextChoices):
    """How it is known."""

    CALL = "call", _("โทรศัพท์")
    VISIT = "visit", _("ไปที่บ้าน")
    SHELTER = "shelter", _("เข้าศูนย์พักพิง")
    HAND = "hand", _("เจ้าหน้าที่บันทึก")
    DIGIT = "digit", _("ตอบข้อความหรือกดเลข")

    @property
    def is_person(self) -> bool:
        """Somebody saw them or spoke to them: only then a need ends (many.md B3, sticky)."""
        return self is not Source.DIGIT


TYPED_SOURCES = (Source.CALL, Source.VISIT, Source.SHELTER, Source.HAND)
"""What an officer may say."""


class ListKind(TextChoices):
    """What a list of an event is used for."""

    CALL = "call", _("รายการโทรหา")
    BOAT = "boat", _("รายการของเรือหรือรถ")
    PAPER = "paper", _("รายการกระดาษไว้กรอก")
