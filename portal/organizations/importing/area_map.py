"""Outlines of areas out of GeoJSON: the map of the units near a person is drawn from them (S2.62).

A new installation gets those of the first center's province and district; an operator loads others with
`manage.py import_areas_map FILE`. Nothing is fetched from anywhere, and pages work without outlines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.organizations import areas
from portal.organizations.models import AreaShape

SHIPPED = Path(__file__).parent.parent / "starter_data" / "area_map.geojson"
SHIPPED_CREDIT = "กรมแผนที่ทหาร / OCHA COD-AB (CC BY-IGO), mapthai (MIT)"
MOST_BYTES = 40_000_000
MOST_POINTS = 3_000
"""Points of one area: an outline of more is drawn no better on a page."""
DIGITS = 4
"""Decimals of a degree that are kept: some eleven meters."""
_WEST, _EAST, _SOUTH, _NORTH = 97.0, 106.0, 5.0, 21.0
_CODE_NAMES = (
    "code",
    "geocode",
    "ADM3_PCODE",
    "ADM2_PCODE",
    "ADM1_PCODE",
    "adm3_pcode",
    "adm2_pcode",
    "adm1_pcode",
)
Ring = list[list[float]]


class AreaMapError(ValueError):
    """A file that is no map of areas; the message says why, for whoever gave it."""


@dataclass
class AreaMapReport:
    """What an import found.

    Attributes:
        written: outlines that are new or changed.
        unchanged: outlines that were there as they are.
        refused: number of the feature and why it was left out.
    """

    written: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_area_map(content: bytes, *, credit: str, dry_run: bool = False) -> AreaMapReport:
    """Take over the outlines of a file; the same file twice changes nothing.

    Args:
        content: GeoJSON, a FeatureCollection of Polygon and MultiPolygon in degrees (WGS 84, RFC 7946), each with the code of
            its area (`code`, or the P-code of OCHA).
        credit: whom the map names as its source.
        dry_run: report only.

    Raises:
        AreaMapError: it is no such file, or too large.
    """
    report, found = AreaMapReport(), {}
    for number, feature in enumerate(_features(content), 1):
        try:
            code = _code(feature)
            found[code] = _rings(feature)
        except AreaMapError as error:
            report.refused.append((number, str(error)))
    known = {shape.area_code: shape for shape in AreaShape.objects.filter(area_code__in=found)}
    changed = [
        AreaShape(area_code=code, rings=rings, credit=credit)
        for code, rings in found.items()
        if code not in known or known[code].rings != rings or known[code].credit != credit
    ]
    report.written, report.unchanged = len(changed), len(found) - len(changed)
    if changed and not dry_run:
        AreaShape.objects.bulk_create(
            changed,
            batch_size=200,
            update_conflicts=True,
            unique_fields=["area_code"],
            update_fields=["rings", "credit"],
        )
    return report


def load_shipped() -> int:
    """Load the outlines that come with the portal where there are none at all; an operator's own stay.

    Returns:
        How many were written.
    """
    if AreaShape.objects.exists():
        return 0
    return import_area_map(SHIPPED.read_bytes(), credit=SHIPPED_CREDIT).written


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise AreaMapError(f"more than {MOST_BYTES:,} bytes")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise AreaMapError("not JSON") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise AreaMapError("not a GeoJSON FeatureCollection")
    return features


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    for name in _CODE_NAMES if isinstance(properties, dict) else ():
        if properties.get(name):
            code = str(properties[name]).strip().upper().removeprefix("TH")
            if areas.area(code) is None:
                raise AreaMapError(f"no area has the code {code[:20]}")
            return code
    raise AreaMapError("no code of an area")


def _rings(feature: Any) -> list[Ring]:
    geometry = feature.get("geometry") or {}
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(given, list):
        raise AreaMapError("neither Polygon nor MultiPolygon")
    polygons = given if kind == "MultiPolygon" else [given]
    try:
        rings = [ring for polygon in polygons for ring in polygon if len(ring) >= 4]
        kept = [list(_points(ring)) for ring in rings]
    except (TypeError, ValueError, IndexError) as error:
        raise AreaMapError("coordinates that cannot be read, or lie outside of Thailand") from error
    if not kept or sum(map(len, kept)) > MOST_POINTS:
        raise AreaMapError(f"no outline, or one of more than {MOST_POINTS:,} points")
    return kept


def _points(ring: list[Any]) -> Iterator[list[float]]:
    last = None
    for point in ring:
        longitude, latitude = float(point[0]), float(point[1])
        if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
            raise ValueError("outside of Thailand")
        rounded = [round(longitude, DIGITS), round(latitude, DIGITS)]
        if rounded != last:
            yield rounded
        last = rounded
