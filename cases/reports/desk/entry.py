"""The entry of the room in the rail of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry, Group
from cases.desk.statuses import Status
from cases.domain.queries.standing import Counted, Times
from cases.reports.desk.showing import month_words
from cases.reports.domain.rounds import may_take_part
from cases.reports.machine import MAKES, READS
from cases.reports.models import MonthlyReport
from cases.reports.models.report import made_by, received_by
from cases.reports.vocabulary import OPEN_STATES, ReportState
from portal.actors import Officer
from portal.thai.dates import format_date

HERE = "reports"


def takes_part(actor: Officer) -> bool:
    """Whether the pages of reports are there for somebody: an order lets them make or read reports, in an office that does."""
    return bool(actor.functions & READS) and may_take_part(actor.organization.type)


def counted(actor: Officer, times: Times) -> Counted:
    """Return the reports that wait for this officer, to be sent and to be accepted; and those that are late to be sent."""
    if not takes_part(actor) or not actor.functions & MAKES:
        return {}
    mine = actor.organization.pk
    to_send = MonthlyReport.objects.filter(made_by(mine), state__in=OPEN_STATES)
    to_receive = MonthlyReport.objects.filter(received_by(mine), state=ReportState.SUBMITTED)
    late = to_send.filter(due_on__lt=times.today, first_submitted_at=None)
    return {HERE: to_send | to_receive, f"{HERE} late": late}


def rail_entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry, with what waits for this officer: reports to send and reports to accept."""
    if not takes_part(actor):
        return None
    return Entry(
        reverse("reports:home"),
        _("รายงานผล"),
        is_here=here == HERE,
        count=numbers.get(HERE),
        is_late=numbers.get(f"{HERE} late", 0) > 0,
        group=Group.RECORDS,
    )


def standing(actor: Officer, today: dt.date) -> Status | None:
    """Say how the monthly report of an officer's organization stands: the one that waits longest, else the last sent (S2.57).

    Returns:
        None where no report was ever asked for.
    """
    ours = MonthlyReport.objects.filter(made_by(actor.organization.pk))
    waiting = ours.filter(state__in=OPEN_STATES).order_by("due_on", "pk").first()
    if waiting is not None:
        told = {"month": month_words(waiting), "day": format_date(waiting.due_on)}
        if waiting.first_submitted_at is not None:
            return Status(_("รายงาน%(month)s รอแก้แล้วส่งใหม่") % told, "warn")
        if waiting.is_late(today):
            return Status(_("รายงาน%(month)s เกินกำหนดส่งวันที่ %(day)s แล้ว") % told, "danger")
        return Status(_("รายงาน%(month)s ยังไม่ส่ง กำหนดส่งภายใน %(day)s") % told, "warn")
    sent = ours.order_by("-month", "pk").first()
    return sent and Status(_("ส่งรายงาน%(month)sแล้ว") % {"month": month_words(sent)}, "ok")
