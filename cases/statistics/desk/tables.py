"""A report as a table: for the page, CSV, Excel, paper and JSON, from the same lines (docs/statistics.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from cases.statistics.desk.words import DIMENSIONS, MEASURES, labels
from cases.statistics.domain.counting import Counted, Key, Question, Values

SCHEMA = 1
"""Of the JSON; a change that breaks a reader makes it 2, and 1 stays (docs/statistics.md)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Attributes:
        key: code that does not change with the language.
        label: its words.
        cells: one value for each measure; None where there is none to tell.
    """

    key: str
    label: str
    cells: tuple[int | float | None, ...]

    @property
    def first(self) -> int | float | None:
        """The value that the bar beside the line shows."""
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Table:
    """A report, ready for every way to hand it out.

    Attributes:
        name: of the report: "intake", "forwarding", "steps", "lead".
        by: the dimension of its lines.
        measures: codes of the columns.
        lines: in the order of their labels.
        total: the sums.
        left_out: rows that were no request.
    """

    name: str
    by: str
    measures: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line
    left_out: int

    @property
    def head(self) -> list[str | Promise]:
        """The words above the columns."""
        return [DIMENSIONS[self.by], *(MEASURES[name] for name in self.measures)]

    @property
    def whole(self) -> float:
        """The value that fills a bar."""
        return max((line.first or 0 for line in self.lines), default=0)

    def largest_first(self) -> list[Line]:
        """Return the lines in the order of their first value, for tables too long to be read from end to end."""
        return sorted(self.lines, key=lambda line: -(line.first or 0))

    def rows(self) -> list[list[Any]]:
        """Return every line and the sums, as a spreadsheet takes them."""
        return [[line.label, *line.cells] for line in (*self.lines, self.total)]

    def as_json(self, question: Question, made_at: dt.datetime) -> dict[str, Any]:
        """Return the report by its schema; codes, no words that change with the language but `label`."""

        def values(line: Line) -> dict[str, Any]:
            return dict(zip(self.measures, line.cells, strict=True))

        return {
            "schema": SCHEMA,
            "report": self.name,
            "from": question.period.first.isoformat(),
            "until": question.period.last.isoformat(),
            "reach": str(question.reach.breadth),
            "area": question.reach.area,
            "filters": {
                "unit": question.unit,
                "problem": question.problem or None,
                "channel": question.channel or None,
            },
            "by": self.by,
            "made_at": made_at.isoformat(),
            "measures": list(self.measures),
            "rows": [{"key": line.key, "label": line.label, **values(line)} for line in self.lines],
            "total": values(self.total),
            "left_out": self.left_out,
        }


def table_of(name: str, by: str, counted: Counted, total_label: str) -> Table:
    """Return a counted report as a table, with the share that was in time beside its two numbers.

    Args:
        name: of the report.
        by: the dimension of its lines.
        counted: the values.
        total_label: words of the last line.
    """
    measures = [*counted.total, "share", *(["hours"] if name == "forwarding" else [])]
    lines = tuple(
        Line(_code(key), label, _cells(counted.lines[key], counted.hours.get(key), measures))
        for key, label in labels(by, counted.lines).items()
    )
    total = Line("total", total_label, _cells(counted.total, counted.mean_hours, measures))
    return Table(name, by, tuple(measures), lines, total, counted.left_out)


def _code(key: Key) -> str:
    return f"{key:%Y-%m}" if isinstance(key, dt.date) else str(key)


def _cells(values: Values, hours: float | None, measures: Sequence[str]) -> tuple[int | float | None, ...]:
    more = {
        "share": round(100 * values["in_time"] / values["due"]) if values["due"] else None,
        "hours": None if hours is None else round(hours, 1),
    }
    return tuple(values[name] if name in values else more[name] for name in measures)
