"""The memorandum to the governor: an office's form, one page whatever is found, words that can be copied (S2.48)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from portal.letters.kinds.lateness import MOST_FINDINGS, LatenessReport, Step, lateness_pdf
from tests.letters import pdf
from tests.letters.factories import HARD_THAI


def report(**changes: object) -> LatenessReport:
    """Return the fullest report that there is."""
    office = "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดกระบี่"
    provincial = "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดกระบี่"
    values = {
        "addressee": "ผู้ว่าราชการจังหวัดกระบี่",
        "issuer": office,
        "issued_on": dt.date(2026, 11, 26),
        "reference": "K7M3-9QXF",
        "facts": (
            ("หน่วยงานที่ต้องดำเนินการ", "องค์การบริหารส่วนตำบลอ่าวนาง อ.เมืองกระบี่ จ.กระบี่"),
            ("สิ่งที่ต้องทำ", "ตอบรับเรื่อง"),
            ("เกินกำหนดตั้งแต่", "23 พฤศจิกายน 2569 เวลา 10.00 น."),
            ("ล่าช้ามาแล้ว", "3 วัน"),
        ),
        "steps": tuple(
            Step(level=str(n), rang=f"2{n} พ.ย. 2569 เวลา 10.00 น.", told=", ".join([provincial] * n))
            for n in (1, 2, 3)
        ),
        "findings": tuple(f"26 พ.ย. 2569 {office}: ไม่มีผู้ปฏิบัติงาน" for _n in range(MOST_FINDINGS)),
        "urged": "มีการเร่งรัดแล้ว 3 ครั้ง ครั้งล่าสุดเมื่อ 25 พฤศจิกายน 2569 เวลา 9.00 น.",
        "code": "พม 0001",
        "phones": "0 7561 0000 ต่อ 12",
        "signatory": "นางสาวตัวอย่าง ระบบงาน",
        "position": "พัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
        "acting": ("ปฏิบัติราชการแทน", "ผู้ว่าราชการจังหวัด"),
    }
    return LatenessReport(**{**values, **changes})


def test_the_fullest_report_keeps_to_one_page() -> None:
    assert pdf.page_count(lateness_pdf(report())) == 1


def test_it_has_the_form_of_a_memorandum(tmp_path: Path) -> None:
    """Regulation on Saraban work B.E. 2526, annex form 2; Thai digits."""
    text = pdf.squeezed(pdf.text_of(lateness_pdf(report()), tmp_path))
    for words in (
        "บันทึกข้อความ",
        "ส่วนราชการ",
        "พม๐๐๐๑/",
        "วันที่๒๖พฤศจิกายน๒๕๖๙",
        "เรียนผู้ว่าราชการจังหวัดกระบี่",
        "เร่งรัดแล้ว๓ครั้ง",
    ):
        assert words in text
    assert (
        text.index("๑.ข้อเท็จจริง")
        < text.index("๒.การแจ้งเตือน")
        < text.index("๓.ข้อเท็จจริงที่ตรวจพบ")
        < text.index("๔.")
    )
    assert "K7M3-9QXF" in text


def test_hard_thai_can_be_copied_out_of_it(tmp_path: Path) -> None:
    text = pdf.squeezed(
        pdf.text_of(lateness_pdf(report(findings=HARD_THAI[:1], urged=HARD_THAI[1])), tmp_path)
    )
    assert pdf.squeezed(HARD_THAI[0]) in text
    assert pdf.squeezed(HARD_THAI[1]) in text


def test_who_signs_may_be_written_by_hand() -> None:
    assert pdf.page_count(lateness_pdf(report(signatory="", position="", acting=()))) == 1
