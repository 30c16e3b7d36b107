"""Forms of the verbs that say what a case is: screen, take on, reject, reclassify."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import VerbForm, choice_field, note_field
from cases.domain import screening
from cases.models import Case
from cases.vocabulary import REJECT_REASONS, ClosureReason, Confidentiality, Severity, TextUse
from portal.thai.codes import clean
from portal.vocabulary import ProblemType

MISSING_PROBLEM = _("เลือกว่าเรื่องนี้เป็นปัญหาอะไร")


class _Classification(VerbForm):
    """What screening decides, and what may be corrected later."""

    problem = choice_field(_("เรื่องหลัก"), ProblemType.choices, missing=MISSING_PROBLEM, radio=False)
    further_problems = forms.MultipleChoiceField(
        label=_("พบปัญหาอื่นร่วมด้วย"),
        choices=ProblemType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    severity = choice_field(_("ความเร่งด่วน"), Severity.choices, missing=_("เลือกความเร่งด่วน"))
    confidentiality = choice_field(
        _("ชั้นการปกปิด"),
        Confidentiality.choices,
        hint=_("เรื่องปัญหาสังคมปกปิดเสมอ ทุกครั้งที่เปิดอ่านจะถูกบันทึก"),
        missing=_("เลือกชั้นการปกปิด"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        case: Case = kwargs["case"]
        kwargs["initial"] = {
            "problem": case.problem,
            "severity": case.severity,
            "confidentiality": case.confidentiality,
            "further_problems": [row.problem for row in case.further_problems.all()],
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.hints["severity"] = {
            Severity.URGENT: _("ต้องลงมือภายในวันหรือสองวัน"),
            Severity.EMERGENCY: _("มีอันตรายต่อชีวิตหรือร่างกายตอนนี้"),
        }

    @property
    def classification(self) -> dict[str, Any]:
        """The four answers, in the types of the domain."""
        data = self.cleaned_data
        return {
            "problem": ProblemType(data["problem"]),
            "severity": Severity(data["severity"]),
            "confidentiality": Confidentiality(data["confidentiality"]),
            "further_problems": [ProblemType(value) for value in data["further_problems"]],
        }


class ScreenForm(_Classification):
    """Row 2: what is it, how urgent is it (S2.35)."""

    note = note_field(_("สิ่งที่ตรวจสอบแล้ว"), hint=_("เช่น โทรยืนยันกับผู้แจ้งแล้ว สอบถามผู้ใหญ่บ้านแล้ว"))

    def perform(self) -> None:
        """Screen."""
        screening.screen_case(**self.changing, **self.classification, note=self.cleaned_data["note"])


class ReclassifyForm(_Classification):
    """Row 20: a later correction; the reason is required."""

    note = note_field(_("เหตุผลที่เปลี่ยน"), required=True)

    def perform(self) -> None:
        """Reclassify."""
        screening.reclassify_case(**self.changing, **self.classification, note=self.cleaned_data["note"])


class TakeOnForm(VerbForm):
    """Row 12: work on it oneself."""

    note = note_field(_("แผนการช่วยเหลือ"))

    def perform(self) -> None:
        """Take the case on."""
        screening.take_on(**self.changing, note=self.cleaned_data["note"])


class RequestRefusalForm(VerbForm):
    """Row 3: a second person decides whether a crisis report is turned away."""

    reason = choice_field(
        _("เหตุผลที่ไม่รับเรื่อง"),
        [(reason.value, reason.label) for reason in REJECT_REASONS if reason != ClosureReason.DUPLICATE],
        missing=_("เลือกเหตุผลที่ไม่รับเรื่องจากรายการ"),
    )
    note = note_field(_("บอกผู้พิจารณาว่าเพราะอะไร"), required=True, texts=(TextUse.CLOSE,))

    def perform(self) -> None:
        """Ask for the refusal."""
        data = self.cleaned_data
        screening.request_refusal(**self.changing, reason=ClosureReason(data["reason"]), note=data["note"])


class RejectForm(VerbForm):
    """Row 3: not a request at all."""

    reason = choice_field(
        _("เหตุผลที่ไม่รับเรื่อง"),
        [(reason.value, reason.label) for reason in REJECT_REASONS],
        missing=_("เลือกเหตุผลที่ไม่รับเรื่องจากรายการ"),
    )
    duplicate_of = forms.CharField(
        label=_("เลขที่ของเรื่องเดิม"),
        required=False,
        max_length=20,
        help_text=_("กรอกเมื่อเหตุผลคือเรื่องซ้ำ เช่น K7M3-9QXF"),
    )
    note = note_field(_("บอกผู้แจ้งว่าเพราะอะไร หรือควรไปที่ใด"), texts=(TextUse.CLOSE, TextUse.REPORTER))

    def clean_duplicate_of(self) -> Case | None:
        """Find the case that stays, among those that the officer sees."""
        text = self.cleaned_data["duplicate_of"]
        if not text.strip():
            return None
        found = Case.objects.visible_to(self.actor, among=Q(reference=clean(text))).first()
        if found is None:
            raise forms.ValidationError(_("ไม่พบเรื่องเดิมตามเลขที่นี้"), code="unknown")
        return found

    def perform(self) -> None:
        """Reject."""
        data = self.cleaned_data
        screening.reject_case(
            **self.changing,
            reason=ClosureReason(data["reason"]),
            duplicate_of=data["duplicate_of"],
            note=data["note"],
        )
