"""No small figure can be worked out from what is published: the tests play the reader and try to solve the tables."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.suppression import Cell, K, Network, UnbalancedError, intervals, leaks, protect


def table(rows: list[list[int]], *, name: str = "") -> list[Cell]:
    """Return a two-way table with its sums as cells: row i, column j, margins and total."""
    cells = [
        Cell(f"{name}x{i},{j}", f"row{i}", f"column{j}", value)
        for i, row in enumerate(rows)
        for j, value in enumerate(row)
    ]
    cells += [Cell(f"row{i}", "all", f"row{i}", sum(row), cost=1) for i, row in enumerate(rows)]
    columns = list(zip(*rows, strict=True))
    cells += [
        Cell(f"column{j}", f"column{j}", "end", sum(column), cost=1) for j, column in enumerate(columns)
    ]
    cells.append(Cell("total", "end", "all", sum(map(sum, rows)), cost=9))
    return cells


def two_tables(by_place: list[list[int]], by_month: list[list[int]]) -> list[Cell]:
    """Return two tables that share their column sums (problems): places × problems and months × problems."""
    problems = range(len(by_place[0]))
    sums = [sum(row[p] for row in by_place) for p in problems]
    cells = [
        Cell(f"x{i},{p}", f"place{i}", f"in{p}", row[p]) for i, row in enumerate(by_place) for p in problems
    ]
    cells += [
        Cell(f"y{m},{p}", f"out{p}", f"month{m}", row[p]) for m, row in enumerate(by_month) for p in problems
    ]
    cells += [Cell(f"place{i}", "start", f"place{i}", sum(row), cost=1) for i, row in enumerate(by_place)]
    cells += [Cell(f"problem{p}", f"in{p}", f"out{p}", sums[p], cost=1) for p in problems]
    cells += [Cell(f"month{m}", f"month{m}", "end", sum(row), cost=1) for m, row in enumerate(by_month)]
    cells.append(Cell("total", "end", "start", sum(sums), cost=9))
    return cells


def solved_by_elimination(cells: list[Cell], hidden: frozenset[str]) -> set[str]:
    """Play a reader with a spreadsheet: return every hidden figure that linear equations alone determine."""
    unknowns = sorted(hidden)
    nodes = sorted({cell.tail for cell in cells} | {cell.head for cell in cells})
    matrix = []
    for node in nodes:
        row, right = [Fraction(0)] * len(unknowns), Fraction(0)
        for cell in cells:
            sign = (cell.head == node) - (cell.tail == node)
            if cell.key in hidden:
                row[unknowns.index(cell.key)] += sign
            else:
                right -= sign * cell.value
        matrix.append([*row, right])
    pivot = 0
    for column in range(len(unknowns)):
        found = next((r for r in range(pivot, len(matrix)) if matrix[r][column]), None)
        if found is None:
            continue
        matrix[pivot], matrix[found] = matrix[found], matrix[pivot]
        matrix[pivot] = [value / matrix[pivot][column] for value in matrix[pivot]]
        for r in range(len(matrix)):
            if r != pivot and matrix[r][column]:
                factor = matrix[r][column]
                matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[pivot], strict=True)]
        pivot += 1
    solved = set()
    for row in matrix:
        used = [index for index, value in enumerate(row[:-1]) if value]
        if len(used) == 1:
            solved.add(unknowns[used[0]])
    return solved


def all_solutions(cells: list[Cell], hidden: frozenset[str], most: int) -> dict[str, set[int]]:
    """Try every combination of hidden values up to `most` and return the possible values of each hidden figure."""
    keys = sorted(hidden)
    known = {cell.key: cell.value for cell in cells}
    nodes = {cell.tail for cell in cells} | {cell.head for cell in cells}
    possible: dict[str, set[int]] = {key: set() for key in keys}
    for values in product(range(most + 1), repeat=len(keys)):
        guess = {**known, **dict(zip(keys, values, strict=True))}
        if all(
            sum(guess[c.key] for c in cells if c.head == n) == sum(guess[c.key] for c in cells if c.tail == n)
            for n in nodes
        ):
            for key in keys:
                possible[key].add(guess[key])
    return possible


def shown(cells: list[Cell]) -> dict[str, int | None]:
    hidden = protect(cells)
    return {cell.key: None if cell.key in hidden else cell.value for cell in cells}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert protect(table([[10, 20], [30, 0]])) == frozenset()


@pytest.mark.parametrize("value", [0, 5, 6, 100])
def test_nought_and_five_are_published(value: int) -> None:
    assert "x0,0" not in protect(table([[value, 20], [30, 40]]))


@pytest.mark.parametrize("value", [1, 2, 3, 4])
def test_one_to_four_are_hidden(value: int) -> None:
    assert "x0,0" in protect(table([[value, 20], [30, 40]]))


def test_one_small_figure_takes_three_others_with_it() -> None:
    """Alone it would be the row's sum less the rest; a second in its row would follow from the column."""
    hidden = protect(table([[2, 20, 30], [40, 50, 60], [70, 80, 90]]))
    assert "x0,0" in hidden
    assert len(hidden) == 4
    assert not {"total", "row0", "column0"} & hidden


