"""The site of a page is known before Wagtail asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.views import serve

from portal.pages.models.frame import know_roots, know_site


class SiteMiddleware:
    """Gives requests for pages their site; requests for anything else ask for none (`portal.pages.models.frame`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as without it."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Look at the view: Wagtail's own serves the pages of the site."""
        if view is serve:
            know_site(request)
            know_roots(request)
