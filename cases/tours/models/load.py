"""What a trip takes along, and where it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.tours.models.stop import Stop
from cases.tours.models.tour import Tour
from cases.vocabulary import AssistanceKind


class Load(models.Model):
    """One kind of thing that is loaded.

    Attributes:
        quantity: how many were loaded.
        usual: how many a household usually gets; 0 where that differs.
    """

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="loads", verbose_name=_("เที่ยวออกหน่วย"))
    kind = models.CharField(_("สิ่งที่ช่วยเหลือ"), max_length=20, choices=AssistanceKind)
    name = models.CharField(_("ของที่ขึ้นรถหรือเรือ"), max_length=80)
    unit = models.CharField(_("หน่วยนับ"), max_length=40)
    quantity = models.PositiveIntegerField(_("จำนวน"))
    usual = models.PositiveSmallIntegerField(_("ปกติต่อบ้าน"), default=0)

    class Meta:
        ordering = ["tour_id", "id"]
        verbose_name = _("ของที่ขึ้นรถหรือเรือ")
        verbose_name_plural = _("ของที่ขึ้นรถหรือเรือ")

    def __str__(self) -> str:
        return self.name


class LoadGiven(models.Model):
    """So much of a load went to a house. What is left is computed, so it cannot disagree with the help on record."""

    load = models.ForeignKey(Load, models.PROTECT, related_name="given", verbose_name=_("ของที่ขึ้นรถหรือเรือ"))
    stop = models.ForeignKey(Stop, models.PROTECT, related_name="given", verbose_name=_("จุดของเที่ยว"))
    record = models.OneToOneField(
        "cases.AssistanceRecord", models.CASCADE, related_name="+", verbose_name=_("การช่วยเหลือ")
    )
    quantity = models.PositiveIntegerField(_("จำนวน"))

    class Meta:
        verbose_name = _("ของที่ให้")
        verbose_name_plural = _("ของที่ให้")
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="load_gives_something")]

    def __str__(self) -> str:
        return f"{self.load_id}: {self.quantity}"
