"""What `bin/bench problems` takes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

HERE = Path(__file__).parent
HALVES = ("all", "tuned", "kept")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `bin/bench problems` takes."""
    add = parser.add_argument
    add("--queries", default=HERE / "problems.tsv", type=Path, help="query, slugs, 1 for danger; with tabs")
    add("--harmless", default=HERE / "harmless.txt", type=Path, help="queries without danger, one a line")
    add("--half", default="all", choices=HALVES, help="'tuned' may be looked at, 'kept' judges")
    add("--failures", type=int, default=0, help="print so many queries that went wrong")
