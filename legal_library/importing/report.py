"""What an import did, in words for the terminal and the screen, and as a table to take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from legal_library.importing.writing import Outcome, Result
from portal.web.downloads import csv_bytes


def line_of(outcome: Outcome) -> str:
    """Return one record's line: "บรรทัด 12  ปรับปรุง  พระราชบัญญัติ…: ข้อความเต็ม 88 ตอน"."""
    remarks = f": {'; '.join(filter(None, outcome.remarks))}" if any(outcome.remarks) else ""
    return f"{outcome.place}  {outcome.result.label}  {outcome.title or '–'}{remarks}"


def sums(outcomes: Iterable[Outcome]) -> str:
    """Return how many records came to which result."""
    counts = Counter(outcome.result for outcome in outcomes)
    return "  ".join(f"{result.label} {counts[result]:,}" for result in Result)


def table(outcomes: Iterable[Outcome]) -> bytes:
    """Return the report as CSV that Excel opens with its Thai intact."""
    rows = (
        [row.place, row.result.value, row.title, "; ".join(filter(None, row.remarks)), row.document or ""]
        for row in outcomes
    )
    return csv_bytes(["place", "result", "title", "remarks", "document"], rows)
