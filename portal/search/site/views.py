"""The results page, suggestions and the click counter. All cookie-free."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from portal.page_cache.rooms import Room
from portal.search.site import following, popular, presentation
from portal.search.site.find import ORDERS, Found, find
from portal.search.site.popular import Drawn
from portal.search.site.suggest import suggest as suggestions
from portal.search.sources import journal
from portal.throttle.limits import address_of
from portal.web import feeds
from portal.web.access import public_page
from portal.web.following import LONGEST, Ways, narrowed, ways
from portal.web.links import absolute


# Kept without a query only: what people look for is counted, one by one (journal).
@public_page(max_age=60, rooms=(Room.FRAME, Room.SEARCH))
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found, with facets, or how to search better."""
    page = popular.drawn(request, lambda: _drawn(request))
    visitor = address_of(request)
    if page.counted and not journal.is_repeated(page.counted, visitor):
        journal.record(page.counted, page.total, visitor)
    response = HttpResponse(page.body)
    if page.is_degraded:
        # No statement of what it depends on: that the index is back shows on the disk, not in any room.
        patch_cache_control(response, public=True, max_age=60)
    return response


def _drawn(request: HttpRequest) -> Drawn:
    found = find(request.GET)
    searched = not found.analysis.is_empty or bool(found.chosen.groups)
    first = searched and found.page == 1 and not found.analysis.is_empty
    body = render_to_string(
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
            "follow": _ways(found),
        },
        request,
    )
    return Drawn(
        body=body.encode(),
        counted=found.analysis.raw if first else "",
        total=found.total,
        is_degraded=found.degraded,
        is_for_all=not found.is_sensitive and journal.may_be_kept(found.query),
    )


def _ways(found: Found) -> Ways | None:
    """Return how a search is followed; None for what is not offered, and on pages after the first or in another order."""
    if found.page != 1 or found.order != ORDERS[0]:
        # Whether it is dangerous to be seen with it is known from the best answer alone.
        return None
    followed = following.followed(found)
    if followed is None or len(followed.query) > LONGEST:
        return None
    return ways(
        followed,
        atom=narrowed(reverse("search:feed"), followed),
        json=narrowed(reverse("search:json_feed"), followed),
    )


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


# For whoever asks again within a quarter of an hour. Not among the pages that are ready: what people search for has no
# end, and would push out what others read.
@public_page(max_age=900)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return the newest documents of a search as Atom."""
    return _feed(request, feeds.atom_response)


@public_page(max_age=900)
@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """Return the same as JSON Feed."""
    return _feed(request, feeds.json_response)


def _feed(request: HttpRequest, respond: Callable[..., HttpResponse]) -> HttpResponse:
    followed = following.SearchList().read(request.GET)
    if followed is None:
        raise Http404
    return respond(
        request,
        key=following.key_of(followed.query),
        title=f"{followed.title} · {_('กลาง')}",
        url=absolute(followed.url),
        entries=following.latest(followed.query),
        query=followed.query,
    )
