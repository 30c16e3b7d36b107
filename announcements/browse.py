"""The list of announcements: what is shown, and the filters with their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from announcements.enums import AnnouncementKind
from announcements.models import AnnouncementIndexPage

PER_PAGE = 20


@dataclass(frozen=True)
class Option:
    """One choice of a filter; see `components/facet.html`."""

    label: str
    url: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Browse:
    """What the list shows.

    Attributes:
        page: the announcements of this page.
        over: whether those are shown whose time is over.
        facets: pairs of a heading and its options.
        total: how many there are in all.
    """

    page: Page
    over: bool
    facets: tuple[tuple[str, tuple[Option, ...]], ...]
    total: int


def _address(*, over: bool, kind: str) -> str:
    query = {name: value for name, value in (("show", "past" if over else ""), ("kind", kind)) if value}
    return "?" + urlencode(query) if query else "./"


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
    page = Paginator(found, PER_PAGE).get_page(query.get("page"))
    return Browse(
        page=page,
        over=over,
        facets=((_("ช่วงเวลา"), times), (_("ประเภท"), (everything, *kinds))),
        total=page.paginator.count,
    )


def _counts(index: AnnouncementIndexPage, *, over: bool) -> dict[str, int]:
    rows = index.announcements(over=over).order_by().values_list("kind").annotate(number=Count("pk"))
    return dict(rows)


def _count(counts: Mapping[str, int], kind: str) -> int:
    return counts.get(kind, 0) if kind else sum(counts.values())
