"""Places are read as people write them (issue 7, "Fields take what people write"; domain.md 3.1)."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.organizations import areas, places
from portal.organizations.areas import Area
from portal.thai.digits import to_thai

SUBDISTRICTS = [part for part in areas._all().values() if part.level == "subdistrict"]


def parts(code: str) -> tuple[Area, Area, Area]:
    """Return subdistrict, district and province of a code."""
    found = areas.area(code)
    assert found
    district, province = areas.parents(code)
    return found, district, province


Writer = Callable[[Area, Area, Area], str]
WAYS: dict[str, Writer] = {
    "kinds in short": lambda s, d, p: f"ต.{s.name_th} อ.{d.name_th} จ.{p.name_th}",
    "kinds in short with blanks": lambda s, d, p: f"ต. {s.name_th} อ. {d.name_th} จ. {p.name_th}",
    "kinds in short without blanks": lambda s, d, p: f"ต.{s.name_th}อ.{d.name_th}จ.{p.name_th}",
    "kinds in full": lambda s, d, p: f"ตำบล{s.name_th} อำเภอ{d.name_th} จังหวัด{p.name_th}",
    "kinds in full with blanks": lambda s, d, p: f"ตำบล {s.name_th} อำเภอ {d.name_th} จังหวัด {p.name_th}",
    "kinds in full without blanks": lambda s, d, p: f"ตำบล{s.name_th}อำเภอ{d.name_th}จังหวัด{p.name_th}",
    "kinds of Bangkok": lambda s, d, p: f"แขวง{s.name_th} เขต{d.name_th} {p.name_th}",
    "names alone": lambda s, d, p: f"{s.name_th} {d.name_th} {p.name_th}",
    "commas": lambda s, d, p: f"{s.name_th}, {d.name_th}, {p.name_th}",
    "a postcode": lambda s, d, p: f"ต.{s.name_th} อ.{d.name_th} จ.{p.name_th} {s.postal_codes[0]}",
    "a Thai postcode, glued": lambda s, d, p: f"ต.{s.name_th}อ.{d.name_th}จ.{p.name_th}{to_thai(s.postal_codes[0])}",
    "the country": lambda s, d, p: f"ต.{s.name_th} อ.{d.name_th} จ.{p.name_th} ประเทศไทย",
    "the province first": lambda s, d, p: f"จ.{p.name_th} อ.{d.name_th} ต.{s.name_th}",
    "sara am in two": lambda s, d, p: f"ต.{s.name_th} อ.{d.name_th} จ.{p.name_th}".replace("ำ", "\u0e4dา"),
    "sara e twice": lambda s, d, p: f"ต.{s.name_th} อ.{d.name_th} จ.{p.name_th}".replace("แ", "เเ"),
    "zero-width blanks": lambda s, d, p: "\u200b".join(f"ต.{s.name_th} อ.{d.name_th} จ.{p.name_th}"),
    "no-break blanks": lambda s, d, p: f"ต.{s.name_th}\u00a0อ.{d.name_th}\u00a0จ.{p.name_th}",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write_a_place_is_read(way: str) -> None:
    sample = random.Random(7).sample(SUBDISTRICTS, 150)  # noqa: S311
    unread = []
    for one in sample:
        district, province = areas.parents(one.code)
        if not one.postal_codes:
            continue
        written = WAYS[way](one, district, province)
        if places.read(written).code not in _borne_by(one):
            unread.append((written, places.read(written)))
    assert unread == []


def _borne_by(one: Area) -> set[str]:
    """Return the codes of a subdistrict and of its namesakes in the same district."""
    return {
        other.code
        for other in SUBDISTRICTS
        if other.code[:4] == one.code[:4] and other.name_th == one.name_th
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ต. อ่าวนาง อ. เมือง จ. กระบี่", "810116"),
        ("แขวงสีลม เขตบางรัก กรุงเทพฯ 10500", "100402"),
        ("แขวงสีลมเขตบางรักกทม.", "100402"),
        ("สีลม บางรัก กทม", "100402"),
        ("ต.ในเมือง อ.เมือง จ.โคราช", "300101"),
        ("ต.ประตูชัย อ.พระนครศรีอยุธยา จ.อยุธยา", "140101"),
        ("ต.ในเมือง อ.เมือง จ.บุรีรมัย์", "310101"),
        ("ต.ในเมือง อ.เมือง บุรรีัมย์", "310101"),
        ("ต.อ่าวนาง อ.เมืองกระบี่", "810116"),
        ("Ao Nang, Mueang Krabi, Krabi", "810116"),
        ("Ao Nang Subdistrict, Mueang Krabi District, Krabi Province 81180, Thailand", "810116"),
        ("อ.คลองท่อม", "8104"),
        ("อ.เมือง จ.กระบี่", "8101"),
        ("ต.ไม่มีจริง อ.เมืองกระบี่ จ.กระบี่", "8101"),
        ("บ้านตาก", "6302"),
        ("จ.เลย", "42"),
        ("กระบี่", "81"),
        ("อ.เฉลิมพระเกียรติ จ.โคราช", "3032"),
        ("อ.เฉลิมพระเกียรติ 80190", "8023"),
    ],
)
def test_places_with_old_short_and_damaged_names(text: str, code: str) -> None:
    assert places.read(text).code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("กทม", "10"), ("กทม.", "10"), ("ก.ท.ม.", "10"), ("กรุงเทพ", "10"), ("กรุงเทพฯ", "10"), ("บางกอก", "10"), ("โคราช", "30"),
        ("อยุธยา", "14"), ("แปดริ้ว", "24"), ("อุบล", "34"), ("อุดร", "41"), ("สุราษฎร์", "84"), ("นครศรีฯ", "80"), ("เมืองคอน", "80"),
        ("ประจวบ", "77"), ("กาญจน์", "71"), ("สุพรรณ", "72"), ("แม่กลอง", "75"), ("สารคาม", "44"), ("นนท์", "12"), ("ปทุม", "13"),
    ],
)  # fmt: skip
def test_provinces_by_old_and_spoken_names(written: str, code: str) -> None:
    for text in (written, f"จ.{written}", f"จังหวัด{written}", f"จังหวัด {written}"):
        found = areas.find(text)
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize("province", areas.provinces(), ids=lambda province: province.name_en)
def test_a_province_is_known_by_its_consonants_and_never_taken_for_another(province: Area) -> None:
    bare = "".join(sign for sign in province.name_th if not "\u0e31" <= sign <= "\u0e3a" and sign < "\u0e47")
    assert areas.find_misspelt_province(bare) in (province, None)
    assert areas.find(province.name_th) == province


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "แถวสะพานใหม่",
        "อยู่ไม่ไกลเลย",
        "ไม่มีอะไร เลย",
        "81180",
        "อ",
        "จ.",
        "อ.เฉลิมพระเกียรติ",
        "😀",
        "ต.ปากน้ำ อ.เมือง",
        "น้ำท่วม",
    ],
)
def test_what_names_no_place_or_several_is_not_guessed(text: str) -> None:
    assert places.read(text).code == ""


def test_the_readers_own_province_is_meant_where_none_is_named() -> None:
    assert places.read("ต. ปากน้ำ", near="81").code == "810101"
    assert places.read("ต.ปากน้ำ อ.เมือง", near="81").code == "810101"
    assert places.read("ต.ปากน้ำ อ.เมือง", near="85").code[:2] == "85"
    assert places.read("อ.เฉลิมพระเกียรติ", near="30").code == "3032"
    assert places.read("ต.ตลาดใหญ่ อ.เมืองภูเก็ต จ.ภูเก็ต", near="81").code[:4] == "8301"


def test_more_words_than_the_place_are_told() -> None:
    assert places.read("ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่ 81180").is_complete
    found = places.read("12/3 ม.4 ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่")
    assert (found.subdistrict, found.is_complete) == ("810116", False)
    assert not places.read("อ.เมืองกระบี่").is_complete


WORDS = [
    "ต.",
    "อ.",
    "จ.",
    "ตำบล",
    "อำเภอ",
    "จังหวัด",
    "เมือง",
    "กระบี่",
    "ปากน้ำ",
    "ใน",
    "บาง",
    " ",
    "81000",
    "เลย",
    "(",
    "่",
    "ๆ",
]


@given(st.lists(st.sampled_from(WORDS), max_size=400).map("".join))
@settings(max_examples=60)
def test_any_words_are_read_in_a_bounded_number_of_look_ups(text: str) -> None:
    asked = 0
    original = places._ends_with

    def counting(*args: object) -> object:
        nonlocal asked
        asked += 1
        return original(*args)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_ends_with", counting)
        found = places.read(text, near="81")
    assert found.code == "" or areas.area(found.code)
    assert asked <= 400
