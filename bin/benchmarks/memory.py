"""`python -m benchmarks.memory FOLDER < queries`: memory of a process that serves one index.

A process of its own, with Django loaded as in a web worker, so that neither the bench's texts nor its rivals count.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django

from benchmarks.engines import resident_bytes
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.query import pipeline


def main(folder: str) -> None:
    """Answer every line of the standard input and print (all, anonymous) resident bytes."""
    django.setup()
    engine = EmbeddedEngine(Path(folder))
    for line in sys.stdin:
        pipeline.ask(line.rstrip("\n"), engine.now())
    sys.stdout.write("{} {}\n".format(*resident_bytes()))


if __name__ == "__main__":
    main(sys.argv[1])
