"""Alarms that go out together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.events.models.event import Event


class FoldedAlarm(models.Model):
    """One mail to one organization about everything that became late in one event, at most one an hour (docs/events.md).

    `number` and `oldest` are what the mail said; they are the count and the least of its lines.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="folds", verbose_name=_("สถานการณ์"))
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ได้รับแจ้ง")
    )
    hour = models.DateTimeField(_("ชั่วโมง"))
    told_at = models.DateTimeField(_("แจ้งเมื่อ"))
    number = models.PositiveIntegerField(_("จำนวนเรื่องล่าช้า"))
    oldest = models.DateTimeField(_("ล่าช้าที่สุดตั้งแต่"))

    class Meta:
        ordering = ["-hour", "organization_id"]
        verbose_name = _("การแจ้งเตือนรวม")
        verbose_name_plural = _("การแจ้งเตือนรวม")
        constraints = [
            models.UniqueConstraint(fields=["event", "organization", "hour"], name="fold_once_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.organization_id} {self.hour:%Y-%m-%d %H}"


class FoldedLine(models.Model):
    """One notice of an alarm that goes out with others; `fold` is None until it went."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("สถานการณ์"))
    notice = models.OneToOneField(
        "cases.AlarmNotice", models.CASCADE, related_name="folded", verbose_name=_("ผู้ได้รับแจ้ง")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ได้รับแจ้ง")
    )
    fold = models.ForeignKey(
        FoldedAlarm, models.PROTECT, null=True, related_name="lines", verbose_name=_("การแจ้งเตือนรวม")
    )

    class Meta:
        verbose_name = _("บรรทัดของการแจ้งเตือนรวม")
        verbose_name_plural = _("บรรทัดของการแจ้งเตือนรวม")
        indexes = [
            models.Index(
                fields=["event", "organization"], condition=models.Q(fold=None), name="fold_line_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.notice_id}"
