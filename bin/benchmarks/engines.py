"""Our engine and its rivals behind one face: index documents, answer a query with ids."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from benchmarks.collection import Document
from portal.search.engine import analysis
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import Entry
from portal.search.query import pipeline
from portal.search.query.names import name_keys


class Engine(Protocol):
    """What is judged."""

    name: str

    def build(self, documents: Iterable[Document]) -> None:
        """Index the documents."""

    def answer(self, query: str) -> list[str]:
        """Return the ids of the ten best documents."""

    def size(self) -> int:
        """Return the bytes of the index."""


def _words(text: str) -> list[str]:
    return analysis.tokens(text)


Words = Callable[[str], list[str]]
"""How the text of documents becomes words; `str.split` when it was segmented before."""


class Klang:
    """Our engine: everything that a query of the site goes through, without the page."""

    name = "klang"

    def __init__(self, folder: Path) -> None:
        self.engine = EmbeddedEngine(folder / "klang")
        self.ids: list[str] = []

    def build(self, documents: Iterable[Document]) -> None:
        """Index the documents into a scratch index."""
        self.ids = []

        def entries() -> Iterable[Entry]:
            for number, document in enumerate(documents):
                self.ids.append(document.id)
                passages = [analysis.fold(part) for part in document.passages]
                names = [f"o:n:{key}" for key in name_keys(document.title)]
                yield Entry(number, analysis.fold(document.title), passages, references=names)

        self.engine.index(entries(), anew=True)

    def answer(self, query: str) -> list[str]:
        """Return the ten best ids."""
        return [self.ids[hit.key] for hit in pipeline.ask(query, self.engine.now()).hits]

    def matched(self, query: str) -> list[str]:
        """Return the ids of everything that matches."""
        engine = self.engine.now()
        plan = pipeline.prepare(query, engine, pipeline.IndexKnowledge(engine)).plan
        return [self.ids[key] for key in engine.matching(plan.query, floor=plan.floor)]

    def size(self) -> int:
        """Return the bytes on disk."""
        return self.engine.size_on_disk()


class Fts5:
    """SQLite FTS5, any word, ranked by bm25: over our words, or over raw text as Wagtail's backend leaves it."""

    def __init__(self, folder: Path, *, raw: bool = False, words: Words = _words) -> None:
        self.name = "fts5 raw" if raw else "fts5"
        self._raw = raw
        self._split = words
        self._path = folder / ("fts5-raw.sqlite3" if raw else "fts5.sqlite3")
        self._ids: list[str] = []

    def build(self, documents: Iterable[Document]) -> None:
        """Index the documents in one transaction."""
        self._path.unlink(missing_ok=True)
        self._database = sqlite3.connect(self._path)
        tokenizer = "unicode61" if self._raw else "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
        self._database.execute(
            f'CREATE VIRTUAL TABLE t USING fts5(title, body, content="", tokenize="{tokenizer}")'
        )
        self._ids = []
        for number, document in enumerate(documents):
            self._ids.append(document.id)
            parts = (document.title, document.text)
            row = parts if self._raw else tuple(" ".join(self._split(part)) for part in parts)
            self._database.execute("INSERT INTO t(rowid, title, body) VALUES (?, ?, ?)", (number, *row))
        self._database.commit()
        self._database.execute("PRAGMA mmap_size=2000000000")

    def answer(self, query: str) -> list[str]:
        """Return the ten best ids."""
        words = query.split() if self._raw else list(dict.fromkeys(_words(query)))
        quoted = ['"' + word.replace('"', '""').replace("\x00", "") + '"' for word in words]
        if not quoted:
            return []
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 10"
        try:
            return [self._ids[row[0]] for row in self._database.execute(sql, (" OR ".join(quoted),))]
        except sqlite3.OperationalError:
            return []

    def size(self) -> int:
        """Return the bytes of the database file."""
        return self._path.stat().st_size


