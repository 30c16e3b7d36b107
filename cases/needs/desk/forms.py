"""What is filled in to note a need, and to tell of a month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.needs.models import NeedSource
from portal.organizations.areas import area
from portal.organizations.models import Organization
from portal.thai.dates import bangkok_today
from portal.thai.months import MONTHS_TH
from portal.vocabulary import ProblemType
from portal.web.language import is_english

NOTED = [NeedSource.FIELD, NeedSource.MEETING, NeedSource.CONSULTATION, NeedSource.SURVEY, NeedSource.REQUEST]


def month_words(month: dt.date) -> str:
    """Return a month in the reader's language."""
    return f"{month:%B %Y}" if is_english() else f"{MONTHS_TH[month.month - 1]} {month.year + 543}"


def months_over(count: int = 12) -> list[dt.date]:
    """Return the months that are over, the last one first."""
    month, found = bangkok_today().replace(day=1), []
    for _place in range(count):
        month = (month - dt.timedelta(days=1)).replace(day=1)
        found.append(month)
    return found


class NeedForm(forms.Form):
    """One need."""

    theme = forms.ChoiceField(label=_("ด้าน"), choices=ProblemType.choices)
    source = forms.ChoiceField(label=_("ทราบจาก"), choices=[(one.value, one.label) for one in NOTED])
    subdistrict = forms.ChoiceField(label=_("ตำบล"))
    words = forms.CharField(
        label=_("ความต้องการ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("ไม่ต้องเขียนชื่อบุคคล"),
    )
    households = forms.IntegerField(
        label=_("จำนวนครัวเรือนโดยประมาณ"), required=False, min_value=1, max_value=100_000
    )
    is_urgent = forms.BooleanField(
        label=_("เร่งด่วน แจ้งทันที"), required=False, help_text=_("ระบบแจ้ง อปท. ของตำบลนี้ทันทีที่บันทึก")
    )
    to = forms.ModelChoiceField(
        label=_("แจ้ง อปท. ใด"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("อปท. ของตำบลนี้"),
        help_text=_("เลือกเมื่อตำบลนั้นมี อปท. มากกว่าหนึ่งแห่ง"),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        subdistricts: list[str] | None = None,
        recipients: QuerySet[Organization] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, found.label) for code in subdistricts or [] if (found := area(code))]
        fields: dict[str, Any] = self.fields
        fields["subdistrict"].choices = named
        if recipients is not None:
            fields["to"].queryset = recipients


class DigestForm(forms.Form):
    """A month to tell of."""

    month = forms.TypedChoiceField(label=_("เดือน"), coerce=dt.date.fromisoformat)
    message = forms.CharField(
        label=_("ข้อความ"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("ไม่ต้องเขียนชื่อบุคคล"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["month"].choices = [(month.isoformat(), month_words(month)) for month in months_over()]
