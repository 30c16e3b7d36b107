"""Who has read which step of the guide, and who was trained in what (S2.04, S2.52)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.readiness.models.files import stored_name
from portal.files import private_storage


class GuideRead(models.Model):
    """An officer says of themselves: read and understood, of one step in one edition."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("เจ้าหน้าที่")
    )
    step = models.PositiveSmallIntegerField(_("ขั้นตอน"))
    edition = models.PositiveSmallIntegerField(_("ฉบับ"))
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["step", "pk"]
        verbose_name = _("อ่านคู่มือขั้นตอนแล้ว")
        verbose_name_plural = _("อ่านคู่มือขั้นตอนแล้ว")
        constraints = [
            models.UniqueConstraint(fields=["person", "step", "edition"], name="readiness_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.step}.{self.edition}"


class TrainingRecord(models.Model):
    """Somebody of an organization was trained; a mistake is struck out and stays."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("บัญชีผู้ใช้"),
    )
    name = models.CharField(_("ชื่อ"), max_length=120, blank=True)
    course = models.CharField(_("หลักสูตร"), max_length=200)
    on = models.DateField(_("วันที่อบรม"))
    hours = models.DecimalField(_("จำนวนชั่วโมง"), max_digits=5, decimal_places=1, null=True, blank=True)
    file = models.FileField(
        _("หลักฐาน"), storage=private_storage, upload_to=stored_name, max_length=120, blank=True
    )
    file_name = models.CharField(_("ชื่อไฟล์"), max_length=200, blank=True)
    file_type = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    recorded_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)
    struck_out_at = models.DateTimeField(_("ขีดฆ่าเมื่อ"), null=True, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("การอบรม")
        verbose_name_plural = _("การอบรม")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="readiness_trained_is_somebody"
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=Decimal(0)), name="readiness_training_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.course}"

    @property
    def called(self) -> str:
        """The name of the account, else as written."""
        return str(self.person) if self.person else self.name
