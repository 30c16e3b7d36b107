"""Cells of a spreadsheet that were merged downwards: the province of ten rows, written once."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl.utils.cell import range_boundaries

MOST_MERGES = 20_000
"""Merged ranges that are looked at in one sheet."""

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHUNK = 1024 * 1024
_OVERLAP = 200

Line = tuple[int, Iterable[object]]


def _references(raw: bytes, path: str) -> Iterator[str]:
    """Yield the merged ranges of a sheet; openpyxl forgets them when it reads row by row."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(path) as stream:
        seen = b""
        while chunk := stream.read(_CHUNK):
            text = seen + chunk
            end = 0
            for match in _MERGE.finditer(text):
                yield match[1].decode()
                end = match.end()
            seen = text[max(end, len(text) - _OVERLAP) :]


def _ranges(raw: bytes, path: str) -> dict[int, list[tuple[int, int]]]:
    """Return for every first row the (column, last row) of the ranges of one column that begin there.

    Wider ranges are titles and headings, not data.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for number, reference in enumerate(_references(raw, path)):
        if number == MOST_MERGES:
            break
        left, top, right, bottom = range_boundaries(reference)
        if left == right and bottom > top:
            found.setdefault(top, []).append((left - 1, bottom))
    return found


def merged_down(lines: Iterable[Line], raw: bytes, sheet: Any) -> Iterator[Line]:
    """Yield the rows of a sheet with the value of a cell that was merged downwards in each of its rows.

    A row that is blank otherwise stays blank.

    Args:
        lines: number and cells of every row, in order.
        raw: the whole file.
        sheet: openpyxl's sheet, read row by row.
    """
    path = getattr(sheet, "_worksheet_path", "")
    beginning = _ranges(raw, path) if path else {}
    running: dict[int, tuple[object, int]] = {}
    for number, values in lines:
        cells = list(values)
        running = {column: (value, last) for column, (value, last) in running.items() if number <= last}
        if running and any(cell not in (None, "") for cell in cells):
            cells += [None] * (max(running) + 1 - len(cells))
            for column, (value, _last) in running.items():
                cells[column] = value
        for column, last in beginning.get(number, ()):
            if column < len(cells):
                running[column] = (cells[column], last)
        yield number, cells
