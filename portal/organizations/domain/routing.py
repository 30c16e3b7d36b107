"""Who is responsible: by place for local administrations, by problem and province for lead agencies.

Pure reads. One subdistrict may be served by up to four local administrations (documents.md 4), so places give lists;
whoever asks shows them or lets the center decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.composed import Composed
from portal.organizations.areas import BANGKOK
from portal.organizations.models import Organization, OrganizationQuerySet, RoutingRule, ServiceArea
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType, lead_type
from portal.thai.digits import only_digits, to_arabic
from portal.vocabulary import ProblemType

WORD = 20
"""Characters of a village number that are looked at."""
_FIRST_LINE = LOCAL_ADMINISTRATIONS - {OrganizationType.PAO}


@dataclass(frozen=True)
class Proposal:
    """A body that a case may be forwarded to, and why it is proposed.

    Attributes:
        organization: the body.
        reason: a Thai phrase for the officer, lazily translated.
    """

    organization: Organization
    reason: Any


def local_administrations_for(subdistrict_code: str, moo: str = "") -> list[Organization]:
    """Return the local administrations that serve a place, those that serve all of the subdistrict first.

    Bangkok is one administration for all its subdistricts. Where no municipality or subdistrict organization is known,
    the provincial administrative organization stands in (documents.md 4); unknown codes give nothing. Where several share
    a subdistrict and the directory knows which villages each serves, the village decides; a village that nobody claims
    leaves those whose villages are not known, or all.

    Args:
        subdistrict_code: six digits.
        moo: number of the village as typed; "" or words leave all of them.

    Source: S1.13.
    """
    if len(subdistrict_code) != 6:
        return []
    province = subdistrict_code[:2]
    if province == BANGKOK:
        return list(Organization.objects.active().of_types(OrganizationType.BMA))
    served = (
        ServiceArea.objects.filter(
            subdistrict_code=subdistrict_code,
            organization__is_active=True,
            organization__type__in=_FIRST_LINE,
        )
        .select_related("organization")
        .order_by("-coverage", "organization__sort_key", "organization_id")
    )
    found = [area.organization for area in _of_village(list(served), village_number(moo))]
    return found or _provincial_administration(province)


def local_administrations_within(code: str) -> list[Organization]:
    """Return every local administration that serves a part of a province or district; for a subdistrict those that serve it.

    Args:
        code: two, four or six digits; "" gives nothing.
    """
    if not code:
        return []
    if len(code) == 6 or code.startswith(BANGKOK):
        return local_administrations_for(code.ljust(6, "0"))
    serving = ServiceArea.objects.filter(subdistrict_code__startswith=code).values("organization")
    found = Organization.objects.active().of_types(*_FIRST_LINE).filter(pk__in=serving)
    return [*found, *_provincial_administration(code[:2])]


def villages_by_administration(subdistrict_code: str) -> dict[int, str]:
    """Return which villages of a subdistrict each local administration serves, "1-3, 5"; those that nobody knows are left out.

    Args:
        subdistrict_code: six digits.
    """
    known = ServiceArea.objects.filter(
        subdistrict_code=subdistrict_code, organization__is_active=True, organization__type__in=_FIRST_LINE
    )
    return {
        pk: spans(villages)
        for pk, villages in known.values_list("organization_id", "villages").order_by("organization_id")
        if villages
    }


def spans(numbers: Iterable[int]) -> str:
    """Return numbers in short: 1, 2, 3 and 5 give "1-3, 5"."""
    groups: list[list[int]] = []
    for number in sorted(set(numbers)):
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in groups)


def village_number(moo: str) -> int | None:
    """Return the number in "3", "หมู่ ๓" or "ม.3"; None when there is none between 1 and 99."""
    digits = only_digits(to_arabic(moo[:WORD]))
    return int(digits) if 0 < len(digits) < 3 and int(digits) else None


def _of_village(served: list[ServiceArea], village: int | None) -> list[ServiceArea]:
    """Leave out those who serve other villages of the subdistrict only."""
    if village is None:
        return served
    exactly = [area for area in served if village in area.villages]
    # Who serves the whole subdistrict but for the villages of a municipality has none written down.
    return exactly or [area for area in served if not area.villages] or served


def _provincial_administration(province_code: str) -> list[Organization]:
    """Return the provincial administrative organization of a province, if it is known."""
    return list(
        Organization.objects.active().of_types(OrganizationType.PAO).filter(province_code=province_code)[:1]
    )


def lead_agency_for(problem: str, province_code: str, district_code: str = "") -> Organization | None:
    """Return the body that leads a crisis problem in a place, or None.

    The routing table decides, a row of the district before that of the province; a body that was closed is replaced by
    its successor. Without a row the answer is the only active body of the responsible kind in the province (there is one
    social office and one labor office in each), and None where there are several or none: then the center decides.

    Args:
        problem: a value of `ProblemType`; general kinds of help have no lead agency.
        province_code: two digits.
        district_code: four digits, where it is known.

    Source: S2.20, S2.33.
    """
    kind = lead_type(ProblemType(problem), province_code) if problem in ProblemType.values else None
    if kind is None or not province_code:
        return None
    rules = RoutingRule.objects.filter(
        problem=problem, province_code=province_code, district_code__in={"", district_code}
    ).select_related("organization__successor")
    for rule in rules.order_by("-district_code"):
        heir = rule.organization.successors()[-1]
        if heir.is_active:
            return heir
    only = list(Organization.objects.active().of_types(kind).filter(province_code=province_code)[:2])
    return only[0] if len(only) == 1 else None


def center_for(code: str) -> Organization | None:
    """Return the center (สถานที่กลาง) that answers for an area, or None when the installation has none.

    Nearest first: a center that serves this subdistrict, one of the district, one of the whole province, one of
    another district of it, and at last the only center of the installation, which takes requests from elsewhere and
    passes them on. Among several of one area the first in alphabetical order.

    Args:
        code: two, four or six digits; "" asks for the only center.
    """
    if len(code) == 6 and (found := _CENTERS_OF_SUBDISTRICT(code=code)):
        return found[0]
    if len(code) >= 4 and (found := _CENTERS_OF_DISTRICT(code=code[:4])):
        return found[0]
    # A center of the whole province has no district; it answers before that of a neighboring district does.
    if code and (found := _CENTERS_OF_PROVINCE(code=code[:2])):
        return found[0]
    only = _CENTERS()
    return only[0] if len(only) == 1 else None


def _centers() -> OrganizationQuerySet:
    return Organization.objects.active().of_types(OrganizationType.CENTER)


# Asked by every page of a case.
_CENTERS_OF_SUBDISTRICT = Composed(lambda code: _centers().filter(areas__subdistrict_code=code)[:1], code=str)
_CENTERS_OF_DISTRICT = Composed(lambda code: _centers().filter(district_code=code)[:1], code=str)
_CENTERS_OF_PROVINCE = Composed(
    lambda code: _centers().filter(province_code=code).order_by("district_code", "sort_key", "pk")[:1],
    code=str,
)
_CENTERS = Composed(lambda: _centers()[:2])


def propose_targets(
    *, problem: str, subdistrict_code: str, moo: str = "", exclude: Iterable[Organization | int] = ()
) -> list[Proposal]:
    """Return the bodies to which a case should be forwarded, the right one first.

    A crisis problem goes to its lead agency (S2.20), then to the local administrations of the place; any other kind of
    help goes to these first (S1.13). The provincial administrative organization and the center follow.

    Args:
        problem: a value of `ProblemType`.
        subdistrict_code: six digits; "" when the place is not known.
        moo: number of the village as typed, where it is known.
        exclude: bodies or their ids that are not to be proposed, e.g. the holder and those that already returned it.
    """
    left_out = {body.pk if isinstance(body, Organization) else body for body in exclude}
    proposals: list[Proposal] = []

    def add(bodies: Iterable[Organization | None], reason: Any) -> None:
        for body in bodies:
            if body is not None and body.pk not in left_out:
                left_out.add(body.pk)
                proposals.append(Proposal(body, reason))

    province = subdistrict_code[:2]
    add([lead_agency_for(problem, province, subdistrict_code[:4])], _("เจ้าภาพหลักของปัญหานี้ในจังหวัด"))
    add(local_administrations_for(subdistrict_code, moo), _("หน่วยงานท้องถิ่นของพื้นที่"))
    if province:
        add(_provincial_administration(province), _("องค์การบริหารส่วนจังหวัดของพื้นที่"))
    add([center_for(subdistrict_code)], _("ศูนย์ที่ประสานงานในพื้นที่"))
    return proposals


def office_of_province(kind: OrganizationType, province_code: str) -> Organization | None:
    """Return the office of a kind that a province has one of: the governor, the provincial local and social offices.

    Args:
        kind: of which there is one in each province; of several the first in alphabetical order is taken.
        province_code: two digits; "" gives None.

    Source: S2.46, S2.47.
    """
    if not province_code:
        return None
    return Organization.objects.active().of_types(kind).filter(province_code=province_code).first()
