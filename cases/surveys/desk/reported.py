"""What was reported to the center: it reads the figures, takes them along, accepts them or gives them back (S1.09)."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.ordered import stamp_of
from cases.domain.overview import is_center
from cases.errors import CaseError
from cases.surveys.desk.showing import result_context, result_table
from cases.surveys.domain import deciding, keeping
from cases.surveys.forms import ReturnForm, SeenForm
from cases.surveys.models import ReportState, Survey
from portal.web.access import staff_only
from portal.web.downloads import xlsx_response
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

HERE = "needs"
PAGE_SIZE = 25
NEWEST = (Key("reported_at", descending=True, nulls="first"), Key("pk", descending=True))
"""What came back stands first: it has no time of its report until it is reported again."""


def _to_decide(request: HttpRequest, pk: int) -> Survey:
    """Return a result on which the reader's center decides or decided.

    Raises:
        Http404: there is none of that number, it was never reported to this center, or it is the center's own.
    """
    found = deciding.sent_to(request.actor).filter(pk=pk).first()
    if found is None or not deciding.may_decide(request.actor, found):
        raise Http404
    return found


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List everything that was reported to the center, the newest first."""
    if not keeping.may_keep(request.actor) or not is_center(request.actor):
        raise Http404
    page = keyed(request, deciding.sent_to(request.actor), NEWEST, PAGE_SIZE)
    return desk_page(request, "desk/surveys/all_reported.html", {"page": page}, here=HERE)


@staff_only
@require_GET
def reported(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the center the figures that a local administration reported (S1.09): no names, small numbers hidden."""
    found = keeping.reported_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    waits = found.report_state is ReportState.REPORTED and deciding.may_decide(request.actor, found)
    context = result_context(found, for_others=True) | {"seen": SeenForm.fresh(found) if waits else None}
    return desk_page(request, "desk/surveys/reported.html", context, here=HERE)


@takes_words(SeenForm)
@staff_only
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept what was reported; a second press changes nothing."""
    found, form = _to_decide(request, pk), SeenForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    try:
        deciding.accept(actor=request.actor, survey=found, seen=seen)
    except CaseError as error:
        notes.warning(request, str(error))
    else:
        notes.success(request, _("รับรายงานผลสำรวจแล้ว"))
    return _after(request, pk)


@takes_words(ReturnForm)
@staff_only
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what has to be completed, and give the result back; a second press changes nothing."""
    found = _to_decide(request, pk)
    if request.method == "GET" and found.report_state is not ReportState.REPORTED:
        raise Http404
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm.fresh(found)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.give_back(actor=request.actor, survey=found, **form.cleaned_data)
        except CaseError as error:
            field = getattr(error, "field", "")
            form.add_error(field if field in form.fields else None, str(error))
        else:
            notes.success(request, _("ส่งคืนผลสำรวจแล้ว หน่วยงานจะแก้แล้วรายงานใหม่"))
            return _after(request, pk)
    return desk_page(request, "desk/surveys/return.html", {"form": form, "survey": found}, here=HERE)


def _after(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on to the result where it can still be read, else to the list."""
    if keeping.reported_to(request.actor).filter(pk=pk).exists():
        return redirect("surveys:reported", pk=pk)
    return redirect("surveys:all_reported")


@staff_only
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the result as a table: to its own office whole, to the center as its page shows it; never a name."""
    found, for_others = keeping.surveys_of(request.actor).filter(pk=pk).first(), False
    if found is None:
        found, for_others = keeping.reported_to(request.actor).filter(pk=pk).first(), True
    if found is None:
        raise Http404
    header, lines = result_table(found, for_others=for_others)
    name = f"survey-result-{found.pk}.xlsx"
    return xlsx_response(header, lines, name=name, title=found.title, stamp=stamp_of(request))
