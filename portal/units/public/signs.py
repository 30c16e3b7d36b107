"""The poster and the sign of a unit as PDF (S2.06, S2.62); Thai, whatever the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from portal.letters.drawing.once import kept_or_drawn
from portal.letters.kinds.signs import UnitSign, poster_pdf, sign_pdf
from portal.organizations.models import Organization
from portal.thai.phone import phones_in
from portal.units.domain import finding
from portal.units.public.moved import instead_of
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from portal.web.access import public_page
from portal.web.downloads import pdf_response
from portal.web.links import absolute

KEPT_SECONDS = 3600


def sign_of(body: Organization) -> UnitSign:
    """Return the words of a unit's papers; their QR code leads to the unit's own page."""
    with translation.override("th"):
        return UnitSign(
            unit=body.name_th,
            problems=tuple(str(ProblemType(problem).label) for problem in sorted(CRISIS_PROBLEMS)),
            phones=tuple(phone.display for phone in phones_in(body.phone)),
            url=absolute(reverse("units:unit", args=[body.pk])),
        )


def _paper(pk: int, kind: str, draw: Callable[[UnitSign], bytes]) -> HttpResponse:
    body = finding.frontline1().filter(pk=pk).first()
    if body is None:
        return instead_of(pk, finding.frontline1(), f"units:{kind}")
    said = sign_of(body)
    key = f"unit-{kind}:" + sha256(repr(said).encode("utf-8")).hexdigest()
    content = kept_or_drawn(key, lambda: draw(said), KEPT_SECONDS)
    return pdf_response(content, name=f"{kind}-{pk}.pdf")


@public_page(max_age=300)
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the poster for boards around the unit.

    Raises:
        Http404: no front-line unit of this number is open, and none took its place.
        BusyError: others draw and wait already.
    """
    return _paper(pk, "poster", poster_pdf)


@public_page(max_age=300)
@require_safe
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the sign for the door of the unit.

    Raises:
        Http404: no front-line unit of this number is open, and none took its place.
        BusyError: others draw and wait already.
    """
    return _paper(pk, "sign", sign_pdf)
