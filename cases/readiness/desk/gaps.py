"""All units below an office: what each lacks, by item, place and kind; as a table to take away (S2.02, S2.05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.readiness.desk.access import HERE, tabs_of
from cases.readiness.desk.people import gap_words
from cases.readiness.desk.rows import missing_grouped, state_words
from cases.readiness.domain import checks, responsible
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


PEOPLE, DEPUTIES, PHONE = "people", "deputies", "phone"
GAPS: dict[str, tuple[str | Promise, Q]] = {
    **{item.value: (item.label, checks.lacks(item)) for item in Item},
    PEOPLE: (gettext_lazy("ผู้รับผิดชอบรายปัญหา"), responsible.LACKS_PEOPLE),
    DEPUTIES: (gettext_lazy("ผู้ทำการแทนรายปัญหา"), responsible.LACKS_DEPUTIES),
    PHONE: (gettext_lazy("เบอร์โทรศัพท์ของผู้รับผิดชอบ"), responsible.LACKS_PHONE),
}
"""What a unit may lack: its name, and the condition on `_marked`."""


def _marked(actor: Officer) -> OrganizationQuerySet:
    return responsible.with_people(checks.with_gaps(units_below(actor)))


def _rows(params: Mapping[str, str], actor: Officer) -> tuple[OrganizationQuerySet, str]:
    """Return the units that lack what was chosen, all of them where nothing was, and what was chosen."""
    gap = params.get("gap", "")
    if gap not in GAPS:
        return _marked(actor), ""
    return _marked(actor).filter(GAPS[gap][1]), gap


def _facet(params: Mapping[str, str], actor: Officer) -> Facet:
    """Return what may be missing with how many of the units chosen by place and kind lack it; two queries."""
    base, values = reverse("readiness:gaps"), chosen(FILTERS, params)
    rows = narrowed(_marked(actor), FILTERS, values)
    counts = rows.aggregate(
        **{
            f"n_{name}": Count("pk", filter=lacking)
            for name, (_label, lacking) in GAPS.items()
            if name != PHONE
        }
    )
    # By itself: beside the others SQLite takes ten times as long for the units of the country.
    counts[f"n_{PHONE}"] = rows.filter(responsible.LACKS_PHONE).count()
    options = tuple(
        Option(
            str(label), address(base, {**values, "gap": name}), counts[f"n_{name}"], params.get("gap") == name
        )
        for name, (label, _lacking) in GAPS.items()
        if counts[f"n_{name}"]
    )
    return Facet("gap", _("ยังขาด"), options)


def _listed(params: Mapping[str, str], actor: Officer) -> tuple[Listing, str]:
    rows, gap = _rows(params, actor)
    # By number: there are as many lines as units of the center's province.
    found = list_of(
        rows,
        FILTERS,
        params,
        base=reverse("readiness:gaps"),
        per_page=PER_PAGE,
        ordered=lambda chosen_rows: chosen_rows.order_by("sort_key", "pk"),
        kept={"gap": gap},
    )
    return found, gap


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
    found, gap = _listed(request.GET, actor)
    standings = checks.standings(found.page.object_list)
    in_charge = responsible.people_of(found.page.object_list)
    facet = _facet(request.GET, actor)
    tags = list(found.tags)
    if gap:
        without = address(reverse("readiness:gaps"), chosen(FILTERS, request.GET))
        tags.append(Tag(_("ยังขาด: %(item)s") % {"item": GAPS[gap][0]}, without))
    any_gap = Q()
    for _label, lacking in GAPS.values():
        any_gap |= lacking
    sums = _marked(actor).aggregate(units=Count("pk"), lacking=Count("pk", filter=any_gap))
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
                (*missing_grouped(standings[unit.pk]), *gap_words(in_charge[unit.pk])),
            )
            for unit in found.page.object_list
        ],
        "items": len(Item),
        "whole": sums["units"] - sums["lacking"],
        "units": sums["units"],
        "table_url": address(reverse("readiness:gaps_table"), {**chosen(FILTERS, request.GET), "gap": gap}),
    }
    return desk_page(request, "readiness/gaps.html", context, here=HERE)


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Hand the list out as a workbook: a line for each unit, a column for each item and one for its day."""
    actor = _reader(request)
    rows, _gap = _rows(request.GET, actor)
    units = list(narrowed(rows, FILTERS, chosen(FILTERS, request.GET)).order_by("sort_key", "pk"))
    standings = checks.standings(units)
    header = [_("หน่วย"), _("อำเภอ")]
    for item in Item:
        header += [str(item.label), _("ตรวจเมื่อ")]
    header.append(_("ผู้รับผิดชอบรายปัญหา"))
    in_charge = responsible.people_of(units)
    lines = []
    for unit in units:
        line: list[object] = [unit.name_th, areas.area_name(unit.district_code) or ""]
        for one in standings[unit.pk]:
            line += [state_words(one.item, one.state), _day(one)]
        lines.append([*line, " · ".join(gap_words(in_charge[unit.pk])) or _("ครบ")])
    today = format_date(bangkok_today())
    title = _("ความพร้อมของหน่วย")
    stamp = f"{title} {today} {actor.person}"
    return xlsx_response(header, lines, name=f"{title} {today}.xlsx", title=title, stamp=stamp)


def _day(one: checks.Standing) -> str:
    return format_date(one.check.checked_on) if one.check and not one.holders else ""
