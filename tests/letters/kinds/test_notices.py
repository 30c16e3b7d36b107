"""The poster for the board (S1.23)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.letters.kinds.notices import Block, Notice, notice_pdf, title_size
from tests.letters import pdf
from tests.letters.factories import HARD_THAI


def notice(**changes: object) -> Notice:
    values = {
        "kind": "ประกาศ",
        "title": "เปิดศูนย์พักพิงชั่วคราว",
        "body": (
            Block(text="ผู้ประสบภัยเข้าพักได้ตั้งแต่วันนี้"),
            Block(text="สิ่งที่ต้องนำมา", style="heading"),
            Block(text="ยาประจำตัว", style="item"),
        ),
        "issuer": "ศูนย์ปฏิบัติการร่วมทดสอบ",
        "issued_on": dt.date(2026, 11, 20),
        "posted_from": dt.date(2026, 11, 21),
        "posted_until": dt.date(2026, 12, 20),
        "url": "https://klang.example.go.th/announcements/shelter/",
        "number": "3/2569",
        "attachments": ("แผนที่ศูนย์พักพิง",),
        "phones": ("สอบถาม 0-7561-0000",),
    }
    return Notice(**{**values, **changes})


def test_everything_is_on_one_page(tmp_path: Path) -> None:
    paper = notice_pdf(notice())
    text = pdf.squeezed(pdf.text_of(paper, tmp_path))
    assert pdf.page_count(paper) == 1
    for part in (
        "ประกาศ",
        "เปิดศูนย์พักพิงชั่วคราว",
        "ศูนย์ปฏิบัติการร่วมทดสอบ",
        "ผู้ประสบภัยเข้าพักได้ตั้งแต่วันนี้",
        "สิ่งที่ต้องนำมา",
        "ยาประจำตัว",
        "แผนที่ศูนย์พักพิง",
        "ที่๓/๒๕๖๙",
        "ประกาศณวันที่๒๐พฤศจิกายน๒๕๖๙",
        "ปิดประกาศ",
        "๒๑พฤศจิกายน๒๕๖๙",
        "ถึง๒๐ธันวาคม๒๕๖๙",
        "klang.example.go.th/announcements/shelter",
        "สอบถาม0-7561-0000",
    ):
        assert part in text, part


@pytest.mark.parametrize("length", [1, 30, 60, 120, 200, 255])
def test_the_title_is_readable_at_two_meters_whatever_its_length(tmp_path: Path, length: int) -> None:
    title = ("ขอเชิญประชาชนร่วมรับฟังความเห็นเรื่องการช่วยเหลือผู้ประสบภัยน้ำท่วม " * 5)[:length].strip()
    runs = pdf.runs_of(notice_pdf(notice(title=title, kind="ข่าว", body=())), tmp_path)
    largest = max(run.size for run in runs)
    assert largest >= 30
    assert title[:1] in "".join(run.text for run in runs if run.size == largest)


def test_a_title_stays_inside_the_page(tmp_path: Path) -> None:
    """Words of a title are kept whole; a very long one must still wrap."""
    import subprocess

    path = tmp_path / "n.pdf"
    path.write_bytes(notice_pdf(notice(title="องค์การบริหารส่วนตำบล" * 6)))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    import re

    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)) <= 595.28


def test_shorter_titles_are_larger() -> None:
    sizes = [title_size("ก" * length) for length in (10, 30, 60, 200)]
    assert sizes == ["xl", "l", "m", "s"]


def test_marks_above_and_below_take_no_room() -> None:
    assert title_size("ปู่ ที่ น้ำ ผู้ รู้ อยู่") == "xl"


def test_a_longer_text_is_set_smaller_until_it_is_one_page(tmp_path: Path) -> None:
    sizes = []
    for paragraphs in (1, 5, 8):
        paper = notice_pdf(notice(body=tuple(Block(text=HARD_THAI[0]) for _ in range(paragraphs))))
        assert pdf.page_count(paper) == 1
        body = next(run for run in pdf.runs_of(paper, tmp_path) if "ค้ำประกัน" in run.text)
        sizes.append(body.size)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]
    assert sizes[-1] >= 12


def test_an_open_ended_notice_has_no_last_day(tmp_path: Path) -> None:
    assert "ถึง ๒" not in pdf.text_of(notice_pdf(notice(posted_until=None)), tmp_path)


def test_a_long_text_goes_on_with_its_foot_on_every_page(tmp_path: Path) -> None:
    paper = notice_pdf(notice(body=tuple(Block(text=text) for text in HARD_THAI * 3)))
    pages = pdf.page_count(paper)
    assert pages >= 2
    for number in range(1, pages + 1):
        assert "klang.example.go.th" in pdf.text_of(paper, tmp_path, number)


def test_the_text_comes_back_exactly(tmp_path: Path) -> None:
    text = pdf.squeezed(
        pdf.text_of(notice_pdf(notice(body=tuple(Block(text=t) for t in HARD_THAI[:2]))), tmp_path)
    )
    for paragraph in HARD_THAI[:2]:
        assert pdf.squeezed(paragraph) in text


def test_markup_is_printed(tmp_path: Path) -> None:
    hostile = "<script>x</script><img src=file:///etc/passwd>"
    paper = notice_pdf(notice(body=(Block(text=hostile),), attachments=(hostile,), issuer=hostile))
    assert pdf.squeezed(pdf.text_of(paper, tmp_path)).count("<script>x</script>") == 3
