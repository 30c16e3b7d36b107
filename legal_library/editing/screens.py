"""The editors' own screens under /cms/."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.auth import permission_required

from legal_library.editing.wanted import wanted
from portal.web.access import cms_page

EDIT = "wagtailadmin.access_admin"
PER_PAGE = 50


@cms_page
@permission_required(EDIT)
def wanted_list(request: HttpRequest) -> HttpResponse:
    """List what the library should find, the most cited first; page numbers clamp."""
    page = Paginator(wanted(), PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(request, "legal_library/cms/wanted.html", {"page": page})
