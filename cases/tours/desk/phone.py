"""The phone page of a crew: the next stop, large; arrived; what was given and how it ended (S1.06).

One act after the other, each with a token of its own, so that a page that is sent twice counts once.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.content.facts import Numbers
from cases.desk.field.forms import StepForm
from cases.desk.field.sheet import Sheet, sheet
from cases.desk.lookup import note_reading, open_or_404
from cases.domain.queries.known import people_in
from cases.domain.view import Part
from cases.errors import CaseError, GuardFailed
from cases.machine.vocabulary import ALIVE, Scope
from cases.models import Visit
from cases.tours.desk import presenting
from cases.tours.desk.forms import ResultForm
from cases.tours.desk.views import stop_or_404, tour_or_404
from cases.tours.domain import riding
from cases.tours.domain.results import on_board
from cases.tours.models import Stop, Tour
from cases.tours.vocabulary import SENT, TourState
from portal.files.fields import lay_out
from portal.files.waiting import shelf_of
from portal.organizations.vocabulary import OrganizationType
from portal.thai.phone import Phone
from portal.web import typed
from portal.web.access import staff_only
from portal.web.typed import takes_words

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class StopSheet:
    """The page of one stop.

    Attributes:
        number: of the stop.
        reference: of its case.
        sheet: what the unit reads of the visit.
        where: the address, line by line.
        phones: to dial at once; none where the reporter must not be called.
        arrive: the form of "arrived"; None where the crew is there or the stop has a result.
        may_report: a result can be handed in.
    """

    number: int
    reference: str
    sheet: Sheet
    where: tuple[str, ...]
    phones: list[Phone]
    arrive: StepForm | None
    may_report: bool


def _sheet_of(request: HttpRequest, stop: Stop) -> StopSheet:
    """Return what the crew reads of a stop, through the one door.

    Raises:
        Http404: the reader may not read its case any more, or the unit was not sent.
    """
    if stop.visit is None:
        raise Http404
    opened = open_or_404(request.actor, stop.case.reference, least=Scope.PART)
    note_reading(request.actor, opened.case)
    visit = Visit.objects.select_related("case", "vehicle").prefetch_related("crew").get(pk=stop.visit_id)
    shown = sheet(visit, opened.view, timezone.now())
    told = [value for facts in (shown.known.reporter, *shown.known.people) for _term, value in facts]
    phones = [phone for value in told if isinstance(value, Numbers) for phone in value.phones]
    is_open = visit.state in ALIVE
    arrive = StepForm(initial={"token": uuid.uuid4()}, auto_id=f"there-{stop.number}-%s")
    return StopSheet(
        number=stop.number,
        reference=stop.case.reference,
        sheet=shown,
        where=presenting.where_lines(opened.view) if isinstance(opened.view, Part) else (),
        phones=list({phone.uri: phone for phone in phones}.values()),
        arrive=arrive if is_open and visit.arrived_at is None else None,
        may_report=is_open,
    )


@staff_only
@require_GET
def go(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next stop, then all others with how they stand."""
    tour = tour_or_404(request, pk)
    lines = presenting.stops_of(tour, request.actor)
    following = presenting.next_line(lines)
    shown = None
    if following is not None and tour.state in SENT:
        shown = _sheet_of(request, stop_or_404(tour, following.stop.number))
    sent = [line for line in lines if line.was_sent]
    done = len([line for line in sent if not line.is_open])
    context = {
        "tour": tour,
        "name": presenting.name_of(tour),
        "state": presenting.state_of(tour),
        "shown": shown,
        "lines": sent,
        "total": len(sent),
        "done": done,
        "board": on_board(tour),
        "may_leave": tour.state == TourState.READY,
        "may_return": tour.state == TourState.ROAD and done == len(sent),
        "is_over": tour.state not in SENT,
    }
    return render(request, "desk/tours/go.html", context)


@takes_words(forms.Form)
@staff_only
@require_POST
def out(request: HttpRequest, pk: int) -> HttpResponse:
    """The trip has left; twice changes nothing."""
    tour = tour_or_404(request, pk)
    try:
        riding.set_out(tour=tour, actor=request.actor)
    except CaseError as error:
        messages.warning(request, str(error.message))
    return redirect("tours:go", pk=pk)


@staff_only
@require_GET
def stop(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one stop of a trip, whether it is the next or not."""
    tour = tour_or_404(request, pk)
    context = {
        "tour": tour,
        "name": presenting.name_of(tour),
        "shown": _sheet_of(request, stop_or_404(tour, number)),
    }
    return render(request, "desk/tours/stop.html", context)


@takes_words(StepForm)
@staff_only
@require_POST
def there(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The crew is at a house: one press, harmless when it comes twice."""
    tour = tour_or_404(request, pk)
    row = stop_or_404(tour, number)
    open_or_404(request.actor, row.case.reference, least=Scope.PART)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            riding.arrive(stop=row, actor=request.actor, token=form.cleaned_data["token"], phone=form.phone)
        except CaseError as error:
            return _too_late(request, tour, row, error)
    return redirect("tours:stop", pk=pk, number=number)


@takes_words(ResultForm)
@staff_only
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask what was given and how it ended, and keep it once; then the next stop."""
    tour = tour_or_404(request, pk)
    row, actor = stop_or_404(tour, number), request.actor
    opened = open_or_404(actor, row.case.reference, least=Scope.PART)
    if row.visit is None:
        raise Http404
    local = OrganizationType(actor.organization.type).is_local_administration
    kwargs: dict[str, Any] = {"loads": list(tour.loads.all()), "has_committee": local}
    if request.method == "GET":
        note_reading(actor, opened.case)
        initial = {"token": uuid.uuid4(), "persons": people_in(row.case_id)}
        return _asked(request, tour, row, ResultForm(initial=initial, **kwargs))
    data = request.POST.copy()
    data.setdefault("token", str(uuid.uuid4()))
    form = ResultForm(data, request.FILES, **kwargs)
    shelf = shelf_of(request.session, data["token"])
    lay_out(form, shelf)
    if not form.is_valid():
        return _asked(request, tour, row, form)
    try:
        riding.hand_in(
            stop=row,
            actor=actor,
            token=form.cleaned_data["token"],
            done=form.done,
            given=form.given,
            persons=form.cleaned_data["persons"] or 1,
            before_committee=form.cleaned_data.get("before_committee", False),
        )
    except GuardFailed as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _asked(request, tour, row, form)
    except CaseError as error:
        return _too_late(request, tour, row, error)
    typed.stored(request, lambda: redirect("tours:go", pk=pk))
    shelf.forget()
    messages.success(request, _("จุดที่ %(number)d บันทึกแล้ว ถึงศูนย์แล้ว") % {"number": row.number})
    return redirect("tours:go", pk=pk)


def _asked(request: HttpRequest, tour: Tour, row: Stop, form: ResultForm) -> HttpResponse:
    context = {"tour": tour, "name": presenting.name_of(tour), "stop": row, "form": form}
    return render(request, "desk/tours/result.html", context, status=422 if form.errors else 200)


def _too_late(request: HttpRequest, tour: Tour, row: Stop, error: CaseError) -> HttpResponse:
    """Say why it could not be kept, and give back what was typed."""
    context = {"tour": tour, "stop": row, "reason": error.message, "typed": typed.read(request)}
    return render(request, "desk/tours/late.html", context, status=CONFLICT)