class Tantivy:
    """tantivy (Rust) over our words, any word, BM25."""

    name = "tantivy"

    def __init__(self, folder: Path, *, words: Words = _words) -> None:
        self._split = words
        self._module = import_module("tantivy")
        self._path = folder / "tantivy"
        self._ids: list[str] = []

    def build(self, documents: Iterable[Document]) -> None:
        """Index the documents with one writer."""
        self._path.mkdir(parents=True, exist_ok=True)
        builder = self._module.SchemaBuilder()
        for field in ("title", "body"):
            builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("number", stored=True, indexed=False)
        self._schema = builder.build()
        self._index = self._module.Index(self._schema, path=str(self._path))
        writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        self._ids = []
        for number, document in enumerate(documents):
            self._ids.append(document.id)
            row = {
                "title": " ".join(self._split(document.title)),
                "body": " ".join(self._split(document.text)),
            }
            writer.add_document(self._module.Document(**row, number=number))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def answer(self, query: str) -> list[str]:
        """Return the ten best ids."""
        query_class, occur = self._module.Query, self._module.Occur
        parts = [
            (occur.Should, query_class.term_query(self._schema, field, word, "freq"))
            for word in dict.fromkeys(_words(query))
            for field in ("body", "title")
        ]
        if not parts:
            return []
        hits = self._searcher.search(query_class.boolean_query(parts), 10).hits
        return [self._ids[self._searcher.doc(address)["number"][0]] for _, address in hits]

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(file.stat().st_size for file in self._path.rglob("*") if file.is_file())


class Postgres:
    """PostgreSQL full text over our words, any word, ranked by ts_rank; one row a passage, as whole laws do not fit.

    Raises:
        OSError: no server answers.
    """

    name = "postgres"

    def __init__(self, url: str) -> None:
        psycopg = import_module("psycopg")
        try:
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=3)
        except psycopg.OperationalError as error:
            raise OSError(str(error)) from error
        self._ids: list[str] = []

    def build(self, documents: Iterable[Document]) -> None:
        """Index into a temporary table."""
        run = self._connection.execute
        run("DROP TABLE IF EXISTS klang_passage")
        run("CREATE TEMP TABLE klang_passage (number int, words tsvector)")
        self._ids = []
        with self._connection.cursor().copy("COPY klang_passage (number, words) FROM STDIN") as copy:
            for number, document in enumerate(documents):
                self._ids.append(document.id)
                for part in _chunks(_words(document.title) + _words(document.text)):
                    vector = " ".join("'" + word.replace("\\", "").replace("'", "''") + "'" for word in part)
                    copy.write_row((number, vector))
        run("CREATE INDEX ON klang_passage USING gin (words)")
        run("ANALYZE klang_passage")

    def answer(self, query: str) -> list[str]:
        """Return the ten best ids."""
        words = [word.replace("\\", "").replace("'", "''") for word in dict.fromkeys(_words(query))]
        if not words:
            return []
        wanted = " | ".join(f"'{word}'" for word in words)
        sql = (
            "SELECT number FROM (SELECT number, max(ts_rank(words, q, 1)) AS rank FROM klang_passage, "
            "to_tsquery('simple', %s) q WHERE words @@ q GROUP BY number) found ORDER BY rank DESC LIMIT 10"
        )
        return [self._ids[row[0]] for row in self._connection.execute(sql, (wanted,))]

    def size(self) -> int:
        """Return the bytes of the table and its index."""
        row = self._connection.execute("SELECT pg_total_relation_size('klang_passage')").fetchone()
        return int(row[0])


def _chunks(words: Sequence[str], size: int = 2000) -> list[Sequence[str]]:
    return [words[first : first + size] for first in range(0, len(words), size)] or [[]]


def rivals(folder: Path, database_url: str = "") -> tuple[list[Engine], list[str]]:
    """Return the rivals that can run here, and why the others cannot.

    Args:
        folder: where they may write.
        database_url: of a PostgreSQL server, or "".
    """
    engines: list[Engine] = [Fts5(folder), Fts5(folder, raw=True)]
    missing: list[str] = []
    try:
        engines.append(Tantivy(folder))
    except ImportError:
        missing.append("tantivy: not installed (requirements-dev.txt has it)")
    if database_url:
        try:
            engines.append(Postgres(database_url))
        except OSError as error:
            missing.append(f"postgres: {str(error).splitlines()[0]}")
    else:
        missing.append("postgres: no DATABASE_URL of a server")
    return engines, missing


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return (seconds, result) of an action."""
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def resident_bytes() -> tuple[int, int]:
    """Return (all, anonymous) resident memory of this process in bytes; mapped index files count only in the first."""
    values = {}
    with contextlib.suppress(OSError), Path("/proc/self/status").open(encoding="ascii") as file:
        for line in file:
            name, _, rest = line.partition(":")
            if name in ("VmRSS", "RssAnon"):
                values[name] = int(rest.split()[0]) * 1024
    return values.get("VmRSS", 0), values.get("RssAnon", 0)


__all__ = ["Engine", "Fts5", "Klang", "Postgres", "Tantivy", "resident_bytes", "rivals", "timed"]
