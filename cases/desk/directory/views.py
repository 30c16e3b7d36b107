"""The directory at the desk. It holds nothing about cases, so whoever signs in may look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from cases.desk.directory.marks import cut_words, marks_of
from cases.desk.directory.rows import directory_page, figures_page, gaps_page
from cases.desk.frame import desk_page
from portal.organizations.areas import area
from portal.organizations.domain import directory
from portal.web.access import staff_only


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Look an organization up by name, level, kind and province; the own province stands first."""
    context = directory_page(request.GET, near=_home(request))
    return desk_page(request, "desk/directory.html", context, here="directory")


@staff_only
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show how many organizations there are, beside the official numbers (S2.36, S2.50)."""
    return desk_page(request, "desk/directory_figures.html", figures_page(), here="directory")


@staff_only
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """Show what the directory does not know yet, province by province."""
    return desk_page(
        request, "desk/directory_gaps.html", gaps_page(request.GET.get("page")), here="directory"
    )


@staff_only
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Answer while somebody types the name of an organization: at most twenty, and how many there are."""
    near = request.GET.get("near", "")
    found = directory.find(request.GET.get("q", ""), near=near if area(near) else _home(request))
    marks = marks_of(found.organizations)
    answer = {
        "organizations": [
            {"id": one.pk, "name": one.display_name, "note": marks[one.pk]} for one in found.organizations
        ],
        "said": cut_words(found),
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _home(request: HttpRequest) -> str:
    """Return the place of the reader's own organization."""
    own = request.actor.organization
    return own.district_code or own.province_code
