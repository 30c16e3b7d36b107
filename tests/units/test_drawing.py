"""The map is arithmetic: north above, everything inside the frame, names only where they fit (S2.62)."""

from __future__ import annotations

import re

import pytest

from portal.units.domain.drawing import MARGIN, MOST_HEIGHT, ROOM, WIDTH, draw, middle


def square(west: float, south: float, size: float = 0.1) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def numbers(path: str) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", path)]


def test_the_middle_is_the_center_of_mass_of_the_largest_ring() -> None:
    x, y = middle([square(98.0, 8.0, 0.01), square(99.0, 8.0, 0.2)])
    assert (round(x, 3), round(y, 3)) == (99.1, 8.1)
    assert middle([[[98.0, 8.0], [98.2, 8.0], [98.0, 8.0]]]) == pytest.approx((98.0667, 8.0), abs=1e-3)


def test_north_is_above_and_everything_lies_inside_the_frame() -> None:
    drawn = draw([("south", [square(98.0, 8.0)]), ("north", [square(98.0, 8.1)])])
    assert drawn is not None
    south, north = drawn.areas
    assert north.y < south.y
    assert drawn.width <= WIDTH
    assert drawn.height <= MOST_HEIGHT
    for area in drawn.areas:
        for x, y in numbers(area.path):
            assert MARGIN <= x <= drawn.width - MARGIN
            assert MARGIN <= y <= drawn.height - MARGIN


def test_a_name_stands_where_it_fits_and_a_number_elsewhere() -> None:
    shapes = [("wide", [square(98.0, 8.0, 0.5)]), ("small", [square(98.6, 8.0, 0.01)])]
    drawn = draw(shapes, {"wide": 7, "small": 7})
    assert drawn is not None
    assert [area.has_room for area in drawn.areas] == [True, False]


def test_labels_do_not_stand_on_each_other() -> None:
    shapes = [("a", [square(98.0, 8.0)]), ("b", [square(98.01, 8.0, 0.08)]), ("far", [square(99.0, 8.5)])]
    drawn = draw(shapes)
    assert drawn is not None
    one, other, _ = drawn.areas
    assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 >= ROOM - 2


def test_without_outlines_there_is_no_map() -> None:
    assert draw([]) is None
    assert draw([("a", [])]) is None


def test_a_single_point_of_land_breaks_nothing() -> None:
    drawn = draw([("a", [[[98.0, 8.0], [98.0, 8.0], [98.0, 8.0]]])])
    assert drawn is not None
    assert drawn.width >= 2 * MARGIN
