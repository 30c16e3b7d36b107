"""Search without an index: the folded text in the database, every word, or any word when none has all."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet

from portal.search.engine.protocol import Answer, Hit
from portal.search.models import IndexedDocument, IndexedPassage
from portal.search.query.understand import QueryAnalysis
from portal.search.site.filters import Chosen

_MOST_WORDS = 12


def _matching(analysis: QueryAnalysis, chosen: Chosen) -> QuerySet[IndexedDocument]:
    rows: QuerySet[IndexedDocument] = chosen.filterset.qs.distinct()
    for phrase in analysis.phrases:
        rows = rows.filter(folded__contains=phrase)
    if analysis.references:
        tokens = [reference.tokens()[-1] for reference in analysis.references]
        bearing = rows.filter(references__token__in=tokens)
        if bearing.exists():
            return bearing
    words = [word for word in dict.fromkeys(analysis.words) if len(word) > 1][:_MOST_WORDS]
    if not words:
        return rows if (analysis.is_empty and chosen.groups) or analysis.phrases else rows.none()
    every = rows
    for word in words:
        every = every.filter(folded__contains=word)
    if every.exists():
        return every
    return rows.filter(reduce(or_, (Q(folded__contains=word) for word in words)))


def search_database(
    analysis: QueryAnalysis, chosen: Chosen, *, page: int, size: int, order: str = "newest"
) -> Answer:
    """Answer a query from the projection, by date: the database cannot say what fits best.

    Args:
        analysis: what the query means.
        chosen: validated filters.
        page: number of the page, from 1.
        size: hits on a page.
        order: "oldest" begins with the oldest documents, anything else with the newest; undated ones come last.
    """
    rows = _matching(analysis, chosen)
    total = rows.count()
    # PostgreSQL would put undated ones first, SQLite last: said, not left to them.
    date = F("date").asc(nulls_last=True) if order == "oldest" else F("date").desc(nulls_last=True)
    keys = list(rows.order_by(date, "pk").values_list("pk", flat=True)[(page - 1) * size : page * size])
    best: dict[int, int] = {}
    for word in [word for word in analysis.words if len(word) > 1][:3]:
        found = IndexedPassage.objects.filter(document__in=keys, text__contains=word)
        for document, position in found.order_by("-position").values_list("document", "position"):
            best[document] = position
    return Answer(tuple(Hit(key, 0.0, best.get(key, -1)) for key in keys), total)
