"""What every page of the site needs before it can say anything of its own, asked once for every state of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from portal.page_cache.memory import is_remembering, remembered


def restrictions() -> Sequence[PageViewRestriction]:
    """Return every view restriction of the site with its page; most sites have none."""
    return remembered("pages.restrictions", lambda: tuple(PageViewRestriction.objects.select_related("page")))


def is_restricted(page: Page) -> bool:
    """Say whether a page is below a restriction, without asking for it alone."""
    return any(page.path.startswith(restriction.page.path) for restriction in restrictions())


def know_site(request: HttpRequest) -> None:
    """Give a request the site that it belongs to, where Wagtail looks for it."""
    host = (request.get_host(), request.get_port())
    request._wagtail_site = remembered(("pages.site", *host), lambda: Site._find_for_request(request))  # type: ignore[attr-defined]


def know_roots(request: HttpRequest) -> None:
    """Give a request the roots of all sites, where Wagtail looks for them when it writes an address.

    Wagtail keeps them in a cache of each process, so that a site that is renamed has its old name in all others.
    """
    if is_remembering():
        request._wagtail_cached_site_root_paths = remembered("pages.roots", _roots)  # type: ignore[attr-defined]


def _roots() -> Any:
    Site.clear_site_root_paths_cache()
    return Site.get_site_root_paths()


def first_live(model: type[Page]) -> Any:
    """Return the one live page of a type of which there is one, such as the index of the library; None without it."""
    return remembered(("pages.first", model), lambda: live_pages(model).first())


class PublicPageQuerySet(PageQuerySet):
    """Reads of pages that ask for restrictions once, not once for every list."""

    def public(self) -> PublicPageQuerySet:
        """Return the pages that are not below any restriction."""
        return super().public() if restrictions() else self.all()


def live_pages(model: type[Page]) -> PublicPageQuerySet:
    """Return the live pages of a type that everybody may see."""
    return PublicPageQuerySet(model).live().public()


def public_pages() -> PublicPageQuerySet:
    """Return the pages of every type that are not below any restriction, drafts among them."""
    return PublicPageQuerySet(Page).public()
