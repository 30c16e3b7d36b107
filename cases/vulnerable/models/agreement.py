"""That somebody agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.vulnerable.models.home import Home
from cases.vulnerable.vocabulary import AgreedBy, AgreedHow, Occasion
from portal.sealing.fields import SealedCharField


class Agreement(models.Model):
    """Who agreed to what, when and how (PDPA s.19): the proof of one's consent. It goes with the household."""

    home = models.ForeignKey(Home, models.CASCADE, related_name="agreements", verbose_name=_("ครัวเรือน"))
    token = models.UUIDField(unique=True, editable=False)
    occasion = models.CharField(_("โอกาส"), max_length=10, choices=Occasion)
    by = models.CharField(_("ผู้ให้ความยินยอม"), max_length=10, choices=AgreedBy)
    name = SealedCharField(_("ชื่อผู้ให้ความยินยอมแทน"), max_length=150, blank=True, bound_to=("token",))
    how = models.CharField(_("ยินยอมอย่างไร"), max_length=10, choices=AgreedHow)
    on = models.DateField(_("วันที่ยินยอม"))
    edition = models.CharField(_("ฉบับของข้อความ"), max_length=20)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้รับความยินยอม")
    )
    at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now)

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = _("ความยินยอม")
        verbose_name_plural = _("ความยินยอม")

    def __str__(self) -> str:
        return f"{self.home_id} {self.on}"
