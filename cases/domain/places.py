"""Where a case lies: the codes of its area, which decide who leads a crisis, which center coordinates, who may not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Case

Follower = Callable[["Case"], None]
_followers: list[Follower] = []
DISTRICT, SUBDISTRICT = len("8101"), len("810101")
"""Digits of a code."""


def register(follower: Follower) -> None:
    """Let a room that stands above hear of cases whose place was corrected; the same one a second time counts once.

    Args:
        follower: takes the case, saved with its new place, within the transaction of the act.
    """
    if follower not in _followers:
        _followers.append(follower)


def follow(case: Case) -> None:
    """Tell everybody who registered that a case lies elsewhere."""
    for follower in _followers:
        follower(case)


def place_of(case: Case) -> str:
    """Return the code of the narrowest area of a case that is known; "" for none."""
    return case.subdistrict_code or case.district_code or case.province_code


def put_elsewhere(case: Case, to: Mapping[str, str]) -> dict[str, list[str]]:
    """Give a case the codes of its new place, if there is one, without saving it; returns the codes before and after.

    Args:
        case: locked by the act that changes the place.
        to: new codes by name (`cases.machine.verb.Given.to`).
    """
    place = to.get("place", "")
    if not place:
        return {}
    before = place_of(case)
    case.province_code = place[:2]
    case.district_code = place[:DISTRICT] if len(place) >= DISTRICT else ""
    case.subdistrict_code = place if len(place) == SUBDISTRICT else ""
    return {"place": [before, place]}
