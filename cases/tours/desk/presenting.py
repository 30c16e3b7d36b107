"""Trips in words, for the pages of the desk and of the crew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.desk.lists.rows import place_of
from cases.desk.names import brief
from cases.desk.statuses import Status
from cases.domain.view import Part, case_line
from cases.machine.vocabulary import ALIVE
from cases.models import Case, Visit
from cases.tours.domain.planning import ended_of
from cases.tours.domain.results import Progress, progress_of
from cases.tours.domain.rules import Waiting, next_of
from cases.tours.models import Stop, Tour
from cases.tours.vocabulary import NEEDS_SOMEBODY, TourState
from cases.vocabulary import VisitResult
from portal.actors import Officer
from portal.organizations.areas import area_name
from portal.thai.dates import format_datetime
from portal.thai.phone import Phone, phones_in

_TONES = {
    TourState.DRAFT: "",
    TourState.SENDING: "info",
    TourState.READY: "info",
    TourState.ROAD: "warn",
    TourState.ENDING: "info",
    TourState.ENDED: "ok",
    TourState.DROPPED: "off",
}


def state_of(tour: Tour) -> Status:
    """Return how far a trip is."""
    state = TourState(tour.state)
    return Status(state.label, _TONES[state])


def name_of(tour: Tour) -> str:
    """Return what a trip is called: as the office calls it, else by its vehicle, else by its number."""
    return (
        tour.name
        or (tour.vehicle.name if tour.vehicle else "")
        or _("เที่ยวที่ %(number)d") % {"number": tour.pk}
    )


@dataclass(frozen=True, slots=True)
class TourLine:
    """One trip in a list.

    Attributes:
        tour: which.
        name: what it is called.
        state: how far it is.
        progress: how much of it is done.
        who: the organization; "" for one's own.
        is_ours: its pages may be opened.
        last: when the crew was heard of last, in words.
    """

    tour: Tour
    name: str
    state: Status
    progress: Progress
    who: str
    is_ours: bool
    last: str


def lines_of(tours: Iterable[Tour], actor: Officer) -> list[TourLine]:
    """Return trips as a list shows them; one query besides theirs."""
    found = list(tours)
    progress = progress_of(found)
    return [_line(tour, progress.get(tour.pk, Progress()), actor) for tour in found]


def _line(tour: Tour, progress: Progress, actor: Officer) -> TourLine:
    ours = tour.organization_id == actor.organization.pk
    heard = progress.last or tour.set_out_at
    return TourLine(
        tour=tour,
        name=name_of(tour),
        state=state_of(tour),
        progress=progress,
        who="" if ours else brief(tour.organization),
        is_ours=ours,
        last=format_datetime(heard) if heard is not None else "",
    )


@dataclass(frozen=True, slots=True)
class StopLine:
    """One stop in a list.

    Attributes:
        stop: which.
        reference: of its case; "" where the reader may not open it any more.
        what: the kind of problem.
        place: subdistrict and village.
        is_danger: somebody is in danger now.
        state: how far it is.
        note: more words: when, why not.
        needs_look: its result needs somebody, and nobody looked yet.
        is_open: it waits for a result.
        was_sent: the unit was sent to it.
    """

    stop: Stop
    reference: str
    what: str
    place: str
    is_danger: bool
    state: Status
    note: str
    needs_look: bool
    is_open: bool
    was_sent: bool


def stops_of(tour: Tour, actor: Officer) -> list[StopLine]:
    """Return the stops of a trip in their order; two queries. What the reader may not open is named by its number only."""
    stops = list(tour.stops.select_related("visit").order_by("position", "pk"))
    seen = Case.objects.visible_to(actor, among=Q(pk__in=[stop.case_id for stop in stops])).with_scope(actor)
    cases = {case.pk: case for case in seen.select_related("holder")}
    return [_stop_line(stop, cases.get(stop.case_id)) for stop in stops]


def _stop_line(stop: Stop, case: Case | None) -> StopLine:
    visit = stop.visit
    state, note = stop_state(stop)
    line = case_line(case, case.scope) if case is not None else None  # type: ignore[attr-defined]
    area = line.area if line is not None else None
    village = (
        " ".join(part for part in (moo_words(case.moo), case.village) if part) if case is not None else ""
    )
    return StopLine(
        stop=stop,
        reference=case.reference if case is not None else "",
        what=str(line.problem.label) if line is not None and line.problem is not None else "",
        place=" · ".join(part for part in (village, place_of(area) if area is not None else "") if part),
        is_danger=case is not None and case.danger_now,
        state=state,
        note=note,
        needs_look=visit is not None and visit.result in NEEDS_SOMEBODY and stop.looked_at is None,
        is_open=not stop.left and (visit is None or visit.state in ALIVE),
        was_sent=visit is not None,
    )


def moo_words(number: str) -> str:
    """Return the number of a village as an address has it; "" for none."""
    return _("ม. %(number)s") % {"number": number} if number else ""


def where_lines(view: Part) -> tuple[str, ...]:
    """Return an address as somebody reads it on the way: house, village, subdistrict and district."""
    where = view.where
    village = " ".join(part for part in (moo_words(where.moo), where.village) if part)
    return tuple(line for line in (where.place_detail, village, place_of(where)) if line)


def stop_state(stop: Stop) -> tuple[Status, str]:
    """Return how far a stop is, and more words about it."""
    visit = stop.visit
    if stop.left:
        return Status(_("ไม่ไป"), "off"), stop.left
    if visit is None:
        return Status(_("ยังไม่ได้ส่งหน่วย"), ""), ""
    if visit.state in ALIVE:
        if visit.arrived_at is not None:
            return Status(_("ถึงแล้ว"), "info"), format_datetime(visit.arrived_at)
        return Status(_("ยังไม่ถึง"), ""), ""
    result = str(visit.get_result_display()) or _("จบแล้ว")
    return Status(result, _tone(visit)), format_datetime(visit.ended_at) if visit.ended_at else ""


def _tone(visit: Visit) -> str:
    if visit.result == VisitResult.HELPED:
        return "ok"
    return "warn" if visit.result in NEEDS_SOMEBODY else "info"


def next_line(lines: list[StopLine]) -> StopLine | None:
    """Return the stop to which the crew goes next, of those whose case its reader may open; None when none is left."""
    waiting = [
        Waiting(line.stop.pk, line.stop.position, line.is_danger)
        for line in lines
        if line.is_open and line.was_sent and line.reference
    ]
    chosen = next_of(waiting)
    return next((line for line in lines if line.stop.pk == chosen), None)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the crew.

    Attributes:
        name: as the others call them.
        skill: what they can do.
        phones: to dial.
        is_ended: their appointment has ended: the phone page does not exist for them any more.
        has_page: they find the trip on their phone.
    """

    name: str
    skill: str
    phones: list[Phone]
    is_ended: bool
    has_page: bool


def crew_of(tour: Tour) -> list[Member]:
    """Return who goes; two queries."""
    members = list(tour.crew.all())
    ended = {one.pk for one in ended_of(members)}
    return [
        Member(
            name=one.name,
            skill=one.skill,
            phones=phones_in(one.phone),
            is_ended=one.pk in ended,
            has_page=one.person_id is not None and one.pk not in ended,
        )
        for one in members
    ]


def crew_words(tour: Tour) -> str:
    """Return who goes with what, when and what is loaded, in one line; two queries."""
    times = f"{format_datetime(tour.starts_at)} – {format_datetime(tour.back_by)}"
    loads = [f"{one.name} {one.quantity} {one.unit}" for one in tour.loads.all()]
    said = (
        *(tour.name, str(tour.vehicle or ""), ", ".join(one.name for one in tour.crew.all()), times),
        *(", ".join(loads), tour.note),
    )
    return " · ".join(words for words in said if words)


def district_words(codes: Iterable[str]) -> str:
    """Return districts by their names."""
    return ", ".join(area_name(code) for code in codes)


def late_of(tour: Tour, now: dt.datetime) -> bool:
    """Whether a trip should have been back."""
    return tour.state in (TourState.READY, TourState.ROAD) and tour.back_by < now
