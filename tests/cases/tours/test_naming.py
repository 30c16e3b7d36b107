"""What people write of goods: which thing, how many, and what nobody can read (issue 14, point 8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.tours.domain.naming import Said, Thing, alone, read

BAG = Thing(1, "ถุงยังชีพ", "ชุด", 1)
WATER = Thing(2, "น้ำดื่ม", "แพ็ก", 2)
LARGE = Thing(3, "น้ำดื่ม ขวดใหญ่", "ลัง")
THINGS = (BAG, WATER, LARGE)


@pytest.mark.parametrize(
    ("text", "numbers", "rest"),
    [
        ("", {}, ""),
        ("ถุงยังชีพ 2 ชุด น้ำดื่ม 5 แพ็ก", {1: 2, 2: 5}, ""),
        ("ถุงยังชีพ๒ชุด,น้ำดื่ม:๕", {1: 2, 2: 5}, ""),
        ("ถุงยังชีพ และ น้ำดื่ม x 3", {1: None, 2: 3}, ""),
        ("น้ำดื่มขวดใหญ่ 4", {3: 4}, ""),
        ("น้ำดื่ม ขวดใหญ่ 4 น้ำดื่ม 1", {3: 4, 2: 1}, ""),
        ("ถุงยังชีพ 1,200 ชุด", {1: 1200}, ""),
        ("ถุงยังชีพ 2.", {1: 2}, "."),
        ("ถุงยังชีพ 1.5 ชุด", {1: None}, "1.5ชุด"),
        ("ถุงยังชีพ 1 ชุด พาไปโรงเรียน", {1: 1}, "พาไปโรงเรียน"),
        ("ผ้าห่ม 2 ผืน", {}, "ผ้าห่ม2ผืน"),
        ("ถุงยังชีพ 12345678", {1: None}, "12345678"),
        ("ให้ถุงยังชีพ 2 ชุดกับน้ำดื่ม", {1: 2, 2: None}, "ให้"),
        ("น้ำดื่มเกลือแร่ 3", {}, "น้ำดื่มเกลือแร่3"),
        ("ใบรับถุงยังชีพ 1", {1: 1}, "ใบรับ"),
        ("กล่องถุงยังชีพ 1", {}, "กล่องถุงยังชีพ1"),
    ],
)
def test_a_thing_is_named_with_its_number_in_either_script(
    text: str, numbers: dict[int, int | None], rest: str
) -> None:
    assert read(text, THINGS) == Said(numbers, rest)


@pytest.mark.parametrize("text", ["ขนมปัง 3 ห่อ", "ขนม 3 ห่อ", "นมผง 2", "นมผงเด็ก"])
def test_a_name_inside_another_word_is_not_that_thing(text: str) -> None:
    assert read(text, [Thing(1, "นม", "กล่อง", 6)]).numbers == {}
    assert read("นม 3 กล่อง", [Thing(1, "นม", "กล่อง", 6)]).numbers == {1: 3}


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("๒ ชุด", 2), ("0", 0), ("2 ลัง", None), ("", None)])
def test_of_one_thing_its_number_stands_alone(text: str, number: int | None) -> None:
    assert alone(text, BAG) == number


@given(text=st.text(max_size=3000), name=st.text(max_size=80), unit=st.text(max_size=40))
def test_whatever_is_typed_is_read_at_once(text: str, name: str, unit: str) -> None:
    said = read(text, [Thing(1, name, unit)])
    assert set(said.numbers) <= {1}
    alone(text, Thing(1, name, unit))