def test_sums_stay_when_figures_inside_can_protect() -> None:
    assert not {"total", "row0", "row1", "column0", "column1"} & protect(table([[2, 20], [30, 40]]))


def test_two_small_figures_do_not_protect_each_other_when_their_sum_is_small() -> None:
    """Row 0 holds 1 and 1 and nothing else: its sum 2 would give both away."""
    cells = table([[1, 1], [30, 40]])
    hidden = protect(cells)
    assert {"x0,0", "x0,1", "row0"} <= hidden
    assert leaks(cells, hidden) == []


def test_a_year_with_three_cases_publishes_no_number_of_them() -> None:
    figures = shown(table([[2, 1], [0, 0]]))
    assert figures["total"] is None
    assert 3 not in figures.values()
    assert 2 not in figures.values()


def test_an_empty_year_is_all_noughts() -> None:
    assert protect(table([[0, 0], [0, 0]])) == frozenset()


def test_a_second_table_with_the_same_sums_is_taken_into_account() -> None:
    """A problem total hidden in one table must not follow from the months of the other."""
    cells = two_tables([[3, 40], [0, 50]], [[3, 30], [0, 60]])
    hidden = protect(cells)
    assert "problem0" in hidden
    assert {"x0,0", "y0,0"} <= hidden
    assert leaks(cells, hidden) == []
    assert solved_by_elimination(cells, hidden) == set()


def test_money_is_hidden_only_where_it_is_told_to() -> None:
    cells = [
        Cell("a", "all", "end", 3, is_count=False, force=True),
        Cell("b", "all", "end", 4000, is_count=False),
        Cell("c", "all", "end", 9000, is_count=False),
        Cell("total", "end", "all", 13003, is_count=False, cost=9),
    ]
    hidden = protect(cells)
    assert "a" in hidden
    assert len(hidden) == 2
    assert "total" not in hidden
    assert leaks(cells, hidden) == []


def test_a_forced_nought_hides_nothing_else() -> None:
    """Nobody counted households in this group: leaving the figure out must not cost the sum of all groups."""
    cells = [
        Cell("a", "all", "end", 0, force=True),
        Cell("b", "all", "end", 0),
        Cell("c", "all", "end", 40),
        Cell("total", "end", "all", 40, cost=9),
    ]
    assert protect(cells) == {"a"}
    assert leaks(cells, ["a"]) == []


def test_leaks_finds_what_a_naive_table_gives_away() -> None:
    cells = table([[2, 20], [30, 40]])
    assert leaks(cells, []) == ["x0,0"]
    assert leaks(cells, ["x0,0"]) == ["x0,0"]
    assert set(leaks(cells, ["x0,0", "x0,1"])) == {"x0,0", "x0,1"}
    assert leaks(cells, ["x0,0", "x0,1", "x1,0", "x1,1"]) == []


def test_leaks_finds_figures_that_are_certainly_small() -> None:
    """Two hidden figures with the sum 3 are not known exactly, yet certainly below five."""
    cells = [Cell("a", "all", "end", 1), Cell("b", "all", "end", 2), Cell("total", "end", "all", 3)]
    assert set(leaks(cells, ["a", "b"])) == {"a", "b", "total"}


