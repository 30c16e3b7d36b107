"""Where an entry of the calendar comes from."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HolidaySource(TextChoices):
    """What the center enters wins over what is known beforehand."""

    KNOWN = "known", _("ทราบล่วงหน้า")
    CENTER = "center", _("ศูนย์กำหนดหรือแก้ไข")
