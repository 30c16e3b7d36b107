"""A published year as open data: CSV for spreadsheets, JSON for programs (S1.30, S1.32; Digital Government Act s.17).

Made of the published snapshot alone. Withheld figures are empty in CSV with a mark beside them, and null in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from announcements.results.display import first_line, problem_label
from announcements.results.models import AnnualResults
from portal.web.downloads import csv_bytes

COLUMNS = (
    "fiscal_year_be",
    "table",
    "organization",
    "problem",
    "problem_label",
    "month",
    "measure",
    "value",
    "withheld",
)
Line = tuple[str, str, str, str, str, int | None]
"""Table, organization or province, problem, month, measure, value."""


def _sum_lines(snapshot: dict) -> Iterator[Line]:
    """Yield the sums and the figures by kind of problem."""
    for table in ("total", "general", "crisis"):
        for measure in snapshot["measures"]:
            yield table, "", "", "", measure, snapshot[table][measure]
    for table, rows in (("problem", snapshot["problems"]), ("crisis_problem", snapshot["crisis_problems"])):
        for row in rows:
            for measure in snapshot["measures"]:
                yield table, "", row["problem"], "", measure, row[measure]
    for row in snapshot["crisis_provinces"]:
        for measure in snapshot["measures"]:
            yield "crisis_province", row["province"], "", "", measure, row[measure]


def _detail_lines(snapshot: dict) -> Iterator[Line]:
    """Yield the figures of organizations and of months."""
    for row in snapshot["organizations"]:
        for measure in snapshot["measures"]:
            yield "organization", row["organization"], "", "", measure, row[measure]
        for problem, value in row["received_by_problem"].items():
            yield "organization_problem", row["organization"], problem, "", "received", value
    if times := snapshot.get("waiting_days"):
        yield "waiting_days", "", "", "", "days", times["general"]
        for row in times["problems"]:
            yield "waiting_days_problem", "", row["problem"], "", "days", row["days"]
        for row in times["organizations"]:
            yield "waiting_days_organization", row["organization"], "", "", "days", row["days"]
    for row in snapshot["months"]:
        period = snapshot.get("period", "month")
        yield period, "", "", row["month"], "received", row["received"]
        for problem, value in row["received_by_problem"].items():
            yield f"{period}_problem", "", problem, row["month"], "received", value


def as_csv(results: AnnualResults) -> bytes:
    """Return every published figure as one line of CSV."""
    words = first_line(results)
    if not words:
        return csv_bytes(COLUMNS, _rows(results))
    # The first line of the file says that nothing in it is real.
    return csv_bytes([words], chain([COLUMNS], _rows(results)))


def _rows(results: AnnualResults) -> Iterator[tuple[object, ...]]:
    for table, organization, problem, month, measure, value in chain(
        _sum_lines(results.snapshot), _detail_lines(results.snapshot)
    ):
        label = problem_label(problem) if problem else ""
        withheld = "yes" if value is None else "no"
        yield (results.be_year, table, organization, problem, label, month, measure, value, withheld)


def as_json(results: AnnualResults) -> bytes:
    """Return the published snapshot with when it was published; null is a withheld figure, never nought."""
    words = first_line(results)
    content = {
        **({"note": words} if words else {}),
        **results.snapshot,
        "edition": results.edition,
        "edition_reason": results.why,
        "replaced_at": results.replaced_at.isoformat() if results.replaced_at else None,
        "fingerprint": results.fingerprint,
        "published_at": results.published_at.isoformat() if results.published_at else None,
        "method": results.method,
        "correction": results.correction,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8")
