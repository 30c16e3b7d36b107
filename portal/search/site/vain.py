"""What people searched in vain, and what the search itself would rather have searched (issue 11 point 9)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Sum
from django.http import QueryDict

from portal.search.engine.protocol import IndexUnavailableError
from portal.search.models import SearchedQuery, Synonym
from portal.search.site import knowledge
from portal.search.site.find import find
from portal.search.sources import site_index
from portal.search.sources.journal import this_week

_WEEKS = 4
_SHOWN = 10


@dataclass(frozen=True)
class InVain:
    """A folded query without results.

    Attributes:
        query: as the journal holds it.
        searched: how often.
        proposal: the query that was probably meant and finds something, or "".
        held: the synonym in use that editors have already made of it.
    """

    query: str
    searched: int
    proposal: str = ""
    held: Synonym | None = None


def searched_in_vain(weeks: int = _WEEKS) -> list[InVain]:
    """Return queries without results of the last weeks, the most frequent first, each with what to do about it."""
    since = this_week() - datetime.timedelta(weeks=weeks)
    rows = SearchedQuery.objects.filter(week__gte=since, results=0).values("query")
    counted = list(rows.annotate(searched=Sum("times")).order_by("-searched", "query")[:_SHOWN])
    terms = [row["query"] for row in counted]
    held = {row.term: row for row in Synonym.objects.filter(term__in=terms, in_use=True).order_by("-pk")}
    return [
        InVain(
            row["query"],
            row["searched"],
            "" if row["query"] in held else proposal(row["query"]),
            held.get(row["query"]),
        )
        for row in counted
    ]


def proposal(query: str) -> str:
    """Return what the search takes a query for, if that finds something today; otherwise "".

    It is the *did you mean* of the results page, so that editors are offered nothing that readers are not. It is asked for
    once per state of the index, for the front page of `/cms/` shows ten of them; without an index there is none.
    """
    try:
        known = knowledge.of(site_index.now())
    except IndexUnavailableError:
        return ""
    return known.keep(f"vain:{query}", lambda: _proposal(query))


def _proposal(query: str) -> str:
    meant = _found(query)[0]
    return meant if meant and meant != query and _found(meant)[1] else ""


def _found(query: str) -> tuple[str, int]:
    params = QueryDict(mutable=True)
    params["q"] = query
    found = find(params)
    return found.correction, found.total
