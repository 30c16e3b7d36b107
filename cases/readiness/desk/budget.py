"""What an organization has for helping and has spent, what its local administration gave, and the ceilings in force (S2.63)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.desk.frame import desk_page
from cases.desk.verbs.forms.assistance import BahtField
from cases.domain import ceilings
from cases.domain.limits import may_set_limits
from cases.errors import CaseError
from cases.readiness.desk.access import HERE, tabs_of
from cases.readiness.models import Contribution
from cases.vocabulary import AssistanceKind, CeilingPer
from portal.thai.dates import bangkok_today, fiscal_year
from portal.web.access import staff_only
from portal.web.dates import DateBox, ThaiDateField
from portal.web.typed import takes_words


class BudgetForm(forms.Form):
    """The budget of a fiscal year."""

    year = forms.TypedChoiceField(label=gettext_lazy("ปีงบประมาณ"), coerce=int)
    amount = BahtField(label=gettext_lazy("จำนวนเงิน (บาท)"), max_length=20)
    document = forms.CharField(label=gettext_lazy("เอกสารที่ตั้งงบประมาณ"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = fiscal_year(bangkok_today())
        self.fields["year"].choices = [(year, str(year)) for year in (this, this + 1, this - 1)]  # type: ignore[attr-defined]


class CeilingForm(forms.Form):
    """A ceiling from a day on, with the rule that says so."""

    kind = forms.ChoiceField(label=gettext_lazy("สิ่งที่ช่วยเหลือ"), choices=AssistanceKind)
    per = forms.ChoiceField(label=gettext_lazy("ต่อ"), choices=CeilingPer)
    amount = BahtField(label=gettext_lazy("ไม่เกิน (บาท)"), max_length=20)
    valid_from = ThaiDateField(label=gettext_lazy("ตั้งแต่วันที่"), widget=DateBox)
    legal_basis = forms.CharField(
        label=gettext_lazy("ฐานกฎหมาย"), max_length=300, help_text=gettext_lazy("ระเบียบหรือหนังสือที่กำหนดอัตรา")
    )


FORMS: dict[str, type[forms.Form]] = {"budget": BudgetForm, "ceiling": CeilingForm}


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the budget of one's organization, what it gave to its center, and the ceilings."""
    return _page(request)


def _may(request: HttpRequest, what: str) -> bool:
    if what == "budget":
        return ceilings.may_set_budget(request.actor)
    return what == "ceiling" and may_set_limits(request.actor)


def _page(request: HttpRequest, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    actor, today = request.actor, bangkok_today()
    shown = {name: kind(prefix=name) for name, kind in FORMS.items() if _may(request, name)} | (bound or {})
    context = {
        "tabs": tabs_of(actor),
        "unit": actor.organization,
        "budget": ceilings.budget_of(actor.organization, today),
        "ceilings": ceilings.in_force(today),
        "to_come": ceilings.to_come(today),
        "given": Contribution.objects.valid().filter(giver=actor.organization).select_related("center"),
        "forms": shown,
        "form": next(iter(bound.values())) if bound else None,
    }
    return desk_page(request, "readiness/budget.html", context, here=HERE)


def _form_of(what: str, **_address: object) -> type[forms.Form] | None:
    return FORMS.get(what)


@takes_words(_form_of)
@staff_only
@require_POST
def change(request: HttpRequest, what: str) -> HttpResponse:
    """Set the budget of one's organization, or a ceiling for all."""
    if what not in FORMS or not _may(request, what):
        raise Http404
    form = FORMS[what](request.POST, prefix=what)
    if form.is_valid():
        try:
            _save(request, what, form.cleaned_data)
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, error.message)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("readiness:budget")
    return _page(request, {what: form})


def _save(request: HttpRequest, what: str, data: dict[str, Any]) -> None:
    if what == "budget":
        ceilings.set_budget(actor=request.actor, **data)
    else:
        values = data | {"kind": AssistanceKind(data["kind"]), "per": CeilingPer(data["per"])}
        ceilings.set_ceiling(actor=request.actor, **values)
