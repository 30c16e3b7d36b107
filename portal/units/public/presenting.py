"""What the pages of the units show: rows with numbers that stand on the map, telephones to tap, the map itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.organizations import areas
from portal.organizations.models import AreaShape
from portal.pages.domain.lines import said
from portal.thai.phone import Phone, phones_in
from portal.units.domain.drawing import DrawnArea, DrawnMap, draw
from portal.units.domain.finding import Found, Unit


@dataclass(frozen=True)
class UnitRow:
    """One unit of the list.

    Attributes:
        unit: what is known of it.
        serves: its subdistricts in words; "" where it serves a whole district or more.
        phones: to tap.
        url: of its own page.
        remark: what is said of its telephone beside the numbers, or that nobody knows one.
    """

    unit: Unit
    serves: str
    phones: tuple[Phone, ...]
    url: str
    remark: str | Promise


@dataclass(frozen=True)
class Group:
    """Units under one heading."""

    title: str | Promise
    rows: tuple[UnitRow, ...]


@dataclass(frozen=True)
class Label:
    """One area of the map with its name and where it leads.

    Attributes:
        drawn: outline and place of the label.
        number: on the map and in the list beneath it.
        name: of the area.
        url: the page with this area chosen.
        is_here: it is the area that was asked for.
    """

    drawn: DrawnArea
    number: int
    name: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class MapOfAreas:
    """The map with its labels; `title` says what it shows, `credit` whose outlines they are."""

    drawn: DrawnMap
    title: str
    labels: tuple[Label, ...]
    credit: str


def row_of(unit: Unit, numbers: Mapping[str, str]) -> UnitRow:
    """Return one unit as the list shows it.

    Args:
        unit: what is known of it.
        numbers: to call instead, where nobody knows its own: `said`, asked once for a whole list.
    """
    body = unit.organization
    phones = phones_in(body.phone)
    remark: str | Promise = (
        "" if phones else body.phone or _("ยังไม่มีหมายเลขโทรศัพท์ในระบบ โทร %(social)s แล้วขอให้ต่อสายได้") % numbers
    )
    serves = " · ".join(filter(None, (areas.area_name(code) for code in unit.serves)))
    return UnitRow(unit, serves, phones, reverse("units:unit", args=[body.pk]), remark)


def groups_of(found: Found) -> list[Group]:
    """Return the groups that hold something, those nearest to people first."""
    named = (
        (_("หน่วยงานที่ชื่อตรง"), found.named),
        (_("ศูนย์ที่ประสานทุกหน่วยงาน"), found.center),
        (_("เทศบาลและ อบต. ของพื้นที่"), found.local),
        (_("หน่วยงานของอำเภอ"), found.district),
        (_("หน่วยงานของจังหวัด"), found.province),
    )
    numbers = said()
    return [Group(title, tuple(row_of(unit, numbers) for unit in units)) for title, units in named if units]


def is_without_numbers(groups: Sequence[Group]) -> bool:
    """Say whether nobody knows the telephone of any unit of a list: said once, and not of each."""
    rows = [row for group in groups for row in group.rows]
    return bool(rows) and not any(row.unit.organization.phone for row in rows)


def map_of(code: str) -> MapOfAreas | None:
    """Return the map on which an area lies: the parts of its district, or of its province; None without outlines.

    Args:
        code: two, four or six digits.
    """
    above = code[:4] if len(code) > 2 else code
    parts = areas.subdistricts(above) if len(above) == 4 else areas.districts(above)
    shapes = {
        shape.area_code: shape
        for shape in AreaShape.objects.filter(area_code__in=[one.code for one in parts])
    }
    shown = [one for one in parts if one.code in shapes]
    letters = {one.code: len(one.name) for one in shown}
    drawn = draw([(one.code, shapes[one.code].rings) for one in shown], letters)
    if drawn is None:
        return None
    labels = tuple(
        Label(area, number, one.name, f"{reverse('units:find')}?area={one.code}", one.code == code)
        for number, (one, area) in enumerate(zip(shown, drawn.areas, strict=True), 1)
    )
    credits_ = dict.fromkeys(shapes[one.code].credit for one in shown)
    title = areas.area(above)
    return MapOfAreas(drawn, title.label if title else "", labels, " · ".join(credits_))


def choices_of(code: str) -> Sequence[tuple[str, str]]:
    """Return (name, address) of the areas below the one that is shown, for those who see no map."""
    above = code[:4] if len(code) > 2 else code
    parts = (
        areas.subdistricts(above)
        if len(above) == 4
        else areas.districts(above)
        if above
        else areas.provinces()
    )
    return [(one.name, f"{reverse('units:find')}?area={one.code}") for one in parts]
