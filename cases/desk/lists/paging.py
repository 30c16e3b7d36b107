"""Older and newer: links to the pages beside the one that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.domain.queries.worklists import Slice, place_of_row
from portal.web.lists import address


@dataclass(frozen=True, slots=True)
class Paging:
    """The links at the foot of a list; "" where there is nothing more.

    Attributes:
        first: the beginning of the list.
        before: what stands above the page.
        after: what stands below it.
    """

    first: str = ""
    before: str = ""
    after: str = ""


def paging_of(page: Slice, *, ordered: Sequence[str], base: str, kept: Mapping[str, Any]) -> Paging:
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


def between(
    first: object, last: object, *, before: bool, after: bool, base: str, kept: Mapping[str, Any]
) -> Paging:
    """Return the links beside a page whose first and last row have these places."""
    return Paging(
        first=address(base, kept) if before else "",
        before=address(base, {**kept, "before": str(first)}) if before else "",
        after=address(base, {**kept, "after": str(last)}) if after else "",
    )
