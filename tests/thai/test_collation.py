"""Sort keys: Thai dictionary order, the same under every collation of a database."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.thai.collation import sort_key

ORDERED = [
    ["กระบี่", "กรุงเทพมหานคร", "ขอนแก่น", "โคราช", "ชลบุรี", "เชียงใหม่", "พังงา", "พิจิตร", "เพชรบุรี", "เพชรบูรณ์",
     "มหาสารคาม", "แม่ฮ่องสอน", "ลพบุรี", "ลำปาง", "เลย", "อุบลราชธานี"],
    ["กก", "กฎ", "กา", "กำ", "กิน", "เกม", "แกง", "โกง", "ใกล้", "ไกล", "ขา"],
    ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก"],
    ["เก็ง", "เก่ง", "เก้ง", "เก๋ง"],
    ["ราก", "ฤดู", "ลาก", "ฦา", "วาง"],
    ["หมู่ที่ 2", "หมู่ที่ ๓", "หมู่ที่ 10", "หมู่ที่ ๑๑"],
    ["เขตพื้นที่ 1", "เขตพื้นที่ 02", "เขตพื้นที่ 3"],
    ["กา ขา", "กากา", "กาขา"],
    ["123", "ABC", "abd", "กา"],
    ["เทศบาลเมืองกระบี่", "เทศบาลเมืองกระบี่ 2", "เทศบาลเมืองกระบี่น้อย"],
    ["", "ก"],
]  # fmt: skip


@pytest.mark.parametrize("names", ORDERED, ids=lambda names: names[-1])
def test_dictionary_order(names: list[str]) -> None:
    shuffled = names.copy()
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == names


def test_code_point_order_would_be_wrong_here() -> None:
    assert sorted(["เชียงใหม่", "อุบลราชธานี"]) != sorted(["เชียงใหม่", "อุบลราชธานี"], key=sort_key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ลําปาง", "ลำปาง"),
        ("กรุงเทพฯ", "กรุงเทพ"),
        ("หมู่ ๓", "หมู่ 3"),
        ("Café", "cafe"),
        ("ก.ข.", "กข"),
        ("เเม่", "แม่"),
    ],
)
def test_spellings_that_mean_the_same_share_a_key(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(st.text(max_size=40))
def test_keys_hold_only_what_every_collation_orders_alike(text: str) -> None:
    key = sort_key(text)
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) <= 400


@given(st.text(alphabet="กขมาุ่้ 12", max_size=12))
def test_a_beginning_sorts_before_the_whole(text: str) -> None:
    assert sort_key(text) < sort_key(text + "ฮ")


def test_long_names_are_cut() -> None:
    assert len(sort_key("ก" * 1000, max_length=100)) == 100
