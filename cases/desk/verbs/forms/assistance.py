"""Forms of helping and of ending: record help, adjust, ask, answer, close, reopen."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import VerbForm, choice_field, note_field
from cases.domain import assistance
from cases.machine.vocabulary import Stage
from cases.vocabulary import AssistanceCategory, AssistanceKind, RiskLevel
from portal.thai.dates import bangkok_today
from portal.thai.digits import to_arabic
from portal.web.dates import ThaiDateField


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
    """An amount of money; Thai digits, commas and the word บาท are understood. Gives a Decimal or None."""

    def clean(self, value: Any) -> Decimal | None:
        """Read it.

        Raises:
            ValidationError: it is no amount.
        """
        text = to_arabic(super().clean(value)).replace(",", "").replace("บาท", "").replace(" ", "")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(_("กรอกจำนวนเงินเป็นตัวเลข เช่น 3,500"), code="invalid") from error
        if not amount.is_finite() or -amount.as_tuple().exponent > 2:  # type: ignore[operator]
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

    @property
    def risk(self) -> assistance.Risk | None:
        """The judgement, or None when none was made."""
        level = self.cleaned_data.get("risk_level")
        if not level:
            return None
        return assistance.Risk(level=RiskLevel(level), reasons=self.cleaned_data["risk_reasons"])


class RecordHelpForm(RiskFields):
    """Row 14: what was given, when, and when somebody looks after the person again (S1.10, S2.34)."""

    given_on = ThaiDateField(label=_("วันที่ช่วยเหลือ"))
    category = choice_field(
        _("ด้าน"), AssistanceCategory.choices, missing=_("เลือกด้านของการช่วยเหลือ"), radio=False
    )
    kind = choice_field(_("สิ่งที่ช่วยเหลือ"), AssistanceKind.choices, missing=_("เลือกสิ่งที่ช่วยเหลือ"), radio=False)
    description = forms.CharField(
        label=_("รายละเอียด"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    persons = NumberField(label=_("จำนวนคนที่ได้รับ"), min_value=0, max_value=100_000, initial=1)
    households = NumberField(label=_("จำนวนครัวเรือน"), min_value=0, max_value=100_000, initial=0)
    amount_baht = BahtField(label=_("เป็นเงิน (บาท)"), required=False, max_length=20)
    legal_basis = forms.CharField(
        label=_("ฐานกฎหมาย"), required=False, max_length=300, help_text=_("ระเบียบหรือหนังสือที่ให้จ่ายได้")
    )
    committee_decision = forms.CharField(
        label=_("มติคณะกรรมการ"), required=False, max_length=200, help_text=_("ครั้งที่และวันที่ ถ้าต้องมีมติ")
    )
    follow_up_on = ThaiDateField(
        label=_("ช่วยครบแล้ว นัดติดตามผลวันที่"),
        required=False,
        help_text=_("เว้นว่างไว้ถ้ายังต้องช่วยอีก"),
    )
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = bangkok_today()
        problem = kwargs["case"].problem
        category = (
            AssistanceCategory.CRISIS if kwargs["case"].is_crisis else assistance.CATEGORY_OF.get(problem, "")
        )
        kwargs["initial"] = {
            "given_on": today,
            "category": category,
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if self.case.stage != Stage.WORKING or self.case.holder_id != self.actor.organization.pk:
            del self.fields["follow_up_on"]
        order = [name for name in self.fields if not name.startswith("risk_") and name != "note"]
        self.order_fields([*order, "risk_level", "risk_reasons", "note"])

    def perform(self) -> None:
        """Record the help."""
        data = self.cleaned_data
        given = assistance.Help(
            given_on=data["given_on"],
            category=AssistanceCategory(data["category"]),
            kind=AssistanceKind(data["kind"]),
            description=data["description"],
            persons=data["persons"],
            households=data["households"],
            amount_baht=data["amount_baht"],
            legal_basis=data["legal_basis"],
            committee_decision=data["committee_decision"],
        )
        assistance.record_help(
            **self.changing,
            given=given,
            follow_up_on=data.get("follow_up_on"),
            risk=self.risk,
            note=data["note"],
        )


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


class PlanFollowUpForm(VerbForm):
    """One more date on which somebody looks how the person is (S1.08)."""

    on = ThaiDateField(label=_("นัดติดตามผลวันที่"))
    note = note_field()

    def perform(self) -> None:
        """Plan."""
        assistance.plan_follow_up(**self.common, on=self.cleaned_data["on"], note=self.cleaned_data["note"])


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
