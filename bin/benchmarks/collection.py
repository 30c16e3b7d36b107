"""Collections to judge with: one JSON object a line, plain or gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadCollectionError(ValueError):
    """A file is not a collection; the message names the line."""


@dataclass(frozen=True)
class Document:
    """One document: `id`, `title`, `text`; paragraphs are parted by empty lines."""

    id: str
    title: str
    text: str

    @property
    def passages(self) -> list[str]:
        """Its paragraphs."""
        return [part for part in self.text.split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Judged:
    """One query with the ids of the right documents and, where the file has one, its kind."""

    id: str
    query: str
    right: frozenset[str]
    kind: str = ""


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _row(path, number, line)
    except (UnicodeDecodeError, EOFError, zlib.error) as error:
        raise BadCollectionError(f"{path.name}, after line {number}: damaged ({error})") from error


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadCollectionError(f"{path.name}, line {number}: not JSON") from error
    if not isinstance(row, dict) or "id" not in row:
        raise BadCollectionError(f"{path.name}, line {number}: an object with an id is expected")
    return row


def _span(path: Path, row: dict[str, Any]) -> tuple[str, tuple[int, int]]:
    """Return (document, stretch of its text) that a query was taken from."""
    span = row["span"]
    fits = isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span)
    if not fits or not row["rel"] or not 0 <= span[0] <= span[1]:
        raise BadCollectionError(
            f"{path.name}: {row['id']}: span is [start, end] in the first right document"
        )
    return str(row["rel"][0]), (span[0], span[1])


def read_queries(path: Path) -> tuple[list[Judged], dict[str, list[tuple[int, int]]]]:
    """Read judged queries.

    Returns:
        the queries, and for each document id the spans that must be cut out before indexing because a query was
        taken from there.

    Raises:
        BadCollectionError: a line is not a judged query.
    """
    queries: list[Judged] = []
    cuts: dict[str, list[tuple[int, int]]] = {}
    for row in _lines(path):
        if not isinstance(row.get("query"), str) or not isinstance(row.get("rel"), list):
            raise BadCollectionError(f"{path.name}: {row['id']}: query and rel are expected")
        queries.append(
            Judged(str(row["id"]), row["query"], frozenset(map(str, row["rel"])), str(row.get("kind", "")))
        )
        if row.get("span"):
            document, stretch = _span(path, row)
            cuts.setdefault(document, []).append(stretch)
    return queries, cuts


def read_documents(
    path: Path, cuts: Mapping[str, list[tuple[int, int]]] | None = None, *, titles: bool = True
) -> Iterator[Document]:
    """Yield the documents of a file.

    Args:
        path: the file.
        cuts: spans to cut out, by document id.
        titles: False leaves titles out, to judge by the body alone.

    Raises:
        BadCollectionError: a line is not a document.
    """
    for row in _lines(path):
        text = row.get("text")
        if not isinstance(text, str):
            raise BadCollectionError(f"{path.name}: {row['id']}: text is expected")
        for first, last in sorted((cuts or {}).get(str(row["id"]), []), reverse=True):
            text = text[:first] + text[last:]
        yield Document(str(row["id"]), str(row.get("title", "")) if titles else "", text)
