"""What a report is asked for: days, whose figures, lines, filters. All of it stands in the address; none of it is personal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.names import brief
from cases.statistics.desk.words import DIMENSIONS, channel_words
from cases.statistics.domain.counting import Question
from cases.statistics.domain.periods import Period, usual_periods, year_so_far
from cases.statistics.domain.reach import Breadth, Reach
from portal.thai.dates import to_bangkok
from portal.vocabulary import ProblemType
from portal.web.dates import DateBox, ThaiDateField

MOST_UNITS = 400
"""Organizations that a box to choose from holds; more are narrowed by nobody."""


class ReportForm(forms.Form):
    """A report of figures. Fields that say nothing stay out of the answer; nothing is required."""

    of = forms.ChoiceField(label=_("ของ"), required=False)
    first = ThaiDateField(label=_("ตั้งแต่"), required=False, widget=DateBox)
    last = ThaiDateField(label=_("ถึง"), required=False, widget=DateBox)
    by = forms.ChoiceField(label=_("แยกตาม"), required=False)
    unit = forms.TypedChoiceField(label=_("หน่วยงาน"), required=False, coerce=int, empty_value=None)
    problem = forms.ChoiceField(label=_("ปัญหา"), required=False)
    channel = forms.ChoiceField(label=_("ช่องทาง"), required=False)

    def __init__(
        self, data: Any, *, reaches: list[Reach], dimensions: list[str], now: dt.datetime, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.reaches = {str(one.breadth): one for one in reaches}
        self.dimensions, self.now = dimensions, now
        every: list[tuple[Any, Any]] = [("", _("ทั้งหมด"))]
        fields: dict[str, Any] = self.fields
        fields["of"].choices = [(name, Breadth(name).label) for name in self.reaches]
        fields["by"].choices = [(name, DIMENSIONS[name]) for name in dimensions]
        fields["problem"].choices = [*every, *ProblemType.choices]
        fields["channel"].choices = [*every, *channel_words().items()]
        units = self.reach().units().order_by("sort_key", "pk")[: MOST_UNITS + 1]
        bodies = list(units) if self.reach().breadth != Breadth.OWN else []
        fields["unit"].choices = [*every, *((body.pk, brief(body)) for body in bodies)]
        if not 1 < len(bodies) <= MOST_UNITS:
            del fields["unit"]
        if len(self.reaches) < 2:
            del fields["of"]

    def reach(self) -> Reach:
        """Return whose figures are asked for; the widest when none or an unknown one is named."""
        return self.reaches.get(str(self.data.get("of", "")), next(iter(self.reaches.values())))

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or is longer than what is counted at once."""
        cleaned = super().clean() or {}
        if not self.errors and not self._period(cleaned).is_readable:
            self.add_error("last", _("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก และช่วงเวลาต้องไม่เกิน 5 ปี"))
        return cleaned

    def _period(self, cleaned: dict[str, Any]) -> Period:
        usual = year_so_far(to_bangkok(self.now).date())
        return Period(
            cleaned.get("first") or usual.first,
            cleaned.get("last") or max(usual.last, cleaned.get("first") or usual.last),
        )

    def dimension(self) -> str:
        """Return by what lines are asked for; the first when none is named."""
        return (self.is_valid() and self.cleaned_data.get("by")) or self.dimensions[0]

    def question(self) -> Question:
        """Return what is to be counted; with the usual period where the form has faults."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        return Question(
            period=self._period(cleaned),
            reach=self.reach(),
            now=self.now,
            unit=cleaned.get("unit"),
            problem=cleaned.get("problem", ""),
            channel=cleaned.get("channel", ""),
        )

    def quick(self) -> dict[str, Period]:
        """Return the periods that one tap chooses."""
        return usual_periods(to_bangkok(self.now).date())
