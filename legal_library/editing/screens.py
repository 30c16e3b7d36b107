"""The editors' own screens under /cms/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_required

from legal_library.editing.conflicts import conflicts
from legal_library.editing.reviewing import due_for_review
from legal_library.editing.wanted import wanted
from portal.thai.dates import bangkok_today
from portal.web.access import cms_page
from portal.web.lists import page_of

EDIT = "wagtailadmin.access_admin"
PER_PAGE = 50


@cms_page
@permission_required(EDIT)
def wanted_list(request: HttpRequest) -> HttpResponse:
    """List what the library should find, the most cited first; page numbers clamp."""
    page = page_of(wanted(), request.GET.get("p"), PER_PAGE)
    return TemplateResponse(request, "legal_library/cms/wanted.html", {"page": page})


@cms_page
@require_GET
@permission_required(EDIT)
def conflict_list(request: HttpRequest) -> HttpResponse:
    """List what contradicts itself in the library, as tasks."""
    page = page_of(conflicts(), request.GET.get("p"), PER_PAGE)
    return TemplateResponse(request, "legal_library/cms/conflicts.html", {"page": page})


@cms_page
@require_GET
@permission_required(EDIT)
def review_list(request: HttpRequest) -> HttpResponse:
    """List the public documents whose check is a year old or that nobody ever checked, the oldest first."""
    page = page_of(due_for_review(bangkok_today()), request.GET.get("p"), PER_PAGE)
    return TemplateResponse(
        request, "legal_library/cms/review.html", {"page": page, "today": bangkok_today()}
    )
