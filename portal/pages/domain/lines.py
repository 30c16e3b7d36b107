"""The numbers that sentences name, from the one table of numbers: rows in use, and where there is none what the center began with.

Nothing else in templates and code writes a number to call (`tests/pages/test_lines.py`): a number that changes is changed in
one row, with its source and the day on which it was checked (S2.37).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from portal.page_cache.memory import remembered
from portal.pages.models import Hotline
from portal.pages.models.hotlines import RESCUE

PRINTED = Path(__file__).parent.parent / "starter_data" / "hotlines.toml"
"""With what a new installation begins; what pages say that may not ask the database."""


@cache
def printed() -> Mapping[str, Hotline]:
    """Return the rows of the file that have a line, by its value; they are not saved, and nothing is asked."""
    records = tomllib.loads(PRINTED.read_text(encoding="utf-8"))["hotlines"]
    return {record["line"]: Hotline(**record) for record in records if "line" in record}


def hotlines() -> tuple[Hotline, ...]:
    """Return every number in use, in its order; asked once for every state of the database."""
    return remembered("pages.hotlines", lambda: tuple(Hotline.objects.filter(in_use=True)))


def dialed() -> list[str]:
    """Return every number in use as people dial it, digits only: "1567", "0991301300" and "66991301300"."""
    digits = ["".join(filter(str.isdigit, row.number)) for row in hotlines()]
    return [*digits, *(f"0{number[2:]}" for number in digits if number.startswith("66"))]


def lines(in_use: Iterable[Hotline] | None = None) -> Mapping[str, Hotline]:
    """Return the row of each line by its value, "police" to "justice"; every line has one.

    Args:
        in_use: the numbers in use, where a page has asked for them already.
    """
    return {**_by_value(printed().values()), **_by_value(hotlines() if in_use is None else in_use)}


def _by_value(rows: Iterable[Hotline]) -> dict[str, Hotline]:
    return {row.line: row for row in rows if row.line}


def rescue(known: Mapping[str, Hotline]) -> Sequence[Hotline]:
    """Return the three numbers of emergencies.

    Args:
        known: `lines`, or `printed`.
    """
    return [known[line] for line in RESCUE]


def said() -> dict[str, str]:
    """Return the number of each line by its value, for sentences that are written with `%(social)s`."""
    return {line: row.number for line, row in lines().items()}
