"""Headers that every answer carries, and a guard that keeps cacheable pages clean."""

from __future__ import annotations

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse


class ContentSecurityMiddleware(CSPMiddleware):
    """The strict policy everywhere, Wagtail's looser one under its own path only (ASVS 3.4.3)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set the policy that belongs to the path of the request."""
        if request.path.startswith(reverse("wagtailadmin_home")):
            response["Content-Security-Policy"] = settings.CMS_CONTENT_SECURITY_POLICY
            response["X-Frame-Options"] = "SAMEORIGIN"
            return response
        return super().process_response(request, response)


class UnsafeCacheError(AssertionError):
    """A page that a shared cache may keep carries something of one visitor."""


class CacheSanityMiddleware:
    """Fail loudly when a cacheable page sets a cookie or varies on one.

    A shared cache would hand one person's session or token to everybody. It is better to lose the page than to serve
    it, so this raises in production as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check one response.

        Raises:
            UnsafeCacheError: when `Cache-Control: public` meets a cookie, or a body with a CSRF field.
        """
        response = self.get_response(request)
        if "public" in response.get("Cache-Control", "") and not request.path.startswith(settings.STATIC_URL):
            token = not response.streaming and b"csrfmiddlewaretoken" in response.content
            if response.cookies or token or "Cookie" in response.get("Vary", ""):
                raise UnsafeCacheError(request.resolver_match and request.resolver_match.view_name)
        return response


class RequestSizeMiddleware:
    """Turn away a body that is larger than anything the portal takes, before it is read (ASVS 5.1.1).

    Django stores uploads while it reads them, and the check of the form's token reads them first: without a limit here
    anybody could fill the disk. A body without a declared length is not read at all (WSGI).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 to a body over `settings.LARGEST_REQUEST` bytes."""
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.LARGEST_REQUEST:
            response = HttpResponse(render_to_string("413.html"), status=413)
            response["Connection"] = "close"
            response["Cache-Control"] = "no-store"
            return response
        return self.get_response(request)
