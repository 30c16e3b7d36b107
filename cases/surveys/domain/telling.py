"""Mail about the result of a survey: that it was reported, or given back, and a link; no title, figure or reason (S1.09)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation

from portal.organizations.domain.heirs import center_of
from portal.outbox.services import enqueue
from portal.web.links import absolute

if TYPE_CHECKING:
    from cases.surveys.models import Survey
    from portal.organizations.models import Organization


def tell_center(survey: Survey, at: dt.datetime) -> bool:
    """Write to the center of a survey's place that a result waits for it; say whether there is an address.

    Args:
        survey: that was reported.
        at: when. With the survey it says "the same message"; that is never sent twice.
    """
    return _write("survey_reported", center_of(survey.organization), survey, at, page="surveys:reported")


def tell_office(survey: Survey, at: dt.datetime) -> bool:
    """Write to whoever keeps a survey that its result came back; say whether there is an address.

    Args:
        survey: that was given back.
        at: when, as in `tell_center`.
    """
    return _write("survey_returned", survey.organization, survey, at, page="surveys:survey")


def _write(template: str, to: Organization | None, survey: Survey, at: dt.datetime, *, page: str) -> bool:
    # The rail counts what waits, so an organization without an address learns of it too.
    if to is None or not to.email:
        return False
    with translation.override("th"):
        link = absolute(reverse(page, kwargs={"pk": survey.pk}))
        context = {"link": link, "body_name": to.display_name}
    enqueue(
        template=template,
        to=to.email,
        context=context,
        dedup_key=f"{template}:{survey.pk}:{at.isoformat()}",
        organization=to,
    )
    return True
