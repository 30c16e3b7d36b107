"""Files to pages: born-digital PDFs, scans with and without an engine, Word, pictures; bad ones fail in words (issue 11, 6)."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import time
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops

from legal_library.reading import files as files_module
from legal_library.reading.letters import pages as pages_module
from legal_library.reading.letters.found import Origin, Reading, Sure
from legal_library.reading.letters.ocr import Engine, engine
from legal_library.reading.letters.pages import leaves_of
from legal_library.reading.letters.reading import read_pages
from legal_library.reading.refusals import UnreadableFile
from portal.thai.words import segment
from tests.legal_library.reading.bundle import as_pdf, source_pdf
from tests.legal_library.reading.test_files import docx, paragraph

SCRIPT = (
    "import sys; assert open(sys.argv[1], 'rb').read(4) == b'RIFF'; print('เรื่อง ช่วยเหลือ\\nค\u0e4d\u0e32 ๐๑๒')"
)


def read(content: bytes, name: str = "a.pdf", *, by: Engine | None = None, pictures: bool = False) -> Reading:
    with leaves_of(content, name, engine=by, pictures=pictures) as leaves:
        assert len(leaves.pictures) in (0, len(leaves.pages))
        return read_pages(name, leaves.pages)


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, kind)
    return out.getvalue()


def scan(pages: int = 1) -> bytes:
    """A PDF whose pages are pictures."""
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", (300, 400), "white") for _number in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=rest)
    return out.getvalue()


def test_twenty_pages_that_hold_words_are_read_in_five_seconds_as_the_four_documents() -> None:
    content = source_pdf()
    start = time.perf_counter()
    reading = read(content)
    seconds = time.perf_counter() - start
    assert 18 <= len(reading.pages) <= 24
    assert [piece.nature.value for piece in reading.pieces] == ["letter", "letter", "agreement", "annex"]
    assert reading.pieces[1].value("reference_as_written") == "มท ๐๘๙๑.๓ / ว ๑๙๑๘"
    assert {one.code for piece in reading.pieces for one in piece.oddities} >= {
        *("date_conflict", "catchword", "signatures_twice", "copies", "misreading", "sum_holds", "stamp"),
    }
    # Bound of the issue; it takes a fifth of that on a machine that does nothing else.
    assert seconds < 5


def test_a_scan_without_an_engine_is_shown_and_not_read() -> None:
    reading = read(scan(2), pictures=True)
    assert [page.origin for page in reading.pages] == [Origin.NONE, Origin.NONE]
    assert reading.pieces == ()


def test_the_engine_is_a_command_that_gets_a_picture_and_prints_words(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "OCR": f'{sys.executable} -c "{SCRIPT}" {{picture}}'}
    by = engine()
    for content, name in ((scan(), "a.pdf"), (picture(), "a.png"), (picture("JPEG"), "1000012345")):
        (page,) = read(content, name, by=by).pages
        assert (page.origin, page.text) == (Origin.OCR, "เรื่อง ช่วยเหลือ\nคำ ๐๑๒"), name
    # Pages that hold words are not read by it.
    assert {page.origin for page in read(as_pdf("ข้อความ"), by=by).pages} == {Origin.TEXT}
    settings.KLANG = {**settings.KLANG, "OCR": ""}
    assert engine() is None


WORDS = "เรื่อง การช่วยเหลือผู้ประสบอุทกภัยในเขตเทศบาล เรียน นายกเทศมนตรีทุกแห่ง ผู้ว่าราชการจังหวัดมอบหมาย"


def scanned(text: str) -> bytes:
    """A letter as it comes out of a scanner: a picture of its page with a little noise, in a PDF, without a word in it."""
    pages = subprocess.run(
        ["pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-"],
        input=as_pdf(text),
        capture_output=True,
        check=True,
    ).stdout
    with Image.open(io.BytesIO(pages)) as opened:
        page = opened.convert("L")
    noise = Image.effect_noise(page.size, 24)
    worn = ImageChops.add(page, noise, offset=-128).rotate(0.6, fillcolor=255)
    out = io.BytesIO()
    worn.save(out, "PDF", resolution=200, quality=60)
    return out.getvalue()


@pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="this machine has no tesseract (bin/setup.sh brings it)"
)
@pytest.mark.slow
def test_tesseract_reads_the_words_of_a_scan_and_is_believed_no_number(settings: Any) -> None:
    """The engine that bin/setup.sh brings, on a worn scan; what it cannot know is typed by a person (documents.md 2)."""
    settings.KLANG = {**settings.KLANG, "OCR": "tesseract {picture} stdout -l tha+eng"}
    reading = read(scanned(f"ที่ กบ ๐๐๒๓.๔/ว ๖๗๘๙\nวันที่ ๑๖ กันยายน ๒๕๖๙\n{WORDS}"), by=engine(), pictures=True)
    (page,) = reading.pages
    assert page.origin is Origin.OCR
    read_words = "".join(page.text.split())
    found = [word for word in segment(WORDS.replace(" ", "")) if len(word) > 2]
    held = sum(word in read_words for word in found)
    assert held >= 0.9 * len(found), page.text
    assert "๖๗๘๙" not in page.text, "its model has no such digits; where it has, the rule below may go"
    (piece,) = reading.pieces
    assert piece.is_machine_read
    assert {one.name for one in piece.fields} == {"subject"}
    assert {one.sure for one in piece.fields} == {Sure.LOOK}


def test_without_the_program_nothing_is_read(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "OCR": "no-such-engine {picture}"}
    assert engine() is None


def test_an_engine_that_fails_or_is_missing_leaves_the_page_unread() -> None:
    for command in ((sys.executable, "-c", "raise SystemExit(3)"), ("/no/such/engine",)):
        (page,) = read(scan(), by=Engine(command)).pages
        assert (page.origin, page.text) == (Origin.NONE, "")


def test_a_word_document_and_a_web_page_are_read_as_one_page() -> None:
    body = "".join(paragraph(words) for words in ("ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒", "เรื่อง ช่วยเหลือ", "เรียน นายอำเภอ"))
    assert read(docx(body), "a.docx").pieces[0].value("subject") == "ช่วยเหลือ"
    page = "<!DOCTYPE html><p>ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒</p><p>เรื่อง ช่วยเหลือ</p>"
    assert read(page.encode(), "a.html").pieces[0].value("subject") == "ช่วยเหลือ"


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf("ลับ"))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="x-long-password", owner="x-long-password"))
    return out.getvalue()


def test_what_is_broken_locked_empty_or_something_else_is_refused_in_words() -> None:
    bad = {
        "broken.pdf": (b"%PDF-1.7 broken", "ไฟล์อาจเสีย"),
        "locked.pdf": (locked(), "รหัสผ่าน"),
        "page.pdf": (b"<!DOCTYPE html><p>x</p>", "ไม่ใช่ PDF"),
        "program.pdf": (b"MZ\x90", "ไม่ใช่ PDF"),
        "program.docx": (b"MZ\x90", "ไม่ใช่เอกสาร"),
        "picture.png": (b"\x89PNG\r\n\x1a\n broken", ""),
        "empty.txt": (b"", "ว่างเปล่า"),
    }
    for name, (content, words) in bad.items():
        with pytest.raises(UnreadableFile) as refused:
            read(content, name)
        assert words in str(refused.value) and str(refused.value), name


def test_a_file_that_is_too_large_or_too_long_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(pages_module, "MOST_BYTES", 100)
    with pytest.raises(UnreadableFile, match="ใหญ่เกิน"):
        read(scan())
    monkeypatch.setattr(pages_module, "MOST_BYTES", files_module.MOST_BYTES)
    monkeypatch.setattr(pages_module, "MOST_PAGES", 1)
    with pytest.raises(UnreadableFile, match="2 หน้า"):
        read(scan(2))
