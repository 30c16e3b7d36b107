"""The protected figures of one month and province, as they were given out."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vocabulary import ChannelGroup
from portal.vocabulary import ProblemType


class PublishedReport(models.TextChoices):
    """Which of the two standard reports."""

    INTAKE = "intake", _("สถิติการรับแจ้งเหตุ")
    FORWARDING = "forwarding", _("สถิติการส่งต่อหน่วยบริการ")


class FigureKind(models.TextChoices):
    """What a figure is a sum over."""

    TOTAL = "total", _("ทั้งหมด")
    GENERAL = "general", _("ช่วยเหลือทั่วไป")
    CRISIS = "crisis", _("ปัญหาสังคม")
    UNIT = "unit", _("หน่วยงาน")
    PROBLEM = "problem", _("ปัญหา")
    CELL = "cell", _("ปัญหาของหน่วยงาน")
    CHANNEL = "channel", _("ช่องทาง")
    CHANNEL_CELL = "channel_cell", _("ปัญหาตามช่องทาง")


class PublishedMonth(models.Model):
    """One month of one province. Made once and never again: a second one could be subtracted from the first (0013).

    A row without a province says that every province of the month is there.
    """

    month = models.DateField(_("เดือน"))
    province_code = models.CharField(_("จังหวัด"), max_length=2, blank=True)
    made_at = models.DateTimeField(_("จัดทำเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["month", "province_code"]
        verbose_name = _("สถิติรายเดือนที่รายงานแล้ว")
        verbose_name_plural = _("สถิติรายเดือนที่รายงานแล้ว")
        constraints = [
            models.UniqueConstraint(fields=["month", "province_code"], name="published_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.province_code}"


class PublishedFigure(models.Model):
    """One figure; a missing number is one that is hidden. Crisis problems stand without an organization."""

    published = models.ForeignKey(
        PublishedMonth, models.PROTECT, related_name="figures", verbose_name=_("เดือน")
    )
    report = models.CharField(_("รายงาน"), max_length=10, choices=PublishedReport)
    kind = models.CharField(_("ชนิด"), max_length=12, choices=FigureKind)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, related_name="+", verbose_name=_("หน่วยงาน")
    )
    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType, blank=True)
    channel = models.CharField(_("กลุ่มช่องทาง"), max_length=10, choices=ChannelGroup, blank=True)
    number = models.PositiveIntegerField(_("จำนวน"), null=True)

    class Meta:
        ordering = ["published", "id"]
        verbose_name = _("ตัวเลขที่รายงานแล้ว")
        verbose_name_plural = _("ตัวเลขที่รายงานแล้ว")

    def __str__(self) -> str:
        return f"{self.published} {self.kind}"
