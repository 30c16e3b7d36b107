"""The official letter: exact text, right measures, Thai digits, catch-words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.letters.kinds.official import Enclosure, OfficialLetter, letter_pdf
from portal.letters.vocabulary import Urgency
from portal.thai.digits import to_thai
from tests.letters import pdf
from tests.letters.factories import HARD_THAI, letter


def paragraphs_of(pages: int) -> tuple[str, ...]:
    """Return enough hard Thai for a letter of about so many pages."""
    return (*HARD_THAI * (2 * pages), "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป")


@pytest.mark.parametrize("pages", [1, 3])
def test_the_text_that_goes_in_comes_out(tmp_path: Path, pages: int) -> None:
    """Copying, searching and screen readers all live on this (documents.md, BUG 1)."""
    written = letter(paragraphs=HARD_THAI if pages == 1 else paragraphs_of(pages))
    text = pdf.body_of(letter_pdf(written), tmp_path)
    body = pdf.squeezed("".join(to_thai(paragraph) for paragraph in written.paragraphs))
    assert body in text


def test_every_field_is_on_the_paper_in_order_and_in_thai_digits(tmp_path: Path) -> None:
    paper = letter_pdf(letter(urgency=Urgency.VERY_URGENT))
    text = pdf.text_of(paper, tmp_path)
    expected = [
        "ด่วนมาก",
        "ที่ กบ ๕๒๐๐๑/๑๒๓",
        "ศูนย์ปฏิบัติการร่วมทดสอบ",
        "ถนนทดสอบ กบ ๘๑๐๐๐",
        "๒๒ พฤศจิกายน ๒๕๖๙",
        "เรื่อง",
        "ขอความร่วมมือเฝ้าระวังน้ำหลาก",
        "เรียน",
        "นายกองค์การบริหารส่วนตำบลทดสอบ",
        "อ้างถึง",
        "ที่ กบ ๐๐๒๓.๓/ว ๒๔",
        "สิ่งที่ส่งมาด้วย",
        "๑. แบบรายงานสถานการณ์",
        "จำนวน ๑ ชุด",
        "๒. แผนที่จุดเสี่ยง",
        "จำนวน ๑๒ แผ่น",
        "จึงเรียนมาเพื่อโปรดดำเนินการ",
        "ขอแสดงความนับถือ",
        "(นายทดสอบ ระบบงาน)",
        "หัวหน้าศูนย์",
        "ปฏิบัติราชการแทน",
        "นายอำเภอทดสอบ",
        "ฝ่ายประสานงาน",
        "โทร. ๐-๗๕๖๑-๐๐๐๐",
    ]
    position = 0
    for part in expected:
        found = text.find(part, position)
        assert found >= 0, f"{part!r} is missing or out of order"
        position = found + len(part)
    assert not set("0123456789") & set(text)


def test_a_single_reference_and_enclosure_carry_no_number(tmp_path: Path) -> None:
    text = pdf.text_of(letter_pdf(letter(enclosures=(Enclosure(title="แผนที่", quantity=None),))), tmp_path)
    assert "แผนที่" in text
    assert "๑. แผนที่" not in text
    assert "จำนวน" not in text


def test_a_short_letter_is_one_page_without_page_number_and_catch_word(tmp_path: Path) -> None:
    paper = letter_pdf(letter())
    assert pdf.page_count(paper) == 1
    text = pdf.text_of(paper, tmp_path)
    assert "- ๑ -" not in text
    assert "..." not in text


def test_each_page_but_the_last_ends_with_the_next_pages_first_words(tmp_path: Path) -> None:
    paper = letter_pdf(letter(paragraphs=paragraphs_of(3)))
    pages = pdf.page_count(paper)
    assert pages >= 3
    for number in range(1, pages):
        foot = [line for line in pdf.text_of(paper, tmp_path, number).splitlines() if line.endswith("...")]
        assert len(foot) == 1
        words = pdf.squeezed(foot[0].removeprefix("/").removesuffix("..."))
        following = pdf.squeezed(pdf.text_of(paper, tmp_path, number + 1)).removeprefix(
            to_thai(f"-{number + 1}-")
        )
        assert len(words) >= 8
        assert following.startswith(words) or words in following[: len(words) + 12]
    last = pdf.text_of(paper, tmp_path, pages)
    assert "..." not in last
    assert to_thai(f"- {pages} -") in last


def test_the_signature_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    """Whatever the length, the last page carries words of the letter with the signature."""
    for extra in range(4, 16, 2):
        paper = letter_pdf(letter(paragraphs=(*(HARD_THAI[4],) * extra, "จึงเรียนมาเพื่อโปรดดำเนินการ")))
        last = pdf.text_of(paper, tmp_path, pdf.page_count(paper))
        assert "จึงเรียนมาเพื่อโปรดดำเนินการ" in last
        assert "ขอแสดงความนับถือ" in last


def test_urgency_is_red_and_twice_the_size_of_the_text(tmp_path: Path) -> None:
    runs = pdf.runs_of(letter_pdf(letter(urgency=Urgency.MOST_URGENT)), tmp_path)
    urgent = next(run for run in runs if "ด่วน" in run.text)
    ordinary = next(run for run in runs if "เฝ้าระวังน้ำหลาก" in run.text)
    assert urgent.color == "#d00000"
    assert ordinary.color == "#000000"
    assert urgent.size == pytest.approx(2 * ordinary.size, abs=1)


def test_an_ordinary_letter_has_no_red(tmp_path: Path) -> None:
    assert all(run.color == "#000000" for run in pdf.runs_of(letter_pdf(letter()), tmp_path))


def test_the_text_is_th_sarabun_16_in_size(tmp_path: Path) -> None:
    """10.7 pt of our Sarabun; at 16 pt it would be half as large again and run to a second page."""
    runs = pdf.runs_of(letter_pdf(letter()), tmp_path)
    assert {round(run.size) for run in runs} == {11}
    assert all("KlangSarabun" in run.family for run in runs)


def test_the_page_is_a4() -> None:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(letter_pdf(letter()))) as document:
        box = [float(value) for value in document.pages[0].MediaBox]
    assert box[2] == pytest.approx(595.28, abs=0.1)
    assert box[3] == pytest.approx(841.89, abs=0.1)


@pytest.mark.parametrize("field", ["subject", "addressee", "signatory", "position", "owner_unit", "number"])
def test_markup_in_a_field_is_printed_not_obeyed(tmp_path: Path, field: str) -> None:
    hostile = '<script>x()</script><img src="file:///etc/passwd"> {{ letter }} {% now "Y" %}'
    text = pdf.squeezed(pdf.text_of(letter_pdf(letter(**{field: hostile})), tmp_path))
    assert "<script>x()</script>" in text
    assert "{{letter}}" in text
    assert "root:" not in text


def test_markup_in_paragraphs_references_and_enclosures_is_printed(tmp_path: Path) -> None:
    hostile = "<style>*{display:none}</style><base href=file:///etc/>"
    paper = letter_pdf(
        letter(paragraphs=(hostile, "ท้ายเรื่อง"), references=(hostile,), enclosures=(Enclosure(title=hostile),))
    )
    assert pdf.squeezed(pdf.text_of(paper, tmp_path)).count("<style>*{display:none}</style>") == 3


def test_without_an_emblem_its_place_is_empty_and_nothing_is_invented(tmp_path: Path) -> None:
    paper = letter_pdf(letter())
    assert "ตราครุฑ" not in pdf.text_of(paper, tmp_path)
    assert b"/Subtype /Image" not in paper


def test_a_site_can_put_its_own_emblem(tmp_path: Path, settings) -> None:
    import io

    import pikepdf
    from PIL import Image

    picture = tmp_path / "emblem.png"
    Image.new("RGB", (60, 60), "#884400").save(picture)
    settings.KLANG = {**settings.KLANG, "GARUDA_IMAGE": str(picture)}
    with pikepdf.open(io.BytesIO(letter_pdf(letter()))) as document:
        assert len(document.pages[0].get_images()) == 1


def test_a_missing_emblem_file_does_not_stop_letters(tmp_path: Path, settings) -> None:
    settings.KLANG = {**settings.KLANG, "GARUDA_IMAGE": str(tmp_path / "gone.png")}
    assert pdf.page_count(letter_pdf(letter())) == 1


def test_the_same_letter_twice_is_the_same_file() -> None:
    assert letter_pdf(letter()) == letter_pdf(letter())


def test_a_snapshot_through_json_gives_the_same_letter() -> None:
    written = letter(urgency=Urgency.URGENT)
    assert OfficialLetter.from_snapshot(json.loads(json.dumps(written.to_snapshot()))) == written


def test_a_snapshot_that_is_no_letter_is_refused() -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        OfficialLetter.from_snapshot({"subject": "ไม่ครบ"})
