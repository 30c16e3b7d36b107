"""One search of the public site, from the parameters of the address to everything the page shows."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from functools import partial

from django.http import QueryDict

from portal.page_cache.memory import remembered
from portal.search.engine.protocol import Answer, IndexUnavailableError, SearchEngine
from portal.search.models import IndexedDocument
from portal.search.query.correct import did_you_mean, unheld_words
from portal.search.query.pipeline import plan_for
from portal.search.query.plan import SearchPlan
from portal.search.query.understand import QueryAnalysis, understand
from portal.search.site import knowledge
from portal.search.site.fallback import DatabaseEngine
from portal.search.site.filters import FIELDS, Catalog, Chosen, choose
from portal.search.site.order import WINDOW, arranged, standing_among
from portal.search.site.pinned import Pinned, pinned_documents
from portal.search.site.results import Result, results_of
from portal.search.sources import changes, site_index
from portal.thai.digits import to_arabic

log = logging.getLogger(__name__)

PAGE_SIZE = 10
MOST_PAGES = 200
ORDERS = ("relevance", "newest", "oldest")


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
        unquoted: whether a text in quotes stands nowhere, so that its words were searched without them.
        unheld: words, spelled right, that no document holds.
        catalog: every value that a filter may have.
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
    catalog: Catalog = field(default_factory=Catalog)
    unquoted: bool = False
    unheld: tuple[str, ...] = ()

    @property
    def is_sensitive(self) -> bool:
        """Whether it is dangerous to be seen with this page: danger was seen, or the best answer is about one."""
        return self.analysis.danger is not None or any(row.document.sensitive for row in self.results[:1])


def page_number(text: str, pages: int) -> int:
    """Return a page number from an address: anything that is no number is 1, too large is the last page."""
    digits = to_arabic(text[:40].strip())[:9]
    number = int(digits) if digits.isascii() and digits.isdigit() else 1
    return max(1, min(number, pages))


def _forbidden() -> tuple[int, ...]:
    """Return rows that left their source but are still in the index."""
    rows = IndexedDocument.objects.filter(removed=True).values_list("pk", flat=True)
    return remembered("search.forbidden", lambda: tuple(rows))


def find(params: QueryDict) -> Found:
    """Answer the parameters of `/search/`.

    Args:
        params: q, kind, agency, topic, status, year (each may repeat), order, page.
    """
    try:
        return _found(params, site_index.now(), degraded=False)
    except IndexUnavailableError as error:
        # Whether it is missing or turns out to be damaged in the middle of a page: the database answers all of it.
        log.warning("Search answers from the database: the index is unavailable (%s).", error)
        changes.ask_for_rebuild()
        return _found(params, DatabaseEngine(), degraded=True)


def matching(params: QueryDict, *, most: int) -> frozenset[int]:
    """Return the primary keys of the rows that match the parameters of `/search/` as they stand, in no order.

    What a page shows instead of nothing (near words, a quotation without its quotes) does not match, nor does what it shows
    without a filter that means nothing: who follows a query wants to hear when what was asked is there.

    Args:
        params: as in `find`; order and page mean nothing.
        most: of more rows, those of the newest documents.
    """
    try:
        return _matching(params, site_index.now(), most, degraded=False)
    except IndexUnavailableError:
        return _matching(params, DatabaseEngine(), most, degraded=True)


def _matching(params: QueryDict, engine: SearchEngine, most: int, *, degraded: bool) -> frozenset[int]:
    known = knowledge.of(None if degraded else engine)
    analysis, chosen = _understood(params, known)
    if chosen.unknown:
        return frozenset()
    plan = plan_for(analysis, engine, groups=chosen.groups, forbidden=_forbidden())
    if plan.guesses or (analysis.is_empty and not plan.query.groups):
        return frozenset()
    answer = engine.search(plan.query, stop=most, order="newest", floor=plan.floor)
    return frozenset(hit.key for hit in answer.hits)


def _understood(params: QueryDict, known: knowledge.SiteKnowledge) -> tuple[QueryAnalysis, Chosen]:
    analysis = understand(params.get("q", ""), known)
    chosen = choose(params, analysis.filters, known.catalog)
    plain = _unknown_filters(analysis, known.catalog)
    if plain:
        analysis = understand(params.get("q", ""), known, plain=plain)
        chosen = choose(params, analysis.filters, known.catalog)
    return analysis, chosen


def _found(params: QueryDict, engine: SearchEngine, *, degraded: bool) -> Found:
    known = knowledge.of(None if degraded else engine)
    analysis, chosen = _understood(params, known)
    order = params.get("order", "")
    order = order if order in ORDERS else ORDERS[0]
    plan = plan_for(analysis, engine, groups=chosen.groups, forbidden=_forbidden())
    wanted = page_number(params.get("page", "1"), MOST_PAGES)
    search = partial(_search, engine, analysis, plan, order, known)
    answer = search(wanted)
    unquoted = bool(analysis.phrases) and not answer.total
    if unquoted:
        # Better near than nothing, as long as the page says so.
        analysis = replace(analysis, phrases=())
        plan = plan_for(analysis, engine, groups=chosen.groups, forbidden=_forbidden())
        search = partial(_search, engine, analysis, plan, order, known)
        answer = search(wanted)
    pages = max(1, min(MOST_PAGES, -(-answer.total // PAGE_SIZE)))
    page = min(wanted, pages)
    if page != wanted:
        answer = search(page)
    return Found(
        query=params.get("q", "")[:400],
        analysis=analysis,
        plan=plan,
        chosen=chosen,
        results=tuple(results_of(answer.hits, analysis, first=(page - 1) * PAGE_SIZE + 1)),
        total=answer.total,
        page=page,
        pages=pages,
        order=order,
        facets={name: dict(values) for name, values in answer.facets.items()},
        pinned=pinned_documents(analysis),
        correction=did_you_mean(analysis, engine, plan.query.forbidden),
        degraded=degraded,
        catalog=known.catalog,
        unquoted=unquoted,
        # What stands across the borders of words was found although no document holds it as a word.
        unheld=() if plan.query.literals and answer.total else tuple(unheld_words(analysis, engine.words)),
    )


def _unknown_filters(analysis: QueryAnalysis, catalog: Catalog) -> frozenset[tuple[str, str]]:
    """Return the filters typed into the box that no document has: "เรื่อง:น้ำท่วม" is text where no topic has that name."""
    return frozenset(
        (field, value)
        for field, values in analysis.filters.items()
        for value in values
        if catalog.value_of(field, value[:250]) is None
    )


def _search(
    engine: SearchEngine,
    analysis: QueryAnalysis,
    plan: SearchPlan,
    order: str,
    known: knowledge.SiteKnowledge,
    page: int,
) -> Answer:
    if analysis.is_empty and not plan.query.groups:
        return Answer((), 0)
    first = (page - 1) * PAGE_SIZE
    stop = first + PAGE_SIZE
    ruled = order == ORDERS[0] and not analysis.is_empty and first < WINDOW
    answer = engine.search(
        plan.query,
        start=0 if ruled else first,
        stop=max(stop, WINDOW) if ruled else stop,
        facets=FIELDS,
        order=order if not analysis.is_empty or order == "oldest" else "newest",
        floor=plan.floor,
    )
    if not ruled:
        return answer
    hits = arranged(answer.hits, analysis, known.guides, standing_among(answer.hits))
    return replace(answer, hits=tuple(hits[first:stop]))
