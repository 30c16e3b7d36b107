"""A report of figures: tables whole, bars with their values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from portal.letters.kinds.reports import Bar, Figure, Report, Section, report_pdf
from tests.letters import pdf


def section(rows: int = 3, **changes: object) -> Section:
    values = {
        "heading": "เรื่องที่รับ",
        "columns": ("หน่วยงาน", "รับ", "ปิด"),
        "rows": (
            *((f"อบต.ทดสอบ {n}", f"{n:,}", "ปกปิด") for n in range(1, rows + 1)),
            ("รวม", "1,204", "900"),
        ),
        "bars": (
            Bar(label="สาธารณภัย", value="800 เรื่อง", percent=100),
            Bar(label="อื่น", value="ปกปิด", percent=0),
        ),
    }
    return Section(**{**values, **changes})


def report(*sections: Section) -> Report:
    return Report(
        title="ผลการช่วยเหลือ ปีงบประมาณ 2569",
        subtitle="1 ตุลาคม 2568 ถึง 30 กันยายน 2569",
        issuer="ศูนย์ทดสอบ",
        issued_on=dt.date(2026, 11, 20),
        figures=(Figure(label="เรื่องที่รับ", value="1,204 เรื่อง", before="ปีก่อน 998 เรื่อง"),),
        sections=sections,
        notes=("นับจากทะเบียน",),
    )


def test_figures_bars_tables_and_notes_are_there(tmp_path: Path) -> None:
    text = pdf.squeezed(pdf.text_of(report_pdf(report(section())), tmp_path))
    for part in (
        "ปีงบประมาณ๒๕๖๙",
        "๑,๒๐๔เรื่อง",
        "ปีก่อน๙๙๘เรื่อง",
        "๘๐๐เรื่อง",
        "ปกปิด",
        "อบต.ทดสอบ๓",
        "รวม",
        "นับจากทะเบียน",
    ):
        assert part in text, part


def test_a_long_table_repeats_its_head_on_every_page(tmp_path: Path) -> None:
    paper = report_pdf(report(section(rows=120)))
    pages = pdf.page_count(paper)
    assert pages >= 3
    for number in range(1, pages):
        assert "หน่วยงาน" in pdf.text_of(paper, tmp_path, number)


def test_every_row_appears_once(tmp_path: Path) -> None:
    text = pdf.squeezed(pdf.text_of(report_pdf(report(section(rows=120))), tmp_path))
    assert text.count("อบต.ทดสอบ") == 120


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="number of cells"):
        section(rows=1, columns=("หน่วยงาน", "รับ"))


def test_markup_is_printed(tmp_path: Path) -> None:
    paper = report_pdf(report(section(columns=("<b>x</b>", "รับ", "ปิด"))))
    assert "<b>x</b>" in pdf.squeezed(pdf.text_of(paper, tmp_path))
