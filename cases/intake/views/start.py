"""The start page: what the service does, what one needs, how long it takes, and other ways (domain.md 3)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.intake.flow import is_sensitive
from cases.intake.occasion import running
from cases.intake.usual_words import told
from legal_library.public import provisions
from legal_library.public.provisions import Named
from portal.page_cache.rooms import Room
from portal.vocabulary import ProblemType
from portal.web.access import public_page


def kind_asked(request: HttpRequest) -> ProblemType | None:
    """Return the kind of help that a guide page asked for (`?kind=…`), None for none or an unknown word."""
    value = request.GET.get("kind", "")
    return ProblemType(value) if value in ProblemType.values else None


def provision_asked(request: HttpRequest) -> Named | None:
    """Return the provision of the library from which somebody comes (`?provision=…`), None for none or one that is not public."""
    value = request.GET.get("provision", "")
    return provisions.find(value) if value else None


@public_page(max_age=60, rooms=(Room.FRAME, Room.LIBRARY, Room.EVENTS), parameters=("kind", "provision"))
def start(request: HttpRequest) -> HttpResponse:
    """Show the start page. It sets no cookie; the first question does."""
    kind = kind_asked(request)
    sensitive = kind is not None and is_sensitive({"problem": {"problem": kind}})
    named = kind if kind is not ProblemType.UNSURE else None
    provision = provision_asked(request)
    query = {"kind": kind.value if kind else "", "provision": provision.key if provision else ""}
    context = {
        "kind": kind,
        "named_kind": named,
        "sensitive": sensitive,
        "provision": provision,
        "usual_words": told(kind),
        "occasions": [] if sensitive else running(),
        "query": urlencode({name: value for name, value in query.items() if value}),
    }
    response = render(request, "intake/start.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
