"""What proves that a key is the right one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Probe(models.Model):
    """A known text, sealed with a key when it was used for the first time: who cannot open it has another key.

    Of the key for finding it is the digest of the same text. Holds nothing of anybody.
    """

    key = models.CharField(_("กุญแจ"), max_length=30, primary_key=True)
    proof = models.CharField(max_length=200)
    first_used_at = models.DateTimeField(_("ใช้ครั้งแรกเมื่อ"), auto_now_add=True)

    class Meta:
        verbose_name = _("ข้อพิสูจน์กุญแจ")
        verbose_name_plural = _("ข้อพิสูจน์กุญแจ")

    def __str__(self) -> str:
        return self.key
