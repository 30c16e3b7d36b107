"""How many bodies of front line 1 of the Ministry of Interior the directory holds, beside the official count (S2.50)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType as Type


@dataclass(frozen=True)
class Figure:
    """One group of bodies.

    Attributes:
        label: Thai name of the group.
        types: kinds of bodies in it.
        official: how many there were in 2556, from the guideline enclosed to มท 0891.3/ว 1918, section 6.1.
        held: how many active ones the directory holds.
    """

    label: Any
    types: tuple[Type, ...]
    official: int
    held: int = 0


OFFICIAL_2556: tuple[Figure, ...] = (
    Figure(_("ศูนย์ดำรงธรรมจังหวัด"), (Type.DAMRONGDHAMA_CENTER,), 76),
    Figure(_("ที่ทำการปกครองอำเภอ"), (Type.DISTRICT_OFFICE,), 878),
    Figure(_("เทศบาลนคร"), (Type.CITY_MUNICIPALITY,), 29),
    Figure(_("เทศบาลเมือง"), (Type.TOWN_MUNICIPALITY,), 167),
    Figure(_("เทศบาลตำบล"), (Type.SUBDISTRICT_MUNICIPALITY,), 2_070),
    Figure(_("องค์การบริหารส่วนตำบล"), (Type.TAO,), 5_509),
)
"""The 8,729 places of the Ministry of Interior at which a problem may be reported."""


def frontline1_figures(province_code: str = "") -> list[Figure]:
    """Return the groups with the number of active bodies of front line 1 in the directory, in one query.

    Args:
        province_code: two digits to count one province; "" for the country. The official numbers are the country's.
    """
    counted = Organization.objects.active().filter(is_frontline1=True)
    if province_code:
        counted = counted.filter(province_code=province_code)
    held = dict(counted.order_by().values_list("type").annotate(Count("pk")))
    return [
        Figure(group.label, group.types, group.official, sum(held.get(kind, 0) for kind in group.types))
        for group in OFFICIAL_2556
    ]
