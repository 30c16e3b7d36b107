"""The results page, suggestions and the click counter. All cookie-free."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from portal.page_cache.rooms import Room
from portal.search.site import presentation
from portal.search.site.find import find
from portal.search.site.suggest import suggest as suggestions
from portal.search.sources import journal
from portal.throttle.limits import address_of
from portal.web.access import public_page


# Kept without a query only: what people look for is counted, one by one (journal).
@public_page(max_age=60, rooms=(Room.FRAME, Room.SEARCH))
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, with facets, or how to search better."""
    found = find(request.GET)
    searched = not found.analysis.is_empty or bool(found.chosen.groups)
    first = searched and found.page == 1 and not found.analysis.is_empty
    if first and not journal.is_repeated(found.analysis.raw, address_of(request)):
        journal.record(found.analysis.raw, found.total)
    response = render(
        request,
        "search/results.html",
        {
            "found": found,
            "searched": searched,
            "facets": presentation.facets(found, found.catalog),
            "tags": presentation.tags(found, found.catalog),
            "orders": presentation.orders(found),
            "page": presentation.page_of(found),
            "without_filters": presentation.without_filters(found),
            "corrected_url": presentation.instead(found.correction, found) if found.correction else "",
            "examples": EXAMPLES,
        },
    )
    if found.degraded:
        # No statement of what it depends on: that the index is back shows on the disk, not in any room.
        patch_cache_control(response, public=True, max_age=60)
    return response


EXAMPLES = ("ช่วยเหลือน้ำท่วม", "มท 0891.3/ว 1918", "ค้ามนุษย์ เด็ก")


@public_page(max_age=300)
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """Return suggestions for what is being typed: `{"suggestions": [{"text", "url", "note"}]}`."""
    found = suggestions(request.GET.get("q", ""))
    return JsonResponse(
        {"suggestions": [item.as_json() for item in found]}, json_dumps_params={"ensure_ascii": False}
    )


@public_page(max_age=0)
@csrf_exempt
@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """Count that the result of a rank was opened; sent by the browser's `ping`, without any cookie of ours."""
    journal.record_click(request.GET.get("q", ""), request.GET.get("rank", ""))
    return HttpResponse(status=204)
