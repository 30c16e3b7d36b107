"""`bin/bench judge`: judge search with any collection, alone or against its rivals."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.collection import BadCollectionError, Document, Judged, read_documents, read_queries
from benchmarks.engines import Engine, Klang, resident_bytes, rivals, timed
from benchmarks.metrics import Score
from benchmarks.speed import in_turn

_COLUMNS = ("hit@1", "R@10", "MRR@10", "nDCG@10", "answered", "recall", "p50 ms", "p95 ms")


Write = Callable[[str], object]


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `bin/bench judge` takes."""
    add = parser.add_argument
    add("--documents", required=True, type=Path, help="JSON lines: id, title, text (.gz too)")
    add("--queries", required=True, type=Path, help="JSON lines: id, query, rel (.gz too)")
    add("--compare", action="store_true", help="run the rivals too, queries interleaved")
    add("--no-titles", action="store_true", help="leave the titles out: judge by the body alone")
    add("--limit", type=int, default=0, help="use only so many queries, spread over the file")
    add("--kinds", action="store_true", help="print a line for each kind of query")
    add("--failures", type=int, default=0, help="print so many queries that went wrong")


def run(
    write: Write,
    *,
    documents: Path,
    queries: Path,
    compare: bool = False,
    no_titles: bool = False,
    limit: int = 0,
    kinds: bool = False,
    failures: int = 0,
) -> None:
    """Index a collection into a scratch index, answer its queries and print quality, speed and size.

    Args:
        write: prints one line.
        documents: JSON lines of documents.
        queries: JSON lines of queries with the ids of the right documents.
        compare: run the rivals too.
        no_titles: leave titles out.
        limit: use only so many queries, spread over the file; 0 for all.
        kinds: print a line for each kind of query.
        failures: print so many queries that went wrong.

    Raises:
        BadCollectionError: a file is no collection, or holds nothing.
        OSError: a file cannot be read.
    """
    judged, cuts = read_queries(queries)
    held = list(read_documents(documents, cuts, titles=not no_titles))
    if not judged or not held:
        raise BadCollectionError("Both files must hold something.")
    if 0 < limit < len(judged):
        step = len(judged) / limit
        judged = [judged[int(place * step)] for place in range(limit)]
    with tempfile.TemporaryDirectory(prefix="klang-judge-") as scratch:
        engines: list[Engine] = [Klang(Path(scratch))]
        if compare:
            others, missing = rivals(Path(scratch), os.environ.get("KLANG_RIVAL_POSTGRES", ""))
            engines += others
            for reason in missing:
                write(f"without {reason}")
        _build(engines, held, write)
        _table(_judge(engines, judged, write, kinds=kinds, failures=failures), len(judged), write)


def _build(engines: list[Engine], documents: list[Document], write: Write) -> None:
    characters = sum(len(document.text) for document in documents)
    write(f"{len(documents):,} documents, {characters:,} characters")
    for engine in engines:
        seconds, _ = timed(lambda engine=engine: engine.build(documents))  # type: ignore[misc]
        speed = len(documents) / seconds
        write(f"  {engine.name:10} {speed:9,.0f} docs/s  {engine.size() / 1e6:8.1f} MB")


def _judge(
    engines: list[Engine], queries: list[Judged], write: Write, *, kinds: bool, failures: int
) -> dict[tuple[str, str], Score]:
    """Give every query to every engine; return the scores by engine and kind of query, "" for all."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for engine in engines:
        for judged in queries[:3]:
            engine.answer(judged.query)
    for turn, judged in enumerate(queries):
        for engine in in_turn(engines, turn):
            seconds, found = timed(lambda engine=engine, judged=judged: engine.answer(judged.query))  # type: ignore[misc]
            many = isinstance(engine, Klang) and len(judged.right) > 1
            matched = engine.matched(judged.query) if isinstance(engine, Klang) and many else None
            for kind in ("", judged.kind) if kinds and judged.kind else ("",):
                score = scores[engine.name, kind]
                score.add(found, judged.right, matched)
                score.times.append(seconds)
            if failures and engine.name == "klang" and (not found or found[0] not in judged.right):
                failures -= 1
                write(f"  wrong: {judged.query[:80]!r} gave {found[:3]}, right {sorted(judged.right)[:3]}")
    return scores


def _table(scores: dict[tuple[str, str], Score], queries: int, write: Write) -> None:
    write(f"\n{queries:,} queries")
    write(f"  {'':28}" + "".join(f"{name:>10}" for name in _COLUMNS))
    for (name, kind), score in scores.items():
        figures = score.figures()
        cells = "".join(
            f"{figures[column]:10.2f}" if column.endswith("ms") else f"{figures[column]:10.4f}"
            for column in _COLUMNS
        )
        write(f"  {name + ('  ' + kind if kind else ''):28}{cells}")
    everything, own = resident_bytes()
    write(f"memory of this process: {everything / 1e6:,.0f} MB, {own / 1e6:,.0f} MB without mapped files")
