"""The list of a trip on paper, and typing it in afterwards, a sheet at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.content import facts
from cases.desk.content.facts import Numbers
from cases.desk.frame import desk_page
from cases.desk.names import brief
from cases.domain.queries.known import people_in
from cases.domain.view import Part, case_view
from cases.domain.visits import OnSite
from cases.errors import CaseError
from cases.models import Case
from cases.tours.desk import presenting
from cases.tours.desk.entry import HERE
from cases.tours.desk.forms import RESULTS, Line, SheetForm, usual_words
from cases.tours.desk.views import tour_or_404
from cases.tours.domain import paper
from cases.tours.domain.riding import usual_of
from cases.tours.models import Stop, Tour
from cases.vocabulary import VisitResult
from portal.actors import Officer
from portal.audit import services as audit
from portal.letters.kinds.trips import TripHouse, TripPaper, TripSheet, trip_pdf
from portal.thai.dates import format_datetime
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.links import absolute
from portal.web.typed import takes_words


def short_words() -> tuple[str, ...]:
    """Return the words beside the boxes, in the order of `RESULTS`: no longer than a box is wide."""
    words = {
        VisitResult.HELPED: _("ช่วยแล้ว"),
        VisitResult.HELPED_PARTLY: _("ได้บางส่วน"),
        VisitResult.NOBODY_THERE: _("ไม่พบ"),
        VisitResult.REFUSED: _("ไม่ขอรับ"),
        VisitResult.HANDED_UP: _("เกินกำลัง"),
        VisitResult.NOT_NEEDED: _("ไม่ต้องช่วยแล้ว"),
        VisitResult.MOVED: _("ย้ายไปแล้ว"),
        VisitResult.TURNED_BACK: _("ไปไม่ถึง"),
        VisitResult.DIED: _("เสียชีวิต"),
    }
    return tuple(words[one] for one in RESULTS)


def sheets_of(tour: Tour) -> list[list[Stop]]:
    """Return the stops to which the unit was sent, as they stand on paper: by number, a sheet after the other.

    By number and not by the order of the day, which may change while a sheet is wet in somebody's pocket.
    """
    rows = tour.stops.exclude(visit=None).select_related("tour__organization", "visit__case", "case")
    stops = list(rows.order_by("number"))
    return [stops[first : first + paper.ON_A_SHEET] for first in range(0, len(stops), paper.ON_A_SHEET)]


@staff_only
@require_GET
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list of a trip on paper; every print is recorded.

    Some five queries for each of at most sixty houses, because each is read through the one door.
    """
    tour = tour_or_404(request, pk)
    sheets = sheets_of(tour)
    if not sheets:
        raise Http404
    audit.record(actor=request.actor, action="tour.print", subject=f"tour:{tour.pk}")
    with override("th"):
        drawn = trip_pdf(_paper(tour, sheets, request.actor, timezone.now()))
    return pdf_response(drawn, name=f"trip-{tour.pk}.pdf")


def _paper(tour: Tour, sheets: list[list[Stop]], actor: Officer, now: dt.datetime) -> TripPaper:
    stops = [stop.case_id for sheet in sheets for stop in sheet]
    seen = Case.objects.visible_to(actor, among=Q(pk__in=stops))
    cases = {
        case.pk: case
        for case in seen.select_related(
            "holder", "received_by", "reporter", "created_by", "proposed_organization"
        )
    }
    crew = ", ".join(member.name for member in tour.crew.all())
    facts_of = [
        (_("ออก"), format_datetime(tour.starts_at)),
        (_("กลับภายใน"), format_datetime(tour.back_by)),
        (_("ยานพาหนะ"), str(tour.vehicle or "")),
        (_("ผู้ออกหน่วย"), crew),
    ]
    who = f"{actor.person.display_name} · {brief(actor.organization)}"
    return TripPaper(
        issuer=tour.organization.display_name,
        name=presenting.name_of(tour),
        facts=tuple((label, words) for label, words in facts_of if words),
        loads=tuple(f"{one.name} {one.quantity} {one.unit}" for one in tour.loads.all()),
        results=short_words(),
        sheets=tuple(
            TripSheet(
                number=number,
                url=absolute(reverse("tours:typed", kwargs={"pk": tour.pk, "sheet": number})),
                houses=tuple(_house(stop, cases.get(stop.case_id), actor, now) for stop in sheet),
            )
            for number, sheet in enumerate(sheets, start=1)
        ),
        mark=_("มีข้อมูลส่วนบุคคล ทำลายเมื่อกรอกผลแล้ว · พิมพ์โดย %(who)s เมื่อ %(when)s")
        % {"who": who, "when": format_datetime(now)},
    )


