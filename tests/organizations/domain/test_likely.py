"""What words may mean that name no subdistrict for sure."""

from __future__ import annotations

from typing import Any

import pytest

from portal.organizations.domain.likely import MOST, likely
from tests.accounts.factories import OrganizationFactory

AO_NANG = "810116"


def codes(words: str, near: str = "8101") -> list[str]:
    return [one.code for one in likely(words, near=near)]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["อ่าวนาน", "ต. อาวนาม", "ตำบลอ่าวนา", "บ้านช่องพลี อ่าวนาน", "aonamg"])
def test_a_misspelt_name_is_found_first_in_the_own_district(words: str) -> None:
    assert codes(words)[0] == AO_NANG
    assert likely(words, near="8101")[0].label == "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่"


@pytest.mark.django_db
def test_the_own_district_stands_before_the_province_and_that_before_the_country() -> None:
    found = codes("คลอง")
    places = [(not code.startswith("8101"), not code.startswith("81")) for code in found]
    assert places == sorted(places)
    assert found[0].startswith("8101")


@pytest.mark.django_db
def test_a_landmark_of_the_directory_brings_its_subdistrict() -> None:
    OrganizationFactory(
        name_th="โรงเรียนบ้านปลายนา", province_code="81", district_code="8101", subdistrict_code=AO_NANG
    )
    assert likely("โรงเรียนบ้านปลายนา", near="8101")[0].label.startswith("โรงเรียนบ้านปลายนา")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "   ", "หลังวัด", "12/3", "🏠", "ก" * 5_000, "ต."])
def test_words_that_are_like_nothing_bring_nothing(words: str) -> None:
    assert codes(words) == []


@pytest.mark.django_db
def test_it_is_one_query_and_few_lines_however_much_is_typed(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = likely("ปากน้ำ บางกะปิ หนองบัว ท่าเรือ บ้านใหม่ ในเมือง " * 20, near="8101")
    assert len(found) <= MOST


@pytest.mark.django_db
def test_nowhere_in_particular_finds_areas_by_their_beginning() -> None:
    assert all(code for code in codes("ปากน", near=""))
