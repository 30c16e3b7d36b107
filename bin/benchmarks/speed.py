"""How fast the engine is, at several sizes, beside its rivals: all in one run, queries interleaved."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.collection import Document
from benchmarks.compose import Kitchen, Recipe, recipes
from benchmarks.engines import Engine, Fts5, Tantivy, timed
from benchmarks.metrics import percentile
from benchmarks.understanding import (
    MISSPELT,
    miscorrected,
    misplaced_references,
    references,
    spellings,
)
from portal.search.engine import analysis
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.query import pipeline

Write = Callable[[str], object]
E = TypeVar("E")

_SLOW_QUERIES = 12
"""Queries given to an engine that needs more than 50 ms for one: enough for a ratio."""


@dataclass(frozen=True)
class Material:
    """What documents and queries are composed from.

    Attributes:
        sections: texts of sections of laws.
        titles: titles of laws.
        queries: class of query → queries.
    """

    sections: list[str]
    titles: list[str]
    queries: dict[str, list[str]]


def material(sections: list[str], titles: list[str], kitchen: Kitchen, seed: int = 3) -> Material:
    """Draw queries of four classes from the sections: words, short phrases, titles, and long descriptions."""
    draw = random.Random(seed)  # noqa: S311  # not for secrets
    classes: dict[str, list[str]] = defaultdict(list)
    while len(classes["words"]) < 80:
        words = draw.choice(kitchen.words)
        if len(words) > 12:
            at = draw.randrange(len(words) - 3)
            chosen = words[at : at + draw.choice([1, 2, 2, 3])]
            if all(len(word) >= 3 and word[0] >= "ก" for word in chosen):
                classes["words"].append("".join(chosen))
    for name, wanted, fewest, most in (("phrases", 80, 4, 12), ("long", 40, 36, 44)):
        while len(classes[name]) < wanted:
            words = draw.choice(kitchen.words)
            if len(words) > most + 4:
                at = draw.randrange(len(words) - most)
                classes[name].append("".join(words[at : at + draw.randint(fewest, most)]))
    classes["titles"] = [draw.choice(titles) for _ in range(80)]
    return Material(sections, titles, dict(classes))


class Ours:
    """Our engine over composed documents."""

    name = "klang"

    def __init__(self, folder: Path) -> None:
        self.engine = EmbeddedEngine(folder / "klang")

    def answer(self, query: str) -> list[int]:
        """Return the keys of the ten best documents."""
        return [hit.key for hit in pipeline.ask(query, self.engine.now()).hits]

    def size(self) -> int:
        """Return the bytes on disk."""
        return self.engine.size_on_disk()


def _documents(kitchen: Kitchen, plan: Sequence[Recipe]) -> Iterable[Document]:
    """Yield documents whose text is words already, for rivals."""
    for number, recipe in enumerate(plan):
        yield Document(str(number), " ".join(analysis.tokens(recipe.title)), kitchen.joined_words(recipe))


def index_speed(kitchen: Kitchen, plan: Sequence[Recipe], folder: Path) -> float:
    """Return documents a second from plain text: folding, segmenting, inverting, writing."""
    engine = EmbeddedEngine(folder / "speed")
    seconds, _ = timed(
        lambda: engine.index((kitchen.entry(number, recipe) for number, recipe in enumerate(plan)), anew=True)
    )
    shutil.rmtree(folder / "speed")
    return len(plan) / seconds


def at_size(
    size: int, kitchen: Kitchen, stuff: Material, folder: Path, write: Write, *, compare: bool
) -> None:
    """Build every engine over `size` documents and time the same queries on each, in turn."""
    lengths = [len(text) for text in kitchen.folded]
    plan = list(recipes(size, lengths, stuff.titles))
    ours = Ours(folder)
    seconds, _ = timed(
        lambda: ours.engine.index(
            (kitchen.analyzed(number, recipe) for number, recipe in enumerate(plan)), anew=True
        )
    )
    write(
        f"\n{size:,} documents, {sum(lengths[n] for r in plan for n in r.sections) / 1e6:,.0f} M characters"
    )
    write(
        f"  klang     built at {size / seconds:7,.0f} docs/s (sections segmented before), {ours.size() / 1e6:7.1f} MB"
    )
    first, _ = timed(lambda: ours.answer(stuff.queries["phrases"][0]))
    write(f"  klang     first query after start {first * 1000:.0f} ms")
    engines: list[Engine | Ours] = [ours]
    if compare:
        rivals: list[Engine] = [Fts5(folder, words=str.split)]
        try:
            rivals.insert(0, Tantivy(folder, words=str.split))
        except ImportError:
            write("  without tantivy: not installed")
        for rival in rivals:
            seconds, _ = timed(lambda rival=rival: rival.build(_documents(kitchen, plan)))  # type: ignore[misc]
            write(f"  {rival.name:9} built at {size / seconds:7,.0f} docs/s, {rival.size() / 1e6:7.1f} MB")
        engines += rivals
    _time_queries(engines, stuff, write)
    everything, own = _serving_memory(ours.engine, stuff)
    write(f"  a process that serves it: {everything / 1e6:,.0f} MB, {own / 1e6:,.0f} MB without mapped files")


def _serving_memory(engine: EmbeddedEngine, stuff: Material) -> tuple[int, int]:
    """Return (all, anonymous) resident bytes of a fresh process after all queries."""
    lines = "\n".join(query.replace("\n", " ") for queries in stuff.queries.values() for query in queries)
    finished = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "benchmarks.memory", str(engine.root)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    everything, own = finished.stdout.split()[-2:]
    return int(everything), int(own)


def _time_queries(engines: Sequence[Engine | Ours], stuff: Material, write: Write) -> None:
    everything: dict[str, list[float]] = defaultdict(list)
    for name, queries in stuff.queries.items():
        times: dict[str, list[float]] = defaultdict(list)
        slow: set[str] = set()
        for query in queries:
            for engine in engines:
                if engine.name not in slow:
                    seconds, _ = timed(lambda engine=engine, query=query: engine.answer(query))  # type: ignore[misc]
                    if seconds > 0.05 and engine.name != "klang":
                        slow.add(engine.name)
        for place, query in enumerate(queries):
            for engine in in_turn(engines, place):
                if engine.name in slow and place >= _SLOW_QUERIES:
                    continue
                seconds, _ = timed(lambda engine=engine, query=query: engine.answer(query))  # type: ignore[misc]
                times[engine.name].append(seconds)
                everything[engine.name].append(seconds)
        _print_line(name, times, write)
    _print_line("all", everything, write)


def in_turn(engines: Sequence[E], turn: int) -> list[E]:
    """Return the engines in another order at every turn, the same orders in every run.

    Who comes after a slow engine finds the processor's caches full of what that one read, and who comes second finds
    the words of the query there: neither must always fall on the same one.
    """
    return random.Random(turn).sample(list(engines), len(engines))  # noqa: S311  # not for secrets


def _print_line(name: str, times: dict[str, list[float]], write: Write) -> None:
    cells = [f"  {name:8}"]
    ours = times["klang"]
    for engine, values in times.items():
        cell = f"{engine} {percentile(values, 0.5) * 1000:7.2f} / {percentile(values, 0.95) * 1000:7.2f} ms"
        if engine != "klang":
            half = percentile(ours, 0.5) / max(1e-9, percentile(values, 0.5))
            most = percentile(ours, 0.95) / max(1e-9, percentile(values, 0.95))
            cell += f" (klang x{half:.2f} / x{most:.2f})"
        cells.append(cell)
    write("  ".join(cells))


def understood(engine: EmbeddedEngine, folder: Path, write: Write) -> None:
    """Print how many reference numbers and misspelt words are understood."""
    known = references()
    wrong = misplaced_references(folder / "references", known)
    total = sum(len(spellings(*number)) for number in known)
    write(
        f"  {total - len(wrong):,} of {total:,} spellings of {len(known)} reference numbers find their own document first"
    )
    failed = miscorrected(engine.now())
    write(f"  did-you-mean puts {MISSPELT - len(failed)} of {MISSPELT} words with one error right")


def visibility(
    engine: EmbeddedEngine, kitchen: Kitchen, stuff: Material, write: Write, *, readers: int = 50
) -> None:
    """Change one document while many threads search; print how long until a search finds the change."""
    stop = threading.Event()
    served = [0] * readers

    def read(number: int) -> None:
        queries = stuff.queries["phrases"]
        while not stop.is_set():
            pipeline.ask(queries[(number + served[number]) % len(queries)], engine.now())
            served[number] += 1

    threads = [threading.Thread(target=read, args=(number,), daemon=True) for number in range(readers)]
    for thread in threads:
        thread.start()
    waits: list[float] = []
    recipe = next(iter(recipes(1, [len(text) for text in kitchen.folded], stuff.titles)))
    for turn in range(3):
        word = f"zqx{turn}marker"
        began = time.perf_counter()
        entry = kitchen.entry(turn, recipe)
        engine.index([replace(entry, title=f"{entry.title} {word}")])
        while not pipeline.ask(word, engine.now()).hits:
            time.sleep(0.005)
        waits.append(time.perf_counter() - began)
    stop.set()
    for thread in threads:
        thread.join(timeout=5)
    write(
        f"  one changed document visible after {max(waits):.2f} s at most, while {readers} readers made "
        f"{sum(served):,} searches; {len(engine.now().state.segments)} segments"
    )
