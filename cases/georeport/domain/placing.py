"""Where a report lies: by a subdistrict of the list, by an address in words, or by a position on the map."""

from __future__ import annotations

from collections.abc import Sequence

from cases.intake.forms.place import home_district
from portal.organizations import areas, places
from portal.organizations.models import AreaShape


def place_of(*, subdistrict: str, address: str, position: tuple[float, float] | None) -> str:
    """Return the code of the subdistrict that a report means, "" when nothing leads to one.

    Args:
        subdistrict: six digits, or anything.
        address: words, as people write them.
        position: latitude and longitude (WGS 84).
    """
    if areas.is_area(subdistrict, "subdistrict"):
        return subdistrict
    read = places.read(address, near=home_district()).subdistrict if address else ""
    return read or (at(*position) if position else "")


def at(latitude: float, longitude: float) -> str:
    """Return the subdistrict on whose drawn shape a position lies, "" outside of all that are known."""
    for code, rings in AreaShape.objects.filter(area_code__regex=r"^\d{6}$").values_list(
        "area_code", "rings"
    ):
        if sum(_crossings(ring, latitude, longitude) for ring in rings) % 2:
            return code
    return ""


def _crossings(ring: Sequence[Sequence[float]], latitude: float, longitude: float) -> int:
    """Count the edges of an outline that a line to the east crosses: an odd number means inside (even-odd rule)."""
    crossed = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (y1 > latitude) != (y2 > latitude):
            crossed += longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1
    return crossed
