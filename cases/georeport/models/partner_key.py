"""By which key a partner's program reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PartnerKey(models.Model):
    """A partner's key. Only its hash is kept; it ends on a day, or when it is taken back."""

    partner = models.CharField(_("ระบบของใคร"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ออกให้")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ออก")
    )
    made_at = models.DateTimeField(_("ออกเมื่อ"), default=timezone.now)
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"))
    revoked_at = models.DateTimeField(_("ยกเลิกเมื่อ"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("กุญแจของระบบอื่น")
        verbose_name_plural = _("กุญแจของระบบอื่น")
        constraints = [models.CheckConstraint(condition=~Q(partner=""), name="partner_key_has_a_partner")]

    def __str__(self) -> str:
        return self.partner
