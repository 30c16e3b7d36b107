"""A page for phones without a signal: the emergency numbers still work when the internet does not (look.md, Errors).

A small service worker keeps one page with its style in the browser and shows it when a page of ours cannot be reached.
It keeps nothing that anybody typed or read, and pages with the quick exit never install it (cases.md, privacy 9).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.page_cache.rooms import Room
from portal.web.access import public_page

HOUR = 3600


@public_page(max_age=HOUR, rooms=(Room.FRAME,))
def offline(request: HttpRequest) -> HttpResponse:
    """The page that the service worker keeps; it opens at its own address as well."""
    # Without what the site says: it opens while the database does not, with the numbers of the file.
    return render(request, "offline.html", {"site": None})


@public_page(max_age=0, rooms=(Room.FRAME,))
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script; at the root, because a worker rules only over the folder that it comes from."""
    return render(request, "service-worker.js", content_type="text/javascript; charset=utf-8")
