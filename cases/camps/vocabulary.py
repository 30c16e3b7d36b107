"""Words of shelters."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MoveKind(TextChoices):
    """What a family did."""

    ARRIVED = "arrived", _("เข้าพัก")
    MOVED = "moved", _("ย้ายศูนย์")
    LEFT = "left", _("ออก")
    COUNTED = "counted", _("แก้จำนวนคน")


class Leaving(TextChoices):
    """Where a family went when it left a shelter."""

    HOME = "home", _("กลับบ้าน")
    RELATIVES = "relatives", _("ไปอยู่กับญาติหรือคนรู้จัก")
    HOSPITAL = "hospital", _("ไปโรงพยาบาล")
    UNKNOWN = "unknown", _("ไม่ทราบว่าไปไหน")
