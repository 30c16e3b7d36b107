"""What a trip loads leaves the relief of its event at its office; what comes back returns (docs/many.md, Relief).

Goods and loads meet by name and unit, as people write them. A boat is never held up by a book: where the book has less than was
loaded, what is there leaves it. Whatever changes, the entries of a load add up to what the boat has of it, or gave.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Sum

from cases.camps.domain import stock
from cases.camps.models import Goods
from cases.tours.models import Load, LoadGiven, Tour
from cases.tours.vocabulary import TourState

if TYPE_CHECKING:
    from cases.models import AssistanceRecord
    from portal.actors import Officer, System

LOADS = uuid.UUID("6f0f6c1e-5d0a-4f0e-9a52-0c8b6b1f2d77")
"""Under this name the entries of a load are known; the same load is taken once, however often it is said."""


def take_along(tour: Tour, actor: Officer) -> None:
    """Let the loads of a trip leave the book, in the transaction in which it sets out or is loaded anew."""
    for load, goods in _known(tour):
        _settle(load, goods, tour, actor, load.quantity)


def bring_back(tour: Tour, actor: Officer | System) -> None:
    """Let come back what no house got, in the transaction in which the trip ends."""
    for load, goods in _known(tour):
        given = load.given.filter(record__struck_at=None).aggregate(number=Sum("quantity"))["number"] or 0
        _settle(load, goods, tour, actor, given)


def take_back(record: AssistanceRecord, actor: Officer) -> None:
    """Let come back what was struck out as never given, where its trip has ended; one that is out brings it back at its end.

    The case is locked before the trip, as where a result is handed in.
    """
    given = LoadGiven.objects.filter(record=record.pk).select_related("load").first()
    if given is None:
        return
    tour = Tour.objects.select_for_update().get(pk=given.load.tour_id)
    if tour.state == TourState.ENDED:
        bring_back(tour, actor)


def unload(load: Load, tour: Tour, actor: Officer) -> None:
    """Let a load come back whole that is taken off the list of a trip; of one that never left nothing happens."""
    for goods in Goods.objects.filter(event=tour.event_id, name=_plain(load.name), unit=_plain(load.unit)):
        _settle(load, goods, tour, actor, 0)


def _known(tour: Tour) -> list[tuple[Load, Goods]]:
    """Return the loads whose goods are counted in the event of the trip, in the order in which all trips lock goods."""
    if tour.event_id is None:
        return []
    goods = {(one.name, one.unit): one for one in Goods.objects.filter(event=tour.event_id)}
    pairs = ((load, goods.get((_plain(load.name), _plain(load.unit)))) for load in tour.loads.all())
    counted = [(load, found) for load, found in pairs if found is not None]
    return sorted(counted, key=lambda pair: (pair[1].pk, pair[0].pk))


def _plain(words: str) -> str:
    return " ".join(words.split())


def _settle(load: Load, goods: Goods, tour: Tour, actor: Officer | System, quantity: int) -> None:
    stock.keep_out(
        actor=actor,
        goods=goods,
        place=stock.Place(organization=tour.organization),
        quantity=quantity,
        name=uuid.uuid5(LOADS, str(load.pk)),
    )
