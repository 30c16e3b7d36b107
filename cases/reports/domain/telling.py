"""Mail about reports: to the address of an organization, with the month, the day and a link; never a figure."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from cases.reports.models import MonthlyReport
from cases.reports.periods import month_label, reminder_days
from portal.calendar.domain.days import closed_days
from portal.outbox.services import enqueue
from portal.thai.dates import bangkok_today, format_date
from portal.web.links import absolute

FURTHEST = dt.timedelta(days=15)
"""So far before its day the first reminder can lie: five days, and a long row of holidays."""


def tell(report: MonthlyReport, template: str, mark: str) -> bool:
    """Write to whoever makes a report; say whether there is an address.

    Args:
        report: it is about.
        template: of the outbox.
        mark: with the template and the report, says "the same message"; it is never sent twice.
    """
    organization = report.organization
    if not organization.is_active and organization.successor is not None:
        organization = organization.successors()[-1]
    if not organization.email:
        return False
    with translation.override("th"):
        link = absolute(reverse("reports:report", kwargs={"pk": report.pk}))
        context = {
            "reference": month_label(report.month),
            "link": link,
            "body_name": organization.display_name,
            "due": format_date(report.due_on),
        }
    enqueue(
        template=template,
        to=organization.email,
        context=context,
        dedup_key=f"{template}:{report.pk}:{mark}",
        organization=organization,
    )
    return True


def remind(today: dt.date | None = None) -> int:
    """Remind of what was not sent: five days before, the day before, on the day, and once when it is late.

    Where the day is a day off there is one more, on the last working day before it. Running it twice sends nothing twice;
    after a pause the reminder whose day was missed is sent at once.

    Returns:
        Of how many reports somebody was told or had been told.
    """
    day = today or bangkok_today()
    holidays = closed_days()
    never_sent = MonthlyReport.objects.unsent().filter(first_submitted_at__isnull=True)
    soon = Q(due_on__gte=day, due_on__lte=day + FURTHEST)
    late = Q(due_on__lt=day, due_on__gte=day - FURTHEST)
    count = 0
    for report in never_sent.filter(soon | late).select_related("organization__successor"):
        if report.due_on < day:
            template, mark = "report_late", report.due_on.isoformat()
        else:
            passed = [one for one in reminder_days(report.due_on, holidays) if one <= day]
            if not passed:
                continue
            mark = passed[-1].isoformat()
            template = "report_due" if passed[-1] == report.due_on else "report_soon"
        with transaction.atomic():
            count += tell(report, template, mark)
    return count
