"""What is filled in to make a survey, to enter an answer, to take a list in and to take one out."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.surveys.domain.answering import LARGEST, LONGEST_ANSWER, NO, YES, Home
from cases.surveys.domain.deciding import LONGEST_REASON
from cases.surveys.domain.keeping import Asked
from cases.surveys.models import QuestionKind, Survey
from portal.organizations.areas import area
from portal.vocabulary import ProblemType
from portal.web.dates import ThaiDateField

SEEN = "%Y-%m-%dT%H:%M:%S.%f%z"
"""How a time is written in a page, to its last digit, whatever the clock of the reader."""
LARGEST_FILE = 5 * 1024 * 1024
KINDS = {
    "ใช่": QuestionKind.YES_NO,
    "จำนวน": QuestionKind.NUMBER,
    "ข้อความ": QuestionKind.TEXT,
    "เลือก": QuestionKind.CHOICE,
}
_THEMES = {str(label): ProblemType(value) for value, label in ProblemType.choices}


def questions_of(text: str) -> list[Asked]:
    """Read questions, one on a line: words | kind | choices with commas, or the theme of a need; "*" first: required.

    "*บ้านน้ำท่วมหรือไม่ | ใช่ | สาธารณภัย", "มีเด็กกี่คน | จำนวน", "ต้องการอะไรที่สุด | เลือก | น้ำ, อาหาร, เรือ".

    Raises:
        ValidationError: a kind that is none.
    """
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        words, kind, more, *_rest = [*(part.strip() for part in line.split("|")), "", ""]
        if kind and kind not in KINDS:
            raise forms.ValidationError(
                _("“%(kind)s” ไม่ใช่ชนิดคำตอบ ใช้ ใช่ จำนวน ข้อความ หรือ เลือก"), params={"kind": kind[:40]}
            )
        chosen = KINDS.get(kind, QuestionKind.YES_NO)
        if chosen == QuestionKind.YES_NO and more and more not in _THEMES:
            # Without its theme a "yes" would be missing among the needs, and nobody would know.
            raise forms.ValidationError(
                _("“%(theme)s” ไม่ใช่ด้าน ใช้ %(themes)s"),
                params={"theme": more[:40], "themes": ", ".join(_THEMES)},
            )
        found.append(
            Asked(
                words=words.lstrip("*").strip(),
                kind=chosen,
                choices=tuple(more.split(",")) if chosen == QuestionKind.CHOICE else (),
                is_required=words.startswith("*"),
                theme=_THEMES.get(more) if chosen == QuestionKind.YES_NO else None,
            )
        )
    return found


class SurveyForm(forms.Form):
    """A new survey."""

    title = forms.CharField(label=_("ชื่อแบบสำรวจ"), max_length=200)
    purpose = forms.CharField(
        label=_("สำรวจเพื่ออะไร"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("ผู้ตอบอ่านข้อความนี้ก่อนตอบ"),
    )
    first = ThaiDateField(label=_("ตั้งแต่"))
    last = ThaiDateField(label=_("ถึง"))
    subdistricts = forms.MultipleChoiceField(label=_("ตำบล"), widget=forms.CheckboxSelectMultiple)
    questions = forms.CharField(
        label=_("คำถาม"),
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "หนึ่งข้อต่อหนึ่งบรรทัด เช่น “*บ้านเสียหายหรือไม่ | ใช่ | สาธารณภัย” “มีเด็กกี่คน | จำนวน” “ต้องการอะไรก่อน | เลือก | น้ำ, อาหาร” "
            "เครื่องหมาย * คือต้องตอบ"
        ),
    )
    is_public = forms.BooleanField(label=_("ประชาชนตอบเองได้"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: list[str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"token": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["subdistricts"].choices = [
            (code, found.label) for code in places or [] if (found := area(code))
        ]

    def clean_questions(self) -> list[Asked]:
        """Return the questions as they are made."""
        return questions_of(self.cleaned_data["questions"])


class EntryForm(forms.Form):
    """One household and its answers; a field for each question of the survey."""

    name = forms.CharField(label=_("ชื่อหัวหน้าครัวเรือน"), max_length=200, required=False)
    phone = forms.CharField(label=_("โทรศัพท์"), max_length=40, required=False)
    house = forms.CharField(label=_("บ้านเลขที่"), max_length=60, required=False)
    moo = forms.CharField(label=_("หมู่ที่"), max_length=20, required=False)
    subdistrict = forms.ChoiceField(label=_("ตำบล"))
    members = forms.IntegerField(label=_("จำนวนคนในบ้าน"), required=False, min_value=1, max_value=99)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"token": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        areas = list(survey.areas.all()) if survey is not None else []
        fields["subdistrict"].choices = [(one.subdistrict_code, str(one)) for one in areas]
        self._numbers = []
        for question in survey.questions.all() if survey is not None else []:
            self._numbers.append(question.number)
            fields[f"q{question.number}"] = _field(
                QuestionKind(question.kind), question.words, question.is_required, question.choices
            )

    def home(self) -> Home:
        """Return who answers."""
        given = self.cleaned_data
        names = ("subdistrict", "house", "moo", "name", "phone", "members")
        return Home(**{name: given[name] for name in names})

    def said(self) -> dict[int, str]:
        """Return what was said, by the number of the question."""
        given = {number: self.cleaned_data.get(f"q{number}") for number in self._numbers}
        return {number: str(value) for number, value in given.items() if value not in (None, "")}


def _field(kind: QuestionKind, words: str, is_required: bool, choices: list[str]) -> forms.Field:
    given: dict[str, Any] = {"label": words, "required": is_required}
    if kind == QuestionKind.NUMBER:
        return forms.IntegerField(min_value=0, max_value=LARGEST, **given)
    if kind == QuestionKind.TEXT:
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}), **given)
    options = (
        [(YES, _("ใช่")), (NO, _("ไม่ใช่"))] if kind == QuestionKind.YES_NO else [(one, one) for one in choices]
    )
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **given)


class ListForm(forms.Form):
    """A list of answers to take in."""

    file = forms.FileField(
        label=_("ไฟล์ CSV หรือ Excel"), help_text=_("แถวแรกเป็นหัวคอลัมน์ ชื่อคอลัมน์ของคำถามคือคำถามนั้น หรือ “ข้อ 1”")
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large, or of another kind."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("ไฟล์ใหญ่เกิน 5 MB"))
        if not file.name.lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError(_("ใช้ไฟล์ CSV หรือ XLSX"))
        return file


class TakeForm(forms.Form):
    """Why the list of households is taken out; the reason stands in the record."""

    reason = forms.CharField(label=_("นำไปใช้เพื่ออะไร"), max_length=300)


class SeenForm(forms.Form):
    """Which result somebody decides on: the one that was reported at this time."""

    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=[SEEN])

    @classmethod
    def fresh(cls, survey: Survey) -> Self:
        """Return the form of a result as it is shown."""
        return cls(
            initial={"seen": survey.reported_at and survey.reported_at.astimezone(dt.UTC).strftime(SEEN)}
        )


class ReturnForm(SeenForm):
    """Why the center gives a result back."""

    reason = forms.CharField(
        label=_("ต้องแก้หรือเพิ่มอะไร"),
        help_text=_("อปท. จะอ่านข้อความนี้ อย่าเขียนชื่อหรือข้อมูลของผู้ตอบ"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
