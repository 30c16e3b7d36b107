"""The order of a trip: pure, over plain values (docs/many.md, "Trips").

1. Danger first, always: whom nobody has taken yet before those who are being worked on, the oldest first.
2. Then by place, without going back and forth: the district, subdistrict and village where the last danger lies, then the
   others one after the other; within a village the oldest first.
3. Of one household one stop: the worst report leads, the others are named.
4. A person may change the order, never across the line between danger and the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.thai.digits import to_arabic


@dataclass(frozen=True, slots=True)
class Spot:
    """A house to which a trip may go.

    Attributes:
        key: of the case.
        since: when the request came.
        danger: somebody is in danger now.
        unseen: nobody has taken it yet.
        subdistrict: its code, or that of the district or province where nobody knows more.
        moo: number of the village, as written.
        village: its name, as written.
        household: of which household it is; None where nobody joined it with another.
    """

    key: int
    since: dt.datetime
    danger: bool = False
    unseen: bool = False
    subdistrict: str = ""
    moo: str = ""
    village: str = ""
    household: int | None = None

    @property
    def district(self) -> str:
        """The code of the district; shorter where nobody knows more."""
        return self.subdistrict[:4]


Place = tuple[str, str, int, str, str]


def place_key(spot: Spot) -> Place:
    """Return by what places are put beside each other; villages by their number, those without one last."""
    moo = to_arabic(spot.moo).strip()
    number = int(moo) if moo.isascii() and moo.isdigit() and len(moo) <= 4 else 9999
    return spot.district, spot.subdistrict, number, moo, spot.village.strip()


def _first(spot: Spot) -> tuple[bool, dt.datetime, int]:
    return not spot.unseen, spot.since, spot.key


def ordered(spots: Iterable[Spot]) -> list[Spot]:
    """Return houses in the order in which the crew goes: rules 1 and 2."""
    found = list(spots)
    dangers = sorted((one for one in found if one.danger), key=_first)
    rest = [one for one in found if not one.danger]
    start = place_key(dangers[-1]) if dangers else None
    return [*dangers, *sorted(rest, key=lambda one: (*_from(start, place_key(one)), one.since, one.key))]


def _from(start: Place | None, place: Place) -> tuple[bool, bool, bool, Place]:
    """Return how far a place is from where the crew is: another district, another subdistrict, another village."""
    if start is None:
        return False, False, False, place
    return place[:1] != start[:1], place[:2] != start[:2], place != start, place


def together(spots: Iterable[Spot]) -> tuple[list[Spot], dict[int, int]]:
    """Return one house of each household, and of the others which one stands for it: rule 3.

    Args:
        spots: in any order.

    Returns:
        Those that get a stop, in the order given; key → key of the one that leads.
    """
    found = list(spots)
    leads: dict[int, Spot] = {}
    for one in sorted(found, key=lambda spot: (not spot.danger, spot.since, spot.key)):
        if one.household is not None:
            leads.setdefault(one.household, one)
    behind = {
        one.key: leads[one.household].key
        for one in found
        if one.household is not None and leads[one.household].key != one.key
    }
    return [one for one in found if one.key not in behind], behind


def arranged(wished: Mapping[int, int], dangers: Iterable[int]) -> list[int]:
    """Return keys in the order that a person wishes: rule 4.

    Args:
        wished: key → number that the person wrote; the same number twice keeps the order of the mapping.
        dangers: keys in danger.
    """
    first = frozenset(dangers)
    return sorted(wished, key=lambda key: (key not in first, wished[key]))


def districts(spots: Iterable[Spot]) -> list[str]:
    """Return the codes of the districts through which a trip goes; where only the province is known there is none to cross."""
    return sorted({one.district for one in spots if len(one.district) == 4})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stop without a result.

    Attributes:
        key: of the stop.
        position: in the order.
        danger: somebody is in danger there now, whatever it was when the trip was made.
    """

    key: int
    position: int
    danger: bool


def next_of(waiting: Sequence[Waiting]) -> int | None:
    """Return the stop to which the crew goes next: who is in danger by now, else in the order; None when all have a result."""
    return min(waiting, key=lambda one: (not one.danger, one.position, one.key)).key if waiting else None


def left_over(loaded: int, given: int) -> int:
    """Return how many should be on board; fewer than none where more was given than anybody wrote down."""
    return loaded - given
