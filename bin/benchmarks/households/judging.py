"""`bin/bench households`: recall and precision on both halves of the made pairs, by kind."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from benchmarks.households import kept_back, tuned
from benchmarks.households.pairs import Judgement, judge
from cases.domain.likeness import LEAST, Confidence, Report, compare

RECALL, PRECISION = 0.95, 0.90
"""What both halves have to reach (issue 14, "One household, one matter")."""


def is_shown(one: Report, other: Report) -> bool:
    """Whether a person who looks at one of two reports is shown the other."""
    return compare(one, other).confidence is not None


def judge_half(half: ModuleType, count: int = 2500) -> Judgement:
    """Return how the office's rule fares on a half."""
    return judge(half.pairs(count), is_shown)


def table(half: ModuleType, count: int = 2500) -> Iterator[str]:
    """Yield the lines of what is printed for a half."""
    for step, least in LEAST.items():
        judged = judge(half.pairs(count), lambda one, other: compare(one, other).score >= least)  # noqa: B023 - used at once
        yield f"  {step:<9} and surer   recall {judged.recall:.3f}   precision {judged.precision:.3f}"
    judged = judge_half(half, count)
    yield f"  {'kind of pair':<32}{'pairs':>6}{'found':>7}{'missed':>8}{'wrong':>7}"
    for kind, number in sorted(judged.kinds.items()):
        yield f"  {kind:<32}{number.pairs:>6}{number.found:>7}{number.missed:>8}{number.wrong:>7}"


def lines() -> Iterator[str]:
    """Yield everything that is printed; the last line says whether the bar is reached."""
    reached = True
    for name, half in (("tuned on", tuned), ("kept back", kept_back)):
        yield f"{name}: 2,500 pairs, seed {half.SEED}"
        yield from table(half)
        judged = judge_half(half)
        reached = reached and judged.recall >= RECALL and judged.precision >= PRECISION
    least = LEAST[Confidence.POSSIBLE]
    yield f"shown from {least} on: {'reaches' if reached else 'MISSES'} recall {RECALL} at precision {PRECISION}"