def _house(stop: Stop, case: Case | None, actor: Officer, now: dt.datetime) -> TripHouse:
    """Return a line; of what the reader may not read any more, or what became restricted, its number only."""
    view = case_view(case, actor, now) if case is not None and not case.is_restricted else None
    if not isinstance(view, Part):
        return TripHouse(
            number=str(stop.number),
            reference="",
            mark="",
            where=(_("ถามศูนย์ก่อนไป"),),
            who=(),
            cautions=(),
            people=(),
        )
    contact = view.contact
    return TripHouse(
        number=str(stop.number),
        reference=view.reference,
        mark=_("อันตราย") if view.danger_now else "",
        where=presenting.where_lines(view),
        who=tuple(_who(view)),
        cautions=tuple(facts.cautions(contact)) if contact is not None else (),
        people=tuple(_people(view)),
    )


def _who(view: Part) -> Iterator[str]:
    names = [person.name for person in view.people if person.name]
    if names:
        yield ", ".join(names)
    if view.contact is None:
        return
    told = [*facts.reporter(view.contact), *(fact for person in view.people for fact in facts.person(person))]
    numbers = [phone.display for _term, value in told if isinstance(value, Numbers) for phone in value.phones]
    if numbers:
        yield ", ".join(dict.fromkeys(numbers))


def _people(view: Part) -> Iterator[str]:
    sizes = [person.household_size for person in view.people if person.household_size]
    if sizes:
        yield _("%(count)d คน") % {"count": max(sizes)}
    groups = dict.fromkeys(str(group.label) for person in view.people for group in person.target_groups)
    yield from groups


# Typing it in ------------------------------------------------------------------------------------------------------------


@takes_words(SheetForm)
@staff_only
@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest, pk: int, sheet: int) -> HttpResponse:
    """Type a sheet in: each line is kept by itself, once; what is refused stays in its line with the reason."""
    tour = tour_or_404(request, pk)
    sheets = sheets_of(tour)
    if not 1 <= sheet <= len(sheets):
        raise Http404
    seen = set(
        Case.objects.visible_to(
            request.actor, among=Q(pk__in=[stop.case_id for stop in sheets[sheet - 1]])
        ).values_list("pk", flat=True)
    )
    stops = [stop for stop in sheets[sheet - 1] if stop.case_id in seen]
    form = SheetForm(request.POST or None, stops=stops, tour=tour)
    if form.is_bound:
        kept, again = _keep(form, request.actor, usual_of(tour)) if form.is_valid() else (0, 0)
        for words in form.gone:
            form.add_error(None, words)
        if kept or again:
            words = _("บันทึก %(kept)d จุด นับไว้แล้วก่อนหน้านี้ %(again)d จุด") % {"kept": kept, "again": again}
            messages.success(request, words)
        if not form.errors:
            following = sheet + 1 if sheet < len(sheets) else None
            return (
                redirect("tours:typed", pk=pk, sheet=following)
                if following
                else redirect("tours:tour", pk=pk)
            )
    rows = [(stop, form.boxes(stop), *presenting.stop_state(stop)) for stop in stops]
    loads = list(tour.loads.all())
    context = {
        "tour": tour,
        "name": presenting.name_of(tour),
        "sheet": sheet,
        "sheets": range(1, len(sheets) + 1),
        "rows": rows,
        "form": form,
        "usual": usual_words(loads),
        "loads": ", ".join(load.name for load in loads),
    }
    status = 422 if form.errors else 200
    return desk_page(request, "desk/tours/typed.html", context, here=HERE, status=status)


def _keep(form: SheetForm, actor: Officer, usual: dict[int, int]) -> tuple[int, int]:
    """Keep the lines of a sheet; returns how many were kept now and were kept before. What is refused stands in its line."""
    kept = again = 0
    for line in form.lines:
        try:
            is_new = _type_in(line, form.cleaned_data["when"], actor, usual)
        except CaseError as error:
            form.add_error(f"result_{line.stop.number}", str(error.message))
        else:
            kept, again = kept + is_new, again + (not is_new)
    return kept, again


def _type_in(line: Line, at: dt.datetime, actor: Officer, usual: dict[int, int]) -> bool:
    return paper.type_in(
        stop=line.stop,
        actor=actor,
        done=OnSite(result=line.result, note=line.note),
        given=(usual if line.usual else {}) | line.counted,
        persons=people_in(line.stop.case_id),
        at=at,
    )
