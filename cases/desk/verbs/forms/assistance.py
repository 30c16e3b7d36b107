"""Forms of helping and of ending: record help, adjust, ask, answer, close, reopen."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import OnceForm, VerbForm, checked_file, choice_field, note_field
from cases.domain import assistance, ceilings, plan
from cases.domain.queries.helped_before import helped_before
from cases.domain.queries.known import decision_on, people_in
from cases.machine.vocabulary import Scope, Stage, WaitingKind
from cases.models import AssistanceRecord, Case, HelpService, PlanItem
from cases.vocabulary import AssistanceCategory, AssistanceKind, Fund, PlanState, RiskLevel
from portal.files import ACCEPT, CheckedFile
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_today, format_date
from portal.thai.digits import to_arabic
from portal.web.dates import ThaiDateField

MOST_DIGITS = 11
"""Of an amount before its point, less one: more than any budget of a country."""


class NumberField(forms.IntegerField):
    """A whole number; Thai digits, commas and blanks are understood.

    A text input with a number pad: browsers refuse Thai digits in `type="number"`.
    """

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for their number pad."""
        return {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        """Read it.

        Raises:
            ValidationError: it is no number.
        """
        text = to_arabic(str(value or "")).replace(",", "").replace(" ", "")
        return super().to_python(text)


class BahtField(forms.CharField):
    """An amount of money; Thai digits, commas and the word บาท are understood. Gives a Decimal, None where it may be left out."""

    def clean(self, value: Any) -> Decimal | None:
        """Read it.

        Raises:
            ValidationError: it is no amount, or none is there although it is required.
        """
        text = to_arabic(super().clean(value)).replace(",", "").replace("บาท", "").replace(" ", "")
        if not text:
            # Only the word บาท, or a comma: nothing is there.
            self.validate(text)
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("กรอกจำนวนเงินเป็นตัวเลข เช่น 3,500"), code="invalid") from error
        # A number like 9e999999999 is short to write and long to print.
        if not amount.is_finite() or amount.adjusted() > MOST_DIGITS or -amount.as_tuple().exponent > 2:  # type: ignore[operator]
            raise forms.ValidationError(_("กรอกจำนวนเงินเป็นบาท มีทศนิยมได้ไม่เกินสองตำแหน่ง"), code="invalid")
        return amount


