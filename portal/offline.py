"""A page for phones without a signal: the emergency numbers still work when the internet does not (look.md, Errors).

A small service worker keeps one page with its style in the browser and shows it when a page of ours cannot be reached.
It keeps nothing that anybody read, and pages with the quick exit never install it (cases.md, privacy 9). What was typed into a
page of general help stays on the phone while it could not be sent (static/js/keep.js), and is sent only by a press.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.page_cache.rooms import Room
from portal.web.access import public_page

HOUR = 3600


@public_page(max_age=HOUR, rooms=(Room.FRAME,))
def offline(request: HttpRequest) -> HttpResponse:
    """The page that the service worker keeps; it opens at its own address as well."""
    # Without what the site says: it opens while the database does not, with the numbers of the file.
    return render(request, "offline.html", {"site": None})


@public_page(max_age=HOUR, rooms=(Room.FRAME,))
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to put the portal among its apps (S2.39; W3C Web Application Manifest).

    Linked from the first page and the pages of general help; never from one with the quick exit, which leaves no sign behind.
    """
    content = {
        "name": str(_("กลาง · ขอความช่วยเหลือ")),
        "short_name": str(_("กลาง")),
        "lang": get_language() or "th",
        "start_url": reverse("cases_intake:start"),
        "scope": "/",
        "id": "/",
        "display": "minimal-ui",
        "background_color": "#FBFAF6",
        "theme_color": "#0D2748",
        "icons": [
            {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("img/icon-180.png"), "sizes": "180x180", "type": "image/png"},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json; charset=utf-8")


@public_page(max_age=0, rooms=(Room.FRAME,))
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script; at the root, because a worker rules only over the folder that it comes from."""
    return render(request, "service-worker.js", content_type="text/javascript; charset=utf-8")
