"""Source text: laid out, never changed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legal_library.reading.layout import to_html
from legal_library.reading.marked import MarkedPassage, split_marked


def words_of(html: str) -> str:
    """Return the text of HTML without blanks."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_blank_lines_part_paragraphs_and_breaks_stay() -> None:
    assert to_html("หนึ่ง\nสอง\n\nสาม") == "<p>หนึ่ง<br>สอง</p>\n<p>สาม</p>"


def test_markup_in_a_source_is_text() -> None:
    html = to_html("<script>alert(1)</script>\n\n| <b>x</b> | y |\n\n- <i>z</i>")
    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_bullets_become_a_list() -> None:
    assert to_html("- ๑) แรก\n- ๒) สอง") == "<ul><li>๑) แรก</li><li>๒) สอง</li></ul>"


def test_rows_between_bars_become_a_table_without_their_ruler() -> None:
    html = to_html(
        "- | | | |\n|-----|--|---|\n| สิ่งที่ส่งมาด้วย | ๑. สำเนา | จำนวน ๑ ชุด |\n| | ๒. ตัวอย่าง | จำนวน ๑ ฉบับ |"
    )
    assert html.count("<tr>") == 2
    assert "<td>๑. สำเนา</td>" in html
    assert "---" not in html
    assert 'tabindex="0"' in html


def test_empty_text_is_nothing() -> None:
    assert to_html("\n\n") == ""


@given(st.text(alphabet="กขค ำ่<>&\"'\n-|๑2", max_size=120))
def test_no_letter_is_lost(text: str) -> None:
    kept = words_of(to_html(text))
    for letter in "กขคำ่<>&\"'๑2":
        assert kept.count(letter) == text.count(letter)


def test_marks_cut_a_text_into_passages() -> None:
    marked = "@@ head | หัว\nหนึ่ง\n\nสอง\n\n@@ item-1 | ข้อ ๑ | 2\n# ๑. หัวเรื่อง\nเนื้อ\n"
    assert split_marked(marked) == [
        MarkedPassage("head", "หัว", 1, "", "หนึ่ง\n\nสอง"),
        MarkedPassage("item-1", "ข้อ ๑", 2, "๑. หัวเรื่อง", "เนื้อ"),
    ]


def test_only_the_first_line_can_be_a_heading() -> None:
    (passage,) = split_marked("@@ a | ก\nเนื้อ\n# ไม่ใช่หัวเรื่อง")
    assert passage.heading == ""
    assert passage.text.endswith("# ไม่ใช่หัวเรื่อง")


@pytest.mark.parametrize("broken", ["ไม่มีเครื่องหมาย", "คำ\n@@ a | ก\nเนื้อ", "@@ a | ก\nx\n@@ a | ข\ny"])
def test_broken_marks_are_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="mark|anchor"):
        split_marked(broken)
