"""`/robots.txt` and `/sitemap.xml`: what search engines may look at, which is everything public and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from portal.page_cache.rooms import Room
from portal.web.access import public_page
from portal.web.links import absolute

CLOSED = ("desk:worklist", "accounts:login", "cases_intake:start", "cases_intake:track", "wagtailadmin_home")


@public_page(max_age=86_400, rooms=(Room.FRAME,))
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of forms, tracking and back-offices; they would find nothing, and should not try."""
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in CLOSED)]
    lines.append(f"Sitemap: {absolute(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class PublicPages(Sitemap):
    """Wagtail's list of live pages without view restrictions, under the portal's own address."""

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls = super()._urls(page, protocol, domain)
        return [{**url, "location": absolute(url["location"])} for url in urls]


@public_page(max_age=3600, rooms=(Room.FRAME, Room.LIBRARY, Room.ANNOUNCEMENTS))
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the live public pages of the content tree; pages with view restrictions are left out by Wagtail."""
    response = wagtail_sitemap(request, {"pages": PublicPages})
    response.render()
    return response
