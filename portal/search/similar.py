"""Documents like another one: its rarest words, asked as a query."""

from __future__ import annotations

from dataclasses import dataclass

from portal.search import analysis, index
from portal.search.engine.query import Query
from portal.search.engine.search import search
from portal.search.engine.snapshot import idf
from portal.search.engine.store import IndexUnavailableError
from portal.search.models import IndexedDocument

_WORDS = 24
_READ = 6000


@dataclass(frozen=True)
class Similar:
    """One similar document."""

    title: str
    path: str
    kind_label: str


def similar_documents(key: str, *, most: int = 5) -> list[Similar]:
    """Return documents like the one with a source's key, the most alike first; empty without an index.

    Args:
        key: "<source>:<id>", as the source names it.
        most: how many.
    """
    row = IndexedDocument.objects.live().filter(key=key).first()
    if row is None:
        return []
    try:
        snapshot = index.snapshot()
    except IndexUnavailableError:
        return []
    counts: dict[str, int] = {}
    for word in analysis.tokens_of_folded(row.folded[:_READ]):
        if len(word) > 2 and not word[0].isdigit():
            counts[word] = counts.get(word, 0) + 1
    lexicon = snapshot.lexicon
    rarities = {
        word: min(count, 3) * idf(snapshot.documents, lexicon.frequency(word))
        for word, count in counts.items()
        if lexicon.frequency(word) > 1
    }
    best = sorted(rarities, key=lambda word: (-rarities[word], word))[:_WORDS]
    hidden = IndexedDocument.objects.filter(removed=True).values_list("pk", flat=True)
    query = Query(words=tuple((word, 1.0) for word in best), forbidden=(row.pk, *hidden))
    hits = search(snapshot, query, stop=most, counted=False, floor=0.2).hits if best else ()
    rows = IndexedDocument.objects.live().defer("folded").in_bulk([hit.key for hit in hits])
    found = (rows[hit.key] for hit in hits if hit.key in rows)
    return [Similar(other.title, other.path, other.kind_label) for other in found]
