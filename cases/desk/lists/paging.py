"""How the pages of a list are named in addresses, and how many rows stand on all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from cases.domain.queries.counting import bounded_count
from cases.domain.queries.worklists import Order, Slice, place_of_row
from portal.web.keyset import Cut, KeyPage, Paging, between


def paging_of(page: Slice, *, ordered: Order, base: str, kept: Mapping[str, Any]) -> Paging:
    """Return the links of one page of a list.

    Args:
        page: that is shown.
        ordered: by what the list is ordered.
        base: address of the list without parameters.
        kept: parameters that every link keeps.
    """
    if not page.rows:
        return Paging()
    ends = [place_of_row(row, ordered=ordered) for row in (page.rows[0], page.rows[-1])]
    return between(ends[0], ends[1], before=page.before, after=page.after, base=base, kept=kept)


def total_of(page: KeyPage[Any] | Cut[Any], rows: QuerySet[Any]) -> int:
    """Return how many rows a list has, as `in_words` takes it; what stands on one page is not looked for twice.

    Args:
        page: that is shown.
        rows: all of the list.
    """
    return bounded_count(rows) if page.before or page.after else len(page.rows)
