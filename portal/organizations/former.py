"""Names of areas that are no more, with the code of what they are today: old provinces, districts that changed province.

Names and codes only; they stand in `former_areas.csv`, each with the public act or history that its line names. A place
that is written with them is read as today's (`portal.organizations.places`), and stays as it was typed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "former_areas.csv"


@dataclass(frozen=True, slots=True)
class Former:
    """One line of the file.

    Attributes:
        name: as it was.
        was_in: code of the province in which a district lay; "" for a province.
        code: of the area of today.
        source: where that is written.
    """

    name: str
    was_in: str
    code: str
    source: str


@cache
def _all() -> tuple[Former, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Former(**row) for row in csv.DictReader(file))


def provinces() -> tuple[Former, ...]:
    """Return provinces that are no more, and old names of those that are."""
    return tuple(one for one in _all() if not one.was_in)


def moved_districts() -> tuple[Former, ...]:
    """Return districts by the names that they bore in another province."""
    return tuple(one for one in _all() if one.was_in)


@cache
def moved_from(province: str) -> frozenset[str]:
    """Return the codes of today's districts that lay in a province before."""
    return frozenset(one.code for one in moved_districts() if one.was_in == province)
