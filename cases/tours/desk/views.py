"""Trips at the desk: who is on the road, making one, its crew and load, sending it, its results, its end."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.lists.chosen import chosen_cases
from cases.errors import CaseError, GuardFailed
from cases.events.domain.rights import events_of
from cases.events.models import Event
from cases.models import Case
from cases.tours.desk import presenting
from cases.tours.desk.at_once import at_once
from cases.tours.desk.entry import HERE
from cases.tours.desk.forms import AddForm, ConfirmForm, CrewForm, EndForm, NewForm, OrderForm
from cases.tours.domain import choosing, crewing, ending, loading, planning, riding, sending
from cases.tours.domain.results import on_board, progress_of
from cases.tours.domain.rights import may_tour, tours_of
from cases.tours.models import Stop, Tour
from cases.tours.tasks import follow_tours
from cases.tours.vocabulary import SENT, UNFINISHED, Left, TourState
from portal.actors import Officer
from portal.organizations.areas import area_name
from portal.queue.enqueueing import enqueue_once
from portal.thai.codes import clean
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

PAGE_SIZE = 20
AT_ONCE = 20
"""So many houses are sent to, or given back, while somebody waits for the page; the rest is the queue's."""
MOST_EVENTS = 10
SEND = "send"
"""The button that saves and sends."""


def tour_or_404(request: HttpRequest, pk: int) -> Tour:
    """Return a trip of one's own organization.

    Raises:
        Http404: there is none, or not for this reader.
    """
    found = tours_of(request.actor).select_related("vehicle", "event", "organization", "made_by", "ended_by")
    tour = found.filter(pk=pk).first()
    if tour is None:
        raise Http404
    return tour


def stop_or_404(tour: Tour, number: int) -> Stop:
    """Return a stop of a trip by its number.

    Raises:
        Http404: the trip has none.
    """
    rows = tour.stops.select_related("tour__organization", "visit__case", "case")
    stop = rows.filter(number=number).first()
    if stop is None:
        raise Http404
    return stop


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show who is on the road now, what is being made, and the trips that ended."""
    actor = request.actor
    if not may_tour(actor):
        raise Http404
    mine = tours_of(actor).select_related("vehicle", "organization", "event")
    running = list(mine.unfinished().order_by("starts_at", "pk")[:100])
    lines = presenting.lines_of(running, actor)
    page = keyed(request, mine.exclude(state__in=UNFINISHED), newest("starts_at"), PAGE_SIZE)
    context = {
        "on_the_road": [line for line in lines if line.tour.state == TourState.ROAD],
        "others": [line for line in lines if line.tour.state != TourState.ROAD],
        "page": page,
        "ended": presenting.lines_of(page.rows, actor),
        "at_once": at_once(None),
    }
    return desk_page(request, "desk/tours/list.html", context, here=HERE)


# Making ------------------------------------------------------------------------------------------------------------------


@takes_words(NewForm)
@staff_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a trip of what still waits: in an event, or in all that the organization works on."""
    actor = request.actor
    if not may_tour(actor):
        raise Http404
    events = list(events_of(actor).running()[:MOST_EVENTS])
    event = next((one for one in events if one.slug == request.GET.get("event")), None)
    cases = _waiting(actor, event)
    form = NewForm(request.POST or None, places=_places(actor, cases))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = given.get("subdistricts") or ()
        if chosen:
            cases = cases.filter(subdistrict_code__in=chosen)
        try:
            tour = planning.begin(
                actor=actor, cases=cases, most=given["most"], event=event, token=given["token"]
            )
        except CaseError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("tours:crew", pk=tour.pk)
    context = {"form": form, "events": events, "event": event}
    return desk_page(request, "desk/tours/new.html", context, here=HERE)


def _waiting(actor: Any, event: Event | None) -> QuerySet[Case]:
    if event is not None:
        return choosing.waiting_in(event)
    return choosing.ours(choosing.still_waiting(Case.objects.all()), actor)


def _places(actor: Any, cases: QuerySet[Case]) -> list[tuple[str, str]]:
    """Return the subdistricts in which somebody waits for one's own organization, the most first."""
    rows = (
        choosing.fit(cases, actor)
        .exclude(subdistrict_code="")
        .order_by()
        .values_list("subdistrict_code")
        .annotate(number=Count("pk"))
    )
    return [(code, f"{area_name(code)} ({number})") for code, number in sorted(rows, key=lambda row: -row[1])]


