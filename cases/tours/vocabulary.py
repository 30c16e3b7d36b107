"""Words of trips."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import VisitResult


class TourState(TextChoices):
    """How far a trip is."""

    DRAFT = "draft", _("กำลังจัด")
    SENDING = "sending", _("กำลังส่งหน่วยทีละบ้าน")
    READY = "ready", _("พร้อมออก")
    ROAD = "road", _("ออกอยู่")
    ENDING = "ending", _("กำลังจบเที่ยว")
    ENDED = "ended", _("จบแล้ว")
    DROPPED = "dropped", _("ไม่ไปแล้ว")


UNFINISHED = (TourState.DRAFT, TourState.SENDING, TourState.READY, TourState.ROAD, TourState.ENDING)
SENT = (TourState.READY, TourState.ROAD)
"""The crew works on it."""


class Left(TextChoices):
    """Why a case of the choice has no stop."""

    CAREFUL = "careful", _("เรื่องปัญหาสังคมหรือเรื่องปกปิด ไปทีละเรื่อง")
    OTHERS = "others", _("หน่วยงานของคุณไม่ได้รับผิดชอบ และไม่ได้ช่วยบางส่วน")
    WANTS_OUT = "wants_out", _("ผู้แจ้งขอถอนเรื่อง อ่านก่อนว่ายังต้องการความช่วยเหลือหรือไม่")
    ON_THE_WAY = "on_the_way", _("มีหน่วยไปครัวเรือนนี้อยู่แล้ว")
    TOGETHER = "together", _("ครัวเรือนเดียวกับจุดอื่นในเที่ยวนี้")
    MORE = "more", _("เกินจำนวนจุดของเที่ยวนี้ รอเที่ยวถัดไป")


NEEDS_SOMEBODY = (
    VisitResult.HELPED_PARTLY,
    VisitResult.NOBODY_THERE,
    VisitResult.TURNED_BACK,
    VisitResult.REFUSED,
    VisitResult.MOVED,
    VisitResult.HANDED_UP,
    VisitResult.DIED,
    VisitResult.NO_RESULT,
)
"""After these somebody at the desk looks at the case: the boat did not end the matter."""
NOTHING_GIVEN = (
    VisitResult.NOT_NEEDED,
    VisitResult.NOBODY_THERE,
    VisitResult.TURNED_BACK,
    VisitResult.REFUSED,
    VisitResult.MOVED,
    VisitResult.DIED,
)
"""Results with which nothing can have been given."""
SAYS_ENOUGH = (
    VisitResult.NOT_NEEDED,
    VisitResult.NOBODY_THERE,
    VisitResult.TURNED_BACK,
    VisitResult.REFUSED,
    VisitResult.MOVED,
)
"""Results that need no words beside them."""
