"""Stops of which a unit speaks as of any visit: on a phone without a signal, on its field page, on the page of the case.

The trip is out then, what was given of its load comes off the load and out of the book, and nothing of it counts twice, whichever
page was used beside (`cases.domain.on_the_way`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext as _

from cases.domain.on_the_way import Aboard, Room, Within
from cases.domain.queries.known import people_in
from cases.errors import GuardFailed
from cases.machine.vocabulary import ALIVE
from cases.models import Visit
from cases.tours.domain import naming
from cases.tours.domain.riding import CONTRARY, give, help_of, leave, lines_of, settle, when
from cases.tours.models import Load, LoadGiven, Stop
from cases.tours.vocabulary import NOTHING_GIVEN

if TYPE_CHECKING:
    from cases.domain.assistance import Help
    from cases.domain.visits import OffLoad, OnSite
    from portal.actors import Officer

LONGEST = 1000
"""Characters of what help is described with."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of one thing on board.

    Attributes:
        load: which.
        help: how many, and for whom.
        is_counted: somebody wrote the number; False where it is what is usual.
    """

    load: Load
    help: Help
    is_counted: bool


def follow_step(visit: Visit, actor: Officer, at: dt.datetime) -> None:
    """Who leaves for a house or arrives there has left with the trip, and what was loaded is on board."""
    if (stop := _stop_of(visit)) is not None:
        leave(stop.tour_id, actor, at)


def _stop_of(visit: Visit) -> Stop | None:
    return Stop.objects.select_related("tour", "case").filter(visit=visit.pk).first()


def follow_report(visit: Visit, actor: Officer, done: OnSite, identity: str) -> tuple[OnSite, str]:
    """Keep what a report says of the load, and return what is left of it; as `on_the_way.Room.reports`.

    Raises:
        GuardFailed: the result says that nothing was given, or it is not on this trip.
    """
    stop = _stop_of(visit)
    if stop is None:
        return done, identity
    # The case is locked already, then the trip, then goods: as in `riding.hand_in`.
    tour = leave(stop.tour_id, actor, when(visit, done.phone))
    in_words = _in_words(stop, done)
    now: dict[int, Decimal | None] = {}
    again = []
    for one in [*_off_load(stop, done), *in_words]:
        if _is_known(stop, visit, one, now):
            again.append(one)
        else:
            give(stop, visit, actor, one.load, one.help, done.phone, identity)
            now[one.load.pk], identity = one.help.quantity, ""
    settle(tour, actor)
    # Help that is not of the load, result and words are those of any visit.
    rest = None if in_words else done.given
    return replace(done, given=rest, load=None, note=_with(done.note, again)), identity


def _off_load(stop: Stop, done: OnSite) -> list[Told]:
    """Return what was ticked or counted of the load."""
    if (off := done.load) is None:
        return []
    given = {**off.usual, **off.counted}
    if done.result in NOTHING_GIVEN and any(given.values()):
        raise GuardFailed(CONTRARY, field="result")
    return [
        Told(load, _help(stop, load, quantity, off), load.pk in off.counted)
        for load, quantity in lines_of(stop, given)
    ]


def _help(stop: Stop, load: Load, quantity: int, off: OffLoad) -> Help:
    persons = off.persons or people_in(stop.case_id)
    return help_of(load, quantity, stop, persons, off.before_committee)


def _in_words(stop: Stop, done: OnSite) -> list[Told]:
    """Return what somebody wrote down as help and is of the load: it says so by kind and name, or by nothing else than its kind."""
    if (given := done.given) is None:
        return []
    loads = {load.pk: load for load in stop.tour.loads.filter(kind=given.kind)}
    said = _said(given, list(loads.values()))
    return [
        Told(loads[key], _as_told(given, loads[key], quantity, place, len(said)), is_counted)
        for place, (key, (quantity, is_counted)) in enumerate(said.items())
    ]


def _said(given: Help, loads: list[Load]) -> dict[int, tuple[int, bool]]:
    """Return key of a load → how many, and whether somebody wrote that; nothing where nobody can tell what is meant."""
    things = [naming.Thing(load.pk, load.name, load.unit, load.usual) for load in loads]
    unit, quantity = naming.plain(given.unit), given.quantity
    if given.description.strip():
        said = naming.read(given.description, things)
        # Beside other words a name without a number says nothing of how many: "no water, two blankets".
        alone = not said.rest or quantity is not None
        numbers = {key: number for key, number in said.numbers.items() if alone or number is not None}
    elif unit:
        numbers = dict.fromkeys(thing.key for thing in things if naming.plain(thing.unit) == unit)
    else:
        numbers = dict.fromkeys(thing.key for thing in things)
    if quantity is not None or unit:
        # One number and one unit are of one thing; of whole ones.
        if len(numbers) != 1 or (quantity is not None and quantity != int(quantity)):
            return {}
        (key,) = numbers
        if unit and unit != next(naming.plain(thing.unit) for thing in things if thing.key == key):
            return {}
        numbers = {key: numbers[key] if quantity is None else int(quantity)}
    usual = {thing.key: thing.usual for thing in things}
    found = {
        key: (usual[key] if number is None else number, number is not None) for key, number in numbers.items()
    }
    return {key: said for key, said in found.items() if said[0]}


def _as_told(given: Help, load: Load, quantity: int, place: int, of: int) -> Help:
    """Return the help of one load with the words of whoever wrote it down; money stands beside the first of several."""
    words = given.description.strip()
    if of > 1:
        words = f"{load.name} ({words})" if words else load.name
    return replace(
        given,
        description=(words or load.name)[:LONGEST],
        quantity=Decimal(quantity),
        unit=load.unit,
        amount_baht=None if place else given.amount_baht,
    )


def _is_known(stop: Stop, visit: Visit, told: Told, now: Mapping[int, Decimal | None]) -> bool:
    """Whether the same was told of this house already: what is usual once; a number again here, or after the visit has ended.

    Args:
        stop: the house.
        visit: its visit.
        told: what is said now.
        now: key of a load → how many the same report said before it.
    """
    given = LoadGiven.objects.filter(stop=stop, load=told.load, record__struck_at=None)
    known = given.aggregate(number=Sum("quantity"))["number"] or 0
    if not known or not told.is_counted:
        return bool(known)
    if told.load.pk in now:
        return now[told.load.pk] == told.help.quantity
    has_ended = not Visit.objects.filter(pk=visit.pk, state__in=ALIVE).exists()
    return has_ended and Decimal(known) == told.help.quantity


def _with(note: str, again: list[Told]) -> str:
    """Return a note with what was told once more and is not counted again, so that no word of it is lost."""
    lines = [
        _("บอกอีกครั้งว่าให้ %(what)s %(quantity)d %(unit)s บันทึกไว้แล้ว ไม่นับซ้ำ")
        % {"what": one.help.description, "quantity": int(one.help.quantity or 0), "unit": one.load.unit}
        for one in again
    ]
    return "\n".join(part for part in (note.strip(), *lines) if part)


def places(visits: Collection[int]) -> Mapping[int, Within]:
    """Return where visits stand in their trips, of those that are stops; two queries."""
    stops = list(Stop.objects.filter(visit__in=visits).select_related("tour"))
    loads: dict[int, list[Aboard]] = {}
    for load in Load.objects.filter(tour__in={stop.tour_id for stop in stops}).order_by("tour_id", "pk"):
        loads.setdefault(load.tour_id, []).append(Aboard(load.pk, load.name, load.unit, load.usual))
    return {
        stop.visit_id: Within(
            whole=stop.tour_id,
            position=stop.position,
            words=_("เที่ยว %(name)s จุดที่ %(number)d")
            % {"name": stop.tour.name or stop.tour_id, "number": stop.number},
            aboard=tuple(loads.get(stop.tour_id, ())),
        )
        for stop in stops
        if stop.visit_id is not None
    }


ROOM = Room(steps=follow_step, reports=follow_report, places=places)
