"""The section of the status page that leads to the resolution (`cases.intake.status_parts`)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.committee.domain.decisions import decision_on
from cases.domain.queries.tracking import Progress
from cases.intake.status_parts import StatusPart
from portal.thai.dates import format_date
from portal.web.language import is_english


def part(progress: Progress) -> StatusPart | None:
    """Return what is said of the posted resolution on a request; None where there is none."""
    found = decision_on(progress.case)
    if found is None:
        return None
    last = format_date(found.posted.ends_on, "long", language="en" if is_english() else "th")
    return StatusPart(
        heading=_("มติของคณะกรรมการ"),
        text=_("%(result)s บัญชีปิดประกาศถึงวันที่ %(last)s") % {"result": found.kind.label, "last": last},
        url=reverse("decision:page"),
        label=_("ดูมติหรือคัดค้าน") if found.may_object else _("ดูมติ"),
    )
