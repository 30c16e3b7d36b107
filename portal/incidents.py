"""One short name for each request, on its error page and in its log lines: whoever calls can be helped (ASVS 16.5.1).

It is random and says nothing of anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING

from portal.stack import with_room

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_current: ContextVar[str] = ContextVar("incident", default="")


def current() -> str:
    """Return the name of the request that is being answered; "" outside of one."""
    return _current.get()


class IncidentMiddleware:
    """Give each request its name, before anything else can fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a thread that answers the next request begins with another name."""
        token = _current.set(secrets.token_hex(4))
        try:
            # All other middlewares, the page and its template are below: the outermost call makes room for them.
            return with_room(self.get_response, request)
        finally:
            _current.reset(token)
