"""Forms of forwarding: hand over, ask for a part, accept, return, recall, pass on, send up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.desk.directory.marks import marks_of
from cases.desk.verbs.forms.base import VerbForm, choice_field, note_field
from cases.desk.verbs.forms.targets import SearchField, TargetField, TargetMixin, first_stops, proposals_for
from cases.domain import referral, together
from cases.machine.act import Situation
from cases.machine.vocabulary import Scope, Stage, WaitingKind, WaitingState
from cases.vocabulary import DISCLOSURE_GROUNDS, Consent, HandoverReason, ReturnReason, TextUse
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_today, format_date, to_bangkok
from portal.web.dates import ThaiDateField

GROUNDS = [(ground.value, ground.label) for ground in DISCLOSURE_GROUNDS]
MISSING_GROUND = _("ต้องได้รับความยินยอม หรือเลือกเหตุตามกฎหมายที่ส่งข้อมูลได้โดยไม่ต้องขอ")


def consent_field() -> forms.ChoiceField:
    """Return the question on which ground the story may be told to the other body (privacy 10)."""
    return choice_field(_("ส่งข้อมูลให้หน่วยงานนี้ได้เพราะอะไร"), GROUNDS, missing=MISSING_GROUND)


def likely_reason(body: Organization | None, situation: Situation) -> str:
    """Return why a proposed body is the right one, as a value of `HandoverReason`; the officer may change it."""
    if body is None:
        return ""
    if OrganizationType(body.type).is_local_administration:
        return HandoverReason.PROPER_AREA
    leads = situation.offices.lead_agency(situation.standing.problem) == body.pk
    return HandoverReason.LEAD_AGENCY if leads else HandoverReason.PROPER_DUTY


def fill_consent(form: VerbForm) -> None:
    """Let the ground by which the case may be told already stand in a form that asks for one."""
    consent = form.case.consent
    if consent in Consent.values and Consent(consent).allows_disclosure:
        form.initial.setdefault("consent", consent)


AGREED_TO_NOTHING = {
    Consent.REFUSED: _("ผู้แจ้งไม่ยินยอมให้ส่งข้อมูล ส่งได้เฉพาะเมื่อมีเหตุตามกฎหมาย และต้องเขียนว่าทำไม"),
    Consent.NOT_ASKED: _("ยังไม่ได้ถามว่าผู้แจ้งยินยอมให้ส่งข้อมูลหรือไม่ ถ้าถามได้ ให้ถามก่อน ถ้าส่งด้วยเหตุอื่น ต้องเขียนว่าทำไม"),
}
"""Above every form that discloses, by what the case says of consent (cases.md, second edition, 5)."""


def say_consent(form: VerbForm) -> None:
    """Let a form that discloses begin with what the person said: the ground chosen, or that there is no consent."""
    fill_consent(form)
    consent = Consent(form.case.consent)
    if consent in AGREED_TO_NOTHING:
        form.warnings = (*form.warnings, str(AGREED_TO_NOTHING[consent]))


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
            self.initial.setdefault("reason", likely_reason(first, self.situation))
        if "consent" in self.fields:
            say_consent(self)
        self.set_targets()


class ReferForm(_TargetForm):
    """Row 4: hand the case over (S1.29, S2.51); a person who is present is brought somewhere first (S2.41)."""

    reason = choice_field(_("เหตุที่ส่งต่อ"), HandoverReason.choices, missing=_("เลือกเหตุที่ส่งต่อ"))
    consent = consent_field()
    request = note_field(
        _("ขอให้หน่วยงานผู้รับทำอะไร"),
        hint=_("หน่วยงานผู้รับจะเห็นข้อความนี้ในระบบ ไม่พิมพ์ลงในหนังสือนำส่ง"),
        texts=(TextUse.AGENCY,),
    )
    first_stop = forms.ModelChoiceField(
        label=_("ผู้ประสบปัญหาอยู่ที่นี่ และต้องพาไปที่ใดก่อน"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("ไม่ต้องพาไป หรือไม่ได้อยู่ที่นี่"),
        widget=forms.RadioSelect,
        help_text=_("เช่น บาดเจ็บให้ไปโรงพยาบาลใกล้ที่สุดก่อน ส่วนเรื่องส่งไปหน่วยงานที่เลือกด้านบนพร้อมกัน"),
    )
    condition = forms.CharField(label=_("อาการ"), required=False, max_length=300)
    vehicle = forms.CharField(label=_("พาหนะและผู้พาไป"), required=False, max_length=200)
    leaves = forms.CharField(label=_("เวลาออกเดินทาง"), required=False, max_length=60)
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nearest = first_stops(self.case, self.situation) if self.case.is_crisis else []
        if not nearest:
            for name in ("first_stop", "condition", "vehicle", "leaves"):
                del self.fields[name]
            return
        field: Any = self.fields["first_stop"]
        field.queryset = Organization.objects.active().filter(pk__in=[one.pk for one in nearest])
        field.choices = [("", field.empty_label), *((one.pk, one.display_name) for one in nearest)]
        self.hints["first_stop"] = marks_of(nearest)

    def perform(self) -> None:
        """Refer."""
        data = self.cleaned_data
        sent = self.changing | {
            "target": data["target"],
            "reason": HandoverReason(data["reason"]),
            "consent": Consent(data["consent"]),
            "request": data["request"],
            "note": data["note"],
        }
        if not data.get("first_stop"):
            referral.refer_case(**sent)
            return
        journey = together.Journey(
            to=data["first_stop"],
            condition=data["condition"],
            vehicle=data["vehicle"],
            leaves=data["leaves"],
        )
        together.refer_with_person(**sent, journey=journey)


class ReferJointForm(_TargetForm):
    """Row 5: ask for a part, keep the case (S2.41)."""

    mode = WaitingKind.JOINT
    consent = consent_field()
    request = note_field(
        _("ขอให้ช่วยส่วนใด"), required=True, hint=_("เช่น รับตัวไปรักษาก่อน จัดที่พักชั่วคราว"), texts=(TextUse.AGENCY,)
    )
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
    note = note_field(_("ทำอะไรไปแล้ว และเกินกำลังอย่างไร"), required=True, texts=(TextUse.AGENCY,))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_consent(self)

    def perform(self) -> None:
        """Hand up."""
        data = self.cleaned_data
        referral.hand_up(**self.changing, consent=Consent(data["consent"]), note=data["note"])


WAYS = [
    (WaitingKind.HANDOVER.value, _("รับเรื่องนี้ไปทั้งหมด")),
    (WaitingKind.JOINT.value, _("ช่วยบางส่วน เช่น โรงพยาบาลรับตัวไปรักษาก่อน เรื่องยังอยู่กับเรา")),
]


class RequestDisclosureForm(_TargetForm):
    """Rows 4 and 5: tell an organization although the person refused; somebody else decides."""

    way = choice_field(_("ขอให้หน่วยงานนี้ทำอะไร"), WAYS, missing=_("เลือกว่าขอให้รับทั้งเรื่องหรือช่วยบางส่วน"))
    consent = choice_field(
        _("ส่งข้อมูลโดยไม่มีความยินยอมได้เพราะอะไร"),
        [pair for pair in GROUNDS if pair[0] != Consent.GIVEN],
        missing=MISSING_GROUND,
    )
    note = note_field(_("เหตุผล"), required=True, texts=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        ways = WAYS
        if kwargs["situation"].standing.stage == Stage.RECEIVED:
            # What nobody has screened is handed over to nobody; a hospital may be asked at once (row 5).
            self.mode, ways = WaitingKind.JOINT, WAYS[1:]
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = ways
        self.initial.setdefault("way", self.mode.value)

    def perform(self) -> None:
        """Ask for the decision."""
        data = self.cleaned_data
        referral.request_disclosure(
            **self.changing,
            target=data["target"],
            ground=Consent(data["consent"]),
            mode=WaitingKind(data["way"]),
            note=data["note"],
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

    reads = Scope.SUMMARY
    note = note_field(_("เหตุที่ดึงกลับ"), texts=(TextUse.RETURN,))

    def perform(self) -> None:
        """Recall."""
        referral.recall_referral(**self.to_referral, note=self.cleaned_data["note"])


class ReturnForm(_ReferralForm):
    """Row 8: send it back with a reason."""

    reason = choice_field(_("เหตุที่ส่งคืน"), ReturnReason.choices, missing=_("เลือกเหตุที่ส่งคืน"))
    note = note_field(
        _("บอกผู้ส่งให้หาหน่วยงานที่ถูกต้องได้เร็ว"),
        required=True,
        hint=_("เช่น อยู่ในเขตเทศบาลใด หรือยังขาดข้อมูลอะไร"),
        texts=(TextUse.RETURN,),
    )

    def perform(self) -> None:
        """Return."""
        data = self.cleaned_data
        referral.return_referral(**self.to_referral, reason=ReturnReason(data["reason"]), note=data["note"])


class CompletePartForm(_ReferralForm):
    """Row 16: the part is done."""

    note = note_field(_("ทำอะไรไปแล้ว ผลเป็นอย่างไร"), required=True, texts=(TextUse.AGENCY,))

    def perform(self) -> None:
        """Report the part as done."""
        referral.complete_part(**self.to_referral, note=self.cleaned_data["note"])


class CancelPartForm(_ReferralForm):
    """Row 16: the part is needed no more."""

    note = note_field(_("บอกหน่วยงานนั้นว่าเพราะอะไร"), required=True, texts=(TextUse.AGENCY,))

    def perform(self) -> None:
        """Cancel the part."""
        referral.cancel_part(**self.to_referral, note=self.cleaned_data["note"])


class AnsweredBy(TextChoices):
    """How an organization without a sign-in gave its answer."""

    PHONE = "phone", _("โทรศัพท์")
    LETTER = "letter", _("หนังสือ")
    PERSON = "person", _("มาด้วยตนเอง")


class RecordOutsideForm(_ReferralForm):
    """An organization without a sign-in answered by letter or telephone: who, when, how (cases.md, second edition, 5)."""

    outcome = choice_field(_("หน่วยงานนั้นตอบว่าอย่างไร"), [], missing=_("เลือกคำตอบ"))
    reason = forms.ChoiceField(
        label=_("เหตุที่ส่งคืน"), choices=[("", _("ไม่ได้ส่งคืน")), *ReturnReason.choices], required=False
    )
    who = forms.CharField(
        label=_("ใครตอบ"),
        max_length=150,
        help_text=_("ชื่อและตำแหน่ง"),
        error_messages={"required": _("กรอกชื่อและตำแหน่งของผู้ตอบ")},
    )
    on = ThaiDateField(label=_("ตอบเมื่อวันที่"))
    by = choice_field(_("ตอบทางใด"), AnsweredBy.choices, missing=_("เลือกว่าตอบทางใด"))
    letter = forms.CharField(
        label=_("เลขที่หนังสือตอบ"), required=False, max_length=80, help_text=_("ถ้าตอบทางหนังสือ เช่น กบ 0033/123")
    )
    note = note_field(_("ตอบว่าอะไรอีก"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", bangkok_today())
        waits = self.row.state == WaitingState.SENT
        yes = (WaitingState.ACCEPTED, _("รับดำเนินการ")) if waits else (WaitingState.DONE, _("ทำเสร็จแล้ว"))
        self.fields["outcome"].choices = [yes, (WaitingState.RETURNED, _("ไม่รับ หรือส่งคืน"))]

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the answer: the reason of a return, the number of a letter."""
        data = super().clean() or {}
        if data.get("outcome") == WaitingState.RETURNED and not data.get("reason"):
            self.add_error("reason", gettext("เลือกเหตุที่ส่งคืน"))
        if data.get("by") == AnsweredBy.LETTER and not data.get("letter"):
            self.add_error("letter", gettext("กรอกเลขที่หนังสือตอบ"))
        if (on := data.get("on")) and not to_bangkok(self.row.sent_at).date() <= on <= bangkok_today():
            self.add_error("on", gettext("วันที่ตอบต้องไม่ก่อนวันที่ส่ง และไม่อยู่ในอนาคต"))
        return data

    def perform(self) -> None:
        """Record the answer."""
        data = self.cleaned_data
        way = " ".join(part for part in (str(AnsweredBy(data["by"]).label), data["letter"]) if part)
        lines = (f"{data['who']} · {way} · {format_date(data['on'])}", data["note"])
        referral.record_outside_answer(
            **self.to_referral,
            outcome=WaitingState(data["outcome"]),
            reason=data["reason"] if data["outcome"] == WaitingState.RETURNED else "",
            note="\n".join(line for line in lines if line),
        )
