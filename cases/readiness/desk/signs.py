"""The sign and the poster of a unit as PDF (S2.06, S2.62)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from cases.readiness.desk.access import unit_or_404
from cases.readiness.domain.responsible import PROBLEMS
from portal.letters.kinds.signs import UnitSign, poster_pdf, sign_pdf
from portal.organizations.models import Organization
from portal.thai.phone import phones_in
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.links import absolute


def sign_of(unit: Organization) -> UnitSign:
    """Return what stands on the sign of a unit; always Thai, as signs of offices are."""
    with translation.override("th"):
        return UnitSign(
            unit=unit.name_th,
            problems=tuple(str(one.label) for one in PROBLEMS),
            phones=tuple(one.display for one in phones_in(unit.phone)),
            url=absolute(reverse("cases_intake:start")),
        )


@staff_only
@require_GET
def sign(request: HttpRequest, organization: int) -> HttpResponse:
    """Draw the permanent sign; a workshop makes it as large as the place and the budget allow."""
    unit = unit_or_404(request, organization)
    return pdf_response(sign_pdf(sign_of(unit)), name=f"ป้าย {unit.name_th}.pdf")


@staff_only
@require_GET
def poster(request: HttpRequest, organization: int) -> HttpResponse:
    """Draw the poster that says what one may report, and how."""
    unit = unit_or_404(request, organization)
    return pdf_response(poster_pdf(sign_of(unit)), name=f"โปสเตอร์ {unit.name_th}.pdf")
