"""Headers that every answer carries, and a guard that keeps cacheable pages clean."""

from __future__ import annotations

import re
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
        ours = request.path in (reverse("wagtailadmin_login"), reverse("wagtailadmin_logout"))
        if request.path.startswith(reverse("wagtailadmin_home")) and not ours:
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


class OwnCookiesMiddleware:
    """Overlook cookies under our names that we cannot have made: another program on the host left them, or a hand.

    Django answers such a cookie with a new one or a deletion on any page. On a cacheable page that would be one
    visitor's answer for everybody, so `CacheSanityMiddleware` refuses it, and that visitor could read nothing any more.
    """

    SESSION = re.compile(r"[a-z0-9]{32}")
    CSRF = re.compile(r"[A-Za-z0-9]{32}|[A-Za-z0-9]{64}")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as if such a cookie had not come along; a page with a form then sets its own."""
        for name, shape in (
            (settings.SESSION_COOKIE_NAME, self.SESSION),
            (settings.CSRF_COOKIE_NAME, self.CSRF),
        ):
            if not shape.fullmatch(request.COOKIES.get(name, "")):
                request.COOKIES.pop(name, None)
        return self.get_response(request)


LONGEST_PATH = 2000
"""Characters of an address without its query; ours have some hundred at most."""


class RequestSizeMiddleware:
    """Turn away a body or an address larger than anything the portal takes, before it is read (ASVS 5.1.1).

    Django stores uploads while it reads them, and the check of the form's token reads them first: without a limit here
    anybody could fill the disk. A body without a declared length is not read at all (WSGI).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 to a body over `settings.LARGEST_REQUEST` bytes, 414 to an address over `LONGEST_PATH`."""
        if len(request.path) > LONGEST_PATH:
            return HttpResponse("414\n", status=414, content_type="text/plain; charset=utf-8")
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
