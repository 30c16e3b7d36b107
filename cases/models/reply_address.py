"""The mail address by which an answer finds its case."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReplyAddress(models.Model):
    """By which address a mail belongs to a case. Only its keyed digest is kept; the address can be made again from the case."""

    case = models.ForeignKey(
        "cases.Case", models.CASCADE, related_name="reply_addresses", verbose_name=_("เรื่อง")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("ออกเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("ที่อยู่อีเมลสำหรับตอบกลับ")
        verbose_name_plural = _("ที่อยู่อีเมลสำหรับตอบกลับ")

    def __str__(self) -> str:
        return f"{self.case_id} · {self.made_at:%Y-%m-%d %H:%M}"
