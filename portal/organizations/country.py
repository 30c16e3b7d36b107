"""Starter content for the whole country: the offices that every province has, and who leads which problem there.

Names and rules only, as the sources name them (S2.20, S2.22, S2.33). Telephone numbers and addresses stay empty until
somebody knows them, and the page of gaps shows it; the one number here, 1300, stands in the source. Loading again adds
what is missing, and touches nothing that is there: what people changed, closed or deleted stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from portal.organizations import areas, naming
from portal.organizations.country_names import (
    BANGKOK_BODIES,
    EDUCATION_HOSPITALS,
    LABOR_AREAS,
    NATIONAL_BODIES,
    PROVINCIAL_HOSPITALS,
)
from portal.organizations.models import Organization, RoutingRule
from portal.organizations.vocabulary import OrganizationType as Type
from portal.organizations.vocabulary import capabilities_of
from portal.vocabulary import ProblemType

SOURCE = "country"
TO_CHECK = gettext_noop("ข้อมูลตั้งต้นของระบบตามชื่อหน่วยงานในข้อตกลง โปรดตรวจสอบและเพิ่มช่องทางติดต่อ")
BATCH = 500

PROVINCIAL_KINDS: dict[Type, ProblemType | None] = {
    Type.GOVERNOR: None,
    Type.PROVINCIAL_LOCAL_OFFICE: None,
    Type.DAMRONGDHAMA_CENTER: None,
    Type.JUSTICE_OFFICE: None,
    Type.PROVINCIAL_SOCIAL_OFFICE: ProblemType.VIOLENCE,
    Type.LABOR_PROTECTION_OFFICE: ProblemType.CHILD_LABOR,
    Type.POLICE_COMMAND: ProblemType.HUMAN_TRAFFICKING,
}
"""Offices of which each province but Bangkok has one, and the problem that they lead there.

The agreement makes every police station a service unit. Which of them takes trafficking cases in a province is for the
police to say; until then their provincial command is asked.
"""


@dataclass(frozen=True, slots=True)
class Office:
    """One organization of the set.

    Attributes:
        type: kind.
        name_th, name_en: in full.
        province, district: codes; "" above that level.
        leads: the problem that it leads in its province.
        phone: only what the source says.
    """

    type: Type
    name_th: str
    name_en: str = ""
    province: str = ""
    district: str = ""
    leads: ProblemType | None = None
    phone: str = ""

    @property
    def key(self) -> str:
        """Stable name within the set."""
        return f"{self.type}:{self.district or self.province}:{self.name_th}"


def offices() -> Iterator[Office]:
    """Yield all organizations of the set."""
    for province in areas.provinces():
        if not province.is_in_bangkok:
            for kind, problem in PROVINCIAL_KINDS.items():
                yield _named(kind, province, leads=problem, province=province.code)
        for district in areas.districts(province.code):
            kind = Type.BMA_DISTRICT_OFFICE if province.is_in_bangkok else Type.DISTRICT_OFFICE
            yield _named(kind, district, province=province.code, district=district.code)
    for code, (name, district) in PROVINCIAL_HOSPITALS.items():
        yield Office(
            Type.HOSPITAL, name, province=code, district=district, leads=ProblemType.UNREADY_PREGNANCY
        )
    for name, code in EDUCATION_HOSPITALS:
        yield Office(Type.EDUCATION_HOSPITAL, name, province=code)
    for number in range(1, LABOR_AREAS + 1):
        name = f"กลุ่มงานสวัสดิการและคุ้มครองแรงงานพื้นที่ {number}"
        yield Office(Type.LABOR_AREA_OFFICE, name, f"Labor Protection Area {number}", province=areas.BANGKOK)
    for kind, name, english, leads, phone in BANGKOK_BODIES:
        yield Office(kind, name, english, province=areas.BANGKOK, leads=leads, phone=phone)
    for kind, name, english, province, district in NATIONAL_BODIES:
        yield Office(kind, name, english, province=province, district=district)


def _named(
    kind: Type, area: areas.Area, *, province: str, district: str = "", leads: ProblemType | None = None
) -> Office:
    """Return the office of a kind whose name follows its place."""
    return Office(
        kind,
        naming.full_name(kind, area.name_th),
        naming.english_name(kind, area.name_en),
        province,
        district,
        leads,
    )


def _row(office: Office) -> Organization:
    """Return an office as an unsaved row."""
    organization = Organization(
        type=office.type,
        name_th=office.name_th,
        name_en=office.name_en,
        short_name=naming.short_name(office.type, naming.place_of(office.type, office.name_th)),
        province_code=office.province,
        district_code=office.district,
        phone=office.phone,
        **capabilities_of(office.type),
        note=TO_CHECK,
        source=SOURCE,
        source_key=office.key,
    )
    organization.fill_keys()
    return organization


ONE_PER_PLACE = frozenset(
    {*PROVINCIAL_KINDS, Type.DISTRICT_OFFICE, Type.BMA_DISTRICT_OFFICE, Type.BMA, Type.PATTAYA}
)
"""Kinds of which a place has one, whatever it is called in a list that was imported."""


@transaction.atomic
def load_country() -> int:
    """Add what is missing of the set with the rules that belong to it; return how many organizations were made.

    An organization of the same kind and place, or of the same name, counts as there, also when it was closed. A rule comes
    only together with its organization: one that somebody deleted does not come back.
    """
    known = list(
        Organization.objects.filter(type__in={office.type for office in offices()}).values_list(
            "type", "province_code", "district_code", "name_th", "source_key"
        )
    )
    places = {(kind, province, district) for kind, province, district, _name, _key in known}
    names = {(kind, name) for kind, _province, _district, name, _key in known}
    keys = {key for *_rest, key in known if key}
    missing = [
        office
        for office in offices()
        if office.key not in keys
        and (office.type, office.name_th) not in names
        and not (office.type in ONE_PER_PLACE and (office.type, office.province, office.district) in places)
    ]
    if not missing:
        return 0
    Organization.objects.bulk_create(map(_row, missing), batch_size=BATCH)
    _add_rules([office for office in missing if office.leads])
    return len(missing)


def _add_rules(made: list[Office]) -> None:
    """Let the new organizations lead where nobody does yet."""
    ruled = set(RoutingRule.objects.filter(district_code="").values_list("problem", "province_code"))
    pks = dict(
        Organization.objects.filter(
            source=SOURCE, source_key__in=[office.key for office in made]
        ).values_list("source_key", "pk")
    )
    RoutingRule.objects.bulk_create(
        RoutingRule(
            problem=office.leads or "", province_code=office.province, organization_id=pks[office.key]
        )
        for office in made
        if (office.leads, office.province) not in ruled
    )