@takes_words(forms.Form)
@staff_only
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make a trip of what was ticked in a list of work, or of the whole list."""
    actor = request.actor
    if not may_tour(actor):
        raise Http404
    try:
        tour = planning.begin(
            actor=actor,
            cases=chosen_cases(request, actor),
            most=choosing.MOST_STOPS,
            token=uuid.uuid4(),
        )
    except CaseError as error:
        messages.warning(request, str(error.message))
        return redirect("desk:worklist")
    return redirect("tours:crew", pk=tour.pk)


@takes_words(CrewForm)
@staff_only
@require_http_methods(["GET", "POST"])
def crew(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who goes with what, when, and what is loaded; of a trip that is being made, send it with the same press."""
    actor = request.actor
    tour = tour_or_404(request, pk)
    wants = loading.wants_of(tour)
    form = CrewForm(request.POST or None, actor=actor, initial=_as_it_is(tour, wants, actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                planning.crew(tour=tour, actor=actor, **given)
                if SEND in request.POST:
                    sending.confirm(tour=tour, actor=actor)
            if SEND in request.POST:
                _send_on(tour)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            if error.field == "seen":
                form.seen_anew(planning.mark_of(tour), presenting.crew_words(tour))
        except CaseError as error:
            raise Http404 from error
        else:
            return redirect("tours:tour", pk=pk)
    is_draft = tour.state == TourState.DRAFT
    context = {
        "tour": tour,
        "name": presenting.name_of(tour),
        "form": form,
        "wants": wants,
        "lines": presenting.stops_of(tour, actor) if is_draft else [],
        # What crosses districts is confirmed on the page of the trip, where it says so.
        "may_send": is_draft and len(planning.crossed(tour)) < 2,
    }
    return desk_page(request, "desk/tours/crew.html", context, here=HERE)


def _as_it_is(tour: Tour, wants: loading.Wants, actor: Officer) -> dict[str, Any]:
    """Return what stands in the form: what was said before, else who usually goes and what the houses of the trip ask for."""
    members = [one.pk for one in tour.crew.all()]
    is_new = tour.state == TourState.DRAFT and not members
    usual = crewing.usual(actor) if is_new else None
    loads = loading.as_written([*tour.loads.all()])  # type: ignore[list-item]
    proposed = wants.services or [(_("ถุงยังชีพ"), wants.houses)]
    words = "\n".join(f"{name} {number} {_('ชุด')} {loading.EACH} 1" for name, number in proposed)
    return {
        "name": tour.name,
        "vehicle": usual.vehicle if usual else tour.vehicle_id,
        "members": usual.members if usual else members,
        "starts_at": tour.starts_at,
        "back_by": tour.back_by,
        "note": tour.note,
        "loads": loads or (words if is_new else ""),
        "seen": planning.mark_of(tour),
    }


# One trip ----------------------------------------------------------------------------------------------------------------


@staff_only
@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a trip as it stands: what is to be done next, its stops, crew and load."""
    return _shown(request, tour_or_404(request, pk))


def _shown(request: HttpRequest, tour: Tour, **bound: forms.Form) -> HttpResponse:
    actor = request.actor
    lines = presenting.stops_of(tour, actor)
    state = TourState(tour.state)
    is_draft, is_sent = state == TourState.DRAFT, state in SENT
    crossed = planning.crossed(tour) if is_draft else []
    drawn: dict[str, forms.Form] = {
        "order": OrderForm(),
        "add": AddForm(),
        "confirm": ConfirmForm(),
        "end": EndForm(),
    }
    if len(crossed) < 2:
        del drawn["confirm"].fields["crosses"]
    context = {
        "tour": tour,
        "name": presenting.name_of(tour),
        "state": presenting.state_of(tour),
        "is_late": presenting.late_of(tour, timezone.now()),
        "progress": progress_of([tour]).get(tour.pk),
        "lines": lines,
        "left": [(Left(code).label, number) for code, number in tour.left.items()],
        "crew": presenting.crew_of(tour),
        "board": on_board(tour),
        "districts": presenting.district_words(crossed) if len(crossed) > 1 else "",
        "is_draft": is_draft,
        "is_sent": is_sent,
        "in_work": state in (TourState.SENDING, TourState.ENDING),
        "may_change": is_draft or is_sent,
        "has_paper": any(line.was_sent for line in lines),
        "waits": any(line.is_open for line in lines),
        "forms": drawn | bound,
        "form": next(iter(bound.values())) if bound else None,
    }
    return desk_page(request, "desk/tours/tour.html", context, here=HERE, status=422 if bound else 200)


def _did(request: HttpRequest, tour: Tour, name: str, form: forms.Form, act: Any) -> HttpResponse:
    """Do something of a form on the page of a trip; what is refused stands on the form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        except CaseError as error:
            raise Http404 from error
        else:
            return redirect("tours:tour", pk=tour.pk)
    return _shown(request, tour, **{name: form})


@takes_words(ConfirmForm)
@staff_only
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the unit to every house; twice sends once."""
    tour = tour_or_404(request, pk)

    def act(given: dict[str, Any]) -> None:
        sending.confirm(tour=tour, actor=request.actor, crosses=given["crosses"])
        _send_on(tour)

    return _did(request, tour, "confirm", ConfirmForm(request.POST), act)


def _send_on(tour: Tour) -> None:
    """Send the unit to the first houses at once, and leave the rest to the queue."""
    if not sending.work(tour, most=AT_ONCE):
        transaction.on_commit(lambda: enqueue_once(follow_tours))


@takes_words(OrderForm)
@staff_only
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Put stops before the others."""
    tour = tour_or_404(request, pk)

    def act(given: dict[str, Any]) -> None:
        stops = {stop.number: stop for stop in tour.stops.all()}
        if unknown := [number for number in given["first"] if number not in stops]:
            raise GuardFailed(_("ไม่มีจุดที่ %(number)d") % {"number": unknown[0]}, field="first")
        first = {
            stops[number].pk: place for place, number in enumerate(dict.fromkeys(given["first"]), start=1)
        }
        after = {stop.pk: 1000 + stop.position for stop in stops.values() if stop.pk not in first}
        planning.arrange(tour=tour, actor=request.actor, wished=first | after)

    return _did(request, tour, "order", OrderForm(request.POST), act)


@takes_words(AddForm)
@staff_only
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one more house on a trip; of one that was sent, the unit is sent to it at once."""
    tour = tour_or_404(request, pk)
    actor = request.actor

    def act(given: dict[str, Any]) -> None:
        case = Case.objects.visible_to(actor, among=Q(reference=clean(given["reference"]))).first()
        if case is None:
            raise GuardFailed(_("ไม่พบเรื่องนี้ในงานของหน่วยงานคุณ"), field="reference")
        planning.add(tour=tour, actor=actor, case=case)
        sending.work(tour, most=1)

    return _did(request, tour, "add", AddForm(request.POST), act)


@takes_words(forms.Form)
@staff_only
@require_POST
def take_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a house off a trip that was not sent."""
    tour = tour_or_404(request, pk)
    try:
        planning.take_out(tour=tour, actor=request.actor, stop=stop_or_404(tour, number))
    except CaseError as error:
        messages.warning(request, str(error.message))
    return redirect("tours:tour", pk=pk)


@takes_words(forms.Form)
@staff_only
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a trip that was not sent."""
    try:
        planning.drop(tour=tour_or_404(request, pk), actor=request.actor)
    except CaseError as error:
        messages.warning(request, str(error.message))
        return redirect("tours:tour", pk=pk)
    return redirect("tours:list")


@takes_words(EndForm)
@staff_only
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a trip; every house without a result goes back to the lists."""
    tour = tour_or_404(request, pk)

    def act(given: dict[str, Any]) -> None:
        ending.end(tour=tour, actor=request.actor, reason=given["reason"])
        if not ending.work(tour, most=AT_ONCE):
            transaction.on_commit(lambda: enqueue_once(follow_tours))
        messages.success(request, gettext_lazy("จบเที่ยวแล้ว จุดที่ไม่มีผลกลับเข้ารายการ"))

    return _did(request, tour, "end", EndForm(request.POST), act)


@takes_words(forms.Form)
@staff_only
@require_POST
def looked(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Somebody has seen a result that needs somebody."""
    tour = tour_or_404(request, pk)
    riding.look_at(stop=stop_or_404(tour, number), actor=request.actor)
    return redirect("tours:tour", pk=pk)
