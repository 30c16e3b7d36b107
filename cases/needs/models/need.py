"""One need that somebody noted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType


class NeedSource(models.TextChoices):
    """How the office came to know of needs (S1.27)."""

    REQUEST = "request", _("คำขอที่รับไว้")
    CONSULTATION = "consultation", _("การปรึกษาหารือ")
    SURVEY = "survey", _("การสำรวจ")
    SEARCH = "search", _("สิ่งที่ประชาชนค้นหาแล้วไม่พบ")
    FIELD = "field", _("การลงพื้นที่")
    MEETING = "meeting", _("การประชุมหรือประชาคม")


class Need(models.Model):
    """What people of a place need, in words without anybody's name.

    An urgent one is told to its local administration at once (S1.28), which acknowledges it; the others go with
    the digest of their month, but for those of crisis problems, of which a local administration learns by its cases alone.
    """

    source = models.CharField(_("ทราบจาก"), max_length=12, choices=NeedSource)
    theme = models.CharField(_("ด้าน"), max_length=30, choices=ProblemType)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, db_index=True)
    words = models.CharField(_("ความต้องการ"), max_length=1000)
    households = models.PositiveIntegerField(_("จำนวนครัวเรือนโดยประมาณ"), null=True, blank=True)
    is_urgent = models.BooleanField(_("เร่งด่วน แจ้งทันที"), default=False)
    noted_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now, db_index=True)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่บันทึก")
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    told = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="urgent_needs",
        verbose_name=_("แจ้ง อปท."),
    )
    acknowledged_at = models.DateTimeField(_("รับทราบเมื่อ"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้รับทราบ")
    )
    token = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = ["-noted_at", "-id"]
        verbose_name = _("ความต้องการ")
        verbose_name_plural = _("ความต้องการ")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_urgent=False) | Q(told__isnull=False), name="urgent_need_is_told_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False, told__isnull=False),
                name="need_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_theme_display()} {self.subdistrict_code}"
