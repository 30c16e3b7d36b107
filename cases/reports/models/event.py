"""The history of a report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.vocabulary import ReportState, ReportVerb
from portal.audit.constraints import who_acted
from portal.audit.models import AppendOnly
from portal.vocabulary import ActorKind


class ReportEvent(AppendOnly):
    """One thing that happened to a report: who did what by which order, why, and the figures as they then were.

    The model and a trigger of the database refuse changes. `identity` follows from the form that was sent, so that the
    same form sent twice is one event (R03).
    """

    report = models.ForeignKey(
        "reports.MonthlyReport", models.PROTECT, related_name="events", verbose_name=_("รายงาน")
    )
    sequence = models.PositiveIntegerField(_("ลำดับ"))
    at = models.DateTimeField(_("เวลา"), default=timezone.now)
    actor_kind = models.CharField(_("ฝ่ายที่กระทำ"), max_length=10, choices=ActorKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้กระทำ")
    )
    appointment = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, related_name="+", verbose_name=_("ตามคำสั่ง")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, related_name="+", verbose_name=_("หน่วยงาน")
    )
    role = models.CharField(_("บทบาท"), max_length=40, blank=True)
    verb = models.CharField(_("การกระทำ"), max_length=10, choices=ReportVerb)
    from_state = models.CharField(_("จากสถานะ"), max_length=10, choices=ReportState)
    to_state = models.CharField(_("เป็นสถานะ"), max_length=10, choices=ReportState)
    reason = models.CharField(_("เหตุผล"), max_length=500, blank=True)
    figures = models.JSONField(_("ตัวเลขขณะนั้น"), default=dict)
    identity = models.CharField(max_length=36, unique=True, editable=False)

    class Meta:
        ordering = ["report_id", "sequence"]
        verbose_name = _("เหตุการณ์ของรายงาน")
        verbose_name_plural = _("เหตุการณ์ของรายงาน")
        constraints = [
            models.UniqueConstraint(fields=["report", "sequence"], name="report_event_linear"),
            models.CheckConstraint(condition=who_acted(), name="report_event_has_an_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.sequence} {self.verb}"
