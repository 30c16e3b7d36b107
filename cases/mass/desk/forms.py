"""What is filled in once for many cases; every form gives fields that can be kept as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain import working
from cases.domain.queries.people import people_of
from cases.mass.domain.closing import MANY_OUTCOMES
from cases.mass.domain.kind import Fields
from cases.mass.domain.kinds import help_of
from cases.mass.domain.ready import OFFERS
from cases.mass.vocabulary import MassVerb
from cases.vocabulary import (
    TOLD_TEXTS,
    AssistanceCategory,
    AssistanceKind,
    Consent,
    Fund,
    HandoverReason,
    Outcome,
    Severity,
    Told,
)
from portal.accounts.models import User
from portal.actors import Officer
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_today
from portal.vocabulary import ProblemType
from portal.web.dates import ThaiDateField

GENERAL = [(one.value, one.label) for one in ProblemType if not one.is_crisis]
GROUNDS = [(one.value, one.label) for one in Consent if one.allows_disclosure]
MOST_TARGETS = 300


class ManyForm(forms.Form):
    """What is filled in for all cases of an act."""

    def __init__(self, *args: Any, actor: Officer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def kept(self) -> dict[str, Any]:
        """Return what was filled in, as it is kept."""
        return dict(self.cleaned_data)

    @classmethod
    def filled_in(cls, kept: Fields) -> dict[str, Any]:
        """Return what was kept as it stands in the boxes of a form."""
        return dict(kept)

    @classmethod
    def proposed(cls, said: Fields) -> dict[str, Any]:
        """Return what would be sent by pressing the button: what was said before, and what the form proposes for the rest."""
        return {name: said.get(name, field.initial) for name, field in cls.base_fields.items()}


class AcceptManyForm(ManyForm):
    """Nothing is filled in: each case goes on as it was forwarded."""


class ScreenManyForm(ManyForm):
    """One kind of problem and one severity for all."""

    problem = forms.ChoiceField(
        label=_("เรื่องหลัก"), choices=[("", _("ตามที่แจ้งมาในแต่ละเรื่อง")), *GENERAL], required=False
    )
    severity = forms.ChoiceField(label=_("ความเร่งด่วน"), choices=Severity.choices, initial=Severity.NORMAL)


class ReferManyForm(ManyForm):
    """One organization for all; consent and hops are asked of each case."""

    target = forms.ModelChoiceField(label=_("ส่งให้หน่วยงาน"), queryset=Organization.objects.none())
    reason = forms.ChoiceField(label=_("เหตุที่ส่งต่อ"), choices=HandoverReason.choices)
    consent = forms.ChoiceField(label=_("ส่งข้อมูลให้หน่วยงานนี้ได้เพราะอะไร"), choices=GROUNDS)
    request = forms.CharField(
        label=_("ขอให้หน่วยงานผู้รับทำอะไร"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("ข้อความเดียวกันทุกเรื่อง ไม่ต้องเขียนชื่อบุคคล"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is not None:
            near = Organization.objects.active().filter(province_code=self.actor.organization.province_code)
            field: Any = self.fields["target"]
            # The field looks a number up in all of them; only so many are named.
            field.queryset = near.exclude(pk=self.actor.organization.pk).exclude(
                type=OrganizationType.GOVERNOR
            )
            named = field.queryset.order_by("name_th")[:MOST_TARGETS]
            field.choices = [("", _("เลือกหน่วยงาน")), *((one.pk, one.display_name) for one in named)]

    def kept(self) -> dict[str, Any]:
        """Keep the number of the organization."""
        return {**self.cleaned_data, "target": self.cleaned_data["target"].pk}


class DispatchManyForm(ManyForm):
    """What the unit goes for."""

    note = forms.CharField(
        label=_("ไปทำอะไร"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("ข้อความเดียวกันทุกเรื่อง ไม่ต้องเขียนชื่อบุคคล"),
    )


class HelpManyForm(ManyForm):
    """What every household got; the same for each."""

    given_on = ThaiDateField(label=_("วันที่ช่วยเหลือ"))
    category = forms.ChoiceField(
        label=_("ด้าน"), choices=AssistanceCategory.choices, initial=AssistanceCategory.DISASTER
    )
    kind = forms.ChoiceField(label=_("สิ่งที่ช่วยเหลือ"), choices=AssistanceKind.choices)
    quantity = forms.IntegerField(label=_("จำนวนต่อครัวเรือน"), required=False, min_value=1, max_value=10_000)
    unit = forms.CharField(label=_("หน่วยนับ"), required=False, max_length=40, help_text=_("เช่น ชุด ขวด ครั้ง"))
    amount_baht = forms.DecimalField(
        label=_("เป็นเงินต่อครัวเรือน (บาท)"), required=False, min_value=0, max_digits=11, decimal_places=2
    )
    fund = forms.ChoiceField(label=_("แหล่งเงิน"), choices=[("", _("ไม่ระบุ")), *Fund.choices], required=False)
    legal_basis = forms.CharField(
        label=_("ฐานกฎหมาย"), required=False, max_length=300, help_text=_("ระเบียบหรือหนังสือที่ให้จ่ายได้")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("given_on", bangkok_today())

    @classmethod
    def filled_in(cls, kept: Fields) -> dict[str, Any]:
        """The day is kept as text."""
        return {**kept, "given_on": dt.date.fromisoformat(kept["given_on"])}

    def clean_given_on(self) -> Any:
        """The day has come."""
        day = self.cleaned_data["given_on"]
        if day > bangkok_today():
            raise forms.ValidationError(_("วันที่ช่วยเหลือต้องไม่อยู่ในอนาคต"))
        return day

    def clean(self) -> dict[str, Any]:
        """Money has an amount; said here once and not of every case."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == AssistanceKind.CASH and not data.get("amount_baht"):
            self.add_error("amount_baht", _("กรอกจำนวนเงินที่ช่วยเหลือ"))
        return data

    def kept(self) -> dict[str, Any]:
        """Keep dates and numbers as text."""
        data = self.cleaned_data
        kept = {**data, "given_on": data["given_on"].isoformat()}
        kept |= {name: str(data[name]) if data[name] else "" for name in ("quantity", "amount_baht")}
        help_of(kept)
        return kept


