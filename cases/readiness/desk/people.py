"""Who is in charge at a unit: by problem, by function, with what is missing in words (S2.02, S2.60)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.errors import CaseError
from cases.readiness.desk.access import HERE, tabs_of, with_people_or_404
from cases.readiness.domain import responsible
from cases.readiness.domain.reach import may_record
from cases.readiness.domain.responsible import InCharge, PeopleStanding
from cases.readiness.models import ResponsiblePerson
from cases.readiness.models.responsible import PROBLEM_CHOICES
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.thai.phone import phones_in
from portal.vocabulary import ProblemType
from portal.web.access import staff_only
from portal.web.typed import takes_words


class ResponsibleForm(forms.Form):
    """Somebody in charge of a problem."""

    problem = forms.ChoiceField(
        label=gettext_lazy("ปัญหา"), required=False, choices=[("", gettext_lazy("ทั้งสี่ปัญหา")), *PROBLEM_CHOICES]
    )
    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("บัญชีผู้ใช้"),
        required=False,
        empty_label=gettext_lazy("ไม่มีบัญชี"),
    )
    name = forms.CharField(
        label=gettext_lazy("ชื่อ"), required=False, max_length=120, help_text=gettext_lazy("กรอกเมื่อไม่มีบัญชีผู้ใช้")
    )
    position = forms.CharField(label=gettext_lazy("ตำแหน่ง"), required=False, max_length=120)
    phone = forms.CharField(label=gettext_lazy("โทรศัพท์"), required=False, max_length=60)
    is_deputy = forms.BooleanField(label=gettext_lazy("เป็นผู้ทำการแทน"), required=False)

    def __init__(self, *args: Any, unit: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = User.objects.filter(appointments__organization=unit, is_active=True)
        self.fields["person"].queryset = there.distinct().order_by("display_name")  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in charge: what they are, how they are called, why they stand here."""

    name: str
    position: str
    phones: tuple[Any, ...]
    why: str
    row: int | None


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One problem or function with whoever is in charge, and what is missing."""

    title: str
    people: tuple[PersonRow, ...]
    deputies: tuple[PersonRow, ...]
    missing: tuple[str, ...]


def _person(one: InCharge) -> PersonRow:
    why = _("ตามคำสั่งแต่งตั้ง") if one.by_order else _("หน่วยระบุ")
    return PersonRow(one.name, one.position, tuple(phones_in(one.phone)), why, one.row)


def problem_rows(standing: PeopleStanding) -> Iterator[PeopleRow]:
    """Yield the four problems."""
    for one in standing.problems:
        missing = []
        if not one.people:
            missing.append(_("ยังไม่มีผู้รับผิดชอบ"))
        if not one.deputies:
            missing.append(_("ยังไม่มีผู้ทำการแทน"))
        if one.lacks_phone:
            missing.append(_("ยังไม่มีเบอร์โทรศัพท์"))
        people, deputies = map(_person, one.people), map(_person, one.deputies)
        yield PeopleRow(str(one.problem.label), tuple(people), tuple(deputies), tuple(missing))


def function_rows(standing: PeopleStanding) -> Iterator[PeopleRow]:
    """Yield the functions of an order."""
    for function, people in standing.functions:
        missing = () if people else (_("ยังไม่มีคำสั่งแต่งตั้ง"),)
        yield PeopleRow(str(function.label), tuple(map(_person, people)), (), missing)


def gap_words(standing: PeopleStanding) -> list[str]:
    """Return for which problems nobody is in charge, stands in or can be called, a line for each (S2.02)."""
    found = (
        (_("ยังไม่มีผู้รับผิดชอบ: %(problems)s"), standing.uncovered),
        (_every(standing.without_deputy, _("ยังไม่มีผู้ทำการแทน")), standing.without_deputy),
        (_every(standing.without_phone, _("ยังไม่มีเบอร์โทรศัพท์")), standing.without_phone),
    )
    return [
        words % {"problems": ", ".join(str(one.label) for one in those)} for words, those in found if those
    ]


def _every(problems: tuple[ProblemType, ...], words: str) -> str:
    """Return what is missing by itself where it is missing for every problem, else with the names behind it."""
    return words if len(problems) == len(responsible.PROBLEMS) else words + ": %(problems)s"


@takes_words(ResponsibleForm)
@staff_only
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, organization: int) -> HttpResponse:
    """Show who is in charge at a unit; by POST somebody is named."""
    unit = with_people_or_404(request, organization)
    if request.method == "POST" and not may_record(request.actor):
        raise Http404
    form = ResponsibleForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            responsible.name_responsible(unit=unit, actor=request.actor, **form.cleaned_data)
        except CaseError as error:
            form.add_error(getattr(error, "field", None), error.message)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("readiness:people", organization=unit.pk)
    standing = responsible.people_of([unit])[unit.pk]
    context = {
        "unit": unit,
        "tabs": tabs_of(request.actor, unit),
        "problems": list(problem_rows(standing)),
        "functions": list(function_rows(standing)),
        "form": form,
        "may_record": may_record(request.actor),
    }
    return desk_page(request, "readiness/people.html", context, here=HERE)


@takes_words(forms.Form)
@staff_only
@require_POST
def end(request: HttpRequest, organization: int, pk: int) -> HttpResponse:
    """Take somebody off."""
    unit = with_people_or_404(request, organization)
    row = ResponsiblePerson.objects.filter(unit=unit, pk=pk).select_related("unit").first()
    if row is None:
        raise Http404
    try:
        responsible.take_off(row=row, actor=request.actor)
    except responsible.NotOurUnitError as error:
        raise Http404 from error
    messages.success(request, _("บันทึกแล้ว"))
    return redirect("readiness:people", organization=unit.pk)