class RiskFields(VerbForm):
    """The judgement of the risk that it happens again; required for crisis cases (S2.43)."""

    risk_level = forms.ChoiceField(
        label=_("ความเสี่ยงที่จะเกิดซ้ำ"), choices=RiskLevel.choices, widget=forms.RadioSelect, required=False
    )
    risk_reasons = forms.CharField(
        label=_("เหตุผลของการประเมิน"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.case.is_crisis:
            del self.fields["risk_level"], self.fields["risk_reasons"]
            return
        # The level is judged anew each time; what was written of it is there to go on with.
        before = self.case.risk_assessments.filter(organization=self.actor.organization.pk).last()
        if before is not None:
            self.initial.setdefault("risk_reasons", before.reasons)
            self.fields["risk_level"].help_text = _("ครั้งก่อน: %(level)s เมื่อ %(day)s") % {
                "level": before.get_level_display(),
                "day": format_date(before.assessed_at),
            }

    @property
    def risk(self) -> assistance.Risk | None:
        """The judgement, or None when none was made."""
        level = self.cleaned_data.get("risk_level")
        if not level:
            return None
        return assistance.Risk(level=RiskLevel(level), reasons=self.cleaned_data["risk_reasons"])


class PlanHelpForm(OnceForm):
    """What will be done, by whom, by when; or what of the plan is given up (S2.34)."""

    drop = forms.ModelChoiceField(
        queryset=PlanItem.objects.none(),
        label=_("เลิกข้อของแผน"),
        required=False,
        empty_label=_("ไม่เลิกข้อใด"),
        help_text=_("เลือกเมื่อจะไม่ทำข้อนั้นแล้ว และเขียนเหตุผลข้างล่าง"),
    )
    service = forms.ModelChoiceField(
        queryset=HelpService.objects.none(), label=_("จะทำอะไร"), required=False, empty_label=_("เลือก")
    )
    by = forms.ModelChoiceField(
        queryset=Organization.objects.none(), label=_("ใครทำ"), required=False, empty_label=None
    )
    due_on = ThaiDateField(label=_("ภายในวันที่"), required=False)
    details = note_field(_("รายละเอียด"), hint=_("หรือเหตุผลที่เลิกข้อของแผน"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = self.case.plan.filter(state=PlanState.PLANNED).select_related("service")
        self.fields["drop"].queryset = planned
        if not planned:
            del self.fields["drop"]
        self.fields["service"].queryset = HelpService.objects.filter(ended_at__isnull=True)
        self.fields["by"].queryset = Organization.objects.filter(pk__in=self._who_works())
        self.initial.setdefault("by", self.actor.organization.pk)

    def _who_works(self) -> set[int]:
        """Return who holds the case, does a part, or is asked to: whoever else should do something is asked by a referral."""
        standing = self.situation.standing
        asked = standing.referrals(WaitingKind.HANDOVER, WaitingKind.JOINT)
        return {
            standing.holder,
            self.actor.organization.pk,
            *(row.organization for row in asked if row.is_alive),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for what one of the two acts needs."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("drop"):
            for name, words in (("service", _("เลือกว่าจะทำอะไร")), ("due_on", _("กรอกวันที่"))):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return data

    def do(self, identity: str) -> None:
        """Plan, or give up."""
        data = self.cleaned_data
        if item := data.get("drop"):
            plan.drop(item=item, actor=self.actor, note=data["details"], identity=identity)
            return
        plan.plan_help(
            **self.common,
            service=data["service"],
            by=data["by"] or self.actor.organization,
            due_on=data["due_on"],
            details=data["details"],
            identity=identity,
        )


class RecordHelpForm(OnceForm, RiskFields):
    """Row 14: what was given, when, and when somebody looks after the person again (S1.10, S2.34).

    Whoever had the case before opens it too (S2.51): they fill in what they gave, and are shown no more than the summary.
    """

    reads = Scope.SUMMARY

    plan_item = forms.ModelChoiceField(
        queryset=PlanItem.objects.none(), label=_("ตามแผนข้อ"), required=False, empty_label=_("ไม่อยู่ในแผน")
    )

    given_on = ThaiDateField(label=_("วันที่ช่วยเหลือ"))
    category = choice_field(
        _("ด้าน"), AssistanceCategory.choices, missing=_("เลือกด้านของการช่วยเหลือ"), radio=False
    )
    kind = choice_field(_("สิ่งที่ช่วยเหลือ"), AssistanceKind.choices, missing=_("เลือกสิ่งที่ช่วยเหลือ"), radio=False)
    description = forms.CharField(
        label=_("รายละเอียด"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    quantity = NumberField(label=_("จำนวน"), required=False, min_value=1, max_value=1_000_000)
    unit = forms.CharField(label=_("หน่วยนับ"), required=False, max_length=40, help_text=_("เช่น ชุด ขวด ครั้ง"))
    persons = NumberField(label=_("จำนวนคนที่ได้รับ"), min_value=0, max_value=100_000, initial=1)
    households = NumberField(label=_("จำนวนครัวเรือน"), min_value=0, max_value=100_000, initial=0)
    amount_baht = BahtField(label=_("เป็นเงิน (บาท)"), required=False, max_length=20)
    fund = choice_field(_("แหล่งเงิน"), Fund.choices, missing=_("เลือกแหล่งเงิน"), radio=False)
    legal_basis = forms.CharField(
        label=_("ฐานกฎหมาย"), required=False, max_length=300, help_text=_("ระเบียบหรือหนังสือที่ให้จ่ายได้")
    )
    committee_decision = forms.CharField(
        label=_("มติคณะกรรมการ"), required=False, max_length=200, help_text=_("ครั้งที่และวันที่ ถ้าต้องมีมติ")
    )
    before_committee = forms.BooleanField(
        label=_("ช่วยก่อนมติคณะกรรมการ เพราะรอไม่ได้"),
        required=False,
        help_text=_("ระบบจะตั้งเรื่องให้รายงานคณะกรรมการภายหลัง"),
    )
    receipt = forms.FileField(
        label=_("หลักฐานการรับ"),
        required=False,
        help_text=_("ภาพหรือ PDF ของใบรับที่ผู้รับลงชื่อ ไม่เกิน 10 เมกะไบต์"),
        widget=forms.FileInput({"accept": ACCEPT}),
    )
    follow_up_on = ThaiDateField(
        label=_("ช่วยครบแล้ว นัดติดตามผลวันที่"),
        required=False,
        help_text=_("เว้นว่างไว้ถ้ายังต้องช่วยอีก"),
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today, case, own = bangkok_today(), kwargs["case"], kwargs["actor"].organization
        scope = kwargs["situation"].standing.scope_of(own.pk)
        self.knows_it = scope is not None and scope >= Scope.PART
        known = {"category": _usual_category(case), **_told_before(case, own)} if self.knows_it else {}
        kwargs["initial"] = {"given_on": today, **known} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["fund"].required = False
        if not self.knows_it:
            self._ask_only_what_was_given()
            return
        self.warnings = tuple(
            _("ครัวเรือนนี้ได้รับความช่วยเหลือเรื่องเดียวกันแล้ว: %(kind)s เมื่อ %(day)s โดย %(by)s ตรวจก่อนจ่ายซ้ำ")
            % {"kind": one.kind.label, "day": format_date(one.on), "by": one.by}
            for one in helped_before(self.case, today, self.actor)
        )
        planned = self.case.plan.filter(state=PlanState.PLANNED).select_related("service")
        self.fields["plan_item"].queryset = planned
        if not planned:
            del self.fields["plan_item"]
        if not OrganizationType(self.actor.organization.type).is_local_administration:
            del self.fields["before_committee"]
        if self.case.stage != Stage.WORKING or self.case.holder_id != self.actor.organization.pk:
            del self.fields["follow_up_on"]
        order = [name for name in self.fields if not name.startswith("risk_") and name != "note"]
        self.order_fields([*order, "risk_level", "risk_reasons", "note"])

    def _ask_only_what_was_given(self) -> None:
        """Leave out what says more of the case than a summary: its plan, its risk, what others gave, its committee."""
        for name in ("plan_item", "before_committee", "follow_up_on", "risk_level", "risk_reasons"):
            self.fields.pop(name, None)

    def clean_receipt(self) -> CheckedFile | None:
        """Judge the content; what is kept is a clean copy (privacy 13)."""
        return checked_file(self.cleaned_data["receipt"])

    def do(self, identity: str) -> None:
        """Record the help."""
        data = self.cleaned_data
        given = assistance.Help(
            given_on=data["given_on"],
            category=AssistanceCategory(data["category"]),
            kind=AssistanceKind(data["kind"]),
            description=data["description"],
            quantity=data["quantity"],
            unit=data["unit"],
            persons=data["persons"],
            households=data["households"],
            amount_baht=data["amount_baht"],
            fund=data["fund"],
            before_committee=data.get("before_committee", False),
            legal_basis=data["legal_basis"],
            committee_decision=data["committee_decision"],
        )
        record = assistance.record_help(
            **self.changing,
            given=given,
            follow_up_on=data.get("follow_up_on"),
            risk=self.risk,
            note=data["note"],
            receipt=data["receipt"],
            plan_item=data.get("plan_item"),
            identity=identity,
        )
        if self.knows_it:
            # What a household got altogether is more than a summary says.
            self.told = tuple(ceilings.warnings_on(record))


def _usual_category(case: Case) -> str:
    """Return the heading under which help for such a matter is usually recorded."""
    usual = AssistanceCategory.CRISIS if case.is_crisis else assistance.CATEGORY_OF.get(case.problem, "")
    return str(usual)


def _told_before(case: Case, organization: Any) -> dict[str, Any]:
    """Return what somebody told already: how many live in the house, what the committee decided, its money until it is given."""
    known: dict[str, Any] = {"persons": people_in(case.pk)}
    decided = decision_on(case, organization)
    if decided is None:
        return known
    is_given = any(record.committee_decision == decided.words for record in case.assistance.all())
    amount = {} if is_given else {"amount_baht": decided.amount}
    return known | amount | {"committee_decision": decided.words, "legal_basis": decided.basis}


class CorrectHelpForm(VerbForm):
    """Help that was recorded by mistake (correct_help)."""

    record = forms.ModelChoiceField(
        label=_("รายการที่บันทึกผิด"),
        queryset=AssistanceRecord.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = note_field(_("ผิดอย่างไร"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["record"]
        field.queryset = self.case.assistance.filter(organization=self.actor.organization.pk)
        field.label_from_instance = _named

    def perform(self) -> None:
        """Strike it out."""
        data = self.cleaned_data
        assistance.correct_help(**self.changing, record=data["record"], note=data["note"])


def _named(record: AssistanceRecord) -> str:
    words = (record.get_kind_display(), record.quantity_words, format_date(record.given_on))
    return " · ".join(word for word in words if word)


class AdjustPlanForm(RiskFields):
    """Row 15: the follow-up found that more is needed (S2.44)."""

    finding = note_field(_("ติดตามแล้วพบอะไร และจะทำอะไรต่อ"), required=True)

    def perform(self) -> None:
        """Adjust the plan."""
        assistance.adjust_plan(**self.changing, finding=self.cleaned_data["finding"], risk=self.risk)


class StartFollowingUpForm(RiskFields):
    """Row 14: the help is complete for now."""

    on = ThaiDateField(label=_("นัดติดตามผลวันที่"))
    note = note_field()

    def perform(self) -> None:
        """Start following up."""
        assistance.start_following_up(
            **self.changing, on=self.cleaned_data["on"], risk=self.risk, note=self.cleaned_data["note"]
        )


class PlanFollowUpForm(OnceForm):
    """One more date on which somebody looks how the person is (S1.08)."""

    on = ThaiDateField(label=_("นัดติดตามผลวันที่"))
    note = note_field()

    def do(self, identity: str) -> None:
        """Plan."""
        data = self.cleaned_data
        assistance.plan_follow_up(**self.common, on=data["on"], note=data["note"], identity=identity)


class RecordFollowUpForm(RiskFields):
    """What was found on the day (S2.43)."""

    finding = note_field(_("ติดตามแล้วพบอะไร"), required=True)
    next_on = ThaiDateField(label=_("นัดครั้งต่อไป"), required=False)

    def perform(self) -> None:
        """Record the finding."""
        data = self.cleaned_data
        assistance.record_follow_up(
            follow_up=self.row,
            actor=self.actor,
            finding=data["finding"],
            next_on=data["next_on"],
            risk=self.risk,
        )


class CancelFollowUpForm(VerbForm):
    """The date is given up, with a reason."""

    note = note_field(_("เหตุผลที่ยกเลิก"), required=True)

    def perform(self) -> None:
        """Cancel."""
        assistance.cancel_follow_up(follow_up=self.row, actor=self.actor, note=self.cleaned_data["note"])
