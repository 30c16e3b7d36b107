"""The list of announcements: what is shown, and the filters with their counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.translation import gettext as _

from announcements.models import AnnouncementIndexPage
from announcements.vocabulary import AnnouncementKind
from portal.organizations.models import Organization
from portal.web.lists import Facet, Option, address, count_by, page_of

PER_PAGE = 20
LONGEST_NUMBER = 9
"""Digits of an organization's number in an address: what every database holds."""


@dataclass(frozen=True)
class Browse:
    """What the list shows.

    Attributes:
        page: the announcements of this page.
        over: whether those are shown whose time is over.
        facets: the two filters.
        total: how many there are in all.
        organization: whose announcements alone are shown; None for everybody's.
        everybody_url: the same list of everybody's.
    """

    page: Page
    over: bool
    facets: tuple[Facet, ...]
    total: int
    organization: Organization | None
    everybody_url: str


def _address(*, over: bool, kind: str, by: int | None) -> str:
    return address("./", {"show": "past" if over else "", "kind": kind, "by": by})


def organization_of(written: str) -> Organization | None:
    """The open organization of a number in the address; None for no number, and for one that stands for nobody."""
    if not written.isascii() or not written.isdigit() or len(written) > LONGEST_NUMBER:
        return None
    return Organization.objects.filter(pk=int(written), is_active=True).first()


def browse(index: AnnouncementIndexPage, query: Mapping[str, str]) -> Browse:
    """Return what to show for a query string; unknown values are ignored and page numbers clamp.

    Counts of each filter respect the other one. Four queries, whatever the number of announcements; one more for the
    name of an organization.
    """
    over = query.get("show") == "past"
    kind = query.get("kind", "")
    kind = kind if kind in AnnouncementKind.values else ""
    organization = organization_of(query.get("by", ""))
    by = organization.pk if organization is not None else None
    counts = {state: _counts(index, over=state, by=by) for state in (False, True)}
    times = tuple(
        Option(label, _address(over=state, kind=kind, by=by), _count(counts[state], kind), state == over)
        for state, label in ((False, _("อยู่ในช่วงปิดประกาศ")), (True, _("ที่ผ่านมา")))
    )
    kinds = tuple(
        Option(
            str(choice.label),
            _address(over=over, kind=choice.value, by=by),
            counts[over][choice.value],
            choice == kind,
        )
        for choice in AnnouncementKind
        if counts[over].get(choice.value)
    )
    everything = Option(
        _("ทุกประเภท"), _address(over=over, kind="", by=by), _count(counts[over], ""), not kind
    )
    found = index.announcements(over=over, kind=kind, organization=by).select_related("organization")
    page = page_of(found, query.get("page"), PER_PAGE)
    return Browse(
        page=page,
        over=over,
        facets=(Facet("show", _("ช่วงเวลา"), times), Facet("kind", _("ประเภท"), (everything, *kinds))),
        total=page.paginator.count,
        organization=organization,
        everybody_url=_address(over=over, kind=kind, by=None),
    )


def _counts(index: AnnouncementIndexPage, *, over: bool, by: int | None) -> dict[str, int]:
    return count_by(index.announcements(over=over, organization=by), "kind")


def _count(counts: Mapping[str, int], kind: str) -> int:
    return counts.get(kind, 0) if kind else sum(counts.values())
