"""`/units/`: by place, by name, on a map, or by position when the person presses (S2.62).

The position never leaves the phone: the browser sorts the list by it (`static/js/nearest.js`).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.organizations import areas
from portal.page_cache.rooms import Room
from portal.pages.domain.lines import said
from portal.thai.bounds import LINE
from portal.units.domain import finding
from portal.units.public import sections
from portal.units.public.moved import instead_of
from portal.units.public.presenting import choices_of, groups_of, is_without_numbers, map_of, row_of
from portal.web.access import public_page

MADE_OF = (Room.FRAME, Room.ORGANIZATIONS)
ONE_IS_MADE_OF = (*MADE_OF, Room.ANNOUNCEMENTS)


@public_page(max_age=300, rooms=MADE_OF, parameters=("q", "area"))
@require_safe
def find_unit(request: HttpRequest) -> HttpResponse:
    """Show the units of a place: of the words, of the chosen area, or of the center's own district."""
    words = request.GET.get("q", "").strip()[:LINE]
    chosen = request.GET.get("area", "")
    if words:
        found = finding.find(words)
    else:
        found = finding.units_of(chosen if areas.area(chosen) else finding.home_district())
    shown = found.code or finding.home_district()
    groups = groups_of(found)
    context = {
        "q": words,
        "groups": groups,
        "is_without_numbers": is_without_numbers(groups),
        "place": areas.full_name(found.code),
        "is_found": bool(found.everybody),
        "map": map_of(shown) if shown else None,
        "choices": choices_of(shown),
        "above": [
            {"title": one.label, "url": f"?area={one.code}"}
            for one in (areas.parents(shown) if shown else ())
        ],
    }
    return render(request, "units/find.html", context)


@public_page(max_age=60, rooms=ONE_IS_MADE_OF)
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit with everything by which it is reached, and its papers; of one that ended lead to its successor.

    Raises:
        Http404: no unit of this number is open, and none took its place.
    """
    body = finding.units().filter(pk=pk).first()
    if body is None:
        return instead_of(pk, finding.units(), "units:unit")
    code = body.subdistrict_code or body.district_code or body.province_code
    row = row_of(finding.describe([body], code)[0], said())
    shown = row.unit.serves[0] if row.unit.serves else code
    facts = [
        (_("ที่อยู่"), body.address),
        (_("เวลาทำการ"), body.hours),
        (_("ดูแลพื้นที่"), row.serves),
        (_("อยู่ใน"), areas.full_name(code)),
    ]
    context = {
        "row": row,
        "facts": facts,
        "map": map_of(shown) if shown else None,
        "body": body,
        "sections": sections.sections_of(body),
        "way": [{"title": _("หน่วยงานใกล้บ้าน"), "url": reverse("units:find")}],
        # RFC 5870: the phone opens its own map; nothing is asked of anybody.
        "geo": f"geo:{row.unit.latitude},{row.unit.longitude}",
    }
    return render(request, "units/unit.html", context)
