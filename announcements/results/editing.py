"""The editors' screens of yearly results (S1.30)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import any_permission_required, permission_required

from announcements.results import publishing, runs
from announcements.results.display import year_view
from announcements.results.models import AnnualResults, ResultsRun
from announcements.results.tasks import compute_results
from portal.letters.telling import validate_printable
from portal.thai.dates import fiscal_year
from portal.thai.digits import to_arabic
from portal.web.access import cms_page
from portal.web.typed import takes_words

COMPUTE = "announcements.change_annualresults"
PUBLISH = "announcements.publish_annualresults"


class YearForm(forms.Form):
    """Which fiscal year to compute. Thai digits are accepted."""

    be_year = forms.CharField(label=_("ปีงบประมาณ พ.ศ."), max_length=4)
    why = forms.CharField(
        label=_("เหตุที่ทำฉบับใหม่"),
        required=False,
        max_length=500,
        validators=[validate_printable],
        help_text=_("กรอกเมื่อปีนั้นเผยแพร่แล้วและต้องแก้ตัวเลข ประชาชนเห็นข้อความนี้"),
    )

    def clean_be_year(self) -> int:
        """Return the year.

        Raises:
            ValidationError: it is no year of four digits.
        """
        written = to_arabic(self.cleaned_data["be_year"].strip())
        if not written.isdecimal() or len(written) != 4:
            raise forms.ValidationError(_("กรอกปี พ.ศ. 4 หลัก เช่น 2569"))
        return int(written)


class PublishForm(forms.Form):
    """What the center adds to the standing explanation when it publishes."""

    method = forms.CharField(
        label=_("หมายเหตุของศูนย์"),
        required=False,
        max_length=2000,
        validators=[validate_printable],
        error_messages={"max_length": _("หมายเหตุยาวเกินไป")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    method_en = forms.CharField(
        label=_("หมายเหตุของศูนย์ (อังกฤษ)"),
        required=False,
        max_length=2000,
        validators=[validate_printable],
        error_messages={"max_length": _("หมายเหตุยาวเกินไป")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """An error found after publishing."""

    correction = forms.CharField(
        label=_("คำแก้ไข"),
        required=False,
        max_length=2000,
        validators=[validate_printable],
        error_messages={"max_length": _("คำแก้ไขยาวเกินไป")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@cms_page
@any_permission_required(COMPUTE, PUBLISH)
def year_list(request: HttpRequest) -> HttpResponse:
    """List the years with their state, and offer to compute one."""
    duty = publishing.next_duty()
    form = YearForm(initial={"be_year": duty.be_year})
    context = {
        "years": AnnualResults.objects.select_related("computed_by", "published_by"),
        "form": form,
        "duty": duty,
        "running": ResultsRun.objects.filter(ended_at=None).select_related("asked_by"),
        "this_year": fiscal_year(timezone.localdate()),
    }
    return TemplateResponse(request, "announcements/cms/results_list.html", context)


@takes_words(YearForm)
@cms_page
@permission_required(COMPUTE)
@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Order that a draft is computed, and lead to where it is seen how far it is."""
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, _why(form))
        return redirect("announcements_cms:results")
    try:
        made = runs.order(
            be_year=form.cleaned_data["be_year"],
            user=request.user,
            compute=compute_results,
            why=form.cleaned_data["why"],
        )
    except publishing.ResultsError as error:
        messages.error(request, error.reason)
        return redirect("announcements_cms:results")
    return redirect("announcements_cms:results_run", pk=made.pk)


@cms_page
@any_permission_required(COMPUTE, PUBLISH)
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a year is; lead to its draft as soon as it stands."""
    found = get_object_or_404(ResultsRun.objects.select_related("asked_by"), pk=pk)
    if found.has_draft:
        messages.success(
            request, gettext("คำนวณร่างของปี %(year)s แล้ว ตรวจก่อนเผยแพร่") % {"year": found.be_year}
        )
        return redirect("announcements_cms:results_draft", be_year=found.be_year)
    return TemplateResponse(request, "announcements/cms/results_run.html", {"run": found})


@cms_page
@any_permission_required(COMPUTE, PUBLISH)
def draft(request: HttpRequest, be_year: int) -> HttpResponse:
    """Show what the public would see, with the form to publish it or, once published, to correct it."""
    return _draft_page(request, be_year)


def _draft_page(
    request: HttpRequest,
    be_year: int,
    *,
    publish_form: PublishForm | None = None,
    correction_form: CorrectionForm | None = None,
) -> HttpResponse:
    """Draw it, with a form that was refused if there is one: what was typed stays in its box."""
    # The draft of a new edition stands before the edition that holds.
    results = AnnualResults.objects.filter(be_year=be_year).order_by("-edition").first()
    if results is None:
        raise Http404
    before = AnnualResults.objects.published().filter(be_year=be_year - 1).first()
    context = {
        "results": results,
        "view": year_view(results, before),
        "shown": publishing.shown_of(results),
        "publish_form": publish_form or PublishForm(),
        "correction_form": correction_form or CorrectionForm(initial={"correction": results.correction}),
        "may_publish": request.user.has_perm(PUBLISH),
    }
    return TemplateResponse(request, "announcements/cms/results_draft.html", context)


def _why(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form, with the name of its field."""
    name, (reason, *_more) = next(iter(form.errors.items()))
    return f"{form[name].label}: {reason}"


@takes_words(PublishForm)
@cms_page
@permission_required(PUBLISH)
@require_POST
def publish(request: HttpRequest, be_year: int) -> HttpResponse:
    """Publish a draft for good."""
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _why(form))
        return _draft_page(request, be_year, publish_form=form)
    try:
        publishing.publish(be_year=be_year, user=request.user, **form.cleaned_data)
    except publishing.ResultsError as error:
        messages.error(request, error.reason)
        if AnnualResults.objects.filter(be_year=be_year, published_at=None).exists():
            return _draft_page(request, be_year, publish_form=form)
        return redirect("announcements_cms:results")
    messages.success(request, gettext("เผยแพร่ผลของปี %(year)s แล้ว") % {"year": be_year})
    return redirect("announcements_cms:results_draft", be_year=be_year)


@takes_words(CorrectionForm)
@cms_page
@permission_required(PUBLISH)
@require_POST
def correct(request: HttpRequest, be_year: int) -> HttpResponse:
    """Put a correction beside published figures."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _why(form))
        return _draft_page(request, be_year, correction_form=form)
    try:
        publishing.correct(be_year=be_year, user=request.user, text=form.cleaned_data["correction"])
    except publishing.ResultsError as error:
        raise Http404 from error
    messages.success(request, gettext("บันทึกคำแก้ไขแล้ว"))
    return redirect("announcements_cms:results_draft", be_year=be_year)
