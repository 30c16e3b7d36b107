"""Collections to judge with: one JSON object a line, plain or gzip."""

from __future__ import annotations

import gzip
import json
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
    with opener(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise BadCollectionError(f"{path.name}, line {number}: not JSON") from error
                if not isinstance(row, dict) or "id" not in row:
                    raise BadCollectionError(f"{path.name}, line {number}: an object with an id is expected")
                yield row


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
            first, last = row["span"]
            cuts.setdefault(str(row["rel"][0]), []).append((int(first), int(last)))
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
