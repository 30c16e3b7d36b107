"""Kinds of organizations, and which of them lead which problem (glossary)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.vocabulary import ProblemType


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
    PATTAYA = "pattaya", _("เมืองพัทยา")
    DISTRICT_OFFICE = "district_office", _("ที่ทำการปกครองอำเภอ")
    DISTRICT_LOCAL_OFFICE = "district_local_office", _("ท้องถิ่นอำเภอ")
    PROVINCIAL_LOCAL_OFFICE = "provincial_local_office", _("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด")
    DLA = "dla", _("กรมส่งเสริมการปกครองท้องถิ่น")
    PROVINCIAL_SOCIAL_OFFICE = "provincial_social_office", _("สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด")
    DAMRONGDHAMA_CENTER = "damrongdhama_center", _("ศูนย์ดำรงธรรม")
    HOSPITAL = "hospital", _("โรงพยาบาล")
    POLICE_STATION = "police_station", _("สถานีตำรวจ")
    LABOR_PROTECTION_OFFICE = "labor_protection_office", _("สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัด")
    EDUCATION_AREA_OFFICE = "education_area_office", _("สำนักงานเขตพื้นที่การศึกษา")
    JUSTICE_OFFICE = "justice_office", _("สำนักงานยุติธรรมจังหวัด")
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

FRONTLINE2_TYPES = frozenset(LEAD_AGENCY_TYPES.values())
"""Bodies that are service units, front line 2 (S2.33)."""

FRONTLINE1_TYPES = FRONTLINE2_TYPES | {
    OrganizationType.DAMRONGDHAMA_CENTER,
    OrganizationType.DISTRICT_OFFICE,
    OrganizationType.CITY_MUNICIPALITY,
    OrganizationType.TOWN_MUNICIPALITY,
    OrganizationType.SUBDISTRICT_MUNICIPALITY,
    OrganizationType.TAO,
    OrganizationType.EDUCATION_AREA_OFFICE,
    OrganizationType.JUSTICE_OFFICE,
    OrganizationType.BMA,
    OrganizationType.PATTAYA,
    OrganizationType.NGO,
}
"""Bodies at which a problem may be reported, front line 1: lead agencies are both (S2.21, S2.22)."""
