"""What must happen in time."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ClockKind, LimitSource


class ClockQuerySet(models.QuerySet["Clock"]):
    """Reads of clocks."""

    def running(self) -> ClockQuerySet:
        """Those that nobody stopped yet."""
        return self.filter(stopped_at__isnull=True)

    def overdue(self, now: dt.datetime | None = None) -> ClockQuerySet:
        """Those that still run after their due time."""
        return self.running().filter(due_at__lt=now or timezone.now())


class Clock(models.Model):
    """One deadline of one case: clocks are rows, so several run at once and each keeps its own history.

    `organization` is the body that has to act. An open case always has a running clock: a next due action (S2.30).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="clocks", verbose_name=_("เรื่อง"))
    kind = models.CharField(_("สิ่งที่ต้องทำ"), max_length=20, choices=ClockKind)
    referral = models.ForeignKey(
        "cases.Referral", models.PROTECT, null=True, related_name="clocks", verbose_name=_("การส่งต่อ")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ต้องทำ")
    )
    started_at = models.DateTimeField(_("เริ่มนับ"))
    due_at = models.DateTimeField(_("ครบกำหนด"))
    working_days = models.PositiveSmallIntegerField(
        _("จำนวนวันทำการ"), null=True, help_text=_("ว่างไว้เมื่อนับเป็นชั่วโมงหรือกำหนดวันไว้")
    )
    stopped_at = models.DateTimeField(_("หยุดนับ"), null=True)
    source = models.CharField(_("ที่มาของกำหนดเวลา"), max_length=10, choices=LimitSource)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("กำหนดเวลา")
        verbose_name_plural = _("กำหนดเวลา")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(stopped_at__isnull=True, referral__isnull=True),
                name="clock_runs_once_per_case",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "referral"],
                condition=Q(stopped_at__isnull=True, referral__isnull=False),
                name="clock_runs_once_per_referral",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stopped_at__isnull=True), name="clock_due"),
            models.Index(fields=["case"], condition=Q(stopped_at__isnull=True), name="clock_running_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()}"

    @property
    def is_running(self) -> bool:
        """Nobody stopped it yet."""
        return self.stopped_at is None

    def is_overdue(self, now: dt.datetime | None = None) -> bool:
        """It still runs and its time is over."""
        return self.is_running and self.due_at < (now or timezone.now())
