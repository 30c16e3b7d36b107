"""Where a case lies: the codes of its area, which decide who leads a crisis, which center coordinates, who may not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases.models import Case

DISTRICT, SUBDISTRICT = len("8101"), len("810101")
"""Digits of a code."""


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
