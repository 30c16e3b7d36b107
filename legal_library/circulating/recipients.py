"""To whom a document is sent: all local administrations of the province, some kinds, a district, or those named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.organizations.areas import area_name
from portal.organizations.models import Organization, OrganizationQuerySet
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

RELAYING = frozenset({OrganizationType.DISTRICT_OFFICE, OrganizationType.DISTRICT_LOCAL_OFFICE})
"""Whoever passes on what came to the local administrations of its own district (S2.11)."""
_BELOW = {
    OrganizationType.DLA: frozenset({OrganizationType.PROVINCIAL_LOCAL_OFFICE}),
    OrganizationType.PROVINCIAL_LOCAL_OFFICE: LOCAL_ADMINISTRATIONS,
}
"""Whom the department announces guidelines to, and who announces them further in its province (S2.53)."""


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
    # What is kept is Thai, whatever the editor reads: the proof prints it.
    with override("th"):
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
    """Return to whom an organization passes documents on; none for any other than these.

    A district office to the local administrations of its district, the provincial office to those of its province, the
    department to the provincial offices.
    """
    kind = OrganizationType(relay.type)
    if kind in RELAYING and relay.district_code:
        return within(relay).of_types(*LOCAL_ADMINISTRATIONS).filter(district_code=relay.district_code)
    return within(relay).of_types(*_BELOW[kind]) if kind in _BELOW else Organization.objects.none()


def announces(sender: Organization) -> bool:
    """Whether an organization sends documents round by itself, from the desk (S2.53); a center does in `/cms/`."""
    return OrganizationType(sender.type) in _BELOW


def called(sender: Organization) -> str:
    """Return how those below an organization are called on the proof, in Thai whatever anybody reads."""
    with override("th"):
        if OrganizationType(sender.type) == OrganizationType.DLA:
            return _("สำนักงานส่งเสริมการปกครองท้องถิ่นทุกจังหวัด")
        return _("อปท. ในเขตของ%(sender)s") % {"sender": sender.name_th}
