"""Where a partner's program is told that a report stands otherwise."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.sealing.fields import SealedCharField


class PartnerHook(models.Model):
    """An address of a partner's program, and the secret by which it knows that a message is ours.

    Of one partner one counts at a time. `failures` and `paused_until` are of the address: while it does not answer, its
    messages wait and those of others go on.
    """

    partner = models.CharField(_("ระบบของใคร"), max_length=120)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงานที่ตั้งให้")
    )
    identity = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    address = models.CharField(_("ที่อยู่ที่รับข่าว"), max_length=500)
    secret = SealedCharField(max_length=80, editable=False, bound_to=("identity",))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ตั้ง")
    )
    made_at = models.DateTimeField(_("ตั้งเมื่อ"), default=timezone.now)
    ended_at = models.DateTimeField(_("เลิกเมื่อ"), null=True)
    failures = models.PositiveSmallIntegerField(_("ไม่ตอบติดต่อกันกี่ครั้ง"), default=0)
    paused_until = models.DateTimeField(_("ลองอีกครั้งเมื่อ"), null=True)
    answered_at = models.DateTimeField(_("ตอบรับล่าสุดเมื่อ"), null=True)

    class Meta:
        ordering = ["partner", "-made_at", "-id"]
        verbose_name = _("ที่อยู่รับข่าวของระบบอื่น")
        verbose_name_plural = _("ที่อยู่รับข่าวของระบบอื่น")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "partner"],
                condition=Q(ended_at__isnull=True),
                name="one_hook_of_a_partner_counts",
            )
        ]

    def __str__(self) -> str:
        return self.partner
