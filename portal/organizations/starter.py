"""Starter content: the center of Mueang Krabi district and the bodies around it.

Facts only: names, kinds and served subdistricts are real; telephone numbers and e-mail addresses that we do not know
stay empty, and every row says that the office has to check it. Loading again changes nothing that staff edited.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from portal.organizations import naming
from portal.organizations.models import Organization, RoutingRule, ServiceArea
from portal.organizations.vocabulary import LEAD_AGENCY_TYPES, capabilities_of
from portal.organizations.vocabulary import OrganizationType as Type

SOURCE = "starter"
PROVINCE = "81"
DISTRICT = "8101"
TO_CHECK = gettext_noop("ข้อมูลตั้งต้นของระบบ โปรดตรวจสอบและเพิ่มช่องทางติดต่อ")
_CENTER_NOTE = "ข้อมูลตั้งต้นของระบบ ให้เทศบาลเมืองกระบี่เป็นที่ตั้ง โปรดตรวจว่าสถานที่กลางของอำเภออยู่ที่ใด"
_LETTER_NOTE = "ข้อมูลตั้งต้นของระบบ โปรดตรวจสอบ เลขประจำหน่วยงานและที่อยู่ตามหนังสือปี 2556"


@dataclass(frozen=True)
class Seed:
    """One body of the starter set.

    Attributes:
        key: stable name within the starter set.
        type: kind of body.
        place: Thai place behind the pattern of the kind, or the whole name for kinds without a pattern.
        place_en: the same in English.
        district: four digits, "" for a body of the province or the country.
        subdistrict: six digits of where the office serves one subdistrict alone, else "".
        serves: codes of the subdistricts it serves, all of them wholly.
        parent: key of the body above it.
        geocode, dla_code: codes of local administrations (2565 and 2560).
        short: short name where the kind has no pattern.
        website, letter_code, address, note: as in `Organization`.
    """

    key: str
    type: Type
    place: str
    place_en: str
    district: str = ""
    subdistrict: str = ""
    serves: tuple[str, ...] = ()
    parent: str = ""
    geocode: str = ""
    dla_code: str = ""
    short: str = ""
    website: str = ""
    letter_code: str = ""
    address: str = ""
    note: str = TO_CHECK


def _tao(key: str, place: str, place_en: str, code: str, dla_code: str, website: str = "") -> Seed:
    """Return the subdistrict organization that serves the whole of one subdistrict of the district."""
    return Seed(
        key, Type.TAO, place, place_en, DISTRICT, code, (code,), "district_local", code, dla_code, website=website
    )  # fmt: skip


SEEDS: tuple[Seed, ...] = (
    Seed("dla", Type.DLA, "กรมส่งเสริมการปกครองท้องถิ่น", "Department of Local Administration", short="สถ.",
         website="https://www.dla.go.th/", letter_code="มท 0891.3",
         address="ถนนนครราชสีมา เขตดุสิต กรุงเทพมหานคร 10300", note=_LETTER_NOTE),
    Seed("governor", Type.GOVERNOR, "กระบี่", "Krabi"),
    Seed("provincial_local", Type.PROVINCIAL_LOCAL_OFFICE, "กระบี่", "Krabi", parent="dla", letter_code="กบ 0023.3",
         address="ศาลากลางจังหวัดกระบี่ ถนนอุตรกิจ กบ 81000", note=_LETTER_NOTE),
    Seed("district_local", Type.DISTRICT_LOCAL_OFFICE, "เมืองกระบี่", "Mueang Krabi", DISTRICT,
         parent="provincial_local"),
    Seed("district", Type.DISTRICT_OFFICE, "เมืองกระบี่", "Mueang Krabi", DISTRICT),
    Seed("damrongdhama", Type.DAMRONGDHAMA_CENTER, "กระบี่", "Krabi"),
    Seed("social", Type.PROVINCIAL_SOCIAL_OFFICE, "กระบี่", "Krabi"),
    Seed("labor", Type.LABOR_PROTECTION_OFFICE, "กระบี่", "Krabi"),
    Seed("hospital", Type.HOSPITAL, "กระบี่", "Krabi", DISTRICT),
    Seed("police", Type.POLICE_STATION, "เมืองกระบี่", "Mueang Krabi", DISTRICT),
    Seed("justice", Type.JUSTICE_OFFICE, "กระบี่", "Krabi"),
    Seed("pao", Type.PAO, "กระบี่", "Krabi", parent="provincial_local", geocode="81", dla_code="2810101",
         website="https://www.krabipao.go.th/"),
    Seed("krabi_town", Type.TOWN_MUNICIPALITY, "กระบี่", "Krabi", DISTRICT, serves=("810101", "810102"),
         parent="provincial_local", geocode="8199", dla_code="4810102", website="http://www.krabicity.go.th/"),
    Seed("krabi_noi", Type.SUBDISTRICT_MUNICIPALITY, "กระบี่น้อย", "Krabi Noi", DISTRICT, "810103", ("810103",),
         "district_local", "8189", "5810109", website="http://www.krabinoi.go.th/"),
    _tao("khao_khram", "เขาคราม", "Khao Khram", "810105", "6810103", "http://www.khaokram.go.th/"),
    _tao("khao_thong", "เขาทอง", "Khao Thong", "810106", "6810110", "http://www.kaothong.go.th/"),
    _tao("thap_prik", "ทับปริก", "Thap Prik", "810111", "6810106", "http://www.tubprik.go.th/"),
    _tao("sai_thai", "ไสไทย", "Sai Thai", "810115", "6810107", "http://www.saithai.go.th/"),
    _tao("ao_nang", "อ่าวนาง", "Ao Nang", "810116", "6810104", "http://www.aonang.go.th/"),
    _tao("nong_thale", "หนองทะเล", "Nong Thale", "810117", "6810108", "http://www.nongtalay.go.th/"),
    _tao("khlong_prasong", "คลองประสงค์", "Khlong Prasong", "810118", "6810105"),
    Seed("center", Type.CENTER,
         "ศูนย์ปฏิบัติการร่วมในการช่วยเหลือประชาชนขององค์กรปกครองส่วนท้องถิ่น (สถานที่กลาง) อำเภอเมืองกระบี่",
         "Joint Operations Center for Helping People, Mueang Krabi", DISTRICT, parent="krabi_town",
         serves=("810101", "810102", "810103", "810105", "810106", "810111", "810115", "810116", "810117", "810118"),
         short="ศูนย์ปฏิบัติการร่วมฯ เมืองกระบี่", note=_CENTER_NOTE),
)  # fmt: skip
"""Parents stand before their children."""


def _create(seed: Seed, parent: Organization | None) -> Organization:
    """Make one body of the starter set with the areas it serves."""
    organization = Organization.objects.create(
        type=seed.type,
        name_th=naming.full_name(seed.type, seed.place),
        name_en=naming.english_name(seed.type, seed.place_en),
        short_name=seed.short or naming.short_name(seed.type, seed.place),
        province_code=PROVINCE if seed.type != Type.DLA else "",
        district_code=seed.district,
        subdistrict_code=seed.subdistrict,
        parent=parent,
        website=seed.website,
        address=seed.address,
        letter_code=seed.letter_code,
        geocode=seed.geocode,
        dla_code=seed.dla_code,
        **capabilities_of(seed.type),
        note=seed.note,
        source=SOURCE,
        source_key=seed.key,
    )
    ServiceArea.objects.bulk_create(
        ServiceArea(organization=organization, subdistrict_code=code) for code in seed.serves
    )
    return organization


def _existing(seed: Seed) -> Organization | None:
    """Return the row that already stands for a body of the set, also when an import took it over or staff made it."""
    if found := Organization.objects.filter(source=SOURCE, source_key=seed.key).first():
        return found
    same_kind = Organization.objects.filter(
        type=seed.type, province_code="" if seed.type == Type.DLA else PROVINCE
    )
    if seed.geocode and (found := Organization.objects.filter(geocode=seed.geocode).first()):
        return found
    return same_kind.filter(
        name_th=naming.full_name(seed.type, seed.place), district_code=seed.district
    ).first()


@transaction.atomic
def load_organizations() -> int:
    """Load what is missing of the starter set and its routing table; return how many bodies were made.

    Rows that exist are left alone, whoever edited or closed them.
    """
    made = 0
    by_key: dict[str, Organization] = {}
    for seed in SEEDS:
        found = _existing(seed)
        if found is None:
            found = _create(seed, by_key.get(seed.parent))
            made += 1
        by_key[seed.key] = found
    leads = {organization.type: organization for organization in by_key.values()}
    for problem, kind in LEAD_AGENCY_TYPES.items():
        RoutingRule.objects.get_or_create(
            problem=problem, province_code=PROVINCE, district_code="", defaults={"organization": leads[kind]}
        )
    return made
