"""The reference numbers in a query: who bears them, who cites them, which other agency has the same number."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from portal.search.models import IndexedDocument, IndexedReference
from portal.search.query.understand import QueryAnalysis


@dataclass(frozen=True)
class Pinned:
    """What is known about a reference number in the query.

    Attributes:
        number: the number in normal form.
        exact: documents that bear it.
        citing: how many documents only refer to it.
        near: documents of another agency with the same running number, when none bears it.
    """

    number: str
    exact: tuple[IndexedDocument, ...]
    citing: int
    near: tuple[IndexedDocument, ...]


def _bearing(references: QuerySet[IndexedReference]) -> tuple[IndexedDocument, ...]:
    """Return the documents of these reference rows, the newest first."""
    rows = IndexedDocument.objects.live().filter(references__in=references).distinct().defer("folded")
    return tuple(rows.order_by(F("date").desc(nulls_last=True), "pk")[:5])


def pinned_documents(analysis: QueryAnalysis) -> tuple[Pinned, ...]:
    """Look up the reference numbers of a query; the running number alone finds the near misses."""
    found = []
    for reference in analysis.references[:3]:
        token = reference.tokens()[-1]
        rows = IndexedReference.objects.filter(token=token, document__removed=False)
        exact = _bearing(rows.filter(own=True))
        citing = rows.filter(own=False).values("document").distinct().count()
        near: tuple[IndexedDocument, ...] = ()
        if not exact and not reference.is_weak:
            same = IndexedReference.objects.filter(
                token=reference.tokens()[0], own=True, document__removed=False
            )
            near = tuple(
                IndexedDocument.objects.live().filter(references__in=same).distinct().defer("folded")[:5]
            )
        if exact or citing or near or not reference.is_weak:
            found.append(Pinned(reference.normal, exact, citing, near))
    return tuple(found)
