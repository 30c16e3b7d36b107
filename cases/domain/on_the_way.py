"""What rooms above do with visits that are part of something larger, a trip: within the act's own transaction, its case locked.

A unit says that it left, arrived and what it gave by whichever way it has: the page of its trip, its phone without a signal, its
field page, the page of the case. Whatever the way, the trip is out and its load is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from cases.domain.visits import OnSite
    from cases.models import Visit
    from portal.actors import Officer


@dataclass(frozen=True, slots=True)
class Aboard:
    """One kind of thing that goes along.

    Attributes:
        key: by which a form names it.
        name: as the crew calls it.
        unit: in what it is counted.
        usual: how many a household usually gets; 0 where that differs.
    """

    key: int
    name: str
    unit: str
    usual: int = 0


@dataclass(frozen=True, slots=True)
class Within:
    """Where a visit stands in something larger.

    Attributes:
        whole: its key.
        position: in which order the unit goes there.
        words: what it is called, and the number by which people name the visit.
        aboard: what goes along.
    """

    whole: int
    position: int
    words: str
    aboard: tuple[Aboard, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """A room above that has such visits.

    Attributes:
        steps: hears that a unit left or arrived, and when; before the act writes anything.
        reports: takes what a unit hands in and the identity of the event; keeps what is of its load, and returns what is left to
            be kept, and the identity where no event of its own has it.
        places: keys of visits → where each stands, of those that stand somewhere; a few queries, whatever their number.
    """

    steps: Callable[[Visit, Officer, dt.datetime], None]
    reports: Callable[[Visit, Officer, OnSite, str], tuple[OnSite, str]]
    places: Callable[[Collection[int]], Mapping[int, Within]]


_rooms: list[Room] = []


def register(room: Room) -> None:
    """Let a room hear of visits; the same one a second time counts once."""
    if room not in _rooms:
        _rooms.append(room)


def stepped(visit: Visit, actor: Officer, at: dt.datetime) -> None:
    """Tell everybody who registered that a unit left or arrived, in the caller's transaction, the case locked."""
    for room in _rooms:
        room.steps(visit, actor, at)


def reported(visit: Visit, actor: Officer, done: OnSite, identity: str) -> tuple[OnSite, str]:
    """Let everybody who registered keep what is theirs of a report, in the caller's transaction, the case locked.

    Returns:
        What is left to be kept, and the identity where no event has it yet.
    """
    for room in _rooms:
        done, identity = room.reports(visit, actor, done, identity)
    return done, identity


def within(visits: Collection[int]) -> dict[int, Within]:
    """Return where visits stand, of those that are part of something larger.

    Args:
        visits: their keys.
    """
    found: dict[int, Within] = {}
    if visits:
        for room in _rooms:
            found.update(room.places(visits))
    return found
