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


class EntryKind(TextChoices):
    """What happened to goods of relief; what is corrected keeps the kind of the entry that was wrong."""

    RECEIVED = "received", _("รับเข้า")
    GIVEN = "given", _("ให้")
    SENT = "sent", _("ย้ายออก")
    BROUGHT = "brought", _("ย้ายเข้า")


GOING_OUT = frozenset({EntryKind.GIVEN, EntryKind.SENT})
"""Kinds whose quantity stands below 0."""


class Said(TextChoices):
    """What a helper says by a link, in its order."""

    HERE = "here", _("มาถึงแล้ว")
    DONE = "done", _("เสร็จแล้ว")
