"""From how many households the requests of an event come, for its report: what persons joined counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from cases.events.domain.attaching import members
from cases.households.models import Member
from cases.households.vocabulary import LinkKind

if TYPE_CHECKING:
    from cases.events.models import Event


def households_in(event: Event) -> list[tuple[str, str]]:
    """Return the households of an event and how many reports were joined, in words; two queries."""
    rows = members(event)
    inside = Member.objects.filter(ended_at=None, case__in=rows.values("case"))
    # Who shares a place only is a household of its own.
    found = inside.exclude(kind=LinkKind.SAME_PLACE).aggregate(
        reports=Count("pk"), households=Count("household", distinct=True)
    )
    number = rows.count() - found["reports"] + found["households"]
    joined = _("%(reports)d เรื่อง เป็น %(households)d ครัวเรือน") % found
    return [
        (_("ครัวเรือนที่ขอความช่วยเหลือ"), str(number)),
        (_("เรื่องที่รวมเป็นครัวเรือนเดียวกัน"), joined if found["reports"] else "0"),
    ]
