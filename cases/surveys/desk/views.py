"""Surveys at the desk: make, enter, take a list in, read the result, report it, hand the list to the committee.

What the center does with what was reported: `cases.surveys.desk.reported`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.ordered import stamp_of
from cases.domain.overview import is_center, is_local
from cases.errors import CaseError, GuardFailed
from cases.surveys.desk.showing import result_context, survey_of
from cases.surveys.domain import deciding, importing, keeping, summary
from cases.surveys.domain.answering import YES, answer, in_register
from cases.surveys.forms import EntryForm, ListForm, SurveyForm, TakeForm
from cases.surveys.models import Survey
from portal.accounts.confirming import confirmed_lately
from portal.actors import Officer
from portal.audit import services as audit
from portal.organizations.areas import area, districts, subdistricts
from portal.organizations.importing.reading import ImportFileError
from portal.organizations.models import ServiceArea
from portal.thai.dates import bangkok_today
from portal.thai.houses import house_order, village_order
from portal.web.access import staff_only
from portal.web.downloads import xlsx_response
from portal.web.keyset import keyed, newest
from portal.web.links import absolute
from portal.web.typed import takes_words

HERE = "needs"
PAGE_SIZE = 25


def _places(actor: Officer) -> list[str]:
    """Return the subdistricts that an organization may ask in: those it serves, else those of its district or province."""
    us = actor.organization
    if is_local(actor):
        served = ServiceArea.objects.filter(organization=us).values_list("subdistrict_code", flat=True)
        if found := sorted(set(served)):
            return found
    within = [us.district_code] if us.district_code else [one.code for one in districts(us.province_code)]
    return [one.code for district in within for one in subdistricts(district)]


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the surveys of one's organization; at the center also the results that wait for it, oldest first."""
    if not keeping.may_keep(request.actor):
        raise Http404
    context = {
        "page": keyed(request, keeping.surveys_of(request.actor), newest("first"), PAGE_SIZE),
        "waiting": list(deciding.waiting_for(request.actor).order_by("reported_at", "pk")[:PAGE_SIZE]),
        "reads_reported": is_center(request.actor),
        "today": bangkok_today(),
    }
    return desk_page(request, "desk/surveys/listing.html", context, here=HERE)


@takes_words(SurveyForm)
@staff_only
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a survey."""
    actor = request.actor
    if not keeping.may_keep(actor):
        raise Http404
    form = SurveyForm(request.POST or None, places=_places(actor))
    if request.method == "POST" and form.is_valid():
        try:
            survey = keeping.make(actor=actor, **form.cleaned_data)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            notes.success(request, _("บันทึกแบบสำรวจแล้ว"))
            return redirect("surveys:survey", pk=survey.pk)
    return desk_page(request, "desk/surveys/make.html", {"form": form}, here=HERE)


@staff_only
@require_GET
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one survey with what was said."""
    found = survey_of(request, pk)
    today = bangkok_today()
    takes = found.takes_answers(today)
    context = result_context(found, for_others=False) | {
        "takes_answers": takes,
        "may_enter": takes or found.is_given_back(today),
        "public_url": absolute(reverse("survey", kwargs={"pk": pk})) if found.is_public and takes else "",
        "needing": summary.who_needs(found).count(),
        "may_report": found.reported_at is None and not takes,
    }
    return desk_page(request, "desk/surveys/survey.html", context, here=HERE)


@takes_words(EntryForm)
@staff_only
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter one household, from paper or at the door; afterwards say what the register knows of the same house."""
    found, actor = survey_of(request, pk), request.actor
    form = EntryForm(request.POST or None, survey=found)
    if request.method == "POST" and form.is_valid():
        try:
            household = answer(
                survey=found,
                actor=actor,
                token=form.cleaned_data["token"],
                home=form.home(),
                answers=form.said(),
            )
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            notes.success(request, _("บันทึกคำตอบแล้ว"))
            known = [case.reference for case in in_register(household, actor)[:5]]
            if known:
                notes.warning(request, _("บ้านหรือเบอร์นี้มีเรื่องในทะเบียน: %(cases)s") % {"cases": " ".join(known)})
            return redirect("surveys:enter", pk=pk)
    today = bangkok_today()
    may_enter = found.takes_answers(today) or found.is_given_back(today)
    context = {"form": form, "survey": found, "takes_answers": may_enter}
    return desk_page(request, "desk/surveys/enter.html", context, here=HERE)


@takes_words(ListForm)
@staff_only
@require_http_methods(["GET", "POST"])
def take_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list of answers in, and say of every refused line why."""
    found = survey_of(request, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"list{Path(file.name).suffix.lower()}"
            path.write_bytes(file.read())
            try:
                taken = importing.take(survey=found, actor=request.actor, path=path)
            except (ImportFileError, GuardFailed) as error:
                form.add_error("file", str(error))
    context = {"form": form, "survey": found, "taken": taken}
    return desk_page(request, "desk/surveys/list.html", context, here=HERE)


@staff_only
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """End a survey, or report it to the center."""
    found = survey_of(request, pk)
    verbs = {"end": keeping.end, "report": keeping.report}
    if what not in verbs:
        raise Http404
    try:
        verbs[what](actor=request.actor, survey=found)
    except CaseError as error:
        notes.warning(request, str(error))
    else:
        notes.success(request, _("บันทึกแล้ว"))
    return redirect("surveys:survey", pk=pk)


@takes_words(TakeForm)
@staff_only
@require_http_methods(["GET", "POST"])
@confirmed_lately
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the households that need help, with names, for the committee; why is recorded (privacy 12)."""
    found, actor = survey_of(request, pk), request.actor
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        audit.record(
            actor=actor,
            action="surveys.export",
            subject=str(found.pk),
            purpose=form.cleaned_data["reason"],
            data={},
        )
        header, rows = _committee_table(found)
        return xlsx_response(
            header, rows, name=f"survey-{found.pk}.xlsx", title=found.title, stamp=stamp_of(request)
        )
    return desk_page(request, "desk/surveys/committee.html", {"form": form, "survey": found}, here=HERE)


def _committee_table(survey: Survey) -> tuple[list[str], list[list[object]]]:
    header = [
        _("ที่"),
        _("ชื่อหัวหน้าครัวเรือน"),
        _("บ้านเลขที่"),
        _("หมู่ที่"),
        _("ตำบล"),
        _("โทรศัพท์"),
        _("จำนวนคนในบ้าน"),
        _("ต้องการ"),
    ]
    rows: list[list[object]] = []
    # By the way through the villages: the house number is sealed, so the database cannot put it in order.
    homes = sorted(
        summary.who_needs(survey),
        key=lambda home: (home.subdistrict_code, village_order(home.moo), house_order(home.house)),
    )
    for number, home in enumerate(homes, 1):
        needs = [
            str(one.question.get_theme_display())
            for one in home.answers.all()
            if one.question.theme and one.words == YES
        ]
        place = area(home.subdistrict_code)
        rows.append(
            [
                number,
                home.name,
                home.house,
                home.moo,
                place.name_th if place else "",
                home.phone,
                home.members,
                ", ".join(dict.fromkeys(needs)),
            ]
        )
    return header, rows
