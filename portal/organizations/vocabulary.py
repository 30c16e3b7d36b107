"""Kinds of organizations, and which of them lead which problem (glossary)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType

BANGKOK_CODE = "10"
"""Of the province without provincial offices (`portal.organizations.areas.BANGKOK` is the same)."""


class OrganizationType(TextChoices):
    """What a body is; decides its default capabilities and how its name is written (S2.20-S2.26)."""

    CENTER = "center", _("ศูนย์ปฏิบัติการร่วม (สถานที่กลาง)")
    LAO_HELP_CENTER = "lao_help_center", _("ศูนย์ช่วยเหลือประชาชนของ อปท.")
    PAO = "pao", _("องค์การบริหารส่วนจังหวัด")
    CITY_MUNICIPALITY = "city_municipality", _("เทศบาลนคร")
    TOWN_MUNICIPALITY = "town_municipality", _("เทศบาลเมือง")
    SUBDISTRICT_MUNICIPALITY = "subdistrict_municipality", _("เทศบาลตำบล")
    TAO = "tao", _("องค์การบริหารส่วนตำบล")
    BMA = "bma", _("กรุงเทพมหานคร")
    BMA_DISTRICT_OFFICE = "bma_district_office", _("สำนักงานเขต (กรุงเทพมหานคร)")
    BMA_HEALTH_CENTER = "bma_health_center", _("ศูนย์บริการสาธารณสุข (กรุงเทพมหานคร)")
    BMA_HOSPITAL = "bma_hospital", _("โรงพยาบาลของกรุงเทพมหานคร")
    PATTAYA = "pattaya", _("เมืองพัทยา")
    DISTRICT_OFFICE = "district_office", _("ที่ทำการปกครองอำเภอ")
    DISTRICT_LOCAL_OFFICE = "district_local_office", _("ท้องถิ่นอำเภอ")
    PROVINCIAL_LOCAL_OFFICE = "provincial_local_office", _("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด")
    DLA = "dla", _("กรมส่งเสริมการปกครองท้องถิ่น")
    PROVINCIAL_SOCIAL_OFFICE = "provincial_social_office", _("สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด")
    DAMRONGDHAMA_CENTER = "damrongdhama_center", _("ศูนย์ดำรงธรรม")
    SOCIAL_CENTER = "social_center", _("ศูนย์ของ พม. ในกรุงเทพมหานคร")
    HOSPITAL = "hospital", _("โรงพยาบาล")
    EDUCATION_HOSPITAL = "education_hospital", _("โรงพยาบาลสังกัดกระทรวงศึกษาธิการ")
    POLICE_STATION = "police_station", _("สถานีตำรวจ")
    METROPOLITAN_POLICE_STATION = "metropolitan_police_station", _("สถานีตำรวจนครบาล")
    POLICE_COMMAND = "police_command", _("ตำรวจภูธรจังหวัดหรือกองบัญชาการ")
    LABOR_PROTECTION_OFFICE = "labor_protection_office", _("สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัด")
    LABOR_AREA_OFFICE = "labor_area_office", _("กลุ่มงานสวัสดิการและคุ้มครองแรงงานพื้นที่ (กรุงเทพมหานคร)")
    LABOR_CENTER = "labor_center", _("ศูนย์หรือสำนักของกรมสวัสดิการและคุ้มครองแรงงาน")
    EDUCATION_AREA_OFFICE = "education_area_office", _("สำนักงานเขตพื้นที่การศึกษา")
    JUSTICE_OFFICE = "justice_office", _("สำนักงานยุติธรรมจังหวัด")
    RIGHTS_DEPARTMENT = "rights_department", _("กรมคุ้มครองสิทธิและเสรีภาพ")
    FOREIGN_AFFAIRS = "foreign_affairs", _("กระทรวงการต่างประเทศ")
    EMBASSY = "embassy", _("สถานเอกอัครราชทูตหรือสถานกงสุล")
    NGO = "ngo", _("องค์การเอกชน")
    GOVERNOR = "governor", _("ผู้ว่าราชการจังหวัด")
    OTHER = "other", _("หน่วยงานอื่น")

    @property
    def is_local_administration(self) -> bool:
        """One of the bodies that the regulation calls อปท."""
        return self in LOCAL_ADMINISTRATIONS


LOCAL_ADMINISTRATIONS = frozenset(
    {
        OrganizationType.PAO,
        OrganizationType.CITY_MUNICIPALITY,
        OrganizationType.TOWN_MUNICIPALITY,
        OrganizationType.SUBDISTRICT_MUNICIPALITY,
        OrganizationType.TAO,
        OrganizationType.BMA,
        OrganizationType.PATTAYA,
    }
)


LEAD_AGENCY_TYPES: dict[ProblemType, OrganizationType] = {
    ProblemType.UNREADY_PREGNANCY: OrganizationType.HOSPITAL,
    ProblemType.HUMAN_TRAFFICKING: OrganizationType.POLICE_STATION,
    ProblemType.CHILD_LABOR: OrganizationType.LABOR_PROTECTION_OFFICE,
    ProblemType.VIOLENCE: OrganizationType.PROVINCIAL_SOCIAL_OFFICE,
}
"""Which kind of body leads which problem (S2.20, S2.33)."""

BANGKOK_LEAD_TYPES: dict[ProblemType, OrganizationType] = {
    ProblemType.UNREADY_PREGNANCY: OrganizationType.HOSPITAL,
    ProblemType.HUMAN_TRAFFICKING: OrganizationType.METROPOLITAN_POLICE_STATION,
    ProblemType.CHILD_LABOR: OrganizationType.LABOR_AREA_OFFICE,
    ProblemType.VIOLENCE: OrganizationType.SOCIAL_CENTER,
}
"""The same in Bangkok, which has no provincial offices (S2.33)."""


def lead_type(problem: ProblemType, province_code: str) -> OrganizationType | None:
    """Return the kind of body that leads a problem in a province; None for general kinds of help.

    Args:
        problem: any.
        province_code: two digits.
    """
    return (BANGKOK_LEAD_TYPES if province_code == BANGKOK_CODE else LEAD_AGENCY_TYPES).get(problem)


FRONTLINE2_TYPES = frozenset(LEAD_AGENCY_TYPES.values()) | {
    *BANGKOK_LEAD_TYPES.values(),
    OrganizationType.LABOR_CENTER,
    OrganizationType.POLICE_COMMAND,
}
"""Bodies that are service units, front line 2 (S2.33)."""

FRONTLINE1_TYPES = FRONTLINE2_TYPES | {
    OrganizationType.DAMRONGDHAMA_CENTER,
    OrganizationType.DISTRICT_OFFICE,
    OrganizationType.CITY_MUNICIPALITY,
    OrganizationType.TOWN_MUNICIPALITY,
    OrganizationType.SUBDISTRICT_MUNICIPALITY,
    OrganizationType.TAO,
    OrganizationType.EDUCATION_AREA_OFFICE,
    OrganizationType.EDUCATION_HOSPITAL,
    OrganizationType.RIGHTS_DEPARTMENT,
    OrganizationType.JUSTICE_OFFICE,
    OrganizationType.BMA,
    OrganizationType.BMA_DISTRICT_OFFICE,
    OrganizationType.BMA_HEALTH_CENTER,
    OrganizationType.BMA_HOSPITAL,
    OrganizationType.PATTAYA,
    OrganizationType.NGO,
}
"""Bodies at which a problem may be reported, front line 1: lead agencies are both (S2.21, S2.22)."""


def capabilities_of(type_: str) -> dict[str, bool]:
    """Return the flags with which an organization of a kind begins; who keeps the directory may change them (S2.21).

    Args:
        type_: a value of `OrganizationType`.
    """
    return {"is_frontline1": type_ in FRONTLINE1_TYPES, "is_frontline2": type_ in FRONTLINE2_TYPES}


class Level(TextChoices):
    """How wide the area is for which an organization works (S2.27)."""

    SUBDISTRICT = "subdistrict", _("ระดับตำบล")
    DISTRICT = "district", _("ระดับอำเภอ")
    PROVINCE = "province", _("ระดับจังหวัด")
    NATIONAL = "national", _("ระดับประเทศ")


_LEVELS: dict[OrganizationType, Level] = {
    **dict.fromkeys(
        (
            OrganizationType.CITY_MUNICIPALITY,
            OrganizationType.TOWN_MUNICIPALITY,
            OrganizationType.SUBDISTRICT_MUNICIPALITY,
            OrganizationType.TAO,
            OrganizationType.LAO_HELP_CENTER,
            OrganizationType.PATTAYA,
            OrganizationType.BMA_HEALTH_CENTER,
        ),
        Level.SUBDISTRICT,
    ),
    **dict.fromkeys(
        (
            OrganizationType.DISTRICT_OFFICE,
            OrganizationType.DISTRICT_LOCAL_OFFICE,
            OrganizationType.BMA_DISTRICT_OFFICE,
            OrganizationType.LABOR_AREA_OFFICE,
            OrganizationType.METROPOLITAN_POLICE_STATION,
            OrganizationType.POLICE_STATION,
        ),
        Level.DISTRICT,
    ),
    **dict.fromkeys(
        (
            OrganizationType.PAO,
            OrganizationType.BMA,
            OrganizationType.PROVINCIAL_LOCAL_OFFICE,
            OrganizationType.PROVINCIAL_SOCIAL_OFFICE,
            OrganizationType.SOCIAL_CENTER,
            OrganizationType.DAMRONGDHAMA_CENTER,
            OrganizationType.LABOR_PROTECTION_OFFICE,
            OrganizationType.POLICE_COMMAND,
            OrganizationType.JUSTICE_OFFICE,
            OrganizationType.GOVERNOR,
        ),
        Level.PROVINCE,
    ),
    **dict.fromkeys(
        (
            OrganizationType.DLA,
            OrganizationType.LABOR_CENTER,
            OrganizationType.RIGHTS_DEPARTMENT,
            OrganizationType.FOREIGN_AFFAIRS,
            OrganizationType.EMBASSY,
        ),
        Level.NATIONAL,
    ),
}


def level_of(type_: str, *, province_code: str = "", district_code: str = "") -> Level:
    """Return the level of an organization of a kind: most kinds have one, the others go by their place (S2.27).

    Args:
        type_: a value of `OrganizationType`.
        province_code: where it is; "" for a body of the country.
        district_code: the same; "" for a body of a whole province.
    """
    if fixed := _LEVELS.get(OrganizationType(type_)):
        return fixed
    return Level.DISTRICT if district_code else Level.PROVINCE if province_code else Level.NATIONAL
