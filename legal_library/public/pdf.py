"""A document of the library as a PDF: for the notice board, for a file, for an office with a poor line (S1.23)."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from legal_library import terms
from legal_library.models import DocumentPage
from legal_library.public import presenter
from legal_library.public.neighbors import Neighbors
from portal.letters.drawing.apart import Lane
from portal.letters.drawing.once import kept_or_drawn
from portal.letters.drawing.qr import qr_svg
from portal.letters.drawing.render import render_pdf
from portal.thai.dates import bangkok_today
from portal.web import downloads
from portal.web.links import absolute

TEMPLATE = "legal_library/document_paper.html"
KEPT_SECONDS = 6 * 3600


def paper_context(
    page: DocumentPage, request: HttpRequest, around: Neighbors | None = None
) -> dict[str, Any]:
    """Return the variables of the paper: the same facts as on the page, with absolute addresses.

    Args:
        page: the document.
        request: gives host and language.
        around: its neighbors, where they are loaded already.
    """
    around = around or Neighbors(page)
    text, notes = presenter.text_and_notes(page)
    return {
        "page": page,
        "language": get_language() or "th",
        "facts": presenter.facts(page),
        "relations": [row for row in around.relations(request) if not row.is_self],
        "enclosures": around.enclosure_rows(request),
        "passages": text,
        "notes": notes,
        "parties": presenter.parties(page),
        "address": absolute(page.get_url(request)),
        "printed_on": bangkok_today(),
    }


def _key(page: DocumentPage, request: HttpRequest, around: Neighbors) -> str:
    """Name the paper of one published state, in one language, on one day (its standing may change).

    Its facts belong to that state: its agency gets another name without anybody publishing the document. The neighbors that the public may see belong to that state: a paper drawn before one of them was withdrawn, made
    private or renamed must not go on naming it.
    """
    shown = (
        (pk, other.live, other.last_published_at, other.url_path)
        for pk, other in sorted(around.pages.items())
    )
    told = (page.last_published_at, page.url_path, presenter.facts(page), terms.state(), *shown)
    state = sha256(repr(told).encode()).hexdigest()[:32]
    return f"library-pdf:{page.pk}:{state}:{get_language()}:{bangkok_today():%Y%m%d}"


def pdf_bytes(page: DocumentPage, request: HttpRequest) -> bytes:
    """Draw the paper, or take the one drawn before: drawing costs seconds, and anyone may ask for it.

    Raises:
        BusyError: too many are drawn at this moment.
    """
    around = Neighbors(page)
    if getattr(request, "is_preview", False):
        return _draw(page, request, around)
    key = _key(page, request, around)
    return kept_or_drawn(key, lambda: _draw(page, request, around), KEPT_SECONDS)


def _draw(page: DocumentPage, request: HttpRequest, around: Neighbors) -> bytes:
    context = paper_context(page, request, around)
    assets = {"qr.svg": (qr_svg(context["address"]), "image/svg+xml")}
    return render_pdf(TEMPLATE, context, assets=assets, lane=Lane.SLOW)


def pdf_response(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return the paper as a file that opens in the browser and is saved under the document's address."""
    return downloads.pdf_response(pdf_bytes(page, request), name=f"{page.slug}.pdf")
