"""The step guide, what the officers of a unit have read, and their training (S2.04, S2.52)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.duties.rows import way_to_report
from cases.desk.frame import desk_page
from cases.readiness.desk.access import HERE, tabs_of
from cases.readiness.desk.forms import UploadField
from cases.readiness.domain import training
from cases.readiness.domain.checks import NotOurUnitError
from cases.readiness.domain.reach import may_record, readable
from cases.readiness.models import TrainingRecord
from cases.readiness.steps import GUIDES, REPORTS, Guide
from portal.accounts.models import User
from portal.organizations.models import Organization
from portal.web.access import staff_only
from portal.web.dates import DateBox, ThaiDateField
from portal.web.downloads import file_response
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PER_PAGE = 30


class TrainingForm(forms.Form):
    """Who was trained in what."""

    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("บัญชีผู้ใช้"),
        required=False,
        empty_label=gettext_lazy("ไม่มีบัญชี"),
    )
    name = forms.CharField(
        label=gettext_lazy("ชื่อ"), required=False, max_length=120, help_text=gettext_lazy("กรอกเมื่อไม่มีบัญชีผู้ใช้")
    )
    course = forms.CharField(label=gettext_lazy("หลักสูตร"), max_length=200)
    on = ThaiDateField(label=gettext_lazy("วันที่อบรม"), widget=DateBox)
    hours = forms.DecimalField(
        label=gettext_lazy("จำนวนชั่วโมง"),
        required=False,
        min_value=0.5,
        max_value=999,
        decimal_places=1,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )
    file = UploadField(
        label=gettext_lazy("หลักฐาน"), required=False, help_text=gettext_lazy("วุฒิบัตรหรือรายชื่อผู้เข้าอบรม")
    )

    def __init__(self, *args: Any, unit: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = User.objects.filter(appointments__organization=unit, is_active=True)
        self.fields["person"].queryset = there.distinct().order_by("display_name")  # type: ignore[attr-defined]


def _unit_or_404(request: HttpRequest, pk: int) -> Organization:
    found = readable(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _guide_or_404(number: int) -> Guide:
    for one in GUIDES:
        if one.number == number:
            return one
    raise Http404


@staff_only
@require_GET
def guide(request: HttpRequest, number: int) -> HttpResponse:
    """Show what to do for one duty, step by step."""
    found = _guide_or_404(number)
    read = training.read_by(request.actor.person)
    context = {
        "tabs": tabs_of(request.actor),
        "guide": found,
        "place": way_to_report(request.actor)[0] if found.place == REPORTS else reverse(found.place),
        "has_read": number in read,
        "next": next((one for one in GUIDES if one.number == number + 1), None),
    }
    return desk_page(request, "readiness/guide.html", context, here=HERE)


@staff_only
@require_POST
def understand(request: HttpRequest, number: int) -> HttpResponse:
    """Say of oneself: read and understood; then the next step."""
    _guide_or_404(number)
    training.understand(actor=request.actor, step=number)
    messages.success(request, _("บันทึกว่าคุณอ่านและเข้าใจแล้ว"))
    if number < GUIDES[-1].number:
        return redirect("readiness:guide", number=number + 1)
    return redirect("readiness:training", organization=request.actor.organization.pk)


@takes_words(TrainingForm)
@staff_only
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, organization: int) -> HttpResponse:
    """Show the guide, the materials, and who of a unit has read and learned what; by POST a training is recorded."""
    unit = _unit_or_404(request, organization)
    may = may_record(request.actor)
    if request.method == "POST" and not may:
        raise Http404
    form = TrainingForm(request.POST or None, request.FILES or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            training.record_training(unit=unit, actor=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("readiness:training", organization=unit.pk)
    records = TrainingRecord.objects.filter(organization=unit).select_related("person")
    mine = training.read_by(request.actor.person)
    context = {
        "unit": unit,
        "tabs": tabs_of(request.actor, unit),
        "guides": [(one, one.number in mine) for one in GUIDES],
        "people": training.learned_at(unit),
        "steps": len(GUIDES),
        "circulars": training.circulars_of(unit),
        "materials": training.materials(),
        "page": keyed(request, records, newest("on"), PER_PAGE),
        "form": form,
        "may_record": may,
    }
    return desk_page(request, "readiness/training.html", context, here=HERE)


def _record_or_404(request: HttpRequest, organization: int, pk: int) -> TrainingRecord:
    unit = _unit_or_404(request, organization)
    found = TrainingRecord.objects.filter(organization=unit, pk=pk).first()
    if found is None:
        raise Http404
    return found


@takes_words(forms.Form)
@staff_only
@require_POST
def strike_out(request: HttpRequest, organization: int, pk: int) -> HttpResponse:
    """Strike out a record that was a mistake."""
    row = _record_or_404(request, organization, pk)
    try:
        training.strike_out(row=row, actor=request.actor)
    except NotOurUnitError as error:
        raise Http404 from error
    messages.success(request, _("ขีดฆ่ารายการแล้ว"))
    return redirect("readiness:training", organization=organization)


@staff_only
@require_GET
def file(request: HttpRequest, organization: int, pk: int) -> HttpResponse:
    """Hand out the proof of a training."""
    row = _record_or_404(request, organization, pk)
    if not row.file:
        raise Http404
    try:
        with row.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return file_response(content, name=row.file_name, content_type=row.file_type)
