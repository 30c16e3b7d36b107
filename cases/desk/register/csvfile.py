"""Tables as CSV that spreadsheets open safely (privacy 12; Primero's CsvSanitizerService)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_FORMULA = re.compile(r"^[\ufeff\x00-\x20]*[=+\-@|%]")
BYTE_ORDER_MARK = "\ufeff"


def safe_cell(value: object) -> str:
    """Return a value as text that no spreadsheet takes for a formula: such text gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_bytes(header: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a CSV file (RFC 4180) in UTF-8 with a byte order mark, without which Excel garbles Thai."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8")
