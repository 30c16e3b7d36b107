"""Forms of the phone page: small, one act each, and harmless when they come twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.assistance import BahtField, NumberField
from cases.desk.verbs.forms.base import NOTE_LENGTH, choice_field
from cases.domain.assistance import CATEGORY_OF, Help
from cases.domain.queries.known import people_in
from cases.domain.visits import OnSite, PhoneTime
from cases.models import Case
from cases.vocabulary import AssistanceCategory, AssistanceKind, VisitResult
from portal.files.fields import WaitingFilesField
from portal.thai.dates import bangkok_today

OFTEN = (
    *(AssistanceKind.IN_KIND, AssistanceKind.CASH, AssistanceKind.MEDICAL, AssistanceKind.TRANSPORT),
    *(AssistanceKind.SHELTER, AssistanceKind.COUNSELING, AssistanceKind.HOUSE_REPAIR, AssistanceKind.OTHER),
)
"""What units give most; the desk's form has all kinds."""


class MomentField(forms.IntegerField):
    """A time by the phone's clock, in milliseconds since 1970; what cannot be one is no time, never an error."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dt.datetime | None:
        """Read it."""
        try:
            return dt.datetime.fromtimestamp(int(value) / 1000, tz=dt.UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            return None


class StepForm(forms.Form):
    """One act of a unit: its token, and when it was pressed by the phone's clock (static/js/field.js)."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    pressed_at = MomentField(required=False)
    sent_at = MomentField(required=False)

    @property
    def phone(self) -> PhoneTime | None:
        """What the phone says of time; None without a script."""
        pressed, sent = self.cleaned_data["pressed_at"], self.cleaned_data["sent_at"]
        return PhoneTime(pressed, sent) if pressed is not None and sent is not None else None


class ReportForm(StepForm):
    """What was given and how the visit ended; either may be left out, so that help is handed in piece by piece."""

    kind = forms.ChoiceField(
        label=_("ให้อะไร"),
        choices=[("", _("ไม่ได้ให้อะไร")), *((kind.value, kind.label) for kind in OFTEN)],
        required=False,
        widget=forms.RadioSelect,
    )
    description = forms.CharField(label=_("รายละเอียด"), required=False, max_length=1000)
    quantity = NumberField(label=_("จำนวน"), required=False, min_value=1, max_value=100_000)
    unit = forms.CharField(label=_("หน่วยนับ"), required=False, max_length=40, help_text=_("เช่น ชุด ขวด ครั้ง"))
    persons = NumberField(label=_("ให้กี่คน"), required=False, min_value=1, max_value=100_000, initial=1)
    amount_baht = BahtField(label=_("เป็นเงิน (บาท)"), required=False, max_length=20)
    before_committee = forms.BooleanField(
        label=_("ช่วยก่อนมติคณะกรรมการ เพราะรอไม่ได้"),
        required=False,
        help_text=_("ระบบจะตั้งเรื่องให้รายงานคณะกรรมการภายหลัง"),
    )
    result = choice_field(
        _("ผลการออกหน่วย"),
        [("", _("ยังอยู่ที่นี่ จะบันทึกอีก")), *VisitResult.reported()],
        missing=_("เลือกผลการออกหน่วย"),
    )
    note = forms.CharField(
        label=_("พบอะไร ต้องทำอะไรต่อ"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("ทุกหน่วยงานที่ทำเรื่องนี้อ่านได้"),
    )
    photos = WaitingFilesField(label=_("รูป"), help_text=_("ไม่เกิน 5 รูป เราลบข้อมูลสถานที่ในรูปให้"))

    def __init__(self, *args: Any, case: Case, has_committee: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.initial.setdefault("persons", people_in(case.pk))
        self.fields["result"].required = False
        if not has_committee:
            del self.fields["before_committee"]

    @property
    def done(self) -> OnSite:
        """What is handed in."""
        data = self.cleaned_data
        result = VisitResult(data["result"]) if data["result"] else None
        return OnSite(
            given=self._given(), result=result, note=data["note"], photos=data["photos"], phone=self.phone
        )

    def _given(self) -> Help | None:
        data = self.cleaned_data
        if not data["kind"]:
            return None
        category = AssistanceCategory.CRISIS if self.case.is_crisis else AssistanceCategory.OTHER
        return Help(
            given_on=bangkok_today(),
            category=CATEGORY_OF.get(self.case.problem, category),
            kind=AssistanceKind(data["kind"]),
            description=data["description"],
            quantity=data["quantity"],
            unit=data["unit"],
            persons=data["persons"] or 1,
            amount_baht=data["amount_baht"],
            before_committee=data.get("before_committee", False),
        )
