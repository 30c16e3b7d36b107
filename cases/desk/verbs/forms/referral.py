"""Forms of forwarding: hand over, ask for a part, accept, return, recall, pass on, send up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import VerbForm, choice_field, note_field
from cases.desk.verbs.forms.targets import SearchField, TargetField, TargetMixin, proposals_for
from cases.domain import referral
from cases.machine.vocabulary import WaitingKind, WaitingState
from cases.vocabulary import DISCLOSURE_GROUNDS, Consent, HandoverReason, ReturnReason
from portal.organizations.models import Organization
from portal.organizations.vocabulary import LEAD_AGENCY_TYPES, OrganizationType
from portal.vocabulary import ProblemType

GROUNDS = [(ground.value, ground.label) for ground in DISCLOSURE_GROUNDS]
MISSING_GROUND = _("ต้องได้รับความยินยอม หรือเลือกเหตุตามกฎหมายที่ส่งข้อมูลได้โดยไม่ต้องขอ")


def consent_field() -> forms.ChoiceField:
    """Return the question on which ground the story may be told to the other body (privacy 10)."""
    return choice_field(_("ส่งข้อมูลให้หน่วยงานนี้ได้เพราะอะไร"), GROUNDS, missing=MISSING_GROUND)


def likely_reason(body: Organization | None, problem: str) -> str:
    """Return why a proposed body is the right one, as a value of `HandoverReason`; the officer may change it."""
    if body is None:
        return ""
    kind = OrganizationType(body.type)
    if kind.is_local_administration:
        return HandoverReason.PROPER_AREA
    leads = problem in ProblemType.values and LEAD_AGENCY_TYPES.get(ProblemType(problem)) == kind
    return HandoverReason.LEAD_AGENCY if leads else HandoverReason.PROPER_DUTY


class _TargetForm(TargetMixin, VerbForm):
    """A form that sends the case somewhere."""

    target = TargetField(label=_("ส่งให้หน่วยงาน"))
    find = SearchField(
        label=_("ค้นหาหน่วยงานอื่น"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            first = next(
                (body for body, _reason in proposals_for(self.case, self.situation, self.mode)), None
            )
            self.initial.setdefault("target", first.pk if first else "")
            self.initial.setdefault("reason", likely_reason(first, self.case.problem))
            if self.case.consent in Consent.values and Consent(self.case.consent).allows_disclosure:
                self.initial.setdefault("consent", self.case.consent)
        self.set_targets()


class ReferForm(_TargetForm):
    """Row 4: hand the case over (S1.29, S2.51)."""

    reason = choice_field(_("เหตุที่ส่งต่อ"), HandoverReason.choices, missing=_("เลือกเหตุที่ส่งต่อ"))
    consent = consent_field()
    request = note_field(_("ขอให้หน่วยงานผู้รับทำอะไร"), hint=_("หน่วยงานผู้รับจะเห็นข้อความนี้ในระบบ ไม่พิมพ์ลงในหนังสือนำส่ง"))
    note = note_field()

    def perform(self) -> None:
        """Refer."""
        data = self.cleaned_data
        referral.refer_case(
            **self.changing,
            target=data["target"],
            reason=HandoverReason(data["reason"]),
            consent=Consent(data["consent"]),
            request=data["request"],
            note=data["note"],
        )


class ReferJointForm(_TargetForm):
    """Row 5: ask for a part, keep the case (S2.41)."""

    mode = WaitingKind.JOINT
    consent = consent_field()
    request = note_field(_("ขอให้ช่วยส่วนใด"), required=True, hint=_("เช่น รับตัวไปรักษาก่อน จัดที่พักชั่วคราว"))
    note = note_field()

    def perform(self) -> None:
        """Ask for a part."""
        data = self.cleaned_data
        referral.refer_jointly(
            **self.changing,
            target=data["target"],
            consent=Consent(data["consent"]),
            request=data["request"],
            note=data["note"],
        )


class ForwardOnForm(_TargetForm):
    """Row 10: pass a handover on to the body that is really responsible."""

    reason = choice_field(_("เหตุที่ส่งต่อ"), HandoverReason.choices, missing=_("เลือกเหตุที่ส่งต่อ"))
    consent = consent_field()
    note = note_field()

    def perform(self) -> None:
        """Forward."""
        data = self.cleaned_data
        referral.forward_referral_on(
            referral=self.row,
            actor=self.actor,
            **self.seen,
            target=data["target"],
            reason=HandoverReason(data["reason"]),
            consent=Consent(data["consent"]),
            note=data["note"],
        )


class HandUpForm(VerbForm):
    """Row 11: send up to the center (S1.14)."""

    consent = consent_field()
    note = note_field(_("ทำอะไรไปแล้ว และเกินกำลังอย่างไร"), required=True)

    def perform(self) -> None:
        """Hand up."""
        data = self.cleaned_data
        referral.hand_up(**self.changing, consent=Consent(data["consent"]), note=data["note"])


class RequestDisclosureForm(_TargetForm):
    """Rows 4 and 5: tell an organization although the person refused; somebody else decides."""

    consent = choice_field(
        _("ส่งข้อมูลโดยไม่มีความยินยอมได้เพราะอะไร"),
        [pair for pair in GROUNDS if pair[0] != Consent.GIVEN],
        missing=MISSING_GROUND,
    )
    note = note_field(_("เหตุผล"), required=True)

    def perform(self) -> None:
        """Ask for the decision."""
        data = self.cleaned_data
        referral.request_disclosure(
            **self.changing, target=data["target"], ground=Consent(data["consent"]), note=data["note"]
        )


class InformForm(_TargetForm):
    """Row 6: let an organization know how the case stands, not what it is about."""

    mode = WaitingKind.INFORM
    note = note_field()

    def perform(self) -> None:
        """Inform."""
        referral.inform(**self.common, target=self.cleaned_data["target"], note=self.cleaned_data["note"])


class _ReferralForm(VerbForm):
    """A form about one referral."""

    @property
    def to_referral(self) -> dict[str, Any]:
        """The arguments that every function about a referral takes."""
        return {"referral": self.row, "actor": self.actor} | self.seen


class AcceptForm(_ReferralForm):
    """Row 7: take the case over."""

    note = note_field()

    def perform(self) -> None:
        """Accept."""
        referral.accept_referral(**self.to_referral, note=self.cleaned_data["note"])


class RecallForm(_ReferralForm):
    """Row 9: take a handover back."""

    note = note_field(_("เหตุที่ดึงกลับ"))

    def perform(self) -> None:
        """Recall."""
        referral.recall_referral(**self.to_referral, note=self.cleaned_data["note"])


class ReturnForm(_ReferralForm):
    """Row 8: send it back with a reason."""

    reason = choice_field(_("เหตุที่ส่งคืน"), ReturnReason.choices, missing=_("เลือกเหตุที่ส่งคืน"))
    note = note_field(
        _("บอกผู้ส่งให้หาหน่วยงานที่ถูกต้องได้เร็ว"), required=True, hint=_("เช่น อยู่ในเขตเทศบาลใด หรือยังขาดข้อมูลอะไร")
    )

    def perform(self) -> None:
        """Return."""
        data = self.cleaned_data
        referral.return_referral(**self.to_referral, reason=ReturnReason(data["reason"]), note=data["note"])


class CompletePartForm(_ReferralForm):
    """Row 16: the part is done."""

    note = note_field(_("ทำอะไรไปแล้ว ผลเป็นอย่างไร"), required=True)

    def perform(self) -> None:
        """Report the part as done."""
        referral.complete_part(**self.to_referral, note=self.cleaned_data["note"])


class CancelPartForm(_ReferralForm):
    """Row 16: the part is needed no more."""

    note = note_field(_("บอกหน่วยงานนั้นว่าเพราะอะไร"), required=True)

    def perform(self) -> None:
        """Cancel the part."""
        referral.cancel_part(**self.to_referral, note=self.cleaned_data["note"])


class RecordOutsideForm(_ReferralForm):
    """An organization without a sign-in answered by letter or telephone (cases.md, second edition, 5)."""

    outcome = choice_field(_("หน่วยงานนั้นตอบว่าอย่างไร"), [], missing=_("เลือกคำตอบ"))
    reason = forms.ChoiceField(
        label=_("เหตุที่ส่งคืน"), choices=[("", _("ไม่ได้ส่งคืน")), *ReturnReason.choices], required=False
    )
    note = note_field(_("ใครตอบ เมื่อใด ตามหนังสือหรือโทรศัพท์ใด"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waits = self.row.state == WaitingState.SENT
        yes = (WaitingState.ACCEPTED, _("รับดำเนินการ")) if waits else (WaitingState.DONE, _("ทำเสร็จแล้ว"))
        self.fields["outcome"].choices = [yes, (WaitingState.RETURNED, _("ไม่รับ หรือส่งคืน"))]

    def perform(self) -> None:
        """Record the answer."""
        data = self.cleaned_data
        referral.record_outside_answer(
            **self.to_referral,
            outcome=WaitingState(data["outcome"]),
            reason=data["reason"],
            note=data["note"],
        )
