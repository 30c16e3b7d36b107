"""Step one and a half: which row of a sheet heads its columns, and which rows are no data.

Offices put titles above the header, spread it over two rows, repeat it on every printed page and add sums and notes
below. What is left out is told in the report, by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.organizations.importing.columns import column_of
from portal.thai.text import key

MOST_TITLES = 30
"""Rows that are not blank in which the header is looked for."""

FEWEST_COLUMNS = 2
"""So many columns that we know make a row a header: "จังหวัด" alone may stand in any cell."""

_FOOTER = re.compile(r"(?:รวม|ที่มา|sum)(?:\d+(?:แห่ง|หน่วยงาน|รายการ|อปท)?)?")
_FOOTERS = (
    "รวมทั้งสิ้น",
    "รวมทั้งหมด",
    "รวมจำนวน",
    "ยอดรวม",
    "หมายเหตุ",
    "ที่มาของข้อมูล",
    "แหล่งที่มา",
    "ผู้จัดทำ",
    "ลงชื่อ",
    "total",
)

Row = tuple[int, list[str]]


@dataclass
class Headed:
    """A sheet taken apart.

    Attributes:
        header: the cells that head the columns.
        rows: line number and cells of every row of data, as many cells as the header has.
        left_out: lines of titles, repeated headers, sums and notes.
    """

    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)


def _known(cells: Iterable[str]) -> set[str]:
    """Return the columns that we know among some cells."""
    return {name for name in map(column_of, cells) if name}


def _header_place(rows: list[Row]) -> int:
    """Return the place of the header among rows that are not blank: the first one where none looks like a header."""
    for place, (_line, cells) in enumerate(rows[:MOST_TITLES]):
        if len(_known(cells)) >= FEWEST_COLUMNS:
            return place
    return 0


def _second_row(header: list[str], cells: list[str]) -> list[str] | None:
    """Return the header completed by the row below it, or None when that is no part of the header.

    A cell that spans several columns has its parts below: "ที่ตั้ง" over ตำบล, อำเภอ, จังหวัด.
    """
    written = [cell for cell in cells if cell]
    if not written or len(_known(written)) < len(written) or set(written) <= set(header):
        return None
    width = max(len(header), len(cells))
    above, below = (row + [""] * (width - len(row)) for row in (header, cells))
    if not any(low and not high for high, low in zip(above, below, strict=True)):
        return None
    return [low or high for high, low in zip(above, below, strict=True)]


def is_footer(cells: list[str]) -> bool:
    """Say whether a row is a sum or a note below the list; "รวมไทยพัฒนา" is a subdistrict and none of these."""
    first = key(next(filter(None, cells), ""))
    return first.startswith(_FOOTERS) or _FOOTER.fullmatch(first) is not None


def take_apart(rows: list[Row]) -> Headed:
    """Return header, data and what is neither.

    Args:
        rows: all rows of a sheet that are not blank.
    """
    if not rows:
        return Headed()
    place = _header_place(rows)
    header = list(rows[place][1])
    first = place + 1
    found = Headed(left_out=[line for line, _cells in rows[:place]])
    if first < len(rows) and (complete := _second_row(header, rows[first][1])):
        header = complete
        first += 1
    while header and not header[-1]:
        header.pop()
    found.header = header
    for line, cells in rows[first:]:
        full = (cells + [""] * len(header))[: len(header)]
        if full == header or is_footer(full):
            found.left_out.append(line)
        else:
            found.rows.append((line, full))
    return found
