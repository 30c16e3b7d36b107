"""The permanent sign of a unit and its poster: one page each, whatever the name is (S2.06)."""

from __future__ import annotations

import pytest

from portal.letters.drawing.render import page_count
from portal.letters.kinds.signs import UnitSign, poster_pdf, sign_pdf
from tests.letters import pdf

SHORT = "เทศบาลเมืองกระบี่"
LONG = "องค์การบริหารส่วนตำบลบ้านใหม่หนองไทรสามัคคีพัฒนาการเกษตรยั่งยืนแห่งลุ่มน้ำ"


def sign(unit: str = SHORT, **values: object) -> UnitSign:
    return UnitSign(
        **{
            "unit": unit,
            "problems": (
                "ตั้งครรภ์ไม่พร้อม",
                "การค้ามนุษย์",
                "แรงงานเด็ก",
                "ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ",
            ),
            "url": "https://krabi.example.go.th/request/",
            "phones": ("0-7561-1899", "0-7562-2437"),
        }
        | values
    )


@pytest.mark.parametrize("draw", [sign_pdf, poster_pdf])
@pytest.mark.parametrize("unit", [SHORT, LONG])
def test_it_is_one_page_with_everything_on_it(draw, unit: str, tmp_path) -> None:
    paper = draw(sign(unit))
    assert page_count(paper) == 1
    words = pdf.squeezed(pdf.text_of(paper, tmp_path))
    for expected in (
        "OSCC",
        "ศูนย์ช่วยเหลือสังคม",
        "การค้ามนุษย์",
        "๑๓๐๐",
        "krabi.example.go.th/request",
        "๐-๗๕๖๑-๑๘๙๙",
    ):
        assert expected in words, expected
    assert unit in words


def test_a_unit_without_a_number_shows_none(tmp_path) -> None:
    assert "โทรศัพท์ของหน่วย" not in pdf.text_of(sign_pdf(sign(phones=())), tmp_path)


def test_the_same_sign_gives_the_same_bytes() -> None:
    assert sign_pdf(sign()) == sign_pdf(sign())


def test_the_name_of_a_unit_is_text_and_nothing_else(tmp_path) -> None:
    assert "<b>" in pdf.text_of(sign_pdf(sign("<b>หน่วย</b>")), tmp_path)
