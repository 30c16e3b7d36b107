"""To whom a document is sent: all local administrations of the province, some kinds, a district, or those named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.organizations.areas import area_name
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

RELAYING = frozenset({OrganizationType.DISTRICT_OFFICE, OrganizationType.DISTRICT_LOCAL_OFFICE})
"""Whoever passes on what came to the local administrations of its own district (S2.11)."""


class Audience(TextChoices):
    """How recipients are chosen."""

    LOCAL = "local", gettext_lazy("อปท. ทุกแห่งในจังหวัด")
    KINDS = "kinds", gettext_lazy("หน่วยงานบางประเภทในจังหวัด")
    DISTRICT = "district", gettext_lazy("อปท. ในอำเภอ")
    NAMED = "named", gettext_lazy("ระบุทีละหน่วยงาน")


@dataclass(frozen=True)
class Addressed:
    """Recipients, and how they are called on the proof."""

    organizations: OrganizationQuerySet
    words: str


def within(sender: Organization) -> OrganizationQuerySet:
    """Return the organizations to which one may send: those of its province, itself left out; of the whole country for one without."""
    found = Organization.objects.active().exclude(pk=sender.pk)
    return found.filter(province_code=sender.province_code) if sender.province_code else found


def addressed(
    sender: Organization,
    audience: str,
    *,
    kinds: Iterable[str] = (),
    district: str = "",
    named: Iterable[int] = (),
) -> Addressed:
    """Return who is meant.

    Args:
        sender: who sends.
        audience: value of `Audience`.
        kinds: types of organizations, for `KINDS`.
        district: four digits, for `DISTRICT`.
        named: primary keys, for `NAMED`; those beyond the sender's reach are left out.
    """
    reach = within(sender)
    local = reach.of_types(*LOCAL_ADMINISTRATIONS)
    if audience == Audience.KINDS:
        types = [OrganizationType(kind) for kind in kinds]
        return Addressed(reach.of_types(*types), ", ".join(str(kind.label) for kind in types))
    if audience == Audience.DISTRICT:
        words = _("อปท. ใน%(district)s") % {"district": area_name(district)}
        return Addressed(local.filter(district_code=district), words)
    if audience == Audience.NAMED:
        return Addressed(reach.filter(pk__in=list(named)), _("หน่วยงานที่ระบุ"))
    return Addressed(local, str(Audience.LOCAL.label))


def below(relay: Organization) -> OrganizationQuerySet:
    """Return the local administrations to which a district office passes documents on; none for any other organization."""
    if OrganizationType(relay.type) not in RELAYING or not relay.district_code:
        return Organization.objects.none()
    return within(relay).of_types(*LOCAL_ADMINISTRATIONS).filter(district_code=relay.district_code)
