"""What the status page of a request says of one's rights."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState
from cases.domain.queries.tracking import Progress
from cases.intake.status_parts import StatusPart
from portal.composed import Composed

_STATES = Composed(
    lambda case: RightsRequest.objects.filter(case=case).values_list("state", flat=True), case=int
)


def part(progress: Progress) -> StatusPart | None:
    """Lead to the page of rights, and say whether something of it was answered."""
    states = _STATES(case=progress.case.pk)
    text = _("ขอสำเนา ขอแก้ ขอระงับ หรือขอลบข้อมูลของคุณได้")
    if RequestState.OPEN in states:
        text = _("คำขอของคุณรอคำตอบจากเจ้าหน้าที่")
    elif states:
        text = _("เจ้าหน้าที่ตอบคำขอของคุณแล้ว")
    return StatusPart(
        heading=_("ข้อมูลของคุณ"), text=text, url=reverse("own_data:page"), label=_("สิทธิในข้อมูลของคุณ")
    )
