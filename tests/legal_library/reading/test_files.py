"""The text of a file is told by its content: PDF, DOCX, HTML, plain text; what is none is refused in words (issue 11, 1)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from weasyprint import HTML

from legal_library.reading import pdf_text as pdf_module
from legal_library.reading.files import file_text
from legal_library.reading.refusals import UnreadableFile

WORDS = "มาตรา ๕ ให้ช่วยเหลือผู้สูงอายุ"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, head: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        )
    return file.getvalue()


def paragraph(*words: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{word}</w:t></w:r>" for word in words) + "</w:p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_plain_text_is_read_in_every_encoding_that_thai_offices_use(encoding: str) -> None:
    assert file_text(f"{WORDS}\r\nบรรทัดสอง".encode(encoding)) == f"{WORDS}\nบรรทัดสอง"


def test_quotes_that_windows_left_as_control_codes_are_quotes_again() -> None:
    assert file_text("เรียกว่า \x93กองทุน\x94".encode()) == "เรียกว่า “กองทุน”"


def test_a_web_page_gives_its_visible_words_and_its_tables() -> None:
    page = f"""<!DOCTYPE html><html><head><meta charset="windows-874"><title>ไม่เอา</title><style>p {{}}</style></head>
    <body><h1>ระเบียบ</h1><p>{WORDS}<br>บรรทัดสอง</p><script>alert(1)</script>
    <table><tr><td>รายการ</td><td>บาท</td></tr><tr><td><p>อาหาร</p></td><td>100</td></tr></table></body></html>"""
    text = file_text(page.encode("cp874"))
    assert text.split("\n") == ["ระเบียบ", "", WORDS, "บรรทัดสอง", "", "| รายการ | บาท |", "| อาหาร | 100 |"]
    assert "ไม่เอา" not in text and "alert" not in text


def test_a_word_document_gives_paragraphs_breaks_and_tables() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('รายการ')}</w:tc><w:tc>{paragraph('บาท')}</w:tc></w:tr></w:tbl>"
    body = (
        paragraph("มาตรา ๕ ", "ให้ช่วยเหลือ") + "<w:p><w:r><w:t>ก</w:t><w:br/><w:t>ข</w:t></w:r></w:p>" + table
    )
    assert file_text(docx(body)) == "มาตรา ๕ ให้ช่วยเหลือ\nก\nข\n\n| รายการ | บาท |\n"


def test_what_was_deleted_with_changes_tracked_is_not_in_the_text() -> None:
    assert (
        file_text(
            docx("<w:p><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del><w:r><w:t>ใหม่</w:t></w:r></w:p>")
        )
        == "ใหม่"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        docx("", head='<!DOCTYPE x [<!ENTITY a "b">]>'),
        b"\xd0\xcf\x11\xe0 old word",
        b"MZ\x90 a program",
        b"\x7fELF a program",
        b"%PDF-1.7 broken",
        b"\x00\x01\x02",
    ],
)
def test_what_cannot_be_read_is_refused_with_a_thai_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="[ก-๙]"):
        file_text(content)


def test_a_program_under_the_name_of_a_pdf_is_refused_by_its_content() -> None:
    with pytest.raises(UnreadableFile):
        file_text(b"MZ\x90" + b"\x00" * 100)


@pytest.mark.parametrize("has_poppler", [True, False])
def test_the_text_of_a_pdf_comes_back(has_poppler: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_poppler:
        monkeypatch.setattr(pdf_module.shutil, "which", lambda name: None)
    font = Path("static/fonts").absolute().as_uri()
    css = (
        f"@font-face {{font-family: PS; src: url({font}/PortalSarabun-Regular.ttf)}} body {{font-family: PS}}"
    )
    content = HTML(
        string=f"<style>{css}</style><p lang=th>{WORDS}</p><p style='break-before: page'>หน้าสอง</p>"
    ).write_pdf()
    assert [page.split("\n")[0] for page in pdf_module.pdf_pages(content)] == [WORDS, "หน้าสอง"]


def test_a_scan_without_words_says_that_it_is_one() -> None:
    with pytest.raises(UnreadableFile, match="สแกน"):
        file_text(HTML(string="<p></p>").write_pdf())


def test_the_reading_with_fewer_signs_of_damage_is_taken() -> None:
    assert pdf_module.damage("ก ่าน ค\x00") > pdf_module.damage("อ่าน")
