"""Words of households."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkKind(TextChoices):
    """What two reports have in common, as a person says who read both."""

    SAME_MATTER = "matter", _("เรื่องเดียวกัน แจ้งซ้ำ")
    SAME_HOUSEHOLD = "household", _("ครัวเรือนเดียวกัน คนละเรื่อง")
    SAME_PLACE = "place", _("คนละครัวเรือน อยู่ที่เดียวกัน")


class ApartReason(TextChoices):
    """Why two reports are not to be joined."""

    OTHERS = "others", _("คนละครัวเรือน")
    AT_ODDS = "at_odds", _("คู่กรณีกัน ห้ามรวม")
