"""Places proposed while somebody types (issue 9, part 4)."""

from __future__ import annotations

import pytest

from portal.organizations import areas, places
from portal.organizations.domain.suggesting import MOST, address, key_of_name, suggest
from portal.organizations.vocabulary import OrganizationType
from portal.thai.text import key
from tests.accounts.factories import OrganizationFactory

AO_NANG = "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่"

pytestmark = pytest.mark.django_db


def first(text: str, near: str = "8101") -> str:
    return next((item.text for item in suggest(text, near=near)), "")


@pytest.mark.parametrize(
    "typed",
    [
        "ต. อ่าวนาง",
        "อ่าวนาง เมือง",
        "ต.อ่าวนางอ.เมือง",
        "ตำบลอ่าวนาง",
        "อ่าวน",
        "อ่าว นาง",
        "ao n",
        "Ao Nang krabi",
        "อ่าวนาง กระ",
    ],
)
def test_a_subdistrict_is_found_as_people_write_it(typed: str) -> None:
    assert first(typed) == AO_NANG


def test_house_and_village_stay_in_front() -> None:
    assert first("ม.3 บ้านช่องพลี อ่าวนาง") == f"ม.3 บ้านช่องพลี {AO_NANG}"


def test_what_lies_near_the_reader_comes_first() -> None:
    assert first("ปากน้ำ") == "ต.ปากน้ำ อ.เมืองกระบี่ จ.กระบี่"
    assert first("ปากน้ำ", near="8501").endswith("จ.ระนอง")
    assert first("เมือง") == "อ.เมืองกระบี่ จ.กระบี่"


def test_what_is_proposed_is_read_as_that_place() -> None:
    for code in ("810116", "1004", "100402", "83", "8101"):
        assert places.read(address(code)).code == code


def test_a_landmark_of_the_own_province_is_proposed_with_its_place() -> None:
    for province in ("81", "83"):
        OrganizationFactory(
            type=OrganizationType.HOSPITAL,
            name_th="โรงพยาบาลอันดามัน",
            province_code=province,
            district_code=f"{province}01",
        )
    assert [item.text for item in suggest("รพ อันดามัน", near="8101")] == []
    assert [item.text for item in suggest("พยาบาลอันดามัน", near="8101")] == [
        "โรงพยาบาลอันดามัน อ.เมืองกระบี่ จ.กระบี่"
    ]
    assert suggest("พยาบาลอันดามัน") == []


@pytest.mark.parametrize("typed", ["", " ", "ก", "ต.", "...", "ไม่มีที่ไหนเลย"])
def test_nothing_is_proposed_for_nothing(typed: str) -> None:
    assert suggest(typed, near="8101") == []


@pytest.mark.parametrize("typed", ["ต." * 5000, "ก " * 5000, "่" * 9000, "หนอง " * 2000])
def test_long_texts_are_no_work(typed: str) -> None:
    assert len(suggest(typed, near="8101")) <= MOST


def test_the_short_way_to_a_key_gives_the_same_key() -> None:
    names = [name for one in areas.every_area() for name in (one.name_th, one.name_en)]
    assert [name for name in names if key_of_name(name) != key(name)] == []


def test_a_postcode_alone_proposes_its_places() -> None:
    assert [item.text for item in suggest("81180", near="8101")] == [
        "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่",
        "ต.หนองทะเล อ.เมืองกระบี่ จ.กระบี่",
    ]
    assert suggest("๘๑๑๘๐") == suggest("81180")
    assert suggest("99999") == []


def test_a_postcode_of_many_places_proposes_its_districts() -> None:
    found = suggest("63160")
    assert 0 < len(found) <= MOST
    crowded = next(code for code, codes in areas._by_postcode().items() if len(codes) > MOST)
    assert all(item.text.startswith(("อ.", "เขต")) for item in suggest(crowded))


def test_words_beside_a_postcode_are_kept_in_front() -> None:
    assert suggest("หลังวัด 81180", near="8101")[0].text == "หลังวัด ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่"
