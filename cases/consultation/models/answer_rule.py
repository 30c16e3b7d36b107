"""How long an answer may take and how long what was written is kept: the center's own numbers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization

DEFAULT_WORKING_DAYS = 3
DEFAULT_KEEP_DAYS = 365


class AnswerRule(models.Model):
    """One row for each center that changed the defaults; no source fixes these numbers."""

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="+", verbose_name=_("ศูนย์"))
    working_days = models.PositiveSmallIntegerField(_("ตอบภายใน (วันทำการ)"), default=DEFAULT_WORKING_DAYS)
    keep_days = models.PositiveSmallIntegerField(_("เก็บข้อความหลังตอบ (วัน)"), default=DEFAULT_KEEP_DAYS)

    class Meta:
        verbose_name = _("กำหนดเวลาตอบคำถาม")
        verbose_name_plural = _("กำหนดเวลาตอบคำถาม")
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days__range=(1, 30), keep_days__range=(30, 3650)),
                name="answer_rule_in_range",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.working_days}"
