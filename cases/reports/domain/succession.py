"""What the end of an organization means for its reports: the one that takes its place makes and receives them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.reports.models import MonthlyReport
from portal.actors import Actor
from portal.audit import services as audit
from portal.organizations.models import Organization


def report(organization: Organization) -> list[str]:
    """Say what an end would leave: reports that were not sent, and reports that wait to be accepted."""
    said = []
    if unsent := MonthlyReport.objects.of(organization.pk).unsent().count():
        said.append(_("รายงานผลประจำเดือนที่ยังไม่ส่ง %(count)d ฉบับ หน่วยงานที่สืบต่อเป็นผู้ส่ง") % {"count": unsent})
    if waiting := MonthlyReport.objects.to_receive(organization.pk).count():
        said.append(_("รายงานผลที่รอตรวจรับ %(count)d ฉบับ หน่วยงานที่สืบต่อเป็นผู้ตรวจรับ") % {"count": waiting})
    return said


def carry_out(organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
    """Write down to whom the reports pass. They keep the old name: rights follow the successor by themselves.

    Without a successor nobody can send what is missing; it is no longer expected (`MonthlyReportQuerySet.unsent`).
    """
    count = MonthlyReport.objects.of(organization.pk).unsent().count()
    if count and successor is not None:
        audit.record(
            actor=actor,
            action="report.succeed",
            subject=f"organization:{organization.pk}",
            data={"to": successor.pk, "count": count},
        )
