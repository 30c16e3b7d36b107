"""Areas: complete, in Thai order, named with the right words."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.organizations import areas


def test_the_country_is_complete() -> None:
    provinces = areas.provinces()
    assert len(provinces) == 77
    districts = [district for province in provinces for district in areas.districts(province.code)]
    assert len(districts) == 928
    assert sum(len(areas.subdistricts(district.code)) for district in districts) == 7436


def test_lists_stand_in_thai_alphabetical_order() -> None:
    names = [province.name_th for province in areas.provinces()]
    assert names[:3] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    assert names[-1] == "อุบลราชธานี"
    assert names.index("เชียงใหม่") < names.index("ตรัง")
    krabi = [part.name_th for part in areas.subdistricts("8101")]
    assert krabi == ["กระบี่น้อย", "กระบี่ใหญ่", "เขาคราม", "เขาทอง", "คลองประสงค์", "ทับปริก", "ปากน้ำ", "ไสไทย", "หนองทะเล", "อ่าวนาง"]  # fmt: skip


def test_lists_stand_in_english_order_for_readers_of_english() -> None:
    with translation.override("en"):
        names = [province.name for province in areas.provinces()]
        assert names == sorted(names)
        assert names[0] == "Amnat Charoen"
        assert areas.area_name("810116") == "Ao Nang"


@pytest.mark.parametrize("code", ["", "8", "81", "810116", "99", "ab"])
def test_only_a_district_has_subdistricts(code: str) -> None:
    assert areas.subdistricts(code) == ()


@pytest.mark.parametrize("code", ["", "8101", "810116", "99"])
def test_only_a_province_has_districts(code: str) -> None:
    assert areas.districts(code) == ()


def test_an_area_knows_its_level_and_postal_codes() -> None:
    found = areas.area("810116")
    assert found is not None
    assert (found.level, found.name_th, found.name_en) == ("subdistrict", "อ่าวนาง", "Ao Nang")
    assert "81000" in found.postal_codes or "81180" in found.postal_codes
    assert areas.area("810199") is None
    assert areas.area("") is None


def test_is_area_checks_code_and_level() -> None:
    assert areas.is_area("8101", "district")
    assert not areas.is_area("8101", "province")
    assert not areas.is_area("8199", "district")


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        (
            "810116",
            "ตำบลอ่าวนาง อำเภอเมืองกระบี่ จังหวัดกระบี่",
            "Ao Nang Subdistrict, Mueang Krabi District, Krabi Province",
        ),
        ("8101", "อำเภอเมืองกระบี่ จังหวัดกระบี่", "Mueang Krabi District, Krabi Province"),
        ("81", "จังหวัดกระบี่", "Krabi Province"),
        ("100201", "แขวงดุสิต เขตดุสิต กรุงเทพมหานคร", "Dusit Subdistrict, Dusit District, Bangkok"),
        ("999999", "", ""),
    ],
)
def test_full_names_use_the_words_of_the_place(code: str, thai: str, english: str) -> None:
    assert areas.full_name(code) == thai
    with translation.override("en"):
        assert areas.full_name(code) == english


def test_parents_come_nearest_first() -> None:
    assert [area.code for area in areas.parents("810116")] == ["8101", "81"]
    assert areas.parents("81") == ()


@pytest.mark.parametrize(
    ("name", "parent", "code"),
    [
        ("กระบี่", "", "81"),
        ("จ.กระบี่", "", "81"),
        ("จังหวัด กระบี่", "", "81"),
        ("Krabi", "", "81"),
        ("krabi", "", "81"),
        ("กทม.", "", "10"),
        ("กรุงเทพฯ", "", "10"),
        ("กรุงเทพมหานคร", "", "10"),
        ("อยุธยา", "", "14"),
        ("ลําปาง", "", "52"),
        ("เมืองกระบี่", "81", "8101"),
        ("อ.เมือง", "81", "8101"),
        ("เมือง", "81", "8101"),
        ("อำเภอเหนือคลอง", "81", "8108"),
        ("เขตดุสิต", "10", "1002"),
        ("ต.อ่าวนาง", "8101", "810116"),
        ("อ่าวนาง", "8101", "810116"),
    ],
)
def test_written_names_are_found(name: str, parent: str, code: str) -> None:
    found = areas.find(name, parent)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "parent"),
    [("", ""), (" ", "81"), ("ไม่มีจริง", ""), ("อ่าวนาง", "8102"), ("เมือง", "10"), ("กระบี่", "99")],
)
def test_other_names_are_not_found(name: str, parent: str) -> None:
    assert areas.find(name, parent) is None
