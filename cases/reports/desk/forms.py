"""What is filled in for a report."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.reports.figures import PROBLEMS, Table, value
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import Measure
from portal.thai.digits import to_arabic
from portal.web.dates import DateBox, ThaiDateField

LARGEST_COUNT = 999_999
LARGEST_BAHT = Decimal("9999999999.99")
LONGEST_NUMBER = 20


def _plain(text: Any) -> Any:
    """Return a typed number without separators and with Arabic digits; nothing typed is nought."""
    if not isinstance(text, str):
        return text
    return to_arabic(text[:LONGEST_NUMBER]).replace(",", "").strip() or "0"


class CountField(forms.IntegerField):
    """A number of things; Thai digits and thousands separators are fine."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": 5}
        kwargs = {"min_value": 0, "max_value": LARGEST_COUNT, "widget": forms.TextInput(attrs)} | kwargs
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """Read it."""
        return super().to_python(_plain(value))


class MoneyField(forms.DecimalField):
    """An amount in baht, to the satang."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 9}
        super().__init__(
            min_value=0,
            max_value=LARGEST_BAHT,
            decimal_places=2,
            widget=forms.TextInput(attrs),
            **kwargs,
        )

    def to_python(self, value: Any) -> Decimal | None:
        """Read it."""
        return super().to_python(_plain(value))


class SeenForm(forms.Form):
    """What every act carries: a token against being done twice, and the version that the officer saw."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000)

    @classmethod
    def fresh(cls, report: MonthlyReport, **initial: Any) -> SeenForm:
        """Return an empty form for a report as it is now."""
        return cls(initial={"token": uuid.uuid4(), "version": report.version} | initial)

    @property
    def seen(self) -> dict[str, Any]:
        """The arguments that every act takes; only of a valid form."""
        return {name: self.cleaned_data[name] for name in ("token", "version")}


class ReasonForm(SeenForm):
    """Why a report is given back or opened."""

    reason = forms.CharField(label=_("เหตุผล"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ExceptionForm(ReasonForm):
    """Until when one organization may still send or change its report."""

    until = ThaiDateField(label=_("ผ่อนผันถึงวันที่"), widget=DateBox)
    field_order = ["until", "reason"]


class RemarksForm(SeenForm):
    """The words of a consolidated report, whose figures nobody types."""

    remarks = forms.CharField(
        label=_("หมายเหตุ ปัญหาอุปสรรค ข้อเสนอแนะ"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the form.

    Attributes:
        name: of the problem.
        figures: its boxes with their headings.
        remark: the box for the reason of a difference.
        is_open: something stands in it, or is wrong with it.
    """

    name: str
    figures: list[tuple[forms.BoundField, str]]
    remark: forms.BoundField
    is_open: bool


class FiguresForm(RemarksForm):
    """The whole form of a local administration: a row for each kind of problem, a column for each measure."""

    surveyed = CountField(label=_("ครัวเรือนที่สำรวจในเดือนนี้"), required=False)
    survey_needs = CountField(label=_("ในจำนวนนี้ พบว่าต้องการความช่วยเหลือ"), required=False)

    @property
    def rows(self) -> Iterator[FormRow]:
        """The rows in the order of the form."""
        for problem in PROBLEMS:
            figures = [(self[name_of(problem, measure)], str(measure.label)) for measure in Measure]
            remark = self[remark_of(problem)]
            boxes = [field for field, _label in figures] + [remark]
            is_open = any(field.errors or str(field.value() or "0").strip("0.") for field in boxes)
            yield FormRow(str(problem.label), figures, remark, is_open)

    @property
    def table(self) -> Table:
        """The figures; only of a valid form."""
        data = self.cleaned_data
        return {
            problem.value: {m.value: data[name_of(problem, m)] or 0 for m in Measure} for problem in PROBLEMS
        }

    @property
    def line_remarks(self) -> dict[str, str]:
        """Problem → why it differs from the register; only of a valid form."""
        return {problem.value: self.cleaned_data[remark_of(problem)] for problem in PROBLEMS}


def name_of(problem: str, measure: str) -> str:
    """Return the name of the box of a figure."""
    return f"{problem}-{measure}"


def remark_of(problem: str) -> str:
    """Return the name of the box in which a row's difference from the register is explained."""
    return f"{problem}-remark"


def _add_boxes() -> None:
    """Give the form a box for each figure: they follow from the vocabulary."""
    for problem in PROBLEMS:
        for measure in Measure:
            words = f"{problem.label}: {measure.label}"
            kind = MoneyField if measure.is_money else CountField
            FiguresForm.base_fields[name_of(problem, measure)] = kind(label=words, required=False)
        FiguresForm.base_fields[remark_of(problem)] = forms.CharField(
            label=f"{problem.label}: {_('เหตุผลที่ต่างจากทะเบียน')}",
            required=False,
            max_length=300,
            widget=forms.TextInput(attrs={"size": 18}),
        )


_add_boxes()


def initial_of(report: MonthlyReport, table: Table, remarks: dict[str, str]) -> dict[str, Any]:
    """Return what the form shows of a report as it is."""
    found: dict[str, Any] = {
        "remarks": report.remarks,
        "surveyed": report.surveyed,
        "survey_needs": report.survey_needs,
    }
    for problem in PROBLEMS:
        for measure in Measure:
            found[name_of(problem, measure)] = value(table, problem, measure)
        found[remark_of(problem)] = remarks.get(problem, "")
    return found
