"""What the status page of a request says of news by text and LINE."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.queries.tracking import Progress
from cases.intake.status_parts import StatusPart
from cases.news.domain.choosing import choice_for


def part(progress: Progress) -> StatusPart | None:
    """Lead to the page where news is chosen, and say what was chosen; None where nothing can be."""
    found = choice_for(progress.case)
    if not found.is_offered:
        return None
    ways = [*(["SMS"] if found.texts else []), *(["LINE"] if found.linked_at else [])]
    if ways:
        text = _("เมื่อมีข่าว เราบอกคุณทาง %(ways)s") % {"ways": ", ".join(ways)}
    else:
        text = _("ให้เราบอกเมื่อมีข่าวได้ โดยไม่ต้องเข้ามาดูเอง")
    return StatusPart(heading=_("การรับข่าว"), text=text, url=reverse("news:page"), label=_("เลือกทางรับข่าว"))
