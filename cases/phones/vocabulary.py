"""Words of phones without a signal."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StreamState(TextChoices):
    """How a phone stands."""

    OPEN = "open", _("ใช้อยู่")
    LOST = "lost", _("แจ้งว่าหาย")


class Outcome(TextChoices):
    """What became of an entry. There is no third one: nothing is refused, so nothing can hold back what comes after it."""

    APPLIED = "applied", _("บันทึกในเรื่องแล้ว")
    ASIDE = "aside", _("รอคนดู")


class Resolution(TextChoices):
    """What a person decided on an entry that was put aside."""

    ADOPTED = "adopted", _("บันทึกในเรื่องแล้ว")
    DISMISSED = "dismissed", _("ไม่ใช้")
