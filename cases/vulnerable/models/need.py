"""Why a household needs help first, as data: a center adds a kind without a new version of the portal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.web.language import is_english


class Need(models.Model):
    """One kind of need. `rank` orders lists: whom a power cut kills within hours stands before whom water only strands."""

    slug = models.SlugField(_("รหัส"), max_length=30, unique=True)
    name = models.CharField(_("ความจำเป็น"), max_length=60, unique=True)
    name_en = models.CharField(_("ความจำเป็น (อังกฤษ)"), max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField(_("ลำดับความเร่งด่วน"))
    is_offered = models.BooleanField(_("ใช้อยู่"), default=True)
    """One that is not offered any more stays with the households that have it."""

    class Meta:
        ordering = ["rank", "id"]
        verbose_name = _("ความจำเป็นที่ต้องช่วยก่อน")
        verbose_name_plural = _("ความจำเป็นที่ต้องช่วยก่อน")

    def __str__(self) -> str:
        return self.slug

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return (is_english() and self.name_en) or self.name
