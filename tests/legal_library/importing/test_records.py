"""A row of an import is read in the words of the field; what cannot be read is said, row by row (issue 11, 1)."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from legal_library.importing.matching import name_key
from legal_library.importing.records import record_of
from legal_library.importing.sources import records_of
from legal_library.vocabulary import DocumentKind
from portal.organizations.importing.reading import ImportFileError

# Kinds are known by the names that publishers gave them.
pytestmark = pytest.mark.django_db


def test_thai_and_english_columns_say_the_same() -> None:
    thai = record_of(
        "1", {"ชื่อเอกสาร": "ระเบียบ ก พ.ศ. ๒๕๖๐", "ลงวันที่": "๙ ก.ย. ๒๕๕๖", "เลขที่": "มท ๐๘๙๑.๓/ว ๑๙๑๘"}
    )
    english = record_of(
        "1", {"Title": "ระเบียบ ก พ.ศ. ๒๕๖๐", "signed_on": "9/9/2556", "number": "มท ๐๘๙๑.๓/ว ๑๙๑๘"}
    )
    assert thai == english
    assert (thai.kind, thai.year_be, thai.values["signed_on"]) == (
        DocumentKind.REGULATION,
        2560,
        date(2013, 9, 9),
    )


def test_the_kind_follows_from_the_name_of_the_statute() -> None:
    titles = ("พระราชกำหนดการประมง พ.ศ. 2558", "ประมวลรัษฎากร", "รัฐธรรมนูญแห่งราชอาณาจักรไทย พ.ศ. 2560")
    assert [record_of("", {"title": title}).kind for title in titles] == [
        "emergency_decree",
        "code",
        "constitution",
    ]


def test_a_consolidated_text_says_so_and_its_title_is_the_law_s() -> None:
    record = record_of("", {"title": "พระราชบัญญัติผู้สูงอายุ พ.ศ. 2546 (ฉบับ Update ล่าสุด)"})
    assert record.is_consolidated
    assert record.title == "พระราชบัญญัติผู้สูงอายุ พ.ศ. 2546"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "ไม่มีชื่อ"),
        ({"title": "สิ่งที่ไม่มีใครรู้จัก"}, "ไม่รู้จักประเภท"),
        ({"title": "ระเบียบ ก", "date": "31 ก.พ. 2560"}, "อ่านวันที่ไม่ได้"),
        ({"title": "ระเบียบ ก", "year": "2017"}, "ไม่ใช่ปี พ.ศ."),
        ({"title": "ระเบียบ " + "ก" * 255}, "255"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_row(row: dict[str, str], words: str) -> None:
    assert any(words in problem for problem in record_of("1", row).problems)


def test_two_spellings_of_one_law_have_one_key() -> None:
    assert name_key("พ.ร.บ.เทศบาล พ.ศ. ๒๔๙๖") == name_key("พระราชบัญญัติเทศบาล  พุทธศักราช 2496")
    assert name_key("พระราชบัญญัติเทศบาล (ฉบับที่ ๒) พ.ศ. 2498") != name_key("พระราชบัญญัติเทศบาล (ฉบับที่ ๓) พ.ศ. 2498")


@pytest.mark.parametrize("is_packed", [True, False])
def test_json_lines_are_records_and_a_broken_line_fails_alone(tmp_path: Path, is_packed: bool) -> None:
    lines = [
        json.dumps({"title": "ระเบียบ ก", "text": "ข้อ ๑ ก"}),
        "{broken",
        "[1]",
        "",
        json.dumps({"title": "ระเบียบ ข"}),
    ]
    content = "\n".join(lines).encode()
    file = tmp_path / "laws.jsonl"
    file.write_bytes(gzip.compress(content) if is_packed else content)
    found = list(records_of(file))
    assert [bool(record.problems) for record in found] == [False, True, True, False]
    assert found[3].place.endswith("5")


def test_a_table_brings_the_text_of_the_files_that_it_names_and_of_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "ก.txt").write_text("ข้อ ๑ ให้ช่วยเหลือ", encoding="utf-8")
    (tmp_path.parent / "secret.txt").write_text("ความลับ", encoding="utf-8")
    book = Workbook()
    rows = [
        ["ชื่อเอกสาร", "ไฟล์"],
        ["ระเบียบ ก", "ก.txt"],
        ["ระเบียบ ข", "ไม่มี.txt"],
        ["ระเบียบ ค", "../../secret.txt"],
    ]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "letters.xlsx")
    found = list(records_of(tmp_path / "letters.xlsx"))
    assert [record.text for record in found] == ["ข้อ ๑ ให้ช่วยเหลือ", "", ""]
    assert "ไม่มี.txt" in found[1].problems[0]
    assert "secret.txt" in found[2].problems[0]


def test_a_single_file_is_named_by_its_first_lines_or_by_its_name(tmp_path: Path) -> None:
    act = tmp_path / "doc1.txt"
    act.write_text("พระราชบัญญัติ\nผู้สูงอายุ\nพ.ศ. ๒๕๔๖\nมาตรา ๑ ก", encoding="utf-8")
    rule = tmp_path / "ระเบียบการช่วยเหลือ พ.ศ. 2560.txt"
    rule.write_text("ข้อ ๑ ก", encoding="utf-8")
    assert [record.title for file in (act, rule) for record in records_of(file)] == [
        "พระราชบัญญัติผู้สูงอายุ พ.ศ. ๒๕๔๖",
        "ระเบียบการช่วยเหลือ พ.ศ. 2560",
    ]


def test_a_file_that_is_not_there_or_damaged_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "x.gz"
    broken.write_bytes(b"\x1f\x8b broken")
    for file in (tmp_path / "none.xlsx", broken):
        with pytest.raises(ImportFileError):
            list(records_of(file))
