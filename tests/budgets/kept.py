"""The budgets as they are kept: one line for each page, one column for each figure (`budgets.csv`)."""

from __future__ import annotations

import csv
import math
from dataclasses import astuple
from pathlib import Path

from tests.budgets.meter import FIGURES, Work

TABLE = Path(__file__).with_name("budgets.csv")
SHARE = 0.1
"""A figure may be a tenth above its budget; what makes a page a third heavier is far beyond."""
SMALL = Work(queries=0, steps=2, templates=0, calls=200, memory=20_000, size=200)
"""So much a figure may be above or below in any case: an order of a set, a longer key, a name of another length."""
LOOSE = 0.25
"""A budget that is more than a quarter above its page would let a slower page pass: it is written anew."""


def read() -> dict[str, Work]:
    """Return the budget of each page by its name."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            line["page"]: Work(**{name: int(line[name]) for name in FIGURES}) for line in csv.DictReader(file)
        }


def write(seen: dict[str, Work]) -> None:
    """Keep what was seen as the budgets."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["page", *FIGURES])
        lines.writerows([name, *astuple(work)] for name, work in seen.items())


def above(work: Work, budget: Work) -> list[str]:
    """Return the names of the figures that a page costs beyond its budget."""
    return [
        name
        for name, is_, may, small in _figures(work, budget)
        if is_ > max(math.floor(may * (1 + SHARE)), may + small)
    ]


def below(work: Work, budget: Work) -> list[str]:
    """Return the names of the figures whose budget is so wide that it would hide a page that became slower."""
    return [
        name for name, is_, may, small in _figures(work, budget) if is_ < min(may * (1 - LOOSE), may - small)
    ]


def _figures(work: Work, budget: Work):  # noqa: ANN202
    return zip(FIGURES, astuple(work), astuple(budget), astuple(SMALL), strict=True)
