"""Calls of an event that still wait when somebody is about to close it, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cases.calls.models import CallRow
from cases.calls.vocabulary import RowState
from cases.events.domain.standing import Kind

if TYPE_CHECKING:
    from cases.events.models import Event

KINDS = {
    "calls": Kind(_("รายที่ยังรอโทรกลับ"), _("เลิกโทรเมื่อปิดสถานการณ์ เรื่องยังทำต่อตามปกติ")),
    "calls_on": Kind(_("รายที่มีอันตรายหรือรอคนที่สองยืนยัน"), _("โทรต่อหรือไปดูจนถึงตัว แม้ปิดสถานการณ์แล้ว")),
}


def standing(event: Event) -> dict[str, int]:
    """Return how many rows of the event's lists wait: those that its end withdraws, and those that it does not; one query."""
    goes_on = Q(urgent=True) | Q(state=RowState.LOOK)
    found = CallRow.objects.open().filter(calls__event=event)
    return found.aggregate(
        calls=Count("pk", filter=~goes_on),
        calls_on=Count("pk", filter=goes_on),
    )
