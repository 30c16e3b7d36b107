"""Forms of the verbs that say what a case is: screen, take on, reject, reclassify."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.desk.names import brief
from cases.desk.verbs.forms.base import VerbForm, choice_field, note_field
from cases.domain import screening
from cases.domain.places import place_of
from cases.machine.vocabulary import Verb
from cases.models import Case
from cases.vocabulary import REJECT_REASONS, ClosureReason, Confidentiality, Severity, TextUse
from portal.organizations import places
from portal.organizations.domain.suggesting import address
from portal.organizations.models import Organization
from portal.thai.codes import clean
from portal.vocabulary import ProblemType

LONGEST_PLACE = 300
MISSING_PROBLEM = _("เลือกว่าเรื่องนี้เป็นปัญหาอะไร")
NOT_LOWERED_YET = _("ส่วนที่ลดลงหรือเปลี่ยนเจ้าภาพหลักยังไม่เปลี่ยน จนกว่าหัวหน้าอีกคนหนึ่งจะอนุมัติ")


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
    """Row 20: a later correction; the reason is required. What is raised is done, what is lowered is asked for."""

    suggests = True
    place = forms.CharField(
        label=_("ตำบลที่เกิดเหตุหรือที่อยู่"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("แก้เมื่อเรื่องอยู่ที่อื่น หน่วยงานเจ้าภาพหลักและศูนย์จะเปลี่ยนตามที่นั้น เขียนตำบล อำเภอ และจังหวัด"),
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "data-suggestions": reverse_lazy("desk:new_places"),
                "data-found": _("สถานที่ที่ตรงกัน ใช้ลูกศรขึ้นลงเลือก"),
            }
        ),
    )
    note = note_field(_("เหตุผลที่เปลี่ยน"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"place": address(place_of(kwargs["case"]))} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_place(self) -> str:
        """Return the code of the area; "" where the box is empty, or says what it said before.

        Nothing is guessed: words that name no area for sure come back, because who leads a crisis follows from them.
        """
        written = self.cleaned_data["place"].strip()
        if not written or written == address(place_of(self.case)):
            return ""
        found = places.read(written, near=self.actor.organization.province_code)
        if found.is_complete or (found.code and written == address(found.code)):
            return found.code
        raise forms.ValidationError(screening.UNKNOWN_PLACE, code="unknown")

    def perform(self) -> None:
        """Reclassify."""
        data = self.cleaned_data
        screening.reclassify_case(
            **self.changing, **self.classification, place=data["place"], note=data["note"]
        )
        if data["place"] and (sent := self.situation.standing.pending_handover) is not None:
            waits_at = brief(Organization.objects.get(pk=sent.organization))
            self.told = (
                gettext("ยังรอคำตอบของ %(name)s อยู่ ถ้าที่นั้นเป็นของหน่วยงานอื่น ดึงเรื่องกลับแล้วส่งใหม่")
                % {"name": waits_at},
            )
        later = self.case.events.filter(sequence__gt=self.case.version, user=self.actor.person)
        done = later.filter(verb__in=(Verb.RECLASSIFY, Verb.REQUEST_LOWERING)).order_by("sequence")
        self.did = tuple(Verb(verb) for verb in done.values_list("verb", flat=True))
        if Verb.REQUEST_LOWERING in self.did:
            self.told += (str(NOT_LOWERED_YET),)


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.is_restricted:
            # Whoever holds the phone of somebody in danger reads it too (privacy 8).
            self.fields["note"].help_text = _("เรื่องนี้ปกปิด คนอื่นอาจเห็นหน้าจอของผู้แจ้ง อย่าเขียนว่าเป็นเรื่องอะไร")

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
