"""All units below an office: what each lacks, by item, place and kind; as a table to take away (S2.02, S2.05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.readiness.desk.access import HERE, tabs_of
from cases.readiness.desk.rows import missing_words, state_words
from cases.readiness.domain import checks
from cases.readiness.domain.reach import looks_after_units, units_below
from cases.readiness.vocabulary import Item
from portal.actors import Officer
from portal.organizations import areas
from portal.organizations.models import OrganizationQuerySet
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import bangkok_today, format_date
from portal.web.access import staff_only
from portal.web.downloads import xlsx_response
from portal.web.lists import Facet, Filter, Listing, Option, Tag, address, chosen, narrowed
from portal.web.lists import listing as list_of

PER_PAGE = 25


def _district(written: str) -> str | None:
    return written if len(written) == 4 and areas.area(written) else None


def _kind(written: str) -> str | None:
    return written if written in OrganizationType.values else None


FILTERS = (
    Filter(
        name="district",
        title=gettext_lazy("อำเภอ"),
        lookup="district_code",
        read=_district,
        labels=lambda codes: {code: areas.area_name(code) or code for code in sorted(codes)},
    ),
    Filter(
        name="type",
        title=gettext_lazy("ประเภท"),
        lookup="type",
        read=_kind,
        labels=lambda values: {one.value: str(one.label) for one in OrganizationType if one.value in values},
    ),
)


@dataclass(frozen=True, slots=True)
class GapRow:
    """One unit: its name, where its checklist is, what it lacks."""

    name: str
    url: str
    ready: int
    missing: tuple[str, ...]


def _rows(params: Mapping[str, str], actor: Officer) -> tuple[OrganizationQuerySet, Item | None]:
    gap = params.get("gap", "")
    item = Item(gap) if gap in Item.values else None
    rows = checks.with_gaps(units_below(actor))
    return (rows.filter(checks.lacks(item)) if item else rows), item


def _facet(params: Mapping[str, str], actor: Officer) -> Facet:
    """Return the items with how many of the units chosen by place and kind lack each; one query."""
    base, values = reverse("readiness:gaps"), chosen(FILTERS, params)
    rows = narrowed(checks.with_gaps(units_below(actor)), FILTERS, values)
    counts = rows.aggregate(**{f"n_{item}": Count("pk", filter=checks.lacks(item)) for item in Item})
    options = tuple(
        Option(
            str(item.label),
            address(base, {**values, "gap": item.value}),
            counts[f"n_{item}"],
            params.get("gap") == item.value,
        )
        for item in Item
        if counts[f"n_{item}"]
    )
    return Facet("gap", _("ยังขาด"), options)


def _listed(params: Mapping[str, str], actor: Officer) -> tuple[Listing, Item | None]:
    rows, item = _rows(params, actor)
    found = list_of(
        rows,
        FILTERS,
        params,
        base=reverse("readiness:gaps"),
        per_page=PER_PAGE,
        ordered=lambda chosen_rows: chosen_rows.order_by("sort_key", "pk"),
        kept={"gap": item.value} if item else None,
    )
    return found, item


def _reader(request: HttpRequest) -> Officer:
    actor: Officer = request.actor
    if not looks_after_units(actor):
        raise Http404
    return actor


@staff_only
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show the units below one's office with what each lacks."""
    actor = _reader(request)
    found, item = _listed(request.GET, actor)
    standings = checks.standings(found.page.object_list)
    facet = _facet(request.GET, actor)
    tags = list(found.tags)
    if item:
        without = address(reverse("readiness:gaps"), chosen(FILTERS, request.GET))
        tags.append(Tag(_("ยังขาด: %(item)s") % {"item": item.label}, without))
    any_gap = Q()
    for one in Item:
        any_gap |= checks.lacks(one)
    every = checks.with_gaps(units_below(actor))
    sums = every.aggregate(units=Count("pk"), lacking=Count("pk", filter=any_gap))
    context = {
        "tabs": tabs_of(actor),
        "browse": found,
        "facets": [*([facet] if facet.options else []), *found.facets],
        "tags": tags,
        "rows": [
            GapRow(
                unit.display_name,
                reverse("readiness:checklist", args=[unit.pk]),
                sum(one.is_ready for one in standings[unit.pk]),
                tuple(missing_words(standings[unit.pk])),
            )
            for unit in found.page.object_list
        ],
        "items": len(Item),
        "whole": sums["units"] - sums["lacking"],
        "units": sums["units"],
        "table_url": address(reverse("readiness:gaps_table"), _kept(request.GET, item)),
    }
    return desk_page(request, "readiness/gaps.html", context, here=HERE)


def _kept(params: Mapping[str, str], item: Item | None) -> dict[str, Any]:
    return chosen(FILTERS, params) | ({"gap": item.value} if item else {})


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Hand the list out as a workbook: a line for each unit, a column for each item and one for its day."""
    actor = _reader(request)
    rows, _item = _rows(request.GET, actor)
    units = list(narrowed(rows, FILTERS, chosen(FILTERS, request.GET)).order_by("sort_key", "pk"))
    standings = checks.standings(units)
    header = [_("หน่วย"), _("อำเภอ")]
    for item in Item:
        header += [str(item.label), _("ตรวจเมื่อ")]
    lines = []
    for unit in units:
        line: list[object] = [unit.name_th, areas.area_name(unit.district_code) or ""]
        for one in standings[unit.pk]:
            line += [state_words(one.item, one.state), _day(one)]
        lines.append(line)
    today = format_date(bangkok_today())
    title = _("ความพร้อมของหน่วย")
    stamp = f"{title} {today} {actor.person}"
    return xlsx_response(header, lines, name=f"{title} {today}.xlsx", title=title, stamp=stamp)


def _day(one: checks.Standing) -> str:
    return format_date(one.check.checked_on) if one.check and not one.holders else ""
