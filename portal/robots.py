"""What machines are told: what they may look at, our search, and whom to tell of a hole.

`/robots.txt` and `/sitemap.xml` name everything public and nothing else; `/opensearch.xml` is the search of the browser,
`/.well-known/security.txt` whom to tell of a hole in the walls.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap

from portal.page_cache.rooms import Room
from portal.web.access import public_page
from portal.web.links import absolute

XML = "application/xml"
CLOSED = (
    "desk:worklist",
    "accounts:login",
    "cases_intake:start",
    "cases_intake:track",
    "consultation:ask",
    "alerts:ask",
    "wagtailadmin_home",
)


@public_page(max_age=86_400, rooms=(Room.FRAME,))
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of forms, tracking and back-offices; they would find nothing, and should not try."""
    lines = ["User-agent: *", *(f"Disallow: {reverse(name)}" for name in CLOSED)]
    lines.append(f"Sitemap: {absolute(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


SECURITY_TXT_DAYS = 180
"""How long what `security.txt` says may be believed; it is made anew every day (RFC 9116, 2.5.5: less than a year)."""


@public_page(max_age=86_400, rooms=(Room.FRAME,))
def open_search(request: HttpRequest) -> HttpResponse:
    """Describe our search, so that browsers offer it (OpenSearch 1.1)."""
    context = {"results": absolute(reverse("search:results")), "icon": absolute(static("img/icon.svg"))}
    return render(
        request,
        "opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )


@public_page(max_age=3600, rooms=(Room.FRAME,))
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a hole in the walls (RFC 9116): the address that `KLANG_SECURITY_CONTACT` gives, else our contact page."""
    contact = settings.KLANG["SECURITY_CONTACT"] or absolute(reverse("contact"))
    if "@" in contact and not contact.startswith("mailto:"):
        contact = f"mailto:{contact}"
    until = timezone.localdate() + dt.timedelta(days=SECURITY_TXT_DAYS)
    lines = (
        f"Contact: {contact}",
        f"Expires: {until.isoformat()}T00:00:00Z",
        "Preferred-Languages: th, en",
        f"Canonical: {absolute(reverse('security_txt'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class PublicPages(Sitemap):
    """Wagtail's list of live pages without view restrictions, under the portal's own address."""

    limit = 1_000
    """Pages of one file: the protocol allows 50,000, but each costs time to write."""

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        # Not Wagtail's own, which looks for the latest day: a law has a day, results have a moment, and they do not compare.
        items = self.paginator.page(page).object_list.iterator()
        urls = [url for item in items for url in item.get_sitemap_urls(self.request)]
        return [{**url, "location": absolute(url["location"])} for url in urls]


@public_page(max_age=3600, rooms=(Room.FRAME, Room.LIBRARY, Room.ANNOUNCEMENTS))
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the live public pages of the content tree, or the files that list them when they are many.

    Pages with view restrictions are left out by Wagtail.
    """
    pages = PublicPages(request)
    if pages.paginator.num_pages == 1:
        return _sitemap_file(request, pages, 1)
    parts = [
        {"location": absolute(reverse("sitemap_part", args=[number]))}
        for number in pages.paginator.page_range
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type=XML)


@public_page(max_age=3600, rooms=(Room.FRAME, Room.LIBRARY, Room.ANNOUNCEMENTS))
@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """List one part of the pages.

    Raises:
        Http404: there is no such part.
    """
    pages = PublicPages(request)
    if number not in pages.paginator.page_range:
        raise Http404
    return _sitemap_file(request, pages, number)


def _sitemap_file(request: HttpRequest, pages: PublicPages, number: int) -> HttpResponse:
    urls = pages._urls(number, "", "")
    response = render(request, "sitemap.xml", {"urlset": urls}, content_type=XML)
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response
