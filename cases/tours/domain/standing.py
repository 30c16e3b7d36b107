"""Trips of an event that still stand when somebody is about to close it, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cases.events.domain.standing import Kind
from cases.machine.vocabulary import ALIVE
from cases.tours.models import Stop, Tour
from cases.tours.vocabulary import TourState

if TYPE_CHECKING:
    from cases.events.models import Event

KINDS = {
    "trips": Kind(_("เที่ยวออกหน่วยที่ยังไม่จบ"), _("หน่วยไปต่อจนจบเที่ยว ถ้าไม่มีใครจบ ระบบจบให้ 12 ชั่วโมงหลังเวลากลับ")),
    "stops": Kind(_("จุดที่ยังไม่มีผล"), _("จุดที่ไม่มีผลเมื่อจบเที่ยวกลับไปที่รายการงานของหน่วยงานผู้รับผิดชอบ")),
    "trip_drafts": Kind(_("เที่ยวที่กำลังจัด ยังไม่ส่งหน่วย"), _("ไม่มีใครออกไปเอง ส่งหน่วยหรือเลิกเที่ยวก่อนปิดได้")),
}


def standing(event: Event) -> dict[str, int]:
    """Return how many trips nobody ended, how many of their houses have no result, and how many trips were not sent; two queries."""
    unfinished = Tour.objects.unfinished().filter(event=event)
    found = unfinished.aggregate(
        trips=Count("pk", filter=~Q(state=TourState.DRAFT)),
        trip_drafts=Count("pk", filter=Q(state=TourState.DRAFT)),
    )
    sent = Stop.objects.filter(tour__in=unfinished.exclude(state=TourState.DRAFT), left="")
    stops = sent.filter(Q(visit=None) | Q(visit__state__in=ALIVE)).count()
    return {"trips": found["trips"], "stops": stops, "trip_drafts": found["trip_drafts"]}
