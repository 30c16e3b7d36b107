"""Storing the passages of a text at once: a law has thousands of them.

modelcluster compares every kept row with every new one and saves them one by one: two thousand passages took ten seconds.
Its list of rows in memory is taken from it before it stores a page (`taken`), and put into the database by three
statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from legal_library.models.parts import DocumentPassage
from legal_library.reading.marked import MarkedPassage

_WORDS = ("label", "heading", "text", "anchor", "level")
_AT_ONCE = 200


def taken(page: Any) -> list[DocumentPassage] | None:
    """Take the passages that a page holds in memory, so that modelcluster does not store them; None where it holds none.

    `_cluster_related_objects` is modelcluster's own and has no public door; tests/legal_library/models/test_storing.py
    fails when it is no longer there.
    """
    return getattr(page, "_cluster_related_objects", {}).pop("passages", None)


def store(page: Any, rows: list[DocumentPassage]) -> None:
    """Make the passages of a stored page be `rows`: others go, changed ones are written, new ones are added.

    Args:
        page: a document that has its primary key.
        rows: all of its passages, each with an anchor.
    """
    kept = {row.pk: row for row in DocumentPassage.objects.filter(page_id=page.pk)}
    for row in rows:
        row.page_id = page.pk
    gone = sorted(kept.keys() - {row.pk for row in rows})
    for start in range(0, len(gone), _AT_ONCE):
        DocumentPassage.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    known = [row for row in rows if row.pk in kept]
    reworded = [row for row in known if _differ(row, kept[row.pk], _WORDS)]
    DocumentPassage.objects.bulk_update(reworded, _WORDS, batch_size=_AT_ONCE)
    moved = [row for row in known if _differ(row, kept[row.pk], ("sort_order",))]
    DocumentPassage.objects.bulk_update(moved, ("sort_order",), batch_size=_AT_ONCE)
    DocumentPassage.objects.bulk_create([row for row in rows if row.pk not in kept], batch_size=_AT_ONCE)


def _differ(one: DocumentPassage, other: DocumentPassage, names: tuple[str, ...]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def passages_of(page: Any) -> list[MarkedPassage]:
    """Return the passages of a version of a document, in order."""
    return marked(page.passages.all())


def marked(rows: Iterable[DocumentPassage]) -> list[MarkedPassage]:
    """Return rows as the passages that they hold."""
    return [MarkedPassage(row.anchor, row.label, row.level, row.heading, _plain(row.text)) for row in rows]


def rows_of(page: Any, passages: list[MarkedPassage]) -> list[DocumentPassage]:
    """Return the rows of a new text of a document: those that had its anchors, changed, and new ones.

    Args:
        page: a version of the document.
        passages: the whole text, with anchors.
    """
    rows = {row.anchor: row for row in page.passages.all()}
    return [_row(rows, place, passage) for place, passage in enumerate(passages)]


def _row(rows: dict[str, DocumentPassage], place: int, passage: MarkedPassage) -> DocumentPassage:
    row = rows.get(passage.anchor) or DocumentPassage(anchor=passage.anchor)
    row.sort_order = place
    row.label, row.level, row.heading = passage.label, passage.level, passage.heading
    # What did not change keeps its line ends as well.
    if _plain(row.text) != passage.text:
        row.text = passage.text
    return row


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")
