"""From a year's figures as they come from the cases to figures that may be published.

`public_view` makes the tables that the portal shows, with every small figure and every figure that would give a small
one away left out. Only its result is ever stored or shown. Pure functions over plain values; no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from announcements.results.told import Told, with_noughts
from cases.domain.reporting import middle
from portal.suppression import CannotProtectError, Cell, K, leaks, protect
from portal.thai.dates import BE_OFFSET, fiscal_year_bounds

if TYPE_CHECKING:
    from cases.domain.reporting import MonthFigures, WaitingTimes, YearlyFigures

MEASURES = ("received", "closed", "refused", "waiting", "helped", "households", "persons", "baht")
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
Hidden = dict[str, frozenset[str]]
"""Measure → keys of the figures that are left out. A measure that is not in it is not published at all."""


class _Hiding:
    """Leaves figures of one year out, measure by measure.

    Args:
        figures: of the year.
        k: smallest count that is published.
        before: what an earlier edition of the year has told; None for the first one.
    """

    def __init__(self, figures: YearlyFigures, k: int, before: Told | None) -> None:
        self.k, self.before = k, before
        self.measures = tuple(m for m in measures_of(figures) if before is None or m in before.measures)
        self._cells = {measure: cells_of(figures, measure) for measure in self.measures}

    def value(self, measure: str) -> dict[str, int]:
        """Return the figures of a measure by key."""
        return {cell.key: cell.value for cell in self._cells[measure]}

    def hide(
        self, measure: str, forced: frozenset[str], bounds: Mapping[str, int] | None = None
    ) -> frozenset[str]:
        """Return what of a measure is left out.

        Args:
            measure: which.
            forced: keys that are left out whatever their value.
            bounds: key → the largest value that a reader holds possible.

        Raises:
            CannotProtectError: no way of hiding is safe.
        """
        most = bounds or {}
        cells = [
            replace(cell, force=cell.key in forced, most=most.get(cell.key)) for cell in self._cells[measure]
        ]
        if self.before is None:
            hidden = protect(cells, k=self.k)
            if leaks(cells, hidden, k=self.k):
                raise AssertionError(f"figures would leak: {measure}")
            return hidden
        return self._hide_again(
            cells, self.before.hidden.get(measure, frozenset()), self.before.shown.get(measure, {})
        )

    def _hide_again(
        self, cells: list[Cell], earlier: frozenset[str], shown: Mapping[str, int]
    ) -> frozenset[str]:
        """Return what a new edition leaves out, for readers who hold both and know which figures changed (S1.30).

        What was left out stays so, and protects itself alone: whether such a figure changed is not known, so it may have
        to move in both editions at once. What is small only now is protected by figures that changed; one that both
        editions have alike is known.
        """
        old = [
            replace(
                cell,
                force=cell.key in earlier,
                known=cell.key not in earlier,
                is_count=cell.is_count and cell.key in earlier,
            )
            for cell in cells
        ]
        new = [
            replace(
                cell,
                force=cell.force and cell.key not in earlier,
                known=cell.key in earlier or shown.get(cell.key) == cell.value,
                is_count=cell.is_count and cell.key not in earlier,
            )
            for cell in cells
        ]
        return earlier | protect(old, k=self.k) | protect(new, k=self.k)

    def is_told(self, measure: str, key: str) -> bool:
        """Return whether an earlier edition has shown this very figure."""
        if self.before is None:
            return False
        shown = self.before.shown.get(measure, {})
        return key in shown and shown[key] == self.value(measure).get(key, 0)


def withheld(
    figures: YearlyFigures,
    *,
    k: int = K,
    before: Told | None = None,
    waited: frozenset[str] = frozenset(),
) -> Hidden:
    """Return for each measure the keys of the figures to leave out.

    Measures of one line tell of each other: cases closed are cases received, persons helped are at least as many as
    cases helped. So where cases received are withheld everything of that line is, and the measures of help are withheld
    together. Sums follow only from cases received, and money and people from cases helped. Refused cases are closed ones;
    those that wait are what waited a year ago and came, less what was closed, so that closed and waiting are withheld
    together, and both where those of a year ago were. Where that cannot be done, or would hide how many were closed in
    all, nothing of refused or waiting cases is published.

    Args:
        figures: of the year.
        k: smallest count that is published.
        before: what an earlier edition of the year has told.
        waited: keys of the lines of which the waiting cases of the year before are withheld.

    Raises:
        CannotProtectError: with the earlier edition in hand a reader would work small figures out.
    """
    year = _Hiding(figures, k, before)
    hidden: Hidden = {"received": year.hide("received", frozenset())}
    hidden |= _endings(year, hidden["received"], waited)
    measures = [measure for measure in HELP_MEASURES if measure in year.measures]
    lines = hidden["received"]
    while True:
        for measure in measures:
            sums = hidden["received"] | (
                hidden.get("helped", frozenset()) if measure != "helped" else frozenset()
            )
            hidden[measure] = year.hide(measure, (lines - _SUMS) | (sums & _SUMS))
        together = lines.union(*(hidden[measure] for measure in measures)) - _SUMS
        if together <= lines:
            break
        lines = together | lines
    return hidden


def _endings(year: _Hiding, received: frozenset[str], waited: frozenset[str]) -> Hidden:
    """Return what of closed, waiting and refused cases is left out; of the last two nothing may be published."""
    found: Hidden = {"closed": year.hide("closed", received)}
    if "waiting" in year.measures:
        with suppress(CannotProtectError):
            both = _together(year, found["closed"] | waited)
            # How many were closed is told before how many wait: no sum of the closed ones goes for it.
            if both["closed"] & _SUMS <= found["closed"]:
                found = both
    if "refused" in year.measures:
        closed = year.value("closed")
        bounds = {key: value for key, value in closed.items() if key not in found["closed"]}
        with suppress(CannotProtectError):
            found["refused"] = year.hide("refused", found["closed"], bounds)
    return found


def _together(year: _Hiding, closed: frozenset[str]) -> Hidden:
    """Leave the same figures of closed and of waiting cases out: each is known where the other one is.

    Raises:
        CannotProtectError: there is no such way.
    """
    one, other = year.value("closed"), year.value("waiting")
    bounds = {key: one.get(key, 0) + other.get(key, 0) for key in one.keys() | other.keys()}
    while True:
        waiting = year.hide("waiting", closed, bounds)
        again = year.hide("closed", waiting, bounds)
        if again == waiting:
            break
        closed = again | waiting
    for key in waiting:
        if 0 < other.get(key, 0) < year.k and year.is_told("closed", key):
            raise CannotProtectError(key)
    return {"closed": again, "waiting": waiting}


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
    return mostly_withheld(None if cell.key in hidden["received"] else cell.value for cell in cells)


def mostly_withheld(figures: Iterable[int | None]) -> bool:
    """Say whether a table would say hardly anything: of the figures that are not nought more than half are withheld.

    Args:
        figures: of its cells; None where one is withheld.
    """
    counted = [figure for figure in figures if figure != 0]
    return 2 * counted.count(None) > len(counted)


def public_view(
    figures: YearlyFigures,
    *,
    k: int = K,
    before: Told | None = None,
    waited: frozenset[str] = frozenset(),
    times: WaitingTimes | None = None,
) -> dict:
    """Return what may be published of a year, as JSON-able values; withheld figures are None.

    Args:
        figures: of the year.
        k: smallest count that is published.
        before: what an earlier edition of the year has told; the new one has the same months or quarters.
        waited: keys of the lines of which the waiting cases of the year before are withheld.
        times: how long people waited for the first help, where that is known.

    Raises:
        UnbalancedError: the figures do not add up.
        CannotProtectError: with the earlier edition in hand a reader would work small figures out.
    """
    months, period = months_of(figures.be_year), "month"
    if before is not None:
        figures = with_noughts(figures, before)
    if before is not None and before.period == "quarter":
        figures, months, period = by_quarters(figures), months[::3], "quarter"
    hidden = withheld(figures, k=k, before=before, waited=waited)
    if before is None and _mostly_hidden(figures, hidden):
        figures, months, period = by_quarters(figures), months[::3], "quarter"
        hidden = withheld(figures, k=k, waited=waited)
    measures = [measure for measure in MEASURES if measure in hidden]
    values = {measure: {cell.key: cell.value for cell in cells_of(figures, measure)} for measure in measures}

    def line(key: str) -> Values:
        return {m: None if key in hidden[m] else values[m].get(key, 0) for m in measures}

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
        "measures": measures,
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
                "key": str(organization),
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
        **({"waiting_days": _waiting_days(times, general, line, k)} if times is not None else {}),
    }


def _waiting_days(
    times: WaitingTimes, general: Iterable[MonthFigures], line: Callable[[str], Values], k: int
) -> dict:
    """Return the median of days until the first help where at least `k` cases were helped and that is published.

    A median adds up to nothing, so that none is worked out from others. It stands nowhere where the number of helped
    cases does not: that there is one would tell that they are not few.
    """

    def of(key: str, days: Counter[int]) -> int | None:
        helped = line(key)["helped"]
        return middle(days) if helped is not None and helped >= k and days.total() >= k else None

    rows = list(general)
    names = _organizations(rows)
    every = sum(times.by_problem.values(), Counter())
    return {
        "general": of("general", every),
        "problems": [
            {"problem": problem, "days": of(f"problem:{problem}", times.by_problem.get(problem, Counter()))}
            for problem in sorted({row.problem for row in rows})
        ],
        "organizations": [
            {
                "organization": name,
                "key": str(key),
                "days": of(f"organization:{key}", times.by_body.get(key, Counter())),
            }
            for key, name in names.items()
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
