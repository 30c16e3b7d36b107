"""One search of the public site, from the parameters of the address to everything the page shows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, QuerySet
from django.http import QueryDict

from portal.search import index, knowledge
from portal.search.engine.query import Answer, Hit
from portal.search.engine.search import search
from portal.search.engine.snapshot import Snapshot
from portal.search.engine.store import IndexUnavailableError
from portal.search.fallback import search_database
from portal.search.filters import FIELDS, Chosen, choose
from portal.search.highlight import Piece, has_marks, mark
from portal.search.models import IndexedDocument, IndexedPassage, IndexedReference
from portal.search.query.correct import did_you_mean
from portal.search.query.pipeline import plan_for
from portal.search.query.plan import SearchPlan, make_plan
from portal.search.query.understand import QueryAnalysis, understand
from portal.thai.digits import to_arabic
from portal.web.language import localized

log = logging.getLogger(__name__)

PAGE_SIZE = 10
MOST_PAGES = 200
ORDERS = ("relevance", "newest", "oldest")


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


@dataclass(frozen=True)
class Found:
    """Everything the results page shows.

    Attributes:
        query: what was typed.
        analysis: what it means.
        plan: what was asked of the engine.
        chosen: the filters.
        results: the results of this page.
        total: how many documents match.
        page, pages: number of this page and of the last one.
        order: how they are sorted.
        facets: field → value → count.
        pinned: reference numbers in the query.
        correction: a query that was probably meant, or "".
        degraded: whether the index could not be used.
    """

    query: str
    analysis: QueryAnalysis
    plan: SearchPlan
    chosen: Chosen
    results: tuple[Result, ...]
    total: int
    page: int
    pages: int
    order: str
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    pinned: tuple[Pinned, ...] = ()
    correction: str = ""
    degraded: bool = False


def page_number(text: str, pages: int) -> int:
    """Return a page number from an address: anything that is no number is 1, too large is the last page."""
    digits = to_arabic(text.strip())[:9]
    number = int(digits) if digits.isascii() and digits.isdigit() else 1
    return max(1, min(number, pages))


def usable_snapshot() -> Snapshot | None:
    """Return the index, or None when it must be rebuilt first (which is then asked for)."""
    try:
        return index.snapshot()
    except IndexUnavailableError as error:
        log.warning("Search answers from the database: the index is unavailable (%s).", error)
        index.ask_for_rebuild()
        return None


def _forbidden() -> tuple[int, ...]:
    """Return rows that left their source but are still in the index."""
    return tuple(IndexedDocument.objects.filter(removed=True).values_list("pk", flat=True))


def find(params: QueryDict) -> Found:
    """Answer the parameters of `/search/`.

    Args:
        params: q, kind, agency, topic, status, year (each may repeat), order, page.
    """
    snapshot = usable_snapshot()
    known = knowledge.of(snapshot)
    analysis = understand(params.get("q", ""), known)
    chosen = choose(params, analysis.filters, known.catalog)
    order = params.get("order", "")
    order = order if order in ORDERS else ORDERS[0]
    plan = (
        plan_for(analysis, snapshot, groups=chosen.groups, forbidden=_forbidden())
        if snapshot
        else make_plan(analysis, groups=chosen.groups)
    )
    pages_wanted = page_number(params.get("page", "1"), MOST_PAGES)
    if snapshot is None:
        answer = search_database(analysis, chosen, page=pages_wanted, size=PAGE_SIZE, order=order)
    else:
        answer = _search(snapshot, analysis, plan, order, pages_wanted, filtered=bool(chosen.groups))
    pages = max(1, min(MOST_PAGES, -(-answer.total // PAGE_SIZE)))
    page = min(pages_wanted, pages)
    if page != pages_wanted:
        if snapshot is None:
            answer = search_database(analysis, chosen, page=page, size=PAGE_SIZE, order=order)
        else:
            answer = _search(snapshot, analysis, plan, order, page, filtered=bool(chosen.groups))
    return Found(
        query=params.get("q", "")[:400],
        analysis=analysis,
        plan=plan,
        chosen=chosen,
        results=tuple(_results(answer.hits, analysis, first=(page - 1) * PAGE_SIZE + 1)),
        total=answer.total,
        page=page,
        pages=pages,
        order=order,
        facets={name: dict(values) for name, values in answer.facets.items()},
        pinned=_pinned(analysis),
        correction=did_you_mean(analysis, snapshot, plan.query.forbidden) if snapshot else "",
        degraded=snapshot is None,
    )


def _search(
    snapshot: Snapshot, analysis: QueryAnalysis, plan: SearchPlan, order: str, page: int, *, filtered: bool
) -> Answer:
    if analysis.is_empty and not filtered:
        return Answer((), 0)
    first = (page - 1) * PAGE_SIZE
    return search(
        snapshot,
        plan.query,
        start=first,
        stop=first + PAGE_SIZE,
        facets=FIELDS,
        order=order if not analysis.is_empty else "newest",
        floor=plan.floor,
    )


def _results(hits: Sequence[Hit], analysis: QueryAnalysis, *, first: int) -> list[Result]:
    """Fetch the rows of a page of hits and mark what was found; four queries for any number of hits."""
    keys = [hit.key for hit in hits]
    rows = IndexedDocument.objects.live().defer("folded").prefetch_related("references").in_bulk(keys)
    passages: dict[int, dict[int, IndexedPassage]] = {}
    for passage in IndexedPassage.objects.filter(
        document__in=keys, position__in={max(h.passage, 0) for h in hits}
    ):
        passages.setdefault(passage.document_id, {})[passage.position] = passage
    words = [*analysis.words, *(word for form in analysis.expansions for word in form)]
    found = []
    for rank, hit in enumerate(hits, start=first):
        row = rows.get(hit.key)
        if row is not None:
            found.append(_result(row, rank, hit, passages.get(hit.key, {}), words, analysis.phrases))
    return found


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


def _bearing(references: QuerySet[IndexedReference]) -> tuple[IndexedDocument, ...]:
    """Return the documents of these reference rows, the newest first."""
    rows = IndexedDocument.objects.live().filter(references__in=references).distinct().defer("folded")
    return tuple(rows.order_by(F("date").desc(nulls_last=True), "pk")[:5])


def _pinned(analysis: QueryAnalysis) -> tuple[Pinned, ...]:
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
