"""The map of an area as paths of SVG, drawn from outlines: pure arithmetic, no third party, no picture (S2.62)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Ring = Sequence[Sequence[float]]
WIDTH = 600
MARGIN = 24
MOST_HEIGHT = 760
LETTER = 17
"""Width of a letter of a label, in units of the drawing."""
ROOM = 46
"""Two labels nearer than this stand on each other."""


@dataclass(frozen=True)
class DrawnArea:
    """One area of the map.

    Attributes:
        code: of the area.
        path: of its outline, for `<path d>`.
        x, y: where its label stands.
        has_room: its name fits into it; else its number alone stands there.
    """

    code: str
    path: str
    x: int
    y: int
    has_room: bool


@dataclass(frozen=True)
class DrawnMap:
    """The whole map: its size and its areas in the order in which they were given."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]


def middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """Return the middle of the largest ring: its center of mass (longitude, latitude).

    Args:
        rings: outlines of one area, at least one of three points.
    """
    ring = max(rings, key=lambda one: abs(_surface(one)))
    surface = _surface(ring)
    if not surface:
        return sum(point[0] for point in ring) / len(ring), sum(point[1] for point in ring) / len(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (6 * surface), y / (6 * surface)


def _surface(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def draw(
    shapes: Sequence[tuple[str, Sequence[Ring]]], letters: dict[str, int] | None = None
) -> DrawnMap | None:
    """Return the map of some areas, the north above; None without any.

    Args:
        shapes: code and outlines of each area, in degrees.
        letters: how many letters the name of each area has, to know whether it fits.
    """
    points = [point for _, rings in shapes for ring in rings for point in ring]
    if not points:
        return None
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    # A degree of longitude is shorter the farther north one is; within a province one factor is right enough.
    narrowing = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrowing, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)
    width, height = round(wide * scale) + 2 * MARGIN, round(high * scale) + 2 * MARGIN

    def at(point: Sequence[float]) -> tuple[int, int]:
        x = MARGIN + (point[0] - west) * narrowing * scale
        return round(x), round(MARGIN + (north - point[1]) * scale)

    drawn: list[DrawnArea] = []
    for code, rings in shapes:
        placed = [[at(point) for point in ring] for ring in rings]
        x, y = _apart(at(middle(rings)), drawn)
        across = max(p[0] for ring in placed for p in ring) - min(p[0] for ring in placed for p in ring)
        has_room = across > LETTER * (letters or {}).get(code, 0) + 8
        drawn.append(DrawnArea(code, "".join(map(_path, placed)), x, y, has_room))
    return DrawnMap(width, height, tuple(drawn))


def _path(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _apart(place: tuple[int, int], drawn: Sequence[DrawnArea]) -> tuple[int, int]:
    """Move a label away from those that stand already, a little and no further."""
    x, y = place
    for _ in range(3):
        near = next((one for one in drawn if math.hypot(one.x - x, one.y - y) < ROOM), None)
        if near is None:
            break
        away = math.hypot(x - near.x, y - near.y) or 1
        x = round(near.x + (x - near.x) / away * ROOM) if x != near.x else x + ROOM
        y = round(near.y + (y - near.y) / away * ROOM)
    return x, y
