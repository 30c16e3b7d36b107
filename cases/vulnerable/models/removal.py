"""That a household left the register."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vulnerable.vocabulary import RemovalReason


class Removal(models.Model):
    """One household left the register: when and why, in whose area, and nothing that leads to anybody. Append-only."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ดูแลทะเบียน")
    )
    number = models.BigIntegerField(_("เลขในทะเบียน"), unique=True)
    """The key that the household had, so that removing it twice writes one row."""
    reason = models.CharField(_("เหตุที่ออก"), max_length=12, choices=RemovalReason)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้บันทึก")
    )
    """None where the system removed it."""
    at = models.DateTimeField(_("เมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("การออกจากทะเบียน")
        verbose_name_plural = _("การออกจากทะเบียน")

    def __str__(self) -> str:
        return f"{self.number} {self.reason}"