def _texts() -> list[tuple[str, str]]:
    return [(one.value, working.told_text(one)) for one in TOLD_TEXTS if one != Told.CORRECTION]


class TellManyForm(ManyForm):
    """One of the texts that say no word of any person."""

    told = forms.ChoiceField(
        label=_("ข้อความ"),
        choices=_texts,
        widget=forms.RadioSelect,
    )


class AssignManyForm(ManyForm):
    """To whom."""

    person = forms.ModelChoiceField(label=_("มอบหมายให้"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor is not None:
            field: Any = self.fields["person"]
            field.queryset = people_of(self.actor)

    def kept(self) -> dict[str, Any]:
        """Keep the number of the person."""
        return {"person": self.cleaned_data["person"].pk}


class CloseManyForm(ManyForm):
    """What they were left with, and what was done; why each ends follows from what is on record in it."""

    outcome = forms.ChoiceField(
        label=_("ผลสุดท้าย"),
        choices=[(one.value, one.label) for one in MANY_OUTCOMES],
        initial=Outcome.HELPED_FULLY,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("สรุปสิ่งที่ทำ"),
        max_length=1000,
        initial=_("ช่วยเหลือตามที่บันทึกไว้ในเรื่องแล้ว"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "ข้อความเดียวกันทุกเรื่อง ไม่ต้องเขียนชื่อบุคคล เรื่องที่ช่วยแล้วปิดด้วยเหตุ “ได้รับความช่วยเหลือแล้ว” เรื่องซ้ำของบ้านที่ช่วยแล้วปิดด้วยเหตุ “เรื่องซ้ำ”"
        ),
    )


class ApproveManyForm(ManyForm):
    """Nothing is filled in: each case ends as it was asked for."""


FORMS: dict[MassVerb, type[ManyForm]] = {
    MassVerb.ACCEPT: AcceptManyForm,
    MassVerb.SCREEN: ScreenManyForm,
    MassVerb.REFER: ReferManyForm,
    MassVerb.DISPATCH: DispatchManyForm,
    MassVerb.RECORD_HELP: HelpManyForm,
    MassVerb.TELL: TellManyForm,
    MassVerb.ASSIGN: AssignManyForm,
    MassVerb.CLOSE: CloseManyForm,
    MassVerb.APPROVE: ApproveManyForm,
}


class ReadyForm(forms.Form):
    """Which act that waits in which event; sent by the buttons of its board."""

    ready = forms.ChoiceField(choices=[(one.value, one.label) for one in OFFERS])
    event = forms.SlugField(max_length=60)
