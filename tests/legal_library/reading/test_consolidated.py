"""Consolidated laws: marks of footnotes behind numbers, Pali numbers, what stands behind the sections (issue 11, 3)."""

from __future__ import annotations

import pytest

from legal_library.reading.cutting import cut
from legal_library.reading.numbering import INSERTED, inserted_place

LAW = """มาตรา ๑ พระราชบัญญัตินี้เรียกว่า
มาตรา ๒[๑] ให้ใช้บังคับ
ส่วนที่ ๑ นายกเทศมนตรี[๑๒]
มาตรา ๔๘ ทวิ[๓][๔] เพิ่ม
มาตรา ๔๘ เอกูนวีสติ[๗๕] เพิ่ม
มาตรา ๔๙ ต่อไป
หมายเหตุ :- เหตุผลในการประกาศใช้
พระราชบัญญัติเทศบาล (ฉบับที่ ๒) พ.ศ. ๒๔๙๘[๑๓๕]
มาตรา ๒ ให้ใช้บังคับ
หมายเหตุ :- เหตุผล
[๑] ราชกิจจานุเบกษา เล่ม ๗๐
[๒] มาตรา ๒ แก้ไขเพิ่มเติมโดย"""


def test_sections_with_footnotes_are_sections() -> None:
    assert [row.label for row in cut(LAW)] == [
        *(
            "มาตรา ๑",
            "มาตรา ๒",
            "ส่วนที่ ๑ นายกเทศมนตรี",
            "มาตรา ๔๘ ทวิ",
            "มาตรา ๔๘ เอกูนวีสติ",
            "มาตรา ๔๙",
            "หมายเหตุ",
        ),
        *("พระราชบัญญัติเทศบาล (ฉบับที่ ๒) พ.ศ. ๒๔๙๘", "มาตรา ๒", "หมายเหตุ", "เชิงอรรถ"),
    ]


def test_the_source_keeps_its_marks() -> None:
    rows = {row.label: row for row in cut(LAW)}
    assert rows["ส่วนที่ ๑ นายกเทศมนตรี"].heading == "ส่วนที่ ๑ นายกเทศมนตรี[๑๒]"
    assert "\n".join(part for row in cut(LAW) for part in (row.heading, row.text) if part) == LAW


def test_an_amending_law_behind_the_text_counts_its_sections_anew() -> None:
    assert [row.level for row in cut(LAW) if row.label == "มาตรา ๒"] == [1, 2]


def test_pali_numbers_are_in_their_order() -> None:
    assert [inserted_place(word) for word in ("", "ทวิ", "ทศ", "เอกูนวีสติ", "วีสติ")] == [0, 2, 10, 19, 20]
    assert inserted_place("อัฎฐ") == inserted_place("อัฏฐ") == 8
    assert len(set(INSERTED)) == len(INSERTED)


@pytest.mark.parametrize("line", ["มาตรา ๓[๑] แห่งพระราชบัญญัติ", "[๒] มาตรา ๒ แก้ไข", "ดูหมายเหตุ :- ข้างล่าง"])
def test_what_only_looks_like_a_beginning_is_none(line: str) -> None:
    assert [row.label for row in cut(f"มาตรา ๑ ก\n{line}")] == ["มาตรา ๑"]
