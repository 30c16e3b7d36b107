"""Documents like another one: its telling words are asked as a query, and it is itself the measure of the answers.

A document finds itself best of all. Others are offered only when they reach a share of that score, so a document that
resembles nothing is told so by an empty list instead of five strangers.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from portal.search.engine import analysis
from portal.search.engine.protocol import Query
from portal.search.engine.ranking import search
from portal.search.engine.schema import WORD_FIELDS
from portal.search.engine.snapshot import Snapshot, idf
from portal.search.engine.store import IndexUnavailableError
from portal.search.models import IndexedDocument
from portal.search.site import knowledge
from portal.search.sources import site_index

_WORDS = 32
_SHORTEST = 3
_READ = 6000
_IN_TITLE, _IN_SUMMARY = 4, 1
"""How many more times a word counts that the title or the summary uses."""
_SHARE = 0.2
"""Part of its own score that another document must reach. The values were tuned over the starter library
(docs/search.md, "Similar documents")."""
_RANKED = 24
_KEPT = 2000
_REST_SECONDS = 10.0

_resting: dict[Path, float] = {}
"""Indexes that could not be read, and until when they are left alone: looking at a damaged one takes 0.1 s."""


@dataclass(frozen=True)
class Similar:
    """One similar document.

    Attributes:
        key: "<source>:<id>".
        title, title_en: its name, and in English where it has one.
        path: address of its page without host or language.
        kind: slug of its kind.
        kind_label: Thai name of its kind, a msgid in the context `kind`.
    """

    key: str
    title: str
    title_en: str
    path: str
    kind: str
    kind_label: str


def similar_documents(
    key: str, *, most: int = 5, kinds: Collection[str] = (), without: Collection[str] = ()
) -> list[Similar]:
    """Return documents like the one with a source's key, the most alike first; empty without an index.

    The ranking is kept for every state of the index; what may be shown is asked of the database each time, so a
    document that was withdrawn a moment ago is not offered. One query, three for a document that is not ranked yet.

    Args:
        key: "<source>:<id>", as the source names it.
        most: how many.
        kinds: slugs of kinds to choose from, its own among them; empty for all.
        without: keys of documents that the reader sees anyway.
    """
    snapshot = _snapshot()
    if snapshot is None:
        return []
    ranked = _ranked(snapshot, key, tuple(kinds))
    if not ranked:
        return []
    rows = IndexedDocument.objects.live().filter(pk__in=ranked).exclude(key__in=[key, *without])
    by_pk = {
        pk: Similar(*values)
        for pk, *values in rows.values_list(
            "pk", "key", "title", "title_en", "path", "kind", "kind_label"
        ).order_by()
    }
    return [by_pk[pk] for pk in ranked if pk in by_pk][:most]


def _snapshot() -> Snapshot | None:
    root = site_index.store().root
    if time.monotonic() < _resting.get(root, 0.0):
        return None
    try:
        return site_index.snapshot()
    except IndexUnavailableError:
        # Search says so to the editors and asks for a rebuild; a page that can do without the section keeps quiet.
        _resting[root] = time.monotonic() + _REST_SECONDS
        return None


def _ranked(snapshot: Snapshot, key: str, kinds: tuple[str, ...]) -> tuple[int, ...]:
    """Return rows of documents like this one, from memory when the index is the same as at the last call."""
    held = knowledge.of(snapshot).alike
    if (key, kinds) not in held:
        if len(held) >= _KEPT:
            held.clear()
        held[key, kinds] = _rank(snapshot, key, kinds)
    return held[key, kinds]


def _rank(snapshot: Snapshot, key: str, kinds: tuple[str, ...]) -> tuple[int, ...]:
    row = IndexedDocument.objects.live().filter(key=key).first()
    words = _telling_words(snapshot, row) if row else ()
    if row is None or not words:
        return ()
    # Documents are alike anywhere, as answers stand anywhere: what they begin with is only a part of it.
    query = Query(words=words, groups={"kind": kinds} if kinds else {}, is_question=True)
    hits = search(snapshot, query, stop=_RANKED + 1, counted=False, floor=_SHARE / 2).hits
    own = next((hit.score for hit in hits if hit.key == row.pk), None)
    if own is None:
        # The index has not followed yet: without the measure nothing can be said.
        return ()
    return tuple(hit.key for hit in hits if hit.key != row.pk and hit.score >= _SHARE * own)


def _telling_words(snapshot: Snapshot, row: IndexedDocument) -> tuple[tuple[str, float], ...]:
    """Return the words that tell a document from others, with their weights.

    A word weighs by how rare it is (once more than search itself weighs it, as in the cosine of two documents) and by
    how often it stands here; standing in the title or the summary counts as more. Words in Latin letters count only
    there: an English name among the aliases is no content.
    """
    named = dict.fromkeys(analysis.tokens(row.summary), _IN_SUMMARY)
    for word in set(analysis.tokens(row.title)):
        named[word] = named.get(word, 0) + _IN_TITLE
    counts: dict[str, int] = {}
    for word in analysis.tokens_of_folded(row.folded[:_READ]):
        if len(word) >= _SHORTEST and not word[0].isdigit() and (word in named or not word.isascii()):
            counts[word] = counts.get(word, named.get(word, 0)) + 1
    # The lexicon counts bodies alone and costs nothing; "พระราชบัญญัติ" is common in titles, which costs a posting list.
    rough = _weighed(
        counts, {word: snapshot.lexicon.frequency(word) for word in counts}, snapshot, 3 * _WORDS
    )
    exact = {word: max(snapshot.frequency(field, word) for field in WORD_FIELDS) for word, _ in rough}
    return _weighed(counts, exact, snapshot, _WORDS)


def _weighed(
    counts: dict[str, int], frequencies: dict[str, int], snapshot: Snapshot, most: int
) -> tuple[tuple[str, float], ...]:
    """Return the best words with their weights; words that the index does not know are left out."""
    rarity = {word: idf(snapshot.documents, number) for word, number in frequencies.items() if number}
    weights = {word: (1 + math.log2(counts[word])) * rarity[word] for word in rarity}
    best = sorted(weights, key=lambda word: (-weights[word] * rarity[word], word))[:most]
    return tuple((word, weights[word]) for word in best)
