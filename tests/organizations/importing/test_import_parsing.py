"""Rows: facts or Thai reasons."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.organizations.importing.parsing import RowError, Served, parse_row, parse_served
from portal.organizations.vocabulary import OrganizationType as Type


def row(**cells: str) -> dict[str, str]:
    return {"name_th": "อบต.อ่าวนาง", "province": "กระบี่", "district": "เมืองกระบี่", **cells}


@pytest.mark.parametrize(
    ("type_", "name", "kind"),
    [
        ("TAO", "อ่าวนาง", Type.TAO),
        ("tao", "อ่าวนาง", Type.TAO),
        ("อบต.", "อ่าวนาง", Type.TAO),
        ("อบต", "อ่าวนาง", Type.TAO),
        ("องค์การบริหารส่วนตำบล", "อ่าวนาง", Type.TAO),
        ("ThesabanMueang", "เทศบาลเมืองกระบี่", Type.TOWN_MUNICIPALITY),
        ("ThesabanNakhon", "เทศบาลนครทดสอบ", Type.CITY_MUNICIPALITY),
        ("ThesabanTambon", "เทศบาลตำบลทดสอบ", Type.SUBDISTRICT_MUNICIPALITY),
        ("SpecialAdministrativeUnit", "พัทยา", Type.PATTAYA),
        ("เทศบาล", "เทศบาลเมืองกระบี่", Type.TOWN_MUNICIPALITY),
        ("police_station", "สภ.อ่าวนาง", Type.POLICE_STATION),
        ("สถานีตำรวจ", "สน.ดุสิต", Type.POLICE_STATION),
        ("", "อบจ.กระบี่", Type.PAO),
        ("", "โรงพยาบาลกระบี่", Type.HOSPITAL),
    ],
)
def test_the_kind_comes_from_its_column_or_from_the_name(type_: str, name: str, kind: Type) -> None:
    assert parse_row(2, row(type=type_, name_th=name)).type == kind


@pytest.mark.parametrize(
    ("type_", "name", "full"),
    [
        ("TAO", "อ่าวนาง", "องค์การบริหารส่วนตำบลอ่าวนาง"),
        ("", "ทม.กระบี่", "เทศบาลเมืองกระบี่"),
        ("SpecialAdministrativeUnit", "พัทยา", "เมืองพัทยา"),
        ("โรงพยาบาล", "รพ.เกาะลันตา", "โรงพยาบาลเกาะลันตา"),
        ("โรงพยาบาล", "ศูนย์การแพทย์ทดสอบ", "ศูนย์การแพทย์ทดสอบ"),
        ("สถานีตำรวจ", "สถานีตำรวจนครบาลดุสิต", "สถานีตำรวจนครบาลดุสิต"),
        ("องค์การเอกชน", "มูลนิธิทดสอบ", "มูลนิธิทดสอบ"),
    ],
)
def test_names_are_completed_only_where_they_follow_a_pattern(type_: str, name: str, full: str) -> None:
    assert parse_row(2, row(type=type_, name_th=name)).name == full


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({}, ("81", "8101", "")),
        ({"province": "81", "district": "8101", "subdistrict": "810116"}, ("81", "8101", "810116")),
        ({"province": "๘๑", "district": "๘๑๐๑"}, ("81", "8101", "")),
        ({"province": "", "district": "8101"}, ("81", "8101", "")),
        ({"district": "อ.เมือง", "subdistrict": "ต.อ่าวนาง"}, ("81", "8101", "810116")),
        ({"province": "", "district": "", "geocode": "810116"}, ("81", "8101", "810116")),
        ({"district": "2007 2004", "province": "ชลบุรี"}, ("20", "2007", "")),
        ({"district": "81"}, ("81", "", "")),
        ({"province": "", "district": "81"}, ("81", "", "")),
        ({"district": "8101", "geocode": "8199"}, ("81", "8101", "")),
        ({"province": "กทม.", "district": "เขตดุสิต"}, ("10", "1002", "")),
    ],
)
def test_places_by_code_or_name(cells: dict[str, str], codes: tuple[str, str, str]) -> None:
    values = parse_row(2, row(**cells)).values
    found = tuple(values.get(name, "") for name in ("province_code", "district_code", "subdistrict_code"))
    assert found == codes


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name_th": ""}, "ไม่มี"),
        ({"name_th": "", "type": "TAO"}, "ไม่มีชื่อ"),
        ({"name_th": "มูลนิธิ", "type": ""}, "ไม่มีประเภท"),
        ({"type": "บริษัท"}, "บริษัท"),
        ({"province": "แดนสนธยา"}, "แดนสนธยา"),
        ({"province": "99"}, "99"),
        ({"district": "ไม่มีจริง"}, "ไม่มีจริง"),
        ({"district": "9001"}, "9001|ไม่อยู่ในจังหวัด"),
        ({"province": "", "district": "เมืองกระบี่"}, "พื้นที่ระดับบน"),
        ({"province": "", "district": ""}, "ไม่มีจังหวัด"),
        ({"subdistrict": "810199"}, "810199"),
        ({"areas": "810199:c"}, "810199"),
        ({"areas": "810116:ครึ่งเดียว"}, "ครึ่งเดียว"),
        ({"dla_code": "123456789"}, "8 หลัก"),
        ({"geocode": "81011600"}, "6 หลัก"),
        ({"closed_on": "เมื่อวาน"}, "วันที่เลิก"),
        ({"closed_on": "16/9/56"}, "4 หลัก"),
        ({"name_th": "อบต." + "ก" * 300}, "200"),
    ],
)
def test_what_is_wrong_is_said_in_thai(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(RowError, match=reason):
        parse_row(2, row(**cells))


def test_contacts_are_written_in_one_way() -> None:
    values = parse_row(
        2,
        row(phone="๐-๗๕๖๑-๑๘๙๙ ต่อ ๑๒, 075 622 437", email="a@example.org", website="www.example.org", latitude="8.05", longitude="๙๘.๙"),
    ).values  # fmt: skip
    assert values["phone"] == "0-7561-1899 ต่อ 12, 0-7562-2437"
    assert values["email"] == "a@example.org"
    assert values["website"] == "http://www.example.org"
    assert (values["latitude"], values["longitude"]) == (8.05, 98.9)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"phone": "ไม่มี"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"website": "http://a b/"}, "website"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "file:///etc/passwd"}, "website"),
        ({"latitude": "103.0"}, "latitude"),
        ({"latitude": "nan"}, "latitude"),
        ({"longitude": "เหนือ"}, "longitude"),
    ],
)
def test_a_bad_contact_is_left_out_with_a_remark_and_the_row_stays(cells: dict[str, str], field: str) -> None:
    parsed = parse_row(2, row(**cells))
    assert field not in parsed.values
    (warning,) = parsed.warnings
    assert "ข้าม" in warning


def test_blank_cells_say_nothing() -> None:
    parsed = parse_row(2, row(phone="", email="", areas="", name_en="", closed_on=""))
    assert not {"phone", "email", "name_en", "closed_on", "latitude"} & set(parsed.values)
    assert parsed.areas is None


def test_english_names_of_local_administrations_are_completed() -> None:
    assert (
        parse_row(2, row(name_en="Ao Nang")).values["name_en"]
        == "Ao Nang Subdistrict Administrative Organization"
    )
    values = parse_row(2, row(type="องค์การเอกชน", name_th="มูลนิธิ", name_en="Foundation")).values
    assert values["name_en"] == "Foundation"


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ("810101:c 810102:p", {"810101": Served("whole"), "810102": Served("part")}),
        ("810101, 810102", {"810101": Served("whole"), "810102": Served("whole")}),
        ("ปากน้ำ; ต.กระบี่ใหญ่:บางส่วน", {"810101": Served("whole"), "810102": Served("part")}),
    ],
)
def test_served_subdistricts_in_one_cell(areas: str, expected: dict[str, Served]) -> None:
    assert parse_row(2, row(areas=areas)).areas == expected


@pytest.mark.parametrize(
    ("coverage", "villages", "served"),
    [
        ("whole", "", Served("whole")),
        ("ทั้งตำบล", "", Served("whole")),
        ("บางส่วน", "", Served("part")),
        ("part", "1-3, ๕", Served("part", [1, 2, 3, 5])),
        ("", "7 6", Served("part", [6, 7])),
        ("", "", Served("whole")),
    ],
)
def test_served_subdistricts_one_a_row(coverage: str, villages: str, served: Served) -> None:
    assert parse_served("810116", coverage, villages) == ("810116", served)


@pytest.mark.parametrize("villages", ["หนึ่ง", "1-", "100", "1/2"])
def test_villages_that_are_no_numbers(villages: str) -> None:
    with pytest.raises(RowError, match="หมู่"):
        parse_served("810116", "", villages)


def test_a_day_of_closing_in_any_spelling() -> None:
    for written in ("30/9/2565", "2022-09-30 00:00:00", "๓๐ ก.ย. ๒๕๖๕"):
        assert parse_row(2, row(closed_on=written)).values["closed_on"] == dt.date(2022, 9, 30)
