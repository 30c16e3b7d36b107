"""Whose figures somebody sees, and whether they may see every one of them (S1.31, S1.32; cases.md, privacy 11).

A local administration sees its own, the center those of its district: the grants of their cases show them the cases
themselves. Province, district office and department watch and may not open cases: they get the tables that went up, in
which small figures are hidden (`cases.statistics.domain.published`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.domain.overview import sees_figures
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer


class Breadth(TextChoices):
    """How wide figures reach; the value stands in addresses and in the JSON."""

    OWN = "own", _("หน่วยงานของเรา")
    DISTRICT = "district", _("ทั้งอำเภอ")
    PROVINCE = "province", _("ทั้งจังหวัด")
    COUNTRY = "country", _("ทั้งประเทศ")


WATCHES: dict[OrganizationType, Breadth] = {
    OrganizationType.DISTRICT_OFFICE: Breadth.DISTRICT,
    OrganizationType.DISTRICT_LOCAL_OFFICE: Breadth.DISTRICT,
    OrganizationType.PROVINCIAL_LOCAL_OFFICE: Breadth.PROVINCE,
    OrganizationType.GOVERNOR: Breadth.PROVINCE,
    OrganizationType.DLA: Breadth.COUNTRY,
}
"""Kinds of organizations that get figures of others and may not open their cases."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose figures are meant.

    Attributes:
        breadth: how wide.
        organization: key of the own one.
        area: code of the district or province; "" for one organization or the country.
        is_protected: small figures are hidden, because the reader may not see the cases behind them.
    """

    breadth: Breadth
    organization: int
    area: str = ""
    is_protected: bool = False

    def units(self) -> QuerySet[Organization]:
        """Return the organizations whose figures these are."""
        if self.breadth == Breadth.OWN:
            return Organization.objects.filter(pk=self.organization)
        if self.breadth == Breadth.DISTRICT:
            return Organization.objects.filter(district_code=self.area)
        if self.breadth == Breadth.PROVINCE:
            return Organization.objects.filter(province_code=self.area)
        return Organization.objects.all()


def reaches_of(actor: Officer) -> list[Reach]:
    """Return whose figures somebody sees, the widest first; none for people without a function that needs any."""
    if not sees_figures(actor):
        return []
    us = actor.organization
    own = Reach(Breadth.OWN, us.pk)
    kind = OrganizationType(us.type)
    if kind == OrganizationType.CENTER:
        if us.district_code:
            return [Reach(Breadth.DISTRICT, us.pk, us.district_code), own]
        return [Reach(Breadth.PROVINCE, us.pk, us.province_code), own] if us.province_code else [own]
    breadth = WATCHES.get(kind)
    if breadth is None:
        return [own]
    area = {Breadth.DISTRICT: us.district_code, Breadth.PROVINCE: us.province_code}.get(breadth, "")
    if breadth != Breadth.COUNTRY and not area:
        return [own]
    return [Reach(breadth, us.pk, area, is_protected=True), own]
