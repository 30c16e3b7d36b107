"""That somebody asked for a new tracking code by mail."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.sealing.fields import SealedEmailField


class LostCode(models.Model):
    """One time of asking, right or wrong: both are written down alike, and judged afterwards, so that neither can be told by time.

    The address that was typed is erased when it was judged; what led to no case goes at once. `digest` is of the secret in the
    link that was sent.
    """

    identity = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    typed_reference = models.CharField(_("เลขที่ที่กรอก"), max_length=20)
    email = SealedEmailField(_("อีเมลที่กรอก"), blank=True, bound_to=("identity",))
    asked_at = models.DateTimeField(_("ขอเมื่อ"), default=timezone.now)
    case = models.ForeignKey(
        "cases.Case", models.CASCADE, null=True, related_name="+", verbose_name=_("เรื่อง")
    )
    digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    expires_at = models.DateTimeField(_("ใช้ได้ถึง"), null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("การขอรหัสติดตามใหม่ทางอีเมล")
        verbose_name_plural = _("การขอรหัสติดตามใหม่ทางอีเมล")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"
