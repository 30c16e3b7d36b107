"""Plain text set for paper: digits, whole units, nothing but text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.letters.drawing.typeset import paper_text, title_text
from portal.thai.digits import to_thai


def whole_units(html: str) -> list[str]:
    return re.findall(r'<span class="nb">(.*?)</span>', html)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("ตามหนังสือ ที่ กบ 0023.3/ว 3332 แจ้งว่า", "ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒"),
        ("อ้างถึง มท ๐๘๙๑.๓/ว ๑๙๑๘ นั้น", "มท ๐๘๙๑.๓/ว ๑๙๑๘"),
        ("ประชุมเมื่อวันที่ 16 กันยายน 2556 เวลา", "วันที่ ๑๖ กันยายน ๒๕๕๖"),
        ("ลงวันที่ 2 ก.ย. 2556", "ลงวันที่ ๒ ก.ย. ๒๕๕๖"),
        ("มอบให้ นายสมศักดิ์ ทดสอบดี เป็นผู้แทน", "นายสมศักดิ์ ทดสอบดี"),
        ("และ นางสาวมาลี ใจงาม", "นางสาวมาลี ใจงาม"),
        ("โทร 0-7561-1899 หรือ", "๐-๗๕๖๑-๑๘๙๙"),
        ("โทรสาย 0 7561 1899 ต่อ 12", "๐ ๗๕๖๑ ๑๘๙๙ ต่อ ๑๒"),
        ("จำนวน 3 ครัวเรือน", "จำนวน ๓ ครัวเรือน"),
        ("เงิน จำนวน 1,500 บาท เมื่อ", "จำนวน ๑,๕๐๐ บาท"),
        ("ตามมาตรา 24 แห่ง", "มาตรา ๒๔"),
        ("ประชุม เวลา 16.30 น. ที่ศูนย์", "เวลา ๑๖.๓๐ น."),
        ("ถนนทดสอบ กบ 81000", "กบ ๘๑๐๐๐"),
    ],
)
def test_a_unit_stays_on_one_line(text: str, unit: str) -> None:
    assert unit in whole_units(paper_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "เรียน นายกเทศมนตรีเมืองกระบี่และนายกองค์การบริหารส่วนตำบล ทุกแห่งในเขตพื้นที่รับผิดชอบ",
        "เรียน นายอำเภอเมือง ทุกอำเภอ",
        "นายจ้างและ ลูกจ้าง",
    ],
)
def test_titles_of_offices_are_not_taken_for_names(text: str) -> None:
    assert whole_units(paper_text(text)) == []


def test_a_surname_that_runs_on_is_not_cut_in_the_middle() -> None:
    """A span that ended inside a word would let a line break there."""
    assert whole_units(paper_text("นายสมศักดิ์ ทดสอบดีมาแจ้งเหตุแก่เจ้าหน้าที่ศูนย์ในวันนี้")) == []


@pytest.mark.parametrize("kept", ["KB7F-2MXQ", "https://klang.example.go.th/track2/", "info2@example.go.th"])
def test_what_a_citizen_must_type_keeps_its_digits(kept: str) -> None:
    html = paper_text(f"เรื่องเลขที่ {kept} ได้รับเมื่อ 9 โมง")
    assert kept in whole_units(html)
    assert "๙ โมง" in html


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '<img src="file:///etc/passwd">', "a & b", "</span>"]
)
def test_markup_comes_out_as_text(text: str) -> None:
    html = str(paper_text(text))
    assert "<script" not in html
    assert "<img" not in html
    assert re.sub(r"</?span[^>]*>", "", html).count("<") == 0


@given(
    st.text(alphabet=st.sampled_from(list("กขคที่ว. /-0123456789๐๙<>&\"'มทABนายนาง มกราคมวันที่ลง@")), max_size=60)
)
def test_no_text_is_lost_or_added(text: str) -> None:
    """Taking the spans off again gives the text with Thai digits, whatever units were found."""
    import html as html_module

    plain = html_module.unescape(re.sub(r'<span class="nb">|</span>', "", str(paper_text(text))))
    assert to_thai(plain) == to_thai(text)


def test_a_title_breaks_only_between_words_of_the_dictionary() -> None:
    html = str(title_text("เปิดรับคำขอความช่วยเหลือ 2569"))
    assert "ความช่วยเหลือ" in "".join(whole_units(html))
    assert "๒๕๖๙" in html
    assert re.sub(r'<span class="nb">|</span>|<wbr>', "", html) == "เปิดรับคำขอความช่วยเหลือ ๒๕๖๙"


def test_a_word_longer_than_a_line_of_a_title_may_break() -> None:
    assert "<span" not in str(title_text("ก" * 40)) or all(
        len(unit) <= 16 for unit in whole_units(title_text("ก" * 40))
    )


def test_a_title_shows_markup_as_text() -> None:
    assert "<b>" not in str(title_text("<b>ตัวหนา</b>"))
