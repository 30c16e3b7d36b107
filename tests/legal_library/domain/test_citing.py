"""Citations in the official form (issue 11, 3)."""

from __future__ import annotations

from datetime import date

import pytest

from legal_library.domain.citing import document_citation, provision_citation, provision_of

ACT = "พระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. 2537"


def test_an_act_is_cited_by_its_name_in_thai_digits() -> None:
    document = document_citation(kind="act", title=ACT)
    assert document == "พระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. ๒๕๓๗"
    assert provision_citation("มาตรา 67 หน้าที่", document, family="law") == f"มาตรา ๖๗ แห่ง{document}"


def test_a_letter_is_cited_by_number_and_date_and_its_item_stands_behind() -> None:
    letter = document_citation(
        kind="circular",
        title="แนวทาง",
        reference="มท 0891.3/ว 1918",
        agency="กรมส่งเสริมการปกครองท้องถิ่น",
        urgency="ด่วนที่สุด",
        signed_on=date(2013, 9, 9),
    )
    assert letter == "หนังสือกรมส่งเสริมการปกครองท้องถิ่น ด่วนที่สุด ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘ ลงวันที่ ๙ กันยายน ๒๕๕๖"
    assert provision_citation("ข้อ ๓", letter, family="directive") == f"{letter} ข้อ ๓"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("มาตรา ๕ ทวิ บทนิยาม", "มาตรา ๕ ทวิ"),
        ("มาตรา 48 เอกูนวีสติ", "มาตรา ๔๘ เอกูนวีสติ"),
        ("ข้อ ๑.๒ ค่าใช้จ่าย", "ข้อ ๑.๒"),
        ("หมวด ๒ การช่วยเหลือ", "หมวด ๒ การช่วยเหลือ"),
        ("บทเฉพาะกาล", "บทเฉพาะกาล"),
        ("ส่วนต้น", ""),
        ("ข้อตกลงความร่วมมือ", ""),
    ],
)
def test_only_what_the_source_numbers_or_names_is_a_provision(label: str, name: str) -> None:
    assert provision_of(label) == name
    assert provision_citation(label, "ระเบียบ", family="law") == (f"{name} แห่งระเบียบ" if name else "ระเบียบ")
