"""How long it usually takes until somebody is helped, by kind of problem and area."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType


class UsualTime(models.Model):
    """What half of the people with a problem of this kind in this area waited, and nine of ten (issue 9, point 12).

    Attributes:
        area: two, four or six digits; "" for everywhere.
        cases: of how many cases it was made.
        half_hours: by then half of them were helped.
        nine_hours: by then nine of ten are; None when too few are known to promise it.
    """

    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType)
    area = models.CharField(_("พื้นที่"), max_length=6, blank=True)
    cases = models.PositiveIntegerField(_("จากกี่เรื่อง"))
    half_hours = models.FloatField(_("ครึ่งหนึ่งได้รับความช่วยเหลือภายใน (ชั่วโมง)"))
    nine_hours = models.FloatField(_("เก้าในสิบได้รับความช่วยเหลือภายใน (ชั่วโมง)"), null=True)

    class Meta:
        verbose_name = _("เวลาที่ใช้ตามปกติ")
        verbose_name_plural = _("เวลาที่ใช้ตามปกติ")
        constraints = [models.UniqueConstraint(fields=["problem", "area"], name="usual_time_once")]

    def __str__(self) -> str:
        return f"{self.problem} {self.area}"


class UsualTimesDay(models.Model):
    """A day on which the usual times were made anew; each once."""

    day = models.DateField(_("วันที่"), unique=True)
    cases = models.PositiveIntegerField(_("จากกี่เรื่อง"))

    class Meta:
        verbose_name = _("วันที่คำนวณเวลาที่ใช้ตามปกติ")
        verbose_name_plural = _("วันที่คำนวณเวลาที่ใช้ตามปกติ")

    def __str__(self) -> str:
        return self.day.isoformat()
