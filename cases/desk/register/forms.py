"""What is filled in to take the book away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization
from portal.thai.dates import bangkok_today, fiscal_year

LONGEST_REASON = 300
YEARS_BACK = 10
"""Fiscal years that the register of an area offers."""


class Form(TextChoices):
    """As what the book is taken."""

    PDF = "pdf", _("PDF สำหรับพิมพ์ แยกไฟล์ตามเดือน")
    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")


class TakeForm(forms.Form):
    """As what, and why; the reason stands in the record of who took what (privacy 12)."""

    form = forms.ChoiceField(label=_("รูปแบบ"), choices=Form.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("นำไปใช้เพื่ออะไร"),
        max_length=LONGEST_REASON,
        help_text=_("เช่น รายงานผู้บริหารประจำเดือน ระบบบันทึกไว้ว่าใครนำออกและเพื่ออะไร"),
    )


class TakeTableForm(TakeForm):
    """The same of what is taken as a table only."""

    form = forms.ChoiceField(
        label=_("รูปแบบ"),
        choices=[(one.value, one.label) for one in (Form.XLSX, Form.CSV)],
        widget=forms.RadioSelect,
    )


class WholeForm(forms.Form):
    """Which part of the register of an area is shown; what means nothing is left out."""

    year = forms.TypedChoiceField(label=_("ปีงบประมาณ"), coerce=int, required=False)
    holder = forms.ModelChoiceField(
        label=_("ผู้รับผิดชอบ"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("ทุกหน่วยงาน"),
    )

    def __init__(self, data: QueryDict, *, offices: QuerySet[Organization]) -> None:
        super().__init__(data)
        self.this_year = fiscal_year(bangkok_today())
        fields: dict[str, Any] = self.fields
        years = range(self.this_year, self.this_year - YEARS_BACK, -1)
        fields["year"].choices = [(year, str(year)) for year in years]
        fields["holder"].queryset = offices

    @property
    def asked_year(self) -> int:
        """The fiscal year, B.E.; the present one where none is asked for."""
        return self.cleaned_data.get("year") or self.this_year

    @property
    def asked_holder(self) -> Organization | None:
        """Whose requests; None for everybody's."""
        return self.cleaned_data.get("holder")
