"""`site` in every template: who runs this portal and where its index pages are.

Attributes for templates: `center_name`, `address`, `map_url`, `phone`, `phone_href`, `hours`, `email`, and `urls`, a
dict from the slug of a page directly below the home page to its address in the reader's language (`site.urls.library`,
`.guide`, `.announcements`, `.results`, `.about`, `.privacy`, `.accessibility`, `.cookies`; only pages that are live),
plus `home_url`, and `lines`: the numbers that sentences name (`site.lines.social.number`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from portal.page_cache.known import known
from portal.page_cache.memory import remembered
from portal.pages.domain import lines
from portal.pages.models import FooterLink, SiteSettings
from portal.pages.models.frame import know_site, public_pages
from portal.thai.digits import to_arabic
from portal.web.language import localized

_FIRST_NUMBER = re.compile(r"\+?[\d\s()-]{3,}")


class SiteContext:
    """Read only when a template asks, and from the database once for every state of it: then two queries."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _site(self) -> Site | None:
        if not hasattr(self._request, "_wagtail_site"):
            know_site(self._request)
        return Site.find_for_request(self._request)

    @cached_property
    def _settings(self) -> Any:
        site = self._site
        return remembered(
            ("pages.settings", site and site.pk), lambda: SiteSettings.for_request(self._request)
        )

    @property
    def center_name(self) -> str:
        """Name of the center in the reader's language."""
        return localized(self._settings, "center_name")

    @property
    def address(self) -> str:
        """Postal address."""
        return localized(self._settings, "address")

    @property
    def hours(self) -> str:
        """Opening hours."""
        return localized(self._settings, "hours")

    @property
    def is_demonstration(self) -> bool:
        """People, cases and figures were invented to show the portal; every page says so."""
        return bool(self._settings and self._settings.is_demonstration)

    @property
    def is_demonstration_at_desk(self) -> bool:
        """The same, asked by itself: pages of the desk read nothing else of the settings."""
        shown = SiteSettings.objects.filter(is_demonstration=True)
        return known("pages.is_demonstration", SiteSettings, lambda: shown.exists())

    @property
    def map_url(self) -> str:
        """Link to a map of the office; empty when there is none."""
        return self._settings.map_url

    @property
    def phone(self) -> str:
        """Phone of the office as people write it."""
        return self._settings.phone

    @property
    def phone_href(self) -> str:
        """Target of a tap-to-call link: the first number, digits only."""
        match = _FIRST_NUMBER.search(to_arabic(self._settings.phone))
        return "tel:" + re.sub(r"[^\d+]", "", match.group()) if match else ""

    @property
    def email(self) -> str:
        """E-mail of the office."""
        return self._settings.email

    @cached_property
    def lines(self) -> Mapping[str, Any]:
        """Rows of the table of numbers by their line: `police`, `ambulance`, `social`, `justice`."""
        return lines.lines(self.hotlines)

    @cached_property
    def hotlines(self) -> Sequence[Any]:
        """Every number in use; one question for all parts of a page, also where nothing is held between requests."""
        return lines.hotlines()

    @cached_property
    def footer_links(self) -> Sequence[tuple[str, str]]:
        """Links that editors put at the foot of every page: words and address; pages that are not public are left out."""
        site = self._site
        if site is None or not self._below[1]:
            return ()
        name = ("pages.footer", site.pk, get_language(), get_script_prefix())
        return remembered(name, lambda: _links_of(self._settings))

    @property
    def home_url(self) -> str:
        """Address of the home page in the reader's language."""
        return reverse("wagtail_serve", args=[""])

    @cached_property
    def urls(self) -> dict[str, str]:
        """Addresses of the live pages directly below the home page, by slug."""
        return self._below[0]

    @cached_property
    def _below(self) -> tuple[dict[str, str], bool]:
        """The addresses, and whether editors put any link at the foot: one question for both."""
        site = self._site
        if site is None:
            return {}, False
        name = ("pages.sections", site.root_page_id, get_language(), get_script_prefix())
        return remembered(name, lambda: _below(site.root_page))


def _below(root: Page) -> tuple[dict[str, str], bool]:
    rows = Page.objects.live().child_of(root).values_list("slug", Exists(FooterLink.objects.all()))
    found = list(rows)
    addresses = {slug: reverse("wagtail_serve", args=[f"{slug}/"]) for slug, _linked in found}
    return addresses, any(linked for _slug, linked in found)


def _links_of(settings: Any) -> list[tuple[str, str]]:
    rows = list(settings.footer_links.all())
    pages = public_pages().filter(pk__in=[row.page_id for row in rows if row.page_id], live=True).specific()
    shown = {page.pk: page for page in pages}
    found = []
    for row in rows:
        page = shown.get(row.page_id)
        if page is not None:
            title = getattr(page, "display_title", page.title)
            found.append((localized(row, "label") or title, page.url or ""))
        elif row.url:
            found.append((localized(row, "label"), row.url))
    return found


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: give every template `site`."""
    return {"site": SiteContext(request)}
