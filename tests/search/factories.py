"""Documents and a source for tests of search."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import count
from typing import Any

from portal.search.sources import changes, registry
from portal.search.sources.registry import Passage, SearchDocument

_numbers = count(1)


def document(
    title: str = "พระราชบัญญัติเทศบาล พ.ศ. 2496", text: str | list[str] = "", **fields: Any
) -> SearchDocument:
    """Make a public document; `text` may be one passage or several."""
    number = next(_numbers)
    texts = [text] if isinstance(text, str) else text
    passages = [
        Passage(heading=f"มาตรา {place}", anchor=f"section-{place}", text=part)
        for place, part in enumerate(texts, start=1)
        if part
    ]
    defaults: dict[str, Any] = {
        "key": f"shelf:{number}",
        "kind": "law",
        "kind_label": "กฎหมาย",
        "agency": "กระทรวงมหาดไทย",
        "topics": (),
        "year_be": 2496,
        "status": "in_force",
        "status_label": "ใช้บังคับอยู่",
        "date": datetime.date(1953, 2, 17),
        "path": f"/library/document-{number}/",
    }
    return SearchDocument(title=title, passages=passages, **{**defaults, **fields})


class Shelf:
    """A source whose documents a test puts in and takes out."""

    name = "shelf"

    def __init__(self, documents: Iterable[SearchDocument] = ()) -> None:
        self.held: dict[str, SearchDocument] = {}
        for item in documents:
            self.held[item.key] = item

    def documents(self) -> list[SearchDocument]:
        return list(self.held.values())

    def document(self, key: str) -> SearchDocument | None:
        return self.held.get(key)

    def put(self, *documents: SearchDocument) -> None:
        """Put documents on the shelf and tell search."""
        for item in documents:
            self.held[item.key] = item
            changes.update(item.key)

    def take(self, item: SearchDocument) -> None:
        """Take a document off the shelf and tell search."""
        del self.held[item.key]
        changes.update(item.key)


def only(shelf: Shelf) -> list[registry.Source]:
    """Return what is registered with this shelf as the one source."""
    return [shelf]
