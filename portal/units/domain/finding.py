"""Units of a place: local administrations first, then those of the district and of the province (S2.21, S2.22, S2.62)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.organizations import areas, places
from portal.organizations.domain.routing import local_administrations_for
from portal.organizations.domain.suggesting import suggest
from portal.organizations.models import (
    AreaShape,
    Organization,
    OrganizationQuerySet,
    RoutingRule,
    ServiceArea,
)
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType
from portal.thai.bounds import LINE
from portal.thai.digits import to_arabic
from portal.thai.text import key
from portal.units.domain.drawing import middle
from portal.vocabulary import ProblemType

BESIDE_FRONTLINE1 = frozenset(
    {OrganizationType.PAO, OrganizationType.CENTER, OrganizationType.LAO_HELP_CENTER}
)
"""Kinds of bodies to which people may go with a problem, beside those that the directory calls front line 1."""
MOST = 60
"""Units on one page; no district has so many."""
MOST_NAMED = 20
_VILLAGE = re.compile(r"(?:หมู่(?:ที่)?|ม\.)\s*(\d{1,2})(?!\d)")
_LOCAL = LOCAL_ADMINISTRATIONS | {OrganizationType.LAO_HELP_CENTER}


@dataclass(frozen=True)
class Unit:
    """One unit as people need it.

    Attributes:
        organization: the body.
        serves: codes of the subdistricts that it serves by name.
        leads: problems of which it is the lead agency here.
        latitude, longitude: where it is, for the nearest; None where nobody knows.
        is_exact: they are those of its office, not the middle of what it serves.
    """

    organization: Organization
    serves: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    is_exact: bool = False

    @property
    def has_sign(self) -> bool:
        """Whether it is one of front line 1, which have a sign and a poster (S2.06)."""
        return self.organization.is_frontline1

    @property
    def abilities(self) -> list[str | Promise]:
        """What one can come to it with, in plain words (S2.20, S2.22)."""
        return [*_abilities(self.organization), *self._leading()]

    def _leading(self) -> list[str | Promise]:
        labels = [str(ProblemType(problem).label) for problem in self.leads]
        return [_("เจ้าภาพหลักเรื่อง%(problems)s") % {"problems": " · ".join(labels)}] if labels else []


def _abilities(body: Organization) -> list[str | Promise]:
    """Return what a body does: by its kind, and by the flags of the two front lines (S2.21)."""
    kind = OrganizationType(body.type)
    if kind == OrganizationType.CENTER:
        return [_("รับทุกเรื่อง ให้คำปรึกษา และประสานหน่วยงานอื่นให้")]
    if kind in _LOCAL:
        return [_("รับทุกเรื่องของคนในพื้นที่ ลงพื้นที่ และช่วยเบื้องต้น")]
    takes_in = [_("รับแจ้งเหตุความรุนแรง ค้ามนุษย์ แรงงานเด็ก และท้องไม่พร้อม")] if body.is_frontline1 else []
    helps = [_("ช่วยเหลือและดูแลต่อโดยตรง")] if body.is_frontline2 else []
    return [*takes_in, *helps]


@dataclass(frozen=True)
class Found:
    """Units of a place in their groups, for one page.

    Attributes:
        code: of the area; "" where no place was meant.
        center, local, district, province: units of each kind.
        named: units whose names hold the words, where the words named one.
    """

    code: str = ""
    center: tuple[Unit, ...] = ()
    local: tuple[Unit, ...] = ()
    district: tuple[Unit, ...] = ()
    province: tuple[Unit, ...] = ()
    named: tuple[Unit, ...] = ()

    @property
    def everybody(self) -> tuple[Unit, ...]:
        """All of them in the order of the page."""
        return (*self.named, *self.center, *self.local, *self.district, *self.province)


def units() -> OrganizationQuerySet:
    """Return the bodies that have a page of their own: open, and of front line 1 or of a kind to which people may go."""
    return Organization.objects.active().filter(Q(type__in=BESIDE_FRONTLINE1) | Q(is_frontline1=True))


def frontline1() -> OrganizationQuerySet:
    """Return the units that have a sign: those at which a problem may be reported (S2.06, S2.21)."""
    return Organization.objects.active().filter(is_frontline1=True)


def heir_of(pk: int, among: OrganizationQuerySet) -> Organization | None:
    """Return who took the place of a body that ended, where it has such a page; None where nobody did (R22).

    Its address stands in the codes of signs that were printed, and in what people wrote down.

    Args:
        pk: of the body that has no such page now.
        among: the bodies that have one.
    """
    ended = Organization.objects.filter(pk=pk, is_active=False).first()
    following = ended.successors()[1:] if ended is not None else []
    # The first that is there still: what it left to others later is theirs then.
    still = next((one for one in following if one.is_active), None)
    return among.filter(pk=still.pk).first() if still is not None else None


def home_district() -> str:
    """Return the district of the first center: what the page shows before anybody asks; "" without one."""
    found = Organization.objects.active().of_types(OrganizationType.CENTER).exclude(district_code="")
    return found.order_by("pk").values_list("district_code", flat=True).first() or ""


def find(words: str) -> Found:
    """Return the units that words mean: a place as people write it, with or without its village, else the name of a unit.

    Args:
        words: as typed; their first 1,000 characters count.
    """
    near = home_district()
    place = _place(words, near) if words.strip() else places.Place()
    named = list(units().named(words)[:MOST_NAMED])
    if named and not place.is_complete:
        return Found(code=place.code, named=describe(named, place.code or near))
    return units_of(place.code, village=_village(words)) if place.code else Found()


def _place(words: str, near: str) -> places.Place:
    """Read a place; one whose name stands in the words without its district is found as well ("Ao Nang Krabi")."""
    read = places.read(words, near=near[:2])
    if read.subdistrict:
        return read
    written = key(words[:LINE])
    for suggestion in suggest(words, near=near):
        proposed = places.read(suggestion.text)
        found = areas.area(proposed.subdistrict)
        if found and found.code.startswith(read.code) and _is_written(found, written):
            return places.Place(found.code, is_complete=True)
    return read


def _is_written(area: areas.Area, written: str) -> bool:
    """Say whether one of the names of an area stands in the key of what was written."""
    return any(name and name in written for name in (key(area.name_th), key(area.name_en)))


def _village(words: str) -> str:
    match = _VILLAGE.search(to_arabic(words[:LINE]))
    return match[1] if match else ""


def units_of(code: str, *, village: str = "") -> Found:
    """Return the units of an area in six queries at most.

    Args:
        code: two, four or six digits; an unknown one gives nothing.
        village: number of the village, where several administrations share a subdistrict.
    """
    if areas.area(code) is None:
        return Found()
    bodies = describe(list(_near(code)[:MOST]), code)
    grouped = defaultdict(list)
    for unit in bodies:
        grouped[_group(unit.organization)].append(unit)
    local = grouped["local"]
    if len(code) == 6:
        served_by = {body.pk for body in local_administrations_for(code, village)}
        local = [
            unit for unit in local if unit.organization.pk in served_by or code in unit.serves and not village
        ]
    return Found(
        code=code,
        center=tuple(grouped["center"]),
        local=tuple(local),
        district=tuple(grouped["district"]),
        province=tuple(grouped["province"]),
    )


def _near(code: str) -> OrganizationQuerySet:
    """Return units of an area and of those above it; local administrations only where they serve a part of it."""
    serving = ServiceArea.objects.filter(subdistrict_code__startswith=code).values("organization")
    wide = Q(province_code=code[:2], district_code="")
    if len(code) == 2:
        return units().filter(wide)
    here = Q(district_code=code[:4])
    if len(code) == 6:
        here &= ~Q(type__in=_LOCAL) | Q(subdistrict_code=code)
    return units().filter(Q(pk__in=serving) | here | wide).order_by("sort_key", "pk")


def _group(body: Organization) -> str:
    if body.type == OrganizationType.CENTER:
        return "center"
    if body.type in _LOCAL and body.district_code:
        return "local"
    return "district" if body.district_code else "province"


def describe(bodies: Iterable[Organization], code: str) -> tuple[Unit, ...]:
    """Return bodies with what they serve, lead and where they are, in three queries.

    Args:
        bodies: to describe.
        code: of the area from which one looks: who leads what is said for it.
    """
    bodies = list(bodies)
    serves: dict[int, list[str]] = defaultdict(list)
    for area in ServiceArea.objects.filter(organization__in=bodies).order_by("subdistrict_code"):
        serves[area.organization_id].append(area.subdistrict_code)
    leads: dict[int, list[str]] = defaultdict(list)
    # A row of the district comes before that of its province (S2.20), and one of another district says nothing here.
    for rule in RoutingRule.objects.filter(organization__in=bodies, district_code__in=("", code[:4])):
        leads[rule.organization_id].append(rule.problem)
    wanted = {part for codes in serves.values() for part in codes} | {
        body.subdistrict_code for body in bodies
    }
    middles = {
        shape.area_code: middle(shape.rings) for shape in AreaShape.objects.filter(area_code__in=wanted)
    }
    return tuple(
        _unit(body, tuple(serves[body.pk]), tuple(dict.fromkeys(leads[body.pk])), middles) for body in bodies
    )


def _unit(
    body: Organization,
    serves: tuple[str, ...],
    leads: tuple[str, ...],
    middles: dict[str, tuple[float, float]],
) -> Unit:
    if body.latitude is not None and body.longitude is not None:
        return Unit(body, serves, leads, body.latitude, body.longitude, is_exact=True)
    for code in (body.subdistrict_code, *serves):
        if code in middles:
            longitude, latitude = middles[code]
            return Unit(body, serves, leads, round(latitude, 4), round(longitude, 4))
    return Unit(body, serves, leads)
