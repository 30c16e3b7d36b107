"""From a year's figures as they come from the cases to figures that may be published.

`public_view` makes the tables that the portal shows, with every small figure and every figure that would give a small
one away left out. Only its result is ever stored or shown. Pure functions over plain values; no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from portal.suppression import Cell, K, leaks, protect
from portal.thai.dates import BE_OFFSET, fiscal_year_bounds

if TYPE_CHECKING:
    from cases.domain.reporting import MonthFigures, YearlyFigures

MEASURES = ("received", "closed", "helped", "households", "persons", "baht")
CASE_MEASURES = ("received", "closed", "helped")
HELP_MEASURES = ("helped", "households", "persons", "baht")
SCHEMA = 1

Values = dict[str, int | None]
"""Measure to value; None where it is withheld."""


def measures_of(figures: YearlyFigures) -> tuple[str, ...]:
    """Return the measures of which anything is known; nobody may have counted households or persons."""
    counted = (
        measure
        for measure in MEASURES
        if measure in CASE_MEASURES or any(getattr(row, measure) is not None for row in figures.rows)
    )
    return tuple(counted)


def months_of(be_year: int) -> list[date]:
    """Return the first days of the twelve months of a fiscal year, October first."""
    first, _ = fiscal_year_bounds(be_year)
    return [
        date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 1) for n in range(12)
    ]


def _sum(rows: Iterable[MonthFigures], measure: str) -> int:
    return sum(getattr(row, measure) or 0 for row in rows)


def _sums(rows: Iterable[MonthFigures], measure: str, *keys: str) -> Counter[tuple]:
    """Return the sums of a measure by the named attributes; one attribute gives 1-tuples."""
    sums: Counter[tuple] = Counter()
    for row in rows:
        sums[tuple(getattr(row, key) for key in keys)] += getattr(row, measure) or 0
    return sums


def _crisis_cells(rows: list[MonthFigures], measure: str) -> list[Cell]:
    """Return the crisis figures by province and kind: never below the province, never by month."""
    cells = []
    for (province,), value in _sums(rows, measure, "province_code").items():
        cells.append(Cell(f"province:{province}", "crisis", f"province:{province}", value, cost=2))
    for (province, problem), value in _sums(rows, measure, "province_code", "problem").items():
        cells.append(Cell(f"crisis:{province}:{problem}", f"province:{province}", f"kind:{problem}", value))
    for (problem,), value in _sums(rows, measure, "problem").items():
        cells.append(Cell(f"problem:{problem}", f"kind:{problem}", "end", value, cost=1))
    return cells


def _general_cells(rows: list[MonthFigures], measure: str) -> list[Cell]:
    """Return the general figures: sums by organization and by kind; for cases received also what lies inside."""
    inside = measure == "received"
    cells = []
    for (organization,), value in _sums(rows, measure, "organization_id").items():
        node = f"organization:{organization}"
        cells.append(Cell(node, "general", node if inside else "hub", value, cost=1))
    for (problem,), value in _sums(rows, measure, "problem").items():
        tail, head = (f"in:{problem}", f"out:{problem}") if inside else ("hub", "end")
        cells.append(Cell(f"problem:{problem}", tail, head, value, cost=1))
    if not inside:
        return cells
    for (organization, problem), value in _sums(rows, measure, "organization_id", "problem").items():
        cells.append(
            Cell(f"cell:{organization}:{problem}", f"organization:{organization}", f"in:{problem}", value)
        )
    for (month, problem), value in _sums(rows, measure, "month", "problem").items():
        cells.append(Cell(f"month:{month:%Y-%m}:{problem}", f"out:{problem}", f"month:{month:%Y-%m}", value))
    for (month,), value in _sums(rows, measure, "month").items():
        cells.append(Cell(f"month:{month:%Y-%m}", f"month:{month:%Y-%m}", "end", value, cost=1))
    return cells


def cells_of(figures: YearlyFigures, measure: str) -> list[Cell]:
    """Return every published figure of one measure as a network whose sums agree (see `suppression`)."""
    crisis = [row for row in figures.rows if row.is_crisis]
    general = [row for row in figures.rows if not row.is_crisis]
    cells = [
        Cell("total", "end", "start", _sum(figures.rows, measure), cost=9),
        Cell("general", "start", "general", _sum(general, measure), cost=3),
        Cell("crisis", "start", "crisis", _sum(crisis, measure), cost=3),
        *_general_cells(general, measure),
        *_crisis_cells(crisis, measure),
    ]
    if measure == "baht":
        cells = [replace(cell, is_count=False) for cell in cells]
    return cells


_SUMS = frozenset({"total", "general", "crisis"})


def withheld(figures: YearlyFigures, *, k: int = K) -> dict[str, frozenset[str]]:
    """Return for each measure the keys of the figures to leave out.

    Measures of one line tell of each other: cases closed are cases received, persons helped are at least as many as
    cases helped. So where cases received are withheld everything of that line is, and the measures of help are withheld
    together. Sums follow only from cases received, and money and people from cases helped.
    """

    def hide(measure: str, forced: frozenset[str]) -> frozenset[str]:
        return protect([replace(cell, force=cell.key in forced) for cell in cells_of(figures, measure)], k=k)

    hidden = {"received": hide("received", frozenset())}
    hidden["closed"] = hide("closed", hidden["received"])
    measures = [measure for measure in HELP_MEASURES if measure in measures_of(figures)]
    lines = hidden["received"]
    while True:
        for measure in measures:
            sums = hidden["received"] | (
                hidden.get("helped", frozenset()) if measure != "helped" else frozenset()
            )
            hidden[measure] = hide(measure, (lines - _SUMS) | (sums & _SUMS))
        together = lines.union(*(hidden[measure] for measure in measures)) - _SUMS
        if together <= lines:
            break
        lines = together | lines
    unsafe = [
        (measure, key)
        for measure in hidden
        for key in leaks(cells_of(figures, measure), hidden[measure], k=k)
    ]
    if unsafe:
        raise AssertionError(f"figures would leak: {unsafe[:3]}")
    return hidden


def by_quarters(figures: YearlyFigures) -> YearlyFigures:
    """Return the same year with every month counted in the first one of its quarter."""
    first_of = {}
    for number, month in enumerate(months := months_of(figures.be_year)):
        first_of[month] = months[number - number % 3]
    return replace(
        figures, rows=tuple(replace(row, month=first_of.get(row.month, row.month)) for row in figures.rows)
    )


def _mostly_hidden(figures: YearlyFigures, hidden: Mapping[str, frozenset[str]]) -> bool:
    """Say whether a table of months would say hardly anything: most of what is in it would have to be left out (S1.30)."""
    cells = [
        cell
        for cell in cells_of(figures, "received")
        if cell.key.startswith("month:") and cell.key.count(":") == 2 and cell.value
    ]
    gone = sum(cell.key in hidden["received"] for cell in cells)
    return gone * 2 > len(cells)


def public_view(figures: YearlyFigures, *, k: int = K) -> dict:
    """Return what may be published of a year, as JSON-able values; withheld figures are None.

    Raises:
        UnbalancedError: the figures do not add up.
    """
    hidden, months, period = withheld(figures, k=k), months_of(figures.be_year), "month"
    if _mostly_hidden(figures, hidden):
        figures, months, period = by_quarters(figures), months[::3], "quarter"
        hidden = withheld(figures, k=k)
    values = {
        measure: {cell.key: cell.value for cell in cells_of(figures, measure)}
        for measure in measures_of(figures)
    }

    def line(key: str) -> Values:
        return {m: None if key in hidden[m] else values[m].get(key, 0) for m in measures_of(figures)}

    def received(key: str) -> int | None:
        return None if key in hidden["received"] else values["received"].get(key, 0)

    general = [row for row in figures.rows if not row.is_crisis]
    crisis = [row for row in figures.rows if row.is_crisis]
    problems = sorted({row.problem for row in general})
    first, last = fiscal_year_bounds(figures.be_year)
    return {
        "schema": SCHEMA,
        "be_year": figures.be_year,
        "ce_year": figures.be_year - BE_OFFSET,
        "from": first.isoformat(),
        "until": last.isoformat(),
        "generated_at": figures.generated_at.isoformat(),
        "smallest_published": k,
        "period": period,
        "measures": list(measures_of(figures)),
        "total": line("total"),
        "general": line("general"),
        "crisis": line("crisis"),
        "problems": [{"problem": problem, **line(f"problem:{problem}")} for problem in problems],
        "crisis_problems": [
            {"problem": problem, **line(f"problem:{problem}")}
            for problem in sorted({row.problem for row in crisis})
        ],
        "crisis_provinces": _crisis_provinces(crisis, line),
        "organizations": [
            {
                "organization": name,
                **line(f"organization:{organization}"),
                "received_by_problem": {
                    problem: received(f"cell:{organization}:{problem}") for problem in problems
                },
            }
            for organization, name in _organizations(general).items()
        ],
        "months": [
            {
                "month": f"{month:%Y-%m}",
                "received": received(f"month:{month:%Y-%m}"),
                "received_by_problem": {
                    problem: received(f"month:{month:%Y-%m}:{problem}") for problem in problems
                },
            }
            for month in months
        ],
    }


def _organizations(rows: Iterable[MonthFigures]) -> Mapping[int, str]:
    """Return the organizations of the rows with their names, in the order of the rows."""
    return {row.organization_id: row.organization for row in rows}


def _crisis_provinces(rows: list[MonthFigures], line: Callable[[str], Values]) -> list[dict]:
    """Return the crisis figures of each province; of a single province they are the kinds' own figures."""
    provinces = sorted({row.province_code for row in rows})
    if len(provinces) < 2:
        return []
    return [
        {
            "province": province,
            **line(f"province:{province}"),
            "problems": {
                problem: line(f"crisis:{province}:{problem}")
                for problem in sorted({row.problem for row in rows if row.province_code == province})
            },
        }
        for province in provinces
    ]
