"""What `bin/bench pages` lets granian serve: the portal, and its yardsticks beside it in the same process.

- a bare Django view: no middleware, a dozen bytes;
- Wagtail's empty page: a plain `Page` with Wagtail's own template and the middleware that `wagtail start` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from portal.wsgi import application as portal

BARE = "/bench/bare/"
EMPTY_HOST = "empty.test"
_OF_WAGTAIL = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]


def _bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>bare</p>\n")


urlpatterns = [path(BARE.removeprefix("/"), _bare)]


class _BareHandler(WSGIHandler):
    """Django with one address and nothing else."""

    def resolve_request(self, request: HttpRequest) -> Any:
        """Look the address up in this module alone."""
        request.urlconf = __name__
        return super().resolve_request(request)


with override_settings(MIDDLEWARE=[]):
    bare = _BareHandler()
with override_settings(MIDDLEWARE=_OF_WAGTAIL):
    wagtail = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the portal does, unless a yardstick is asked for."""
    if environ["PATH_INFO"] == BARE:
        return bare(environ, start_response)
    if environ.get("HTTP_HOST", "").startswith(EMPTY_HOST):
        return wagtail(environ, start_response)
    return portal(environ, start_response)