def test_a_published_figure_is_known_exactly() -> None:
    assert Network(table([[7, 8], [9, 6]])).interval("x0,0") == (7, 7)


@pytest.mark.parametrize(
    "cells",
    [
        [Cell("a", "all", "end", 3), Cell("total", "end", "all", 4)],
        [Cell("a", "all", "end", -1), Cell("total", "end", "all", -1)],
    ],
)
def test_figures_that_do_not_add_up_are_refused(cells: list[Cell]) -> None:
    with pytest.raises(UnbalancedError):
        protect(cells)


def test_two_figures_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        Network([Cell("a", "x", "x", 1), Cell("a", "x", "x", 1)])


small = st.integers(0, 9)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(small, min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(tables)
def test_no_table_leaks(rows: list[list[int]]) -> None:
    cells = table(rows)
    hidden = protect(cells)
    assert leaks(cells, hidden) == []


@given(tables)
def test_a_reader_with_a_spreadsheet_solves_nothing(rows: list[list[int]]) -> None:
    cells = table(rows)
    hidden = protect(cells)
    assert solved_by_elimination(cells, hidden) == set()


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2))
def test_a_reader_who_tries_every_combination_learns_nothing(rows: list[list[int]]) -> None:
    """Brute force over all whole numbers, independent of the network: a hidden small figure may be five or more."""
    cells = table(rows)
    hidden = frozenset(key for key in protect(cells) if key != "total")
    if len(hidden) > 6 or "total" in protect(cells):
        # With the total hidden nothing bounds the figures; the network test above covers that case.
        return
    possible = all_solutions(cells, hidden, most=8)
    for cell in cells:
        if cell.key in hidden:
            assert len(possible[cell.key]) > 1
            if cell.is_sensitive(K):
                assert max(possible[cell.key]) >= K


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=2, max_size=2),
    st.sets(st.sampled_from(["x0,0", "x0,1", "x1,0", "x1,1", "row0", "column1"]), max_size=4),
)
def test_the_network_knows_exactly_what_brute_force_knows(rows: list[list[int]], hidden: set[str]) -> None:
    """Whatever is hidden, the computed interval is the true one, with every whole number inside possible."""
    cells = table(rows)
    possible = all_solutions(cells, frozenset(hidden), most=12)
    for key, (low, high) in intervals(cells, hidden).items():
        assert possible[key] == set(range(low, int(high) + 1))


@given(st.data())
def test_two_tables_with_shared_sums_never_leak(data: st.DataObject) -> None:
    """Places × problems and months × problems of the same cases, published side by side."""
    problems = data.draw(st.integers(1, 3))
    places = data.draw(st.integers(1, 4))
    months = data.draw(st.integers(1, 4))
    cases = data.draw(
        st.lists(
            st.tuples(st.integers(0, places - 1), st.integers(0, problems - 1), st.integers(0, months - 1)),
            max_size=60,
        )
    )
    by_place = [[sum(c[0] == i and c[1] == p for c in cases) for p in range(problems)] for i in range(places)]
    by_month = [[sum(c[2] == m and c[1] == p for c in cases) for p in range(problems)] for m in range(months)]
    cells = two_tables(by_place, by_month)
    hidden = protect(cells)
    assert leaks(cells, hidden) == []
    assert solved_by_elimination(cells, hidden) == set()


@given(tables)
def test_protecting_twice_changes_nothing(rows: list[list[int]]) -> None:
    assert protect(table(rows)) == protect(table(rows))


def test_a_province_is_done_in_reasonable_work() -> None:
    """62 local administrations, six kinds of help, twelve months, mostly small figures."""
    import random

    dice = random.Random(11)
    cases = [
        (min(61, int(dice.expovariate(0.1))), dice.randrange(6), dice.randrange(12)) for _ in range(1500)
    ]
    by_place = [[sum(c[0] == i and c[1] == p for c in cases) for p in range(6)] for i in range(62)]
    by_month = [[sum(c[2] == m and c[1] == p for c in cases) for p in range(6)] for m in range(12)]
    cells = two_tables(by_place, by_month)
    hidden = protect(cells)
    assert leaks(cells, hidden) == []
    assert "total" not in hidden
    assert len(hidden) < len(cells)
