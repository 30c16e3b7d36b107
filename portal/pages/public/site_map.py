"""`/site-map/`: every part of the site on one page, and `/text-size/`: how to make letters larger (S2.23)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from portal.page_cache.rooms import Room
from portal.pages.models.frame import public_pages
from portal.web.access import public_page

MOST_BELOW = 40
"""Pages that are listed below one part: a library of thousands has its own list."""
LISTED_IN_FULL = ("guide",)
"""Parts whose pages stand on the map one by one."""


@public_page(max_age=300, rooms=(Room.FRAME,))
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List the parts of the site in the reader's language, and the guides one by one."""
    site = Site.find_for_request(request)
    root = site.root_page if site else None
    parts = public_pages().live().child_of(root).order_by("path").specific() if root else []
    listed = [{"page": part, "url": part.get_url(request), "below": _below(part, request)} for part in parts]
    return render(request, "pages/site_map.html", {"parts": listed})


def _below(part: Page, request: HttpRequest) -> list[dict[str, object]]:
    if part.slug not in LISTED_IN_FULL:
        return []
    found = public_pages().live().child_of(part).order_by("path").specific()[:MOST_BELOW]
    return [{"page": page, "url": page.get_url(request)} for page in found]


@public_page(max_age=3600, rooms=(Room.FRAME,))
@require_safe
def text_size(request: HttpRequest) -> HttpResponse:
    """Say how each device makes letters larger: it then does so on every site, and we keep nothing of anybody."""
    return render(request, "pages/text_size.html")
