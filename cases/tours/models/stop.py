"""One house of a trip."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.tours.models.tour import Tour


class Stop(models.Model):
    """A case to which a trip goes. What became of it is that of its visit and stands nowhere else.

    Attributes:
        number: by which paper and people name it; given once and never to another stop.
        position: in which order the crew goes.
        visit: None until the unit was sent.
        left: why the unit was not sent after all, as a sentence of the portal; "" where it was, or will be.
        looked_by: who at the desk looked at a result that needs somebody.
    """

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="stops", verbose_name=_("เที่ยวออกหน่วย"))
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="stops", verbose_name=_("เรื่อง"))
    number = models.PositiveSmallIntegerField(_("จุดที่"))
    position = models.PositiveSmallIntegerField(_("ลำดับ"))
    visit = models.OneToOneField(
        "cases.Visit", models.PROTECT, null=True, related_name="stop", verbose_name=_("การออกหน่วย")
    )
    left = models.CharField(_("เหตุที่ไม่ไป"), max_length=300, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้ดูผล")
    )
    looked_at = models.DateTimeField(_("ดูผลเมื่อ"), null=True)

    class Meta:
        ordering = ["tour_id", "position", "id"]
        verbose_name = _("จุดของเที่ยว")
        verbose_name_plural = _("จุดของเที่ยว")
        constraints = [
            models.UniqueConstraint(fields=["tour", "case"], name="one_stop_of_a_case"),
            models.UniqueConstraint(fields=["tour", "number"], name="one_number_of_a_stop"),
        ]

    def __str__(self) -> str:
        return f"{self.tour_id}: {self.number}"
