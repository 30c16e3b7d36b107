"""A pasted law is cut where it numbers itself, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legal_library.reading.cutting import OPENING, cut
from portal.thai.digits import to_thai

LINES = st.sampled_from(
    [
        "มาตรา ๑ ให้ใช้บังคับ",
        "มาตรา 2",
        "มาตรา ๕ แห่งพระราชบัญญัตินี้",
        "ข้อ ๑ ระเบียบนี้",
        "ข้อ 12",
        "หมวด ๑",
        "หมวด ๒ การช่วยเหลือ",
        "บททั่วไป",
        "บทเฉพาะกาล",
        "ภาคผนวก ก",
        "ข้อความธรรมดา",
        "  (๑) ข้อย่อย",
        "",
        "@@",
    ]
)

ACT = """พระราชบัญญัติทดสอบ
พ.ศ. ๒๕๔๖

หมวด ๑
บททั่วไป

มาตรา ๑ พระราชบัญญัตินี้เรียกว่า
มาตรา ๒ ให้ใช้บังคับตาม
มาตรา ๙ แห่งพระราชบัญญัติอื่น

มาตรา ๒ ทวิ เพิ่มขึ้น
มาตรา ๒/๑ เพิ่มขึ้นอีก
มาตรา ๓ ตามมาตรา ๑
(๑) ข้อย่อย
หมวด ๒ การช่วยเหลือ
มาตรา ๔ สุดท้าย
บทเฉพาะกาล
มาตรา ๕ ในวาระเริ่มแรก
บัญชีแนบท้ายพระราชบัญญัติ
ข้อ ๑ รายการ"""


def test_an_act_is_cut_at_its_sections_and_chapters() -> None:
    assert [(row.label, row.level) for row in cut(ACT)] == [
        (OPENING, 1),
        ("หมวด ๑ บททั่วไป", 1),
        ("มาตรา ๑", 2),
        ("มาตรา ๒", 2),
        ("มาตรา ๒ ทวิ", 2),
        ("มาตรา ๒/๑", 2),
        ("มาตรา ๓", 2),
        ("หมวด ๒ การช่วยเหลือ", 1),
        ("มาตรา ๔", 2),
        ("บทเฉพาะกาล", 1),
        ("มาตรา ๕", 2),
        ("บัญชีแนบท้ายพระราชบัญญัติ", 1),
        ("ข้อ ๑", 2),
    ]


def test_a_regulation_without_chapters_has_one_level() -> None:
    rows = cut("ข้อ 1 ระเบียบนี้\nข้อ 2 ให้ใช้\nข้อ 10 สุดท้าย")
    assert [(row.label, row.level, row.text) for row in rows] == [
        ("ข้อ 1", 1, "ข้อ 1 ระเบียบนี้"),
        ("ข้อ 2", 1, "ข้อ 2 ให้ใช้"),
        ("ข้อ 10", 1, "ข้อ 10 สุดท้าย"),
    ]


@pytest.mark.parametrize("rest", ["แห่งพระราชบัญญัติ", "และมาตรา ๗", "หรือ", "วรรคสอง", "ถึงมาตรา ๙"])
def test_a_reference_at_the_start_of_a_line_is_no_beginning(rest: str) -> None:
    assert len(cut(f"มาตรา ๑ ก\nมาตรา ๕ {rest}\nมาตรา ๒ ข")) == 2


@given(st.integers(2, 400), st.booleans())
def test_every_section_is_found(count: int, thai: bool) -> None:
    source = "\n".join(f"มาตรา {number} ข้อความของมาตรา" for number in range(1, count + 1))
    assert len(cut(to_thai(source) if thai else source)) == count


def words(text: str) -> list[str]:
    return text.split()


@settings(max_examples=1000)
@given(st.lists(LINES, max_size=40))
def test_nothing_is_lost_and_nothing_changes_its_place(lines: list[str]) -> None:
    source = "\n".join(lines)
    told = [word for row in cut(source) for word in words(f"{row.heading}\n{row.text}")]
    assert told == words(source)


@given(st.text(max_size=400))
def test_any_text_keeps_its_words(source: str) -> None:
    source = source.replace("\r", "\n")
    told = "".join(row.heading + row.text for row in cut(source))
    assert "".join(told.split()) == "".join(source.split())


def test_a_title_stands_directly_below_its_number() -> None:
    (_, chapter, named) = cut("มาตรา ๑ ก\nหมวด ๑\nมาตรา ๑ อ้างถึง\nบททั่วไป")
    assert (chapter.label, chapter.text) == ("หมวด ๑", "มาตรา ๑ อ้างถึง")
    assert named.label == "บททั่วไป"


def test_a_text_without_numbers_is_one_passage_and_none_is_none() -> None:
    assert [(row.label, row.text) for row in cut("หนังสือ\nทั้งฉบับ")] == [(OPENING, "หนังสือ\nทั้งฉบับ")]
    assert cut(" \n\n") == []


def test_the_work_grows_with_the_text() -> None:
    """Every line is looked at once: a law of twice the length makes twice the passages and no more."""
    small, large = ("\n".join(f"มาตรา {n} x" for n in range(1, size)) for size in (500, 5000))
    assert (len(cut(small)), len(cut(large))) == (499, 4999)
