"""The place of a household among its neighbors, without its house number standing in the table.

Lists follow the way through a village, house by house, and the house number is sealed. What is kept instead is a number
between those of the two neighbors: it tells the order and nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Q

from cases.vulnerable.domain.places import village_key
from cases.vulnerable.models import Home
from portal.thai.houses import house_order

STEP = 1 << 20
"""Between two neighbors; twenty houses fit between any two before the village is spread anew."""
_DIGITS = 12


def hold(*beginnings: str) -> None:
    """Let whoever gives a place in these villages meanwhile end first, so that no two get the same one.

    All rows are asked for in one order and before any other of them is held: nobody waits for somebody who waits for them.
    In a village without households nothing can be held.

    Args:
        beginnings: of their keys, `village_key` or the first part of it.
    """
    if not beginnings or not connection.features.has_select_for_update:
        return
    wanted = Q()
    for one in beginnings:
        wanted |= Q(place_key__startswith=one)
    held = Home.objects.filter(wanted).order_by("place_key", "pk").only("pk")
    # What stands in an event names a household meanwhile: that does not wait.
    list(held.select_for_update(of=("self",), no_key=True))


def put_in_order(home: Home, village: str) -> None:
    """Give a household its place in the order of the way; of its neighbors only a few are opened.

    Args:
        home: with subdistrict and place; saved afterwards by whoever calls, who holds the village.
        village: number, or "".
    """
    beginning = village_key(home.subdistrict_code, village)
    neighbors = list(
        type(home)
        .objects.filter(place_key__startswith=beginning)
        .exclude(pk=home.pk)
        .order_by("place_key", "pk")
        .only("token", "place_key", "place_detail")
    )
    at = bisect_right(
        neighbors, house_order(home.place_detail), key=lambda one: house_order(one.place_detail)
    )
    below = _rank(neighbors[at - 1]) if at else 0
    above = _rank(neighbors[at]) if at < len(neighbors) else below + 2 * STEP
    if above - below < 2:
        spread(neighbors, beginning)
        below, above = at * STEP, (at + 1) * STEP
    home.place_key = _key(beginning, (below + above) // 2)


def spread(homes: Sequence[Any], beginning: str) -> None:
    """Give households of one village places with room between them, and store these.

    Args:
        homes: in their order; models of now, or of a migration.
        beginning: of their keys, `village_key`.
    """
    for place, one in enumerate(homes, 1):
        one.place_key = _key(beginning, place * STEP)
        type(one)._base_manager.filter(pk=one.pk).update(place_key=one.place_key)


def beginning_of(place_key: str) -> str:
    """Return the beginning that a household's place shares with those of its village."""
    return f"{place_key.rpartition('/')[0]}/"


def _rank(home: Home) -> int:
    return int(home.place_key.rpartition("/")[2])


def _key(beginning: str, rank: int) -> str:
    return f"{beginning}{rank:0{_DIGITS}d}"
