"""Runs `bin/bench problems` and prints its figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.problems.judging import (
    false_alarms,
    false_corrections,
    judge,
    read_harmless,
    read_problems,
)
from benchmarks.problems.words import right_words_unheld

Write = Callable[[str], object]


def run(write: Write, *, queries: Path, harmless: Path, half: str, failures: int) -> None:
    """Judge search over the content of this installation and print what came out.

    Raises:
        BadCollectionError: a line of a file cannot be used.
        OSError: a file cannot be read.
    """
    figures = judge(read_problems(queries, half))
    slow = sorted(figures.milliseconds)
    write(f"{figures.asked} queries of people in trouble ({half})")
    for label, count in (
        ("first", figures.first),
        ("in three", figures.in_three),
        ("in ten", figures.in_ten),
    ):
        write(f"  right page {label:9} {figures.share(count, figures.asked):7.1%}  ({count})")
    write(
        f"  danger seen         {figures.share(figures.seen, figures.dangers):7.1%}  ({figures.seen} of {figures.dangers})"
    )
    write(f"  search p50 / p95    {slow[len(slow) // 2]:.1f} / {slow[int(len(slow) * 0.95)]:.1f} ms")
    calm = read_harmless(harmless)
    alarms, corrected = false_alarms(calm), false_corrections(calm)
    write(f"{len(calm)} harmless queries: {len(alarms)} false alarms, {len(corrected)} false 'did you mean'")
    words = right_words_unheld(300)
    offered = false_corrections(words)
    write(f"{len(words)} frequent words that no document holds: {len(offered)} false 'did you mean'")
    for line in [*figures.wrong, *alarms, *corrected, *offered][:failures]:
        write(f"  {line}")
