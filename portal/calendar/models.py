"""Days on which government offices are closed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.calendar.vocabulary import HolidaySource
from portal.thai.dates import format_date


class Holiday(models.Model):
    """One day of the calendar of the office: a holiday, or a day of which somebody thought that it was one.

    Years are filled ahead with what is known (`portal.calendar.domain.filling`); the center adds what the cabinet
    announces late and corrects the rest. An entry is switched off, never deleted: otherwise the next filling would
    bring it back, and nobody could see why a deadline was counted as it was.
    """

    day = models.DateField(_("วันที่"), unique=True)
    name = models.CharField(_("ชื่อวัน"), max_length=300)
    is_closed = models.BooleanField(
        _("หน่วยงานราชการหยุด"), default=True, help_text=_("เอาเครื่องหมายออกเมื่อวันนั้นเปิดทำการตามปกติ")
    )
    source = models.CharField(
        _("ที่มา"), max_length=10, choices=HolidaySource, default=HolidaySource.CENTER, editable=False
    )
    note = models.CharField(_("หมายเหตุ"), max_length=300, blank=True, help_text=_("เช่น มติคณะรัฐมนตรีและวันที่"))
    updated_at = models.DateTimeField(_("แก้ไขล่าสุดเมื่อ"), auto_now=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("วันหยุดราชการ")
        verbose_name_plural = _("วันหยุดราชการ")

    def __str__(self) -> str:
        return f"{format_date(self.day)} {self.name}"

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Holiday:
        """Remember what counted before, so that `save` knows whether deadlines may change."""
        holiday = super().from_db(db, field_names, values)
        holiday.counted = (holiday.day, holiday.is_closed)
        return holiday
