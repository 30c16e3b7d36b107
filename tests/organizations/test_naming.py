"""Names: full, short and English from any of the three."""

from __future__ import annotations

import pytest

from portal.organizations import naming
from portal.organizations.vocabulary import OrganizationType as Type


@pytest.mark.parametrize(
    ("kind", "written", "full", "short"),
    [
        (Type.TAO, "อบต.อ่าวนาง", "องค์การบริหารส่วนตำบลอ่าวนาง", "อบต.อ่าวนาง"),
        (Type.TAO, "อบต. อ่าวนาง", "องค์การบริหารส่วนตำบลอ่าวนาง", "อบต.อ่าวนาง"),
        (Type.TAO, "อ่าวนาง", "องค์การบริหารส่วนตำบลอ่าวนาง", "อบต.อ่าวนาง"),
        (Type.TAO, "องค์การบริหารส่วนตำบลอ่าวนาง", "องค์การบริหารส่วนตำบลอ่าวนาง", "อบต.อ่าวนาง"),
        (Type.PAO, "กระบี่", "องค์การบริหารส่วนจังหวัดกระบี่", "อบจ.กระบี่"),
        (Type.TOWN_MUNICIPALITY, "ทม.กระบี่", "เทศบาลเมืองกระบี่", "ทม.กระบี่"),
        (Type.PATTAYA, "พัทยา", "เมืองพัทยา", "เมืองพัทยา"),
        (Type.PATTAYA, "เมืองพัทยา", "เมืองพัทยา", "เมืองพัทยา"),
        (Type.HOSPITAL, "รพ.กระบี่", "โรงพยาบาลกระบี่", "รพ.กระบี่"),
        (Type.NGO, "มูลนิธิทดสอบ", "มูลนิธิทดสอบ", ""),
    ],
)
def test_full_and_short(kind: Type, written: str, full: str, short: str) -> None:
    assert naming.full_name(kind, written) == full
    assert naming.short_name(kind, written) == short


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("องค์การบริหารส่วนจังหวัดกระบี่", Type.PAO),
        ("อบจ.กระบี่", Type.PAO),
        ("เทศบาลนครหาดใหญ่", Type.CITY_MUNICIPALITY),
        ("ทม.กระบี่", Type.TOWN_MUNICIPALITY),
        ("เทศบาลตำบลกระบี่น้อย", Type.SUBDISTRICT_MUNICIPALITY),
        ("อบต.อ่าวนาง", Type.TAO),
        ("เมืองพัทยา", Type.PATTAYA),
        ("พัทยา", Type.PATTAYA),
        ("กรุงเทพมหานคร", Type.BMA),
        ("โรงพยาบาลกระบี่", Type.HOSPITAL),
        ("สภ.อ่าวนาง", Type.POLICE_STATION),
        ("สำนักงานส่งเสริมการปกครองท้องถิ่นอำเภอเหนือคลอง", Type.DISTRICT_LOCAL_OFFICE),
        ("สํานักงานยุติธรรมจังหวัดกระบี่", Type.JUSTICE_OFFICE),
        ("มูลนิธิทดสอบ", None),
        ("เมืองอื่น", None),
        ("", None),
    ],
)
def test_the_beginning_of_a_name_tells_the_kind(name: str, kind: Type | None) -> None:
    assert naming.type_of(name) is kind


def test_english_names() -> None:
    assert naming.english_name(Type.TAO, "Ao Nang") == "Ao Nang Subdistrict Administrative Organization"
    assert naming.english_name(Type.GOVERNOR, "Krabi") == "Governor of Krabi"
    assert naming.english_name(Type.NGO, "Test Foundation") == "Test Foundation"
    assert naming.english_name(Type.TAO, "") == ""
    once = naming.english_name(Type.HOSPITAL, "Krabi")
    assert naming.english_name(Type.HOSPITAL, once) == once == "Krabi Hospital"
