"""`manage.py evaluate_search`: judge search with any collection, alone or against its rivals."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search.evaluation.bench import in_turn
from portal.search.evaluation.collection import (
    BadCollectionError,
    Document,
    Judged,
    read_documents,
    read_queries,
)
from portal.search.evaluation.engines import Engine, Klang, resident_bytes, rivals, timed
from portal.search.evaluation.metrics import Score

_COLUMNS = ("hit@1", "R@10", "MRR@10", "nDCG@10", "answered", "recall", "p50 ms", "p95 ms")


class Command(BaseCommand):
    """Everything happens in a scratch folder; the site's index is not touched."""

    help = "Index a collection into a scratch index, answer its queries and print quality, speed and size."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--documents", required=True, type=Path, help="JSON lines: id, title, text (.gz too)"
        )
        parser.add_argument(
            "--queries", required=True, type=Path, help="JSON lines: id, query, rel (.gz too)"
        )
        parser.add_argument("--compare", action="store_true", help="run the rivals too, queries interleaved")
        parser.add_argument(
            "--no-titles", action="store_true", help="leave the titles out: judge by the body alone"
        )
        parser.add_argument(
            "--limit", type=int, default=0, help="use only so many queries, spread over the file"
        )
        parser.add_argument("--kinds", action="store_true", help="print a line for each kind of query")
        parser.add_argument("--failures", type=int, default=0, help="print so many queries that went wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            queries, cuts = read_queries(options["queries"])
            documents = list(read_documents(options["documents"], cuts, titles=not options["no_titles"]))
        except (OSError, BadCollectionError) as error:
            raise CommandError(str(error)) from error
        if not queries or not documents:
            raise CommandError("Both files must hold something.")
        if 0 < options["limit"] < len(queries):
            step = len(queries) / options["limit"]
            queries = [queries[int(place * step)] for place in range(options["limit"])]
        with tempfile.TemporaryDirectory(prefix="klang-evaluate-") as scratch:
            engines: list[Engine] = [Klang(Path(scratch))]
            if options["compare"]:
                others, missing = rivals(Path(scratch), os.environ.get("KLANG_RIVAL_POSTGRES", ""))
                engines += others
                for reason in missing:
                    self.stdout.write(f"without {reason}")
            self._build(engines, documents)
            self._judge(engines, queries, kinds=options["kinds"], failures=options["failures"])

    def _build(self, engines: list[Engine], documents: list[Document]) -> None:
        characters = sum(len(document.text) for document in documents)
        self.stdout.write(f"{len(documents):,} documents, {characters:,} characters")
        for engine in engines:
            seconds, _ = timed(lambda engine=engine: engine.build(documents))  # type: ignore[misc]
            speed = len(documents) / seconds
            self.stdout.write(f"  {engine.name:10} {speed:9,.0f} docs/s  {engine.size() / 1e6:8.1f} MB")

    def _judge(self, engines: list[Engine], queries: list[Judged], *, kinds: bool, failures: int) -> None:
        scores: dict[tuple[str, str], Score] = defaultdict(Score)
        for engine in engines:
            for judged in queries[:3]:
                engine.answer(judged.query)
        for turn, judged in enumerate(queries):
            for engine in in_turn(engines, turn):
                seconds, found = timed(lambda engine=engine, judged=judged: engine.answer(judged.query))  # type: ignore[misc]
                matched = (
                    engine.matched(judged.query)
                    if isinstance(engine, Klang) and len(judged.right) > 1
                    else None
                )
                for kind in ("", judged.kind) if kinds and judged.kind else ("",):
                    score = scores[engine.name, kind]
                    score.add(found, judged.right, matched)
                    score.times.append(seconds)
                if failures and engine.name == "klang" and (not found or found[0] not in judged.right):
                    failures -= 1
                    self.stdout.write(
                        f"  wrong: {judged.query[:80]!r} gave {found[:3]}, right {sorted(judged.right)[:3]}"
                    )
        self.stdout.write(f"\n{len(queries):,} queries")
        self.stdout.write(f"  {'':28}" + "".join(f"{name:>10}" for name in _COLUMNS))
        for (name, kind), score in scores.items():
            figures = score.figures()
            cells = "".join(
                f"{figures[column]:10.2f}" if column.endswith("ms") else f"{figures[column]:10.4f}"
                for column in _COLUMNS
            )
            self.stdout.write(f"  {name + ('  ' + kind if kind else ''):28}{cells}")
        everything, own = resident_bytes()
        self.stdout.write(
            f"memory of this process: {everything / 1e6:,.0f} MB, {own / 1e6:,.0f} MB without mapped files"
        )
