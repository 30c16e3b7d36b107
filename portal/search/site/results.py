"""A page of hits as the list shows them: rows of the projection, the passage that fits, what was found marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.search.engine.protocol import Hit
from portal.search.models import IndexedDocument, IndexedPassage
from portal.search.query.understand import QueryAnalysis
from portal.search.site.highlight import Piece, has_marks, mark
from portal.web.language import localized

_MOST_ENGLISH = 60
"""Passages that are looked through for English ones."""


@dataclass(frozen=True)
class Result:
    """One document of the list.

    Attributes:
        document: its row.
        rank: its place in the whole list, from 1.
        title: its title in the reader's language, in pieces.
        excerpt: its best passage in pieces.
        heading: name of the provision that the excerpt comes from.
        url: address of that provision, or of the document.
        numbers: its own reference numbers.
    """

    document: IndexedDocument
    rank: int
    title: list[Piece]
    excerpt: list[Piece]
    heading: str
    url: str
    numbers: tuple[str, ...]

    @property
    def language(self) -> str:
        """Language of the excerpt, for whoever hears it."""
        return (
            "th"
            if any("\u0e01" <= letter <= "\u0e5b" for part in self.excerpt for letter in part.text)
            else "en"
        )

    @property
    def opens_at_provision(self) -> bool:
        """Whether the excerpt has a provision of its own with a name, so that a second link leads right to it."""
        return bool(self.heading) and self.url != self.document.path


def results_of(hits: Sequence[Hit], analysis: QueryAnalysis, *, first: int) -> list[Result]:
    """Fetch the rows of a page of hits and mark what was found; four queries for any number of hits."""
    keys = [hit.key for hit in hits]
    rows = IndexedDocument.objects.live().defer("folded").prefetch_related("references").in_bulk(keys)
    passages: dict[int, dict[int, IndexedPassage]] = {}
    for passage in IndexedPassage.objects.filter(
        document__in=keys, position__in={max(h.passage, 0) for h in hits}
    ):
        passages.setdefault(passage.document_id, {})[passage.position] = passage
    english = _english_passages(keys) if analysis.text.isascii() else {}
    words = [*analysis.words, *(word for form in analysis.expansions for word in form)]
    found = []
    for rank, hit in enumerate(hits, start=first):
        row = rows.get(hit.key)
        if row is not None:
            shown = _result(row, rank, hit, passages.get(hit.key, {}), words, analysis.phrases)
            found.append(_in_english(shown, english.get(hit.key, ""), words, analysis.phrases))
    return found


def _english_passages(keys: Sequence[int]) -> dict[int, str]:
    """Return the English text of documents that have one; what stands in English has no heading."""
    rows = IndexedPassage.objects.filter(document__in=keys, heading="").order_by("document", "-position")
    texts = rows.values_list("document", "text")[:_MOST_ENGLISH]
    return {key: text for key, text in texts if not any("\u0e01" <= letter <= "\u0e5b" for letter in text)}


def _in_english(shown: Result, text: str, words: list[str], phrases: tuple[str, ...]) -> Result:
    """Return a result with its English text as the excerpt, where that holds what was asked in English."""
    excerpt = mark(text, words, phrases) if text else []
    if not has_marks(excerpt):
        return shown
    return replace(shown, excerpt=excerpt, heading="", url=shown.document.path)


def _result(
    row: IndexedDocument,
    rank: int,
    hit: Hit,
    passages: dict[int, IndexedPassage],
    words: list[str],
    phrases: tuple[str, ...],
) -> Result:
    passage = passages.get(max(hit.passage, 0))
    text, heading, anchor = row.summary, "", ""
    if passage is not None and (hit.passage >= 0 or not text):
        text, heading, anchor = passage.text, passage.heading, passage.anchor
    excerpt = mark(text, words, phrases)
    if not has_marks(excerpt) and row.summary and text != row.summary:
        other = mark(row.summary, words, phrases)
        if has_marks(other):
            excerpt, heading, anchor = other, "", ""
    return Result(
        document=row,
        rank=rank,
        title=mark(localized(row, "title"), words, phrases, length=400),
        excerpt=excerpt,
        heading=heading,
        url=f"{row.path}#{anchor}" if anchor else row.path,
        numbers=tuple(dict.fromkeys(item.normal for item in row.references.all() if item.own)),
    )
