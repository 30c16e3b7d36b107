"""The start page: what the service does, what one needs, how long it takes, and other ways (domain.md 3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.intake.flow import is_sensitive
from portal.page_cache.rooms import Room
from portal.vocabulary import ProblemType
from portal.web.access import public_page


def kind_asked(request: HttpRequest) -> ProblemType | None:
    """Return the kind of help that a guide page asked for (`?kind=…`), None for none or an unknown word."""
    value = request.GET.get("kind", "")
    return ProblemType(value) if value in ProblemType.values else None


@public_page(max_age=60, rooms=(Room.FRAME,), parameters=("kind",))
def start(request: HttpRequest) -> HttpResponse:
    """Show the start page. It sets no cookie; the first question does."""
    kind = kind_asked(request)
    sensitive = kind is not None and is_sensitive({"problem": {"problem": kind}})
    named = kind if kind is not ProblemType.UNSURE else None
    response = render(
        request, "intake/start.html", {"kind": kind, "named_kind": named, "sensitive": sensitive}
    )
    response["Referrer-Policy"] = "no-referrer"
    return response
