"""How well people in trouble are led: the right page, the block of danger, and nothing wrong for everybody else.

The queries stand beside this file. Half of them may be looked at while the words are gathered; the other half only
judges, and that is the half whose figures count.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.http import QueryDict

from benchmarks.collection import BadCollectionError
from benchmarks.problems.options import HALVES
from portal.search.query.danger import danger_in
from portal.search.site.find import Found, find

Write = Callable[[str], object]


@dataclass(frozen=True)
class Problem:
    """One query of a person in trouble.

    Attributes:
        query: as it is typed.
        right: slugs of the pages that answer it.
        is_danger: whether the block of danger must stand above the results.
    """

    query: str
    right: frozenset[str]
    is_danger: bool


@dataclass
class Figures:
    """What came out."""

    asked: int = 0
    first: int = 0
    in_three: int = 0
    in_ten: int = 0
    dangers: int = 0
    seen: int = 0
    milliseconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def share(self, count: int, whole: int) -> float:
        """Return a share, 1 of nothing."""
        return count / whole if whole else 1.0


def read_problems(path: Path, half: str = "all") -> list[Problem]:
    """Read queries with their right pages: query, slugs, perhaps a 1 for danger, with tabs between.

    Args:
        path: the file.
        half: "tuned" for the queries of even number, "kept" for the others, "all".

    Raises:
        BadCollectionError: a line has no right page.
    """
    found = []
    for line in _lines(path):
        query, *rest = line.split("\t")
        if not rest or not rest[0].split():
            raise BadCollectionError(f"{path}: no right page for {query!r}")
        found.append(Problem(query, frozenset(rest[0].split()), rest[1:2] == ["1"]))
    return found if half == "all" else found[HALVES.index(half) - 1 :: 2]


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def read_harmless(path: Path) -> list[str]:
    """Read queries of people who are in no danger, one a line."""
    return list(_lines(path))


def ask(query: str) -> Found:
    """Answer a query as the page does."""
    params = QueryDict(mutable=True)
    params["q"] = query
    return find(params)


def slugs_of(found: Found) -> list[str]:
    """Return the addresses of the results in order, their last part alone."""
    return [result.document.path.rstrip("/").rpartition("/")[2] for result in found.results]


def judge(problems: Iterable[Problem]) -> Figures:
    """Ask every query and count where its right pages stand, and whether danger was seen."""
    figures = Figures()
    for problem in problems:
        began = time.perf_counter()
        found = ask(problem.query)
        figures.milliseconds.append((time.perf_counter() - began) * 1000)
        _count(figures, problem, slugs_of(found))
    return figures


def _count(figures: Figures, problem: Problem, slugs: Sequence[str]) -> None:
    place = next((number for number, slug in enumerate(slugs) if slug in problem.right), 99)
    figures.asked += 1
    figures.first += place < 1
    figures.in_three += place < 3
    figures.in_ten += place < 10
    danger = danger_in(problem.query)
    if problem.is_danger:
        figures.dangers += 1
        figures.seen += danger is not None
    marks = [f"place {place + 1 if place < 99 else '-'}"] if place else []
    marks += ["danger unseen"] if problem.is_danger and danger is None else []
    if marks:
        figures.wrong.append(
            f"{problem.query}: {', '.join(marks)}; {list(slugs[:3])}, right {sorted(problem.right)}"
        )


def false_alarms(queries: Iterable[str]) -> list[str]:
    """Return the harmless queries that bring the block of danger."""
    return [query for query in queries if danger_in(query) is not None]


def false_corrections(queries: Iterable[str]) -> list[str]:
    """Return the queries, all of them spelled right, for which something else is offered or searched."""
    found = []
    for query in queries:
        answer = ask(query)
        if answer.correction or answer.plan.guesses:
            found.append(f"{query} → {answer.correction or ' '.join(answer.plan.guesses)}")
    return found
