"""Readers who try to work out small figures, each by a way of their own that knows nothing of `suppression`'s networks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from portal.suppression import Cell

Equations = tuple[list[list[Fraction]], list[Fraction]]


def equations(cells: Sequence[Cell], unknowns: Sequence[str]) -> Equations:
    """Return what the sums of a table say of its hidden figures: one equation for each node, A·x = b."""
    column = {key: place for place, key in enumerate(unknowns)}
    matrix, right = [], []
    for node in sorted({cell.tail for cell in cells} | {cell.head for cell in cells}):
        row, known = [Fraction(0)] * len(unknowns), Fraction(0)
        for cell in cells:
            sign = (cell.head == node) - (cell.tail == node)
            if cell.key in column:
                row[column[cell.key]] += sign
            else:
                known -= sign * cell.value
        if any(row):
            matrix.append(row)
            right.append(known)
    return matrix, right


def most(cells: Sequence[Cell], hidden: Collection[str], key: str) -> Fraction | None:
    """Return the largest value that the equations leave for one hidden figure; None where nothing bounds it.

    The simplex method in fractions with Bland's rule: exact, and it always ends (Chvátal, Linear Programming, ch. 3).
    """
    unknowns = sorted(hidden)
    matrix, right = equations(cells, unknowns)
    least = {cell.key: cell.least for cell in cells}
    # What everybody knows to be there at least is taken off, so that what is left may be nought.
    right = [
        value - sum(factor * least[name] for factor, name in zip(row, unknowns, strict=True))
        for row, value in zip(matrix, right, strict=True)
    ]
    found = largest(matrix, right, unknowns.index(key))
    return None if found is None else found + least[key]


def largest(matrix: list[list[Fraction]], right: list[Fraction], wanted: int) -> Fraction | None:
    """Return the largest value of one unknown under equations between unknowns that are not negative; None for no end."""
    count, width = len(matrix), len(matrix[0])
    rows = []
    for place, (row, value) in enumerate(zip(matrix, right, strict=True)):
        sign = -1 if value < 0 else 1
        helpers = [Fraction(int(place == other)) for other in range(count)]
        rows.append([sign * one for one in row] + helpers + [sign * value])
    basis = list(range(width, width + count))
    # First away with the helping variables, then up with the figure.
    assert _climb(rows, basis, [Fraction(0)] * width + [Fraction(-1)] * count) is not None
    assert all(rows[place][-1] == 0 for place, name in enumerate(basis) if name >= width), "no such table"
    _without_helpers(rows, basis, width)
    aim = [Fraction(int(name == wanted)) for name in range(width)] + [Fraction(0)] * count
    return _climb(rows, basis, aim, usable=width)


def _without_helpers(rows: list[list[Fraction]], basis: list[int], width: int) -> None:
    """Take the helpers, which are all nought now, out of the basis; an equation that says nothing goes as a whole."""
    for place in reversed(range(len(rows))):
        if basis[place] < width:
            continue
        enters = next((name for name in range(width) if rows[place][name]), None)
        if enters is None:
            del rows[place], basis[place]
        else:
            _pivot(rows, basis, place, enters)


def _pivot(rows: list[list[Fraction]], basis: list[int], place: int, enters: int) -> None:
    lead = rows[place][enters]
    rows[place] = [one / lead for one in rows[place]]
    for other, row in enumerate(rows):
        if other != place and row[enters]:
            factor = row[enters]
            rows[other] = [one - factor * two for one, two in zip(row, rows[place], strict=True)]
    basis[place] = enters


def _climb(
    rows: list[list[Fraction]], basis: list[int], aim: list[Fraction], usable: int | None = None
) -> Fraction | None:
    """Return the largest value of an aim; None where there is none."""
    names = range(len(aim) if usable is None else usable)
    while True:
        enters = next(
            (
                name
                for name in names
                if name not in basis
                and aim[name] - sum(aim[basis[place]] * row[name] for place, row in enumerate(rows)) > 0
            ),
            None,
        )
        if enters is None:
            return sum((aim[basis[place]] * row[-1] for place, row in enumerate(rows)), Fraction(0))
        limits = [
            (row[-1] / row[enters], basis[place], place) for place, row in enumerate(rows) if row[enters] > 0
        ]
        if not limits:
            return None
        _pivot(rows, basis, min(limits)[2], enters)


def bounds(cells: Sequence[Cell], hidden: Collection[str]) -> dict[str, tuple[float, float]]:
    """Play a reader with paper and pencil: narrow every hidden figure by each sum again and again, until nothing moves."""
    unknowns = sorted(hidden)
    matrix, right = equations(cells, unknowns)
    least = {cell.key: cell.least for cell in cells}
    low = [float(least[key]) for key in unknowns]
    high = [float("inf")] * len(unknowns)
    moved = True
    while moved:
        moved = False
        for row, value in zip(matrix, right, strict=True):
            for place, sign in enumerate(row):
                if not sign:
                    continue
                others = [(int(s), i) for i, s in enumerate(row) if s and i != place]
                least = sum(s * (low[i] if s > 0 else high[i]) for s, i in others)
                largest = sum(s * (high[i] if s > 0 else low[i]) for s, i in others)
                new = (
                    (float(value) - largest, float(value) - least)
                    if sign > 0
                    else (least - float(value), largest - float(value))
                )
                if new[0] > low[place] or new[1] < high[place]:
                    low[place], high[place] = max(low[place], new[0]), min(high[place], new[1])
                    moved = True
    return {key: (low[place], high[place]) for place, key in enumerate(unknowns)}
