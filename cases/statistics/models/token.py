"""Who reads figures by a program."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A partner's key to the protected figures (S1.32). Only its hash is kept; it ends on a day, or when it is taken back."""

    partner = models.CharField(_("ผู้ใช้ข้อมูล"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    province_code = models.CharField(_("จังหวัด"), max_length=2, blank=True, help_text=_("ว่างไว้เมื่อให้ทั้งประเทศ"))
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("หน่วยงานที่ออกให้"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ออก")
    )
    made_at = models.DateTimeField(_("ออกเมื่อ"), default=timezone.now)
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"))
    revoked_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True)
    last_used_on = models.DateField(_("ใช้ครั้งสุดท้ายวันที่"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("รหัสอ่านสถิติ")
        verbose_name_plural = _("รหัสอ่านสถิติ")
        constraints = [models.CheckConstraint(condition=~Q(partner=""), name="api_token_has_a_partner")]

    def __str__(self) -> str:
        return self.partner
