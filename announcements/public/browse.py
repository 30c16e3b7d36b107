"""The list of announcements: what is shown, and the filters with their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.translation import gettext as _

from announcements.models import AnnouncementIndexPage
from announcements.vocabulary import AnnouncementKind
from portal.web.lists import Facet, Option, address, count_by, page_of

PER_PAGE = 20


@dataclass(frozen=True)
class Browse:
    """What the list shows.

    Attributes:
        page: the announcements of this page.
        over: whether those are shown whose time is over.
        facets: the two filters.
        total: how many there are in all.
    """

    page: Page
    over: bool
    facets: tuple[Facet, ...]
    total: int


def _address(*, over: bool, kind: str) -> str:
    return address("./", {"show": "past" if over else "", "kind": kind})


def browse(index: AnnouncementIndexPage, query: Mapping[str, str]) -> Browse:
    """Return what to show for a query string; unknown values are ignored and page numbers clamp.

    Counts of each filter respect the other one. Four queries, whatever the number of announcements.
    """
    over = query.get("show") == "past"
    kind = query.get("kind", "")
    kind = kind if kind in AnnouncementKind.values else ""
    counts = {state: _counts(index, over=state) for state in (False, True)}
    times = tuple(
        Option(label, _address(over=state, kind=kind), _count(counts[state], kind), state == over)
        for state, label in ((False, _("อยู่ในช่วงปิดประกาศ")), (True, _("ที่ผ่านมา")))
    )
    kinds = tuple(
        Option(
            str(choice.label),
            _address(over=over, kind=choice.value),
            counts[over][choice.value],
            choice == kind,
        )
        for choice in AnnouncementKind
        if counts[over].get(choice.value)
    )
    everything = Option(_("ทุกประเภท"), _address(over=over, kind=""), _count(counts[over], ""), not kind)
    found = index.announcements(over=over, kind=kind).select_related("organization")
    page = page_of(found, query.get("page"), PER_PAGE)
    return Browse(
        page=page,
        over=over,
        facets=(Facet("show", _("ช่วงเวลา"), times), Facet("kind", _("ประเภท"), (everything, *kinds))),
        total=page.paginator.count,
    )


def _counts(index: AnnouncementIndexPage, *, over: bool) -> dict[str, int]:
    return count_by(index.announcements(over=over), "kind")


def _count(counts: Mapping[str, int], kind: str) -> int:
    return counts.get(kind, 0) if kind else sum(counts.values())
