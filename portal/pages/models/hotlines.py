"""Numbers to call, as data: whom one reaches, for what, from where, who said so and when it was checked (S2.37, issue 12)."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from portal.thai.digits import to_arabic
from portal.vocabulary import ProblemType
from portal.web.language import localized


class Occasion(models.TextChoices):
    """What somebody calls for: the kinds of help of the request form, and what search sees (`portal.search.query.danger`)."""

    RESCUE = "rescue", _("อันตรายตอนนี้ เจ็บป่วยฉุกเฉิน")
    DESPAIR = "despair", _("ไม่อยากมีชีวิตอยู่ ทุกข์ใจมาก")
    CHILD = "child", _("เด็กถูกทำร้าย")
    VIOLENCE = ProblemType.VIOLENCE.value, ProblemType.VIOLENCE.label
    PREGNANCY = ProblemType.UNREADY_PREGNANCY.value, ProblemType.UNREADY_PREGNANCY.label
    TRAFFICKING = ProblemType.HUMAN_TRAFFICKING.value, ProblemType.HUMAN_TRAFFICKING.label
    CHILD_LABOR = ProblemType.CHILD_LABOR.value, ProblemType.CHILD_LABOR.label
    DISASTER = ProblemType.DISASTER.value, ProblemType.DISASTER.label
    QUALITY_OF_LIFE = ProblemType.QUALITY_OF_LIFE.value, ProblemType.QUALITY_OF_LIFE.label
    DISEASE = ProblemType.DISEASE.value, ProblemType.DISEASE.label
    FARMER = ProblemType.LOW_INCOME_FARMER.value, ProblemType.LOW_INCOME_FARMER.label
    ABROAD = "abroad", _("คนไทยในต่างประเทศ")
    HELP = "help", _("ไม่รู้จะถามใคร ค้นไม่พบ")


class Line(models.TextChoices):
    """A number that sentences name ("โทร 1300 ตลอด 24 ชั่วโมง"): which row of the table stands there."""

    POLICE = "police", _("ตำรวจ")
    AMBULANCE = "ambulance", _("รถพยาบาล")
    SOCIAL = "social", _("ช่วยเหลือสังคม ทุกเรื่อง ทุกเวลา")
    JUSTICE = "justice", _("ร้องทุกข์")


RESCUE = (Line.POLICE, Line.AMBULANCE, Line.SOCIAL)
"""The three that stand above every page, in this order (S2.37)."""


class HotlineForm(WagtailAdminModelForm):
    """Occasions as boxes to tick."""

    occasions = forms.MultipleChoiceField(
        label=_("ใช้เมื่อ"), choices=Occasion.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


_DIALED = re.compile(r"\+?\d[\d -]{2,20}")


class Hotline(models.Model):
    """One number to call."""

    number = models.CharField(
        _("หมายเลข"), max_length=30, unique=True, help_text=_("เช่น 1323 หรือ +66 99 130 1300")
    )
    name = models.CharField(_("ใครรับสาย"), max_length=120)
    name_en = models.CharField(_("ใครรับสาย (อังกฤษ)"), max_length=120, blank=True)
    hours = models.CharField(_("เวลา"), max_length=80, blank=True)
    hours_en = models.CharField(_("เวลา (อังกฤษ)"), max_length=80, blank=True)
    line = models.CharField(
        _("หมายเลขหลัก"),
        max_length=20,
        choices=Line.choices,
        blank=True,
        help_text=_("ถ้าเลือก หมายเลขนี้จะอยู่ในทุกประโยคที่บอกให้โทรหาที่นั้น เลือกได้แถวเดียวต่อหมายเลขหลัก"),
    )
    occasions = models.JSONField(_("ใช้เมื่อ"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=50)
    source = models.CharField(
        _("ที่มา"), max_length=300, blank=True, help_text=_("หน้าเว็บหรือเอกสารที่บอกหมายเลขนี้")
    )
    checked_on = models.DateField(_("ตรวจสอบล่าสุดเมื่อ"), null=True, blank=True)
    in_use = models.BooleanField(_("ใช้อยู่"), default=True)

    base_form_class = HotlineForm
    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("order"), FieldPanel("in_use")]),
        MultiFieldPanel([FieldPanel("name"), FieldPanel("name_en")], heading=_("ใครรับสาย")),
        MultiFieldPanel([FieldPanel("hours"), FieldPanel("hours_en")], heading=_("เวลา")),
        FieldPanel("line"),
        FieldPanel("occasions"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("checked_on")], heading=_("ที่มาและวันที่ตรวจสอบ")),
    ]

    class Meta:
        verbose_name = _("หมายเลขโทรขอความช่วยเหลือ")
        verbose_name_plural = _("หมายเลขโทรขอความช่วยเหลือ")
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=~models.Q(line=""),
                name="one_row_per_line",
                violation_error_message=_("มีแถวอื่นเป็นหมายเลขหลักนี้อยู่แล้ว"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def clean(self) -> None:
        """Keep digits that a phone can dial.

        Raises:
            ValidationError: the number is none, or an occasion is unknown.
        """
        super().clean()
        self.number = " ".join(to_arabic(self.number or "").split())
        if not _DIALED.fullmatch(self.number):
            raise ValidationError({"number": _("ใส่เฉพาะตัวเลข เว้นวรรค หรือเครื่องหมาย + ข้างหน้า")})
        unknown = set(self.occasions or ()) - set(Occasion.values)
        if unknown:
            raise ValidationError({"occasions": _("มีรายการที่ไม่รู้จัก")})

    @property
    def href(self) -> str:
        """Target of a tap-to-call link."""
        return "tel:" + re.sub(r"[^\d+]", "", self.number)

    @property
    def display_name(self) -> str:
        """Who answers, in the reader's language."""
        return localized(self, "name")

    @property
    def display_hours(self) -> str:
        """When, in the reader's language."""
        return localized(self, "hours")

    def serves(self, occasion: str) -> bool:
        """Say whether one calls it for this."""
        occasions: list[Any] = self.occasions or []
        return occasion in occasions
