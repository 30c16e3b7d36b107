"""What editors are shown of links to other sites: those that lead nowhere, and those that only a person can judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.pages.domain.outside.gathering import addresses_of, addresses_of_center
from portal.pages.domain.outside.rounds import is_on
from portal.pages.models.frame import live_pages
from portal.pages.models.links import DEAD_DAYS, UNSEEN, LinkRound, LinkState, OutsideLink

MOST_SHOWN = 200
"""Addresses on the screen: more is no work for a day."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Where a link stands: the name of a page, and where an editor changes it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """An address with the pages that lead there.

    Attributes:
        link: as it is kept.
        address, moved_to: as people write them, Thai letters and all.
        happened: what the last visit found, in words.
        holders: the pages.
    """

    link: OutsideLink
    address: str
    moved_to: str
    happened: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class OutsideLinks:
    """The second list of the screen.

    Attributes:
        dead: addresses that failed on two days in a row, the longest first.
        unseen: addresses that moved for good, or that no program may judge.
        is_on: whether this installation visits other sites at all.
        last: the last round that is over; None before the first.
    """

    dead: tuple[Row, ...]
    unseen: tuple[Row, ...]
    is_on: bool
    last: LinkRound | None


def outside_links() -> OutsideLinks:
    """Return what is known now; a page that no longer leads there, or is no longer public, is left out."""
    wanted = Q(failed_days__gte=DEAD_DAYS) | Q(state__in=[*UNSEEN, LinkState.MOVED])
    rows = _rows(OutsideLink.objects.filter(wanted)[:MOST_SHOWN])
    return OutsideLinks(
        dead=tuple(row for row in rows if row.link.is_dead),
        unseen=tuple(row for row in rows if not row.link.is_dead),
        is_on=is_on(),
        last=LinkRound.objects.filter(ended_at__isnull=False).first(),
    )


def _rows(links: Iterable[OutsideLink]) -> list[Row]:
    found = list(links)
    keys = {pk for link in found for pk in link.held_by}
    pages = [page for page in live_pages(Page).filter(pk__in=keys).specific() if page.is_open]
    held = {page.pk: set(addresses_of(page)) for page in pages}
    held[OutsideLink.CENTER] = set(addresses_of_center())
    holders = {
        page.pk: Holder(page.title, reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages
    }
    center = reverse("wagtailsettings:edit", args=["pages", "sitesettings"])
    holders[OutsideLink.CENTER] = Holder(_("ข้อมูลศูนย์"), center)
    rows = []
    for link in found:
        here = tuple(holders[pk] for pk in link.held_by if link.address in held.get(pk, ()))
        if here:
            rows.append(Row(link, _readable(link.address), _readable(link.moved_to), _happened(link), here))
    return rows


def _readable(address: str) -> str:
    """Return an address with its Thai letters, as far as they mean the same."""
    parts = urlsplit(uri_to_iri(address))
    try:
        host = parts.netloc.encode("ascii").decode("idna")
    except UnicodeError:
        host = parts.netloc
    return parts._replace(netloc=host).geturl()


def _happened(link: OutsideLink) -> str:
    words = str(LinkState(link.state).label)
    return f"{words} ({link.status})" if link.status and link.state != LinkState.MOVED else words
