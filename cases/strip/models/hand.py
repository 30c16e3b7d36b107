"""Who has which request in hand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Hand(models.Model):
    """A new request that somebody reads now, or that was put aside for a while. Two constraints keep two readers apart.

    Attributes:
        case: which; it stands here once.
        person: who reads it; None where it was put aside.
        until: when it is offered to everybody again.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="+", verbose_name=_("เรื่อง"))
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("ผู้อ่าน")
    )
    until = models.DateTimeField(_("ถือไว้ถึง"), db_index=True)

    class Meta:
        verbose_name = _("เรื่องใหม่ที่มีคนอ่านอยู่")
        verbose_name_plural = _("เรื่องใหม่ที่มีคนอ่านอยู่")

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id or ''}"
