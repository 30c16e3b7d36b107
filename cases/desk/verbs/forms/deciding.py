"""Forms of asking for decisions and of making them: closing, more time, opening again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.assistance import RiskFields
from cases.desk.verbs.forms.base import VerbForm, choice_field, note_field
from cases.domain import closure
from cases.domain.view import Part, case_view
from cases.machine.vocabulary import MAY_GET_MORE_TIME, Scope
from cases.vocabulary import CLOSURE_REASONS, ClosureReason, Outcome, TextUse
from portal.calendar.working_days import end_of_day
from portal.web.dates import ThaiDateField


class RequestClosureForm(RiskFields):
    """Row 17: ask another person to end the case."""

    reason = choice_field(
        _("เหตุที่ปิดเรื่อง"),
        [(reason.value, reason.label) for reason in CLOSURE_REASONS if reason != ClosureReason.DUPLICATE],
        missing=_("เลือกเหตุผลที่ปิดเรื่องจากรายการ"),
    )
    outcome = choice_field(_("ผลสุดท้าย"), Outcome.choices, missing=_("เลือกผลสุดท้าย"), radio=False)
    note = note_field(_("สรุปสิ่งที่ทำ"), required=True, texts=(TextUse.CLOSE,))

    def clean(self) -> dict[str, Any]:
        """Ask for the judgement of the risk where nobody has made one (S2.43)."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        unjudged = "risk_level" in self.fields and not self.situation.standing.risk_assessed
        if unjudged and not data.get("risk_level"):
            self.add_error("risk_level", _("ต้องประเมินความเสี่ยงที่จะเกิดซ้ำก่อนขอปิดเรื่อง"))
        return data

    def perform(self) -> None:
        """Ask for the closure."""
        data = self.cleaned_data
        closure.request_closure(
            **self.changing,
            reason=ClosureReason(data["reason"]),
            outcome=Outcome(data["outcome"]),
            risk=self.risk,
            note=data["note"],
        )


class ApproveForm(VerbForm):
    """Row 18: grant what was asked for. Asks again when something came since the page was opened (cases.md, 4)."""

    last_seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_seen": kwargs["case"].version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Compare what the page showed with what there is to read now."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        view = case_view(self.case, self.actor)
        last_seen = data.get("last_seen") or 0
        if isinstance(view, Part) and any(entry.sequence > last_seen for entry in view.entries):
            # The next press counts for the page that shows it.
            self.data = self.data.copy()
            self.data["last_seen"] = str(self.case.version)
            raise forms.ValidationError(_("มีสิ่งใหม่เข้ามาหลังจากเปิดหน้านี้ อ่านก่อน แล้วกดอีกครั้ง"), code="newer")
        return data

    def perform(self) -> None:
        """Approve."""
        closure.approve(approval=self.row, actor=self.actor, note=self.cleaned_data["note"], **self.seen)


class RefuseForm(VerbForm):
    """Row 18: say no."""

    note = note_field(_("ยังต้องทำอะไรอีก"), required=True)

    def perform(self) -> None:
        """Refuse."""
        closure.refuse(approval=self.row, actor=self.actor, note=self.cleaned_data["note"])


class WithdrawRequestForm(VerbForm):
    """Row 18: the decision is needed no more."""

    reads = Scope.SUMMARY
    note = note_field()

    def perform(self) -> None:
        """Withdraw the request."""
        closure.withdraw_request(approval=self.row, actor=self.actor, note=self.cleaned_data["note"])


class MoreTimeForm(VerbForm):
    """Ask for a later due time, before it is late."""

    duty = forms.ModelChoiceField(queryset=None, label=_("งานใด"), empty_label=None, widget=forms.RadioSelect)
    until = ThaiDateField(label=_("ขอถึงวันที่"))
    note = note_field(_("เหตุผล"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.case.duties.running().filter(
            organization=self.actor.organization, kind__in=MAY_GET_MORE_TIME
        )
        self.fields["duty"].queryset = own
        self.initial.setdefault("duty", own.values_list("pk", flat=True).first())

    def perform(self) -> None:
        """Ask for more time."""
        data = self.cleaned_data
        closure.request_more_time(
            duty=data["duty"],
            actor=self.actor,
            until=end_of_day(data["until"]),
            note=data["note"],
            **self.seen,
        )


class ReopenForm(VerbForm):
    """Row 19: take it up again."""

    reads = Scope.SUMMARY
    note = note_field(_("ทำไมต้องดำเนินการต่อ"), required=True)

    def perform(self) -> None:
        """Reopen."""
        closure.reopen_case(**self.changing, note=self.cleaned_data["note"])
