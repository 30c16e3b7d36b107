"""The entry of the room in the rail of the desk."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry
from cases.reports.domain.rounds import may_take_part
from cases.reports.machine import MAKES, READS
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import OPEN_STATES, ReportState
from portal.actors import Officer
from portal.thai.dates import to_bangkok

HERE = "reports"


def takes_part(actor: Officer) -> bool:
    """Whether the pages of reports are there for somebody: an order lets them make or read reports, in an office that does."""
    return bool(actor.functions & READS) and may_take_part(actor.organization.type)


def rail_entry(actor: Officer, here: str, now: dt.datetime) -> Entry | None:
    """Return the entry, with what waits for this officer: reports to send and reports to accept; one query."""
    if not takes_part(actor):
        return None
    waiting, late = None, False
    if actor.functions & MAKES:
        mine = actor.organization.pk
        own = Q(organization=mine, state__in=OPEN_STATES)
        dues = MonthlyReport.objects.filter(own | Q(receiver=mine, state=ReportState.SUBMITTED)).values_list(
            "organization_id", "due_on", "first_submitted_at"
        )
        rows = list(dues)
        waiting, today = len(rows), to_bangkok(now).date()
        late = any(who == mine and due < today and sent is None for who, due, sent in rows)
    return Entry(reverse("reports:home"), _("รายงานผล"), is_here=here == HERE, count=waiting, is_late=late)
