"""Looking things up in the directory: by name with what is near first, what it lacks, and its figures (S2.27, S2.36)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, Value, When

from portal.organizations import areas
from portal.organizations.models import Organization, OrganizationQuerySet, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import CRISIS_PROBLEMS

FOUND_AT_MOST = 20
LONGEST_SEARCH = 100
"""Characters of a search that are looked at: a database takes no more conditions than so many words make."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        organizations: the nearest ones, as many as are shown.
        total: how many there are; a page that shows fewer says so.
    """

    organizations: list[Organization]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether some are not shown."""
        return self.total > len(self.organizations)


def find(
    words: str, *, near: str = "", exclude: Iterable[int] = (), types: Iterable[OrganizationType] = ()
) -> Found:
    """Return active organizations in whose name all the words occur: first of the own district, then of the province.

    Args:
        words: as typed; an empty text finds nothing, unless kinds are named.
        near: code of a place, two to six digits; "" knows no place.
        exclude: ids that are shown already.
        types: only of these kinds; of any by default.
    """
    kinds = tuple(types)
    matching = Organization.objects.active().exclude(pk__in=list(exclude))
    if words.strip():
        matching = matching.named(words[:LONGEST_SEARCH])
    elif not kinds:
        return Found([], 0)
    if kinds:
        matching = matching.of_types(*kinds)
    nearest = nearest_first(matching, near)
    shown = list(nearest[: FOUND_AT_MOST + 1])
    total = len(shown) if len(shown) <= FOUND_AT_MOST else matching.count()
    return Found(shown[:FOUND_AT_MOST], total)


def nearest_first(organizations: OrganizationQuerySet, near: str) -> OrganizationQuerySet:
    """Put the organizations of a district first, then those of its province, each in alphabetical order.

    Args:
        organizations: any.
        near: code of a place; "" leaves the alphabet.
    """
    steps = [When(subdistrict_code=near[:6], then=Value(0))] if len(near) == 6 else []
    steps += [When(district_code=near[:4], then=Value(1))] if len(near) >= 4 else []
    steps += [When(province_code=near[:2], then=Value(2))] if len(near) >= 2 else []
    if not steps:
        return organizations.order_by("sort_key", "pk")
    rank = Case(*steps, default=Value(3), output_field=IntegerField())
    return organizations.annotate(far=rank).order_by("far", "sort_key", "pk")


HAS_NO_CONTACT = Q(phone="", email="")
EXPECTED: tuple[OrganizationType, ...] = (
    OrganizationType.PROVINCIAL_LOCAL_OFFICE,
    OrganizationType.PROVINCIAL_SOCIAL_OFFICE,
    OrganizationType.DAMRONGDHAMA_CENTER,
    OrganizationType.JUSTICE_OFFICE,
    OrganizationType.LABOR_PROTECTION_OFFICE,
    OrganizationType.GOVERNOR,
    OrganizationType.EDUCATION_AREA_OFFICE,
    OrganizationType.HOSPITAL,
    OrganizationType.POLICE_STATION,
)
"""Kinds of which a province has at least one."""


@dataclass(frozen=True, slots=True)
class ProvinceGaps:
    """What the directory does not know of a province.

    Attributes:
        area: the province.
        held: active organizations in it.
        without_contact: of these, how many have neither telephone nor e-mail.
        leads_without_contact: lead agencies among them.
        no_lead: problems without a row in the routing table.
        missing: kinds of which there is none.
        subdistricts: without any local administration.
    """

    area: areas.Area
    held: int
    without_contact: int
    leads_without_contact: int
    no_lead: int
    missing: tuple[OrganizationType, ...]
    subdistricts: int

    @property
    def is_whole(self) -> bool:
        """Nothing is missing."""
        return not (self.without_contact or self.no_lead or self.missing or self.subdistricts)


def gaps(province_code: str = "") -> list[ProvinceGaps]:
    """Return the gaps of every province, or of one, in five queries however large the directory is.

    Args:
        province_code: two digits; "" for all of them.
    """
    wanted = [one for one in areas.provinces() if province_code in ("", one.code)]
    active = Organization.objects.active().order_by()
    held = dict(active.values_list("province_code").annotate(Count("pk")))
    silent = dict(active.filter(HAS_NO_CONTACT).values_list("province_code").annotate(Count("pk")))
    rules = RoutingRule.objects.filter(district_code="").order_by()
    silent_leads = dict(
        rules.filter(organization__phone="", organization__email="")
        .values_list("province_code")
        .annotate(Count("pk"))
    )
    led = dict(rules.values_list("province_code").annotate(Count("pk")))
    kinds = set(active.filter(type__in=EXPECTED).values_list("province_code", "type").distinct())
    served = set(
        ServiceArea.objects.filter(organization__is_active=True)
        .order_by()
        .values_list("subdistrict_code", flat=True)
        .distinct()
    )
    return [
        ProvinceGaps(
            area=province,
            held=held.get(province.code, 0),
            without_contact=silent.get(province.code, 0),
            leads_without_contact=silent_leads.get(province.code, 0),
            no_lead=len(CRISIS_PROBLEMS) - led.get(province.code, 0),
            missing=() if province.is_in_bangkok else _missing(province.code, kinds),
            subdistricts=0 if province.is_in_bangkok else _unserved(province.code, served),
        )
        for province in wanted
    ]


def _missing(province: str, kinds: set[tuple[str, str]]) -> tuple[OrganizationType, ...]:
    return tuple(kind for kind in EXPECTED if (province, kind.value) not in kinds)


def _unserved(province: str, served: set[str]) -> int:
    return sum(
        part.code not in served
        for district in areas.districts(province)
        for part in areas.subdistricts(district.code)
    )


OFFICIAL_UNITS = 21_745
"""Units at which a problem may be reported in person, of all ministries (S2.36)."""


def frontline1_held() -> int:
    """Return how many active organizations of front line 1 the directory holds, lead agencies among them."""
    return Organization.objects.active().filter(is_frontline1=True).count()
