"""Items of a provision get lines of their own; what only points to an item does not (issue 11, 3)."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from legal_library.reading.items import pieces
from legal_library.reading.layout import to_html

WORDS = st.lists(
    st.sampled_from(["(๑)", "(2)", "(๒/๑)", "(๓)", "ตาม", "มาตรา ๕", "ข้อความ", "และ", "  ", "("]), max_size=20
)


def test_a_list_in_one_line_is_cut_before_each_item() -> None:
    found = pieces("ให้ทำ ดังนี้ (๑) หนึ่ง (๒) สอง (๒/๑)[๕] สองหนึ่ง (๓) สาม")
    assert [(piece.number, piece.text) for piece in found] == [
        *(("", "ให้ทำ ดังนี้"), ("1", "(๑) หนึ่ง"), ("2", "(๒) สอง"), ("2/1", "(๒/๑)[๕] สองหนึ่ง"), ("3", "(๓) สาม")),
    ]


@pytest.mark.parametrize(
    "line",
    ["ผู้ใดฝ่าฝืนตาม (๑) และ (๒) ต้องระวางโทษ", "ตามมาตรา ๖๗ (๑) ให้", "ข้อ ๕ (๑) แห่ง", "(๒) ไม่มีข้อแรก", "(๑)ติดกัน"],
)
def test_what_points_to_an_item_is_no_list(line: str) -> None:
    assert [piece.text for piece in pieces(line)] == [line]


@given(WORDS)
def test_no_word_is_lost(words: list[str]) -> None:
    line = " ".join(words)
    assert " ".join(piece.text for piece in pieces(line)).split() == line.split()


def test_each_item_can_be_linked_to_once() -> None:
    html = to_html("ดังนี้ (๑) หนึ่ง (๒) สอง\nอีก (๑) หนึ่ง", "m5")
    soup = BeautifulSoup(html, "html.parser")
    assert [tag["id"] for tag in soup.select("[id]")] == ["m5-i1", "m5-i2"]
    assert soup.get_text() == "ดังนี้(๑) หนึ่ง(๒) สองอีก(๑) หนึ่ง"


def test_a_list_over_several_lines_goes_on_counting() -> None:
    soup = BeautifulSoup(to_html("(๑) หนึ่ง\n(๒) สอง (๓) สาม", "k1"), "html.parser")
    assert [tag["id"] for tag in soup.select("[id]")] == ["k1-i1", "k1-i2", "k1-i3"]


def test_nothing_of_an_item_is_markup() -> None:
    assert "<b>" not in to_html("(๑) <b>", "m1")
