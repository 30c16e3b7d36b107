"""Tables of figures: problem → measure → number. Pure; used by forms, sums, checks and exports alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from cases.reports.vocabulary import Measure
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

Number = int | Decimal
Values = dict[str, Number]
"""Measure → number; what is not named is nought."""
Table = dict[str, Values]
"""Problem → its values; a problem that is not named has nothing in it."""

PROBLEMS: tuple[ProblemType, ...] = (
    *(one for one in ProblemType if one in CRISIS_PROBLEMS),
    *(one for one in ProblemType if one not in CRISIS_PROBLEMS),
)
"""The rows of the form: first the four of the letter, then the general kinds of help."""


def value(table: Mapping[str, Mapping[str, Number]], problem: str, measure: str) -> Number:
    """Return one figure."""
    return table.get(problem, {}).get(measure, 0)


def bare(table: Mapping[str, Mapping[str, Number]]) -> Table:
    """Return a table without noughts, so that equal tables are equal."""
    kept = {problem: {m: n for m, n in values.items() if n} for problem, values in table.items()}
    return {problem: values for problem, values in kept.items() if values}


def added(tables: Iterable[Mapping[str, Mapping[str, Number]]]) -> Table:
    """Return the sum of tables, cell by cell."""
    total: Table = {}
    for table in tables:
        for problem, values in table.items():
            line = total.setdefault(problem, {})
            for measure, number in values.items():
                line[measure] = line.get(measure, 0) + number
    return bare(total)


def sums(table: Mapping[str, Mapping[str, Number]], problems: Iterable[str] = PROBLEMS) -> Values:
    """Return the sum of each measure over problems; all of them by default."""
    wanted = {str(problem) for problem in problems}
    total: Values = dict.fromkeys((m.value for m in Measure), 0)
    for problem, values in table.items():
        if problem in wanted:
            for measure, number in values.items():
                total[measure] += number
    return total


def differing(
    one: Mapping[str, Mapping[str, Number]], other: Mapping[str, Mapping[str, Number]]
) -> list[tuple[str, str]]:
    """Return problem and measure of every cell in which two tables differ, in the order of the form."""
    return [
        (problem.value, measure.value)
        for problem in PROBLEMS
        for measure in Measure
        if value(one, problem, measure) != value(other, problem, measure)
    ]
