"""The report of one organization about one month."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.reports.machine import READS
from cases.reports.periods import month_label
from cases.reports.vocabulary import OPEN_STATES, ReportState, Tier
from portal.actors import Actor, Officer
from portal.organizations.domain.heirs import with_predecessors
from portal.organizations.vocabulary import OrganizationType

DISTRICT_TYPES = frozenset({OrganizationType.DISTRICT_LOCAL_OFFICE, OrganizationType.DISTRICT_OFFICE})
PROVINCE_TYPES = frozenset(
    {OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.GOVERNOR, OrganizationType.CENTER}
)
"""Who sees the reports of a province: its office, the governor's office, and the center, which publishes them (S1.30, S1.31)."""


def made_by(organization_id: int | None) -> Q:
    """Reports that are an organization's to make: its own, and of all whose place it took (S2.08; R22)."""
    return Q(organization__in=with_predecessors(organization_id))


def received_by(organization_id: int | None) -> Q:
    """Reports whose next level is an organization, or one whose place it took."""
    return Q(receiver__in=with_predecessors(organization_id))


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    """Reads of reports."""

    def of(self, organization_id: int | None) -> MonthlyReportQuerySet:
        """Reports of an organization, and of those that it took the place of (S2.08; R22)."""
        return self.filter(made_by(organization_id))

    def expected_from(self, actor: Actor) -> MonthlyReportQuerySet:
        """The reports of the actor's own organization and of those below: how they stand, not what is in them.

        Args:
            actor: who asks; only officers whom an order lets make or read reports see any.
        """
        if not isinstance(actor, Officer) or not actor.functions & READS:
            return self.none()
        return self.filter(made_by(actor.organization.pk) | _below(actor))

    def visible_to(self, actor: Actor) -> MonthlyReportQuerySet:
        """The door to what is in reports: one's own, and those below once they were sent. A draft is nobody else's.

        Args:
            actor: who asks.
        """
        expected = self.expected_from(actor)
        if not isinstance(actor, Officer):
            return expected
        own = made_by(actor.organization.pk)
        return expected.filter(own | Q(first_submitted_at__isnull=False) & ~Q(state=ReportState.DRAFT))

    def unsent(self) -> MonthlyReportQuerySet:
        """Those that their organization still has to send, of organizations that are there or have a successor."""
        there = Q(organization__is_active=True) | Q(organization__successor__isnull=False)
        return self.filter(there, state__in=OPEN_STATES)

    def to_receive(self, organization_id: int | None) -> MonthlyReportQuerySet:
        """Those that wait for an organization to accept them or to give them back."""
        return self.filter(received_by(organization_id), state=ReportState.SUBMITTED)


def _below(actor: Officer) -> Q:
    organization = actor.organization
    kind = OrganizationType(organization.type)
    if kind is OrganizationType.DLA:
        return Q(pk__isnull=False)
    if kind in PROVINCE_TYPES and organization.province_code:
        return Q(province_code=organization.province_code)
    if kind in DISTRICT_TYPES and organization.district_code:
        return Q(district_code=organization.district_code, tier=Tier.LOCAL)
    return Q(pk__isnull=True)


class MonthlyReport(models.Model):
    """What one organization reports of one month (S1.10, S2.08, S2.09). It exists from the day on which it is expected.

    Where the organization lies is kept as it was then, so that a board of an old month does not change when the map does.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="reports", verbose_name=_("หน่วยงาน")
    )
    tier = models.CharField(_("ระดับที่รายงาน"), max_length=10, choices=Tier)
    month = models.DateField(_("เดือนที่รายงาน"))
    state = models.CharField(
        _("สถานะ"), max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    receiver = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="reports_received",
        verbose_name=_("ผู้ตรวจรับ"),
    )
    province_code = models.CharField(_("จังหวัด"), max_length=2, blank=True)
    district_code = models.CharField(_("อำเภอ"), max_length=4, blank=True)
    due_on = models.DateField(_("กำหนดส่ง"))
    surveyed = models.PositiveIntegerField(_("ครัวเรือนที่สำรวจ"), null=True, blank=True)
    survey_needs = models.PositiveIntegerField(_("ครัวเรือนที่พบว่าต้องการความช่วยเหลือ"), null=True, blank=True)
    remarks = models.TextField(_("หมายเหตุ"), max_length=2000, blank=True)
    filled_at = models.DateTimeField(_("เติมจากทะเบียนเมื่อ"), null=True, editable=False)
    first_submitted_at = models.DateTimeField(_("ส่งครั้งแรกเมื่อ"), null=True, editable=False)
    on_time = models.BooleanField(_("ส่งครั้งแรกทันกำหนด"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("ส่งล่าสุดเมื่อ"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("รับเมื่อ"), null=True, editable=False)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "organization__sort_key", "id"]
        verbose_name = _("รายงานผลประจำเดือน")
        verbose_name_plural = _("รายงานผลประจำเดือน")
        constraints = [
            models.UniqueConstraint(fields=["organization", "month"], name="report_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_of_a_month"),
            models.CheckConstraint(
                condition=Q(state__in=[ReportState.DRAFT, ReportState.RETURNED, ReportState.REOPENED])
                | Q(first_submitted_at__isnull=False, receiver__isnull=False),
                name="report_sent_to_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "province_code", "tier", "state"], name="report_board"),
            models.Index(fields=["receiver", "state"], name="report_to_receive"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {month_label(self.month)}"

    @property
    def status(self) -> ReportState:
        """The state as a word of the vocabulary."""
        return ReportState(self.state)

    def is_late(self, today: dt.date) -> bool:
        """Say whether its day has passed and it was never sent."""
        return self.first_submitted_at is None and today > self.due_on

    def is_of(self, organization_id: int | None) -> bool:
        """Say whether it is that organization's to make: its own, or of one whose place it took."""
        return any(one.pk == organization_id for one in self.organization.successors())

    def is_received_by(self, organization_id: int | None) -> bool:
        """Say whether that organization is the next level of it, or took the place of the one that was."""
        chain = self.receiver.successors() if self.receiver is not None else []
        return any(one.pk == organization_id for one in chain)
