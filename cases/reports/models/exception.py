"""A report that may still be sent or opened although its month is closed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LockExceptionQuerySet(models.QuerySet["LockException"]):
    """Reads of exceptions."""

    def in_force(self, today: dt.date) -> LockExceptionQuerySet:
        """Those whose last day has not passed."""
        return self.filter(until__gte=today)


class LockException(models.Model):
    """The next level lets one organization send or change its report after the month was passed on, until a day."""

    report = models.ForeignKey(
        "reports.MonthlyReport", models.PROTECT, related_name="exceptions", verbose_name=_("รายงาน")
    )
    until = models.DateField(_("ผ่อนผันถึงวันที่"))
    reason = models.CharField(_("เหตุผล"), max_length=500)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ผ่อนผัน")
    )
    granted_at = models.DateTimeField(_("ผ่อนผันเมื่อ"), default=timezone.now)

    objects = LockExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-id"]
        verbose_name = _("การผ่อนผันหลังปิดงวด")
        verbose_name_plural = _("การผ่อนผันหลังปิดงวด")

    def __str__(self) -> str:
        return f"{self.report} {self.until:%Y-%m-%d}"
