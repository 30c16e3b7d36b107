"""Links by which organizations without a sign-in answer."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AnswerLink(models.Model):
    """One link for one organization and one referral: it expires, can be taken back, and a newer one replaces it (S1.29).

    Only keyed digests are kept, of the secret in the address and of the code that stands on the paper alone: whoever has
    the address without the paper reads nothing. A row stays after its end, so that whoever comes late is told why.
    """

    referral = models.ForeignKey(
        "cases.Referral", models.PROTECT, related_name="links", verbose_name=_("การส่งต่อ")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("ออกเมื่อ"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ออก")
    )
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"))
    ended_at = models.DateTimeField(_("เลิกใช้เมื่อ"), null=True)
    is_replaced = models.BooleanField(_("มีลิงก์ใหม่แทน"), default=False)
    mailed_at = models.DateTimeField(_("ส่งอีเมลเมื่อ"), null=True)
    opened_at = models.DateTimeField(_("เปิดล่าสุดเมื่อ"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("ลิงก์ตอบของหน่วยงานนอกระบบ")
        verbose_name_plural = _("ลิงก์ตอบของหน่วยงานนอกระบบ")
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at__isnull=True), name="one_link_of_a_referral_counts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} · {self.made_at:%Y-%m-%d %H:%M}"

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Say whether somebody may still come in by it."""
        return self.ended_at is None and self.expires_at > (now or timezone.now())
