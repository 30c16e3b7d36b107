"""Public pages are read from the replica when it is level: they are the same for everybody and write nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponseBase
from wagtail.views import serve

from portal.replica import routing
from portal.replica.standing import STANDING


def _only_reads(view: Callable[..., HttpResponseBase]) -> bool:
    """Say whether a view gives out pages that are made of rooms (portal.page_cache), or those of Wagtail."""
    return view is serve or getattr(view, "only_reads", False)


class ReplicaMiddleware:
    """The innermost one: a query that fails at the replica is asked again of the primary, and nobody notices."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as if there were no replica: which view it is is known one step later."""
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Answer a page that only reads, with what the replica knows."""
        if request.method not in ("GET", "HEAD") or not _only_reads(view):
            return None
        with routing.reading() as is_level:
            if not is_level:
                return None
            try:
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
                return response
            except (DatabaseError, InterfaceError) as error:
                if not routing.is_reading():
                    raise
                # It was ended while it read, or took too long for what the primary sent meanwhile.
                STANDING.leave_out(type(error).__name__)
        return None
