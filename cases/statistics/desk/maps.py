"""The map of what was counted: subdistricts shaded by their number, always with the table beside it (S1.33).

Who may see the cases sees them by subdistrict. Who only watches sees what went up, by local administration: each
subdistrict carries the published number of whoever serves it, hidden figures as "12+", so that the map tells nothing that
the tables do not tell. Who watches the country sees its provinces in the table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.desk.frame import desk_page
from cases.desk.names import brief
from cases.statistics.desk.forms import ReportForm
from cases.statistics.desk.views import Way, asked_again, period_words, ways
from cases.statistics.desk.words import MEASURES
from cases.statistics.domain import counting, published
from cases.statistics.domain.reach import Breadth, Reach, reaches_of
from cases.statistics.models import PublishedReport
from portal.organizations import areas
from portal.organizations.models import AreaShape, Organization, ServiceArea
from portal.thai.dates import fiscal_year, fiscal_year_bounds, to_bangkok
from portal.units.domain.drawing import DrawnArea, draw
from portal.web.access import staff_only

SHADES = 4
"""Steps from the palest to the darkest; nought has none."""
SHOWN = ("received", "open", "closed")
MOST_SHAPES = 300
"""Outlines on one map: those of the largest province are fewer."""


@dataclass(frozen=True, slots=True)
class Number:
    """What stands in one area.

    Attributes:
        value: for the shade.
        words: as it is written: "12", or "12+" where hidden figures come on top.
        who: of whom it is, where that is not the area itself.
    """

    value: int
    words: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Shaded:
    """One area of the map.

    Attributes:
        drawn: outline and place of the label.
        number: in the list beneath it.
        name: of the area.
        said: its number, and whose it is.
        shade: from 0 to `SHADES`.
    """

    drawn: DrawnArea
    number: int
    name: str
    said: Number
    shade: int


@dataclass(frozen=True, slots=True)
class CountedMap:
    """The map.

    Attributes:
        width, height: of the drawing.
        parts: its areas.
        credit: whose outlines they are.
        outside: codes of numbers for which there is no outline; they stand in the table only.
    """

    width: int
    height: int
    parts: tuple[Shaded, ...]
    credit: str
    outside: tuple[str, ...]


def counted_map(area: str, numbers: Mapping[str, Number]) -> CountedMap | None:
    """Return the map of the subdistricts of a district or province; None without outlines. One query.

    Args:
        area: its code; "" for wherever the numbers are.
        numbers: by code of the subdistrict.
    """
    found = AreaShape.objects.order_by("area_code")
    found = found.filter(area_code__startswith=area) if area else found.filter(area_code__in=list(numbers))
    shapes = [one for one in found[:MOST_SHAPES] if len(one.area_code) == len("810101")]
    names = {one.area_code: areas.area_name(one.area_code) for one in shapes}
    drawn = draw(
        [(one.area_code, one.rings) for one in shapes], {code: len(name) for code, name in names.items()}
    )
    if drawn is None:
        return None
    most = max((one.value for one in numbers.values()), default=0)
    nothing = Number(0, "0")
    parts = tuple(
        Shaded(
            drawn=part,
            number=place,
            name=names[part.code],
            said=numbers.get(part.code, nothing),
            shade=shade_of(numbers.get(part.code, nothing).value, most),
        )
        for place, part in enumerate(drawn.areas, 1)
    )
    outside = tuple(code for code in numbers if code not in names)
    credit = " · ".join(dict.fromkeys(one.credit for one in shapes))
    return CountedMap(drawn.width, drawn.height, parts, credit, outside)


def shade_of(value: int, most: int) -> int:
    """Return the step of a value: 0 for nothing, else from 1 up to `SHADES` for the largest."""
    return 0 if value <= 0 else -(-SHADES * value // most)


@staff_only
@require_GET
def area_map(request: HttpRequest) -> HttpResponse:
    """Show the map: whole for those who may see the cases, else of what went up."""
    reaches = reaches_of(request.actor)
    if not reaches:
        raise Http404
    asked = request.GET.get("of", "")
    reach = next((one for one in reaches if str(one.breadth) == asked), reaches[0])
    if reach.is_protected:
        return _of_what_went_up(request, reach)
    return _of_the_register(request, [one for one in reaches if not one.is_protected])


def _of_the_register(request: HttpRequest, reaches: list[Reach]) -> HttpResponse:
    now = timezone.now()
    form = ReportForm(request.GET, reaches=reaches, dimensions=["place"], now=now, auto_id="map_%s")
    question = form.question()
    shown = request.GET.get("show", "")
    measure = shown if shown in SHOWN else SHOWN[0]
    counted = counting.intake(question, "place", with_steps=False)
    numbers = {
        str(code): Number(values[measure], f"{values[measure]:,}") for code, values in counted.lines.items()
    }
    context = {
        "now": now,
        "form": form,
        "shown": measure,
        "kinds": [Way(MEASURES[one], f"?{asked_again(form, show=one)}") for one in SHOWN],
        "period": period_words(question),
        "breadth": Breadth(question.reach.breadth).label,
        "total": f"{counted.total[measure]:,}",
        "first": _("ตำบล"),
    }
    return _page(request, context, _area_of(question.reach, numbers), numbers)


def _area_of(reach: Reach, numbers: Mapping[str, Number]) -> str:
    """Return what area a map of a reach shows: its own, or the district in which most was counted."""
    if reach.area:
        return reach.area
    sums: dict[str, int] = defaultdict(int)
    for code, number in numbers.items():
        sums[code[:4]] += number.value
    return max(sums, key=lambda code: (sums[code], code), default="")


def _of_what_went_up(request: HttpRequest, reach: Reach) -> HttpResponse:
    now = timezone.now()
    year = fiscal_year(to_bangkok(now).date())
    lines = published.by_place(reach, PublishedReport.INTAKE, *fiscal_year_bounds(year))
    told = {key: line["total"] for key, line in lines.items() if "total" in line}
    is_country = reach.breadth == Breadth.COUNTRY
    context = {
        "now": now,
        "kinds": [],
        "period": _("ปีงบประมาณ %(year)s") % {"year": year},
        "breadth": Breadth(reach.breadth).label,
        "total": str(_sum(told.values())),
        "is_protected": True,
        "has_bodies": not is_country,
        "first": _("จังหวัด") if is_country else _("ตำบล"),
    }
    # Of the country the provinces stand in the table alone: outlines are of subdistricts.
    numbers = (
        {str(code): Number(number.number, str(number)) for code, number in told.items()}
        if is_country
        else _of_who_serves({int(key): number for key, number in told.items()})
    )
    return _page(request, context, reach.area, numbers)


def _sum(numbers: Iterable[published.AtLeast]) -> published.AtLeast:
    found = list(numbers)
    return published.AtLeast(sum(one.number for one in found), is_exact=all(one.is_exact for one in found))


def _of_who_serves(told: Mapping[int, published.AtLeast]) -> dict[str, Number]:
    """Return by subdistrict the published number of whoever serves it; two queries."""
    bodies = Organization.objects.in_bulk(list(told))
    served: dict[str, list[int]] = defaultdict(list)
    for body, code in ServiceArea.objects.filter(organization__in=list(told)).values_list(
        "organization", "subdistrict_code"
    ):
        served[code].append(body)
    numbers = {}
    for code, ours in sorted(served.items()):
        number = _sum(told[body] for body in ours)
        numbers[code] = Number(
            number.number, str(number), " · ".join(brief(bodies[body]) for body in sorted(ours))
        )
    return numbers


def _page(
    request: HttpRequest, context: dict[str, object], area: str, numbers: Mapping[str, Number]
) -> HttpResponse:
    drawn = counted_map(area, numbers)
    lines = [
        (areas.area_name(code) if code else _("ไม่ทราบตำบล"), number)
        for code, number in sorted(numbers.items(), key=lambda one: (-one[1].value, one[0]))
    ]
    context |= {
        "map": drawn,
        "lines": lines,
        "reports": ways(request.actor),
        "reaches": [
            Way(Breadth(one.breadth).label, f"?of={one.breadth}") for one in reaches_of(request.actor)
        ],
        "is_partly": drawn is not None and bool(drawn.outside),
    }
    return desk_page(request, "desk/statistics/map.html", context, here="statistics")
