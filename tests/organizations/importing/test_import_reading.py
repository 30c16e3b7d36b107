"""Reading lists: CSV as offices save it, XLSX, and files that want to do harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from portal.organizations.importing import reading
from portal.organizations.importing.columns import SYNONYMS, is_area_table, map_columns
from portal.organizations.importing.reading import ImportFileError, read_tables

TEXT = "ชื่อ,จังหวัด\nอบต.อ่าวนาง,กระบี่\n"


def save(folder: Path, content: bytes | str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, sheets: dict[str, list[list[object]]], name: str = "list.xlsx") -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


class TestCsv:
    """Encodings, delimiters, line numbers."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
    def test_encodings(self, tmp_path: Path, encoding: str) -> None:
        (table,) = read_tables(save(tmp_path, TEXT.encode(encoding)))
        assert table.header == ["ชื่อ", "จังหวัด"]
        assert table.rows == [(2, ["อบต.อ่าวนาง", "กระบี่"])]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters(self, tmp_path: Path, delimiter: str) -> None:
        (table,) = read_tables(save(tmp_path, TEXT.replace(",", delimiter)))
        assert table.rows == [(2, ["อบต.อ่าวนาง", "กระบี่"])]

    def test_line_numbers_are_those_of_the_file(self, tmp_path: Path) -> None:
        (table,) = read_tables(save(tmp_path, 'ชื่อ,ที่อยู่\n\nก,"บรรทัดแรก\nบรรทัดสอง"\n,\nข,ค\n'))
        assert table.rows == [(3, ["ก", "บรรทัดแรก บรรทัดสอง"]), (6, ["ข", "ค"])]

    def test_short_rows_are_filled_and_long_ones_cut(self, tmp_path: Path) -> None:
        (table,) = read_tables(save(tmp_path, "a,b\n1\n1,2,3\n"))
        assert table.rows == [(2, ["1", ""]), (3, ["1", "2"])]

    def test_cells_are_repaired(self, tmp_path: Path) -> None:
        (table,) = read_tables(save(tmp_path, "ชื่อ\n  สํานักงาน\u200b   เขต\u00a0 \n"))
        assert table.rows == [(2, ["สำนักงาน เขต"])]

    def test_the_kind_is_told_by_the_content(self, tmp_path: Path) -> None:
        (table,) = read_tables(save(tmp_path, TEXT, "list.xlsx"))
        assert table.header == ["ชื่อ", "จังหวัด"]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "ว่าง"),
            (b"\n\n ,\n", "ว่าง"),
            (b"\x00\x01\x02", "ตัวอักษร"),
            (b"\xff\xfe\x00", "ตัวอักษร"),
            ("ชื่อ\n\"ก\"ข\n".encode(), "บรรทัด 2"),
            ("ชื่อ\nก\n\"ข".encode(), "บรรทัด 3"),
            (("a," * 200 + "\n").encode(), "คอลัมน์"),
            (b"a\n" + b"x" * 200_000 + b"\n", "บรรทัด 2"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_says_why_in_thai(self, tmp_path: Path, content: bytes, reason: str) -> None:
        with pytest.raises(ImportFileError, match=reason):
            read_tables(save(tmp_path, content))

    def test_a_missing_file_is_named_without_its_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ImportFileError, match=r"none\.csv") as error:
            read_tables(tmp_path / "none.csv")
        assert str(tmp_path) not in str(error.value)

    def test_too_many_rows(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "MAX_ROWS", 2)
        with pytest.raises(ImportFileError, match="2 แถว"):
            read_tables(save(tmp_path, "a\n1\n2\n3\n"))

    def test_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "MAX_FILE_BYTES", 1024 * 1024)
        with pytest.raises(ImportFileError, match="1 MB"):
            read_tables(save(tmp_path, b"a\n" * 600_000))

    def test_long_cells_are_cut(self, tmp_path: Path) -> None:
        (table,) = read_tables(save(tmp_path, "a\n" + "ก" * 5000 + "\n"))
        assert len(table.rows[0][1][0]) == reading.MAX_CELL

    def test_lines_with_a_cell_that_was_cut_are_named(self, tmp_path: Path) -> None:
        lines = ["a,b", "ก,ข", "ก," + "ข" * (reading.MAX_CELL + 1), "ก," + "ข" * reading.MAX_CELL]
        (table,) = read_tables(save(tmp_path, "\n".join(lines)))
        assert table.cut == {3}
        assert "2000 ตัวอักษร" in reading.words_of_cut()

    def test_a_day_with_midnight_is_a_day_and_other_times_stay(self, tmp_path: Path) -> None:
        lines = [
            "a,b",
            "2026-11-20 00:00:00,2026-11-20T00:00:00",
            "2026-11-20 08:30:00,เมื่อ 2026-11-20 00:00:00",
        ]
        (table,) = read_tables(save(tmp_path, "\n".join(lines)))
        assert [cells for _line, cells in table.rows] == [
            ["2026-11-20", "2026-11-20"],
            ["2026-11-20 08:30:00", "เมื่อ 2026-11-20 00:00:00"],
        ]


class TestXlsx:
    """Spreadsheets: types of cells, several sheets, blank ends."""

    def test_cells_become_text(self, tmp_path: Path) -> None:
        path = workbook(
            tmp_path,
            {"ก": [["รหัส", "จำนวน", "วันที่"], [810116, 2.0, dt.datetime(2013, 9, 16)], ["๐๑", 2.5, None]]},
        )
        (table,) = read_tables(path)
        assert table.name == "ก"
        assert table.rows == [(2, ["810116", "2", "2013-09-16"]), (3, ["๐๑", "2.5", ""])]

    def test_several_sheets_and_blank_ones(self, tmp_path: Path) -> None:
        path = workbook(
            tmp_path, {"หนึ่ง": [["ชื่อ"], ["ก"]], "ว่าง": [], "สอง": [[], ["a", "b"], [None, None], [1, 2]]}
        )
        tables = read_tables(path)
        assert [(table.name, table.rows) for table in tables] == [
            ("หนึ่ง", [(2, ["ก"])]),
            ("สอง", [(4, ["1", "2"])]),
        ]

    def test_formats_a_million_rows_down_do_not_matter(self, tmp_path: Path) -> None:
        book = Workbook()
        book.active.append(["ชื่อ"])
        book.active.append(["ก"])
        book.active.cell(row=1_048_000, column=1).number_format = "0"
        book.save(tmp_path / "list.xlsx")
        (table,) = read_tables(tmp_path / "list.xlsx")
        assert table.rows == [(2, ["ก"])]

    def test_damaged_archives(self, tmp_path: Path) -> None:
        good = workbook(tmp_path, {"ก": [["ชื่อ"], ["ก"]]}).read_bytes()
        with pytest.raises(ImportFileError, match="เสีย"):
            read_tables(save(tmp_path, good[: len(good) // 2], "half.xlsx"))
        with pytest.raises(ImportFileError, match="เสีย"):
            read_tables(save(tmp_path, b"PK\x03\x04" + b"x" * 100, "junk.xlsx"))

    def test_other_archives(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        with pytest.raises(ImportFileError, match="ไม่ใช่ XLSX"):
            read_tables(tmp_path / "x.xlsx")

    def test_old_excel_or_a_password(self, tmp_path: Path) -> None:
        with pytest.raises(ImportFileError, match="รหัสผ่าน"):
            read_tables(save(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.xls"))

    def test_a_bomb_is_refused_before_it_unpacks(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 1_000_000)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<x/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
        with pytest.raises(ImportFileError, match="ใหญ่"):
            read_tables(save(tmp_path, buffer.getvalue(), "bomb.xlsx"))

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
    def test_entities_are_not_expanded(self, tmp_path: Path, part: str) -> None:
        good = workbook(tmp_path, {"ก": [["ชื่อ"], ["ก"]]}).read_bytes()
        evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(buffer, "w") as new:
            for member in old.namelist():
                new.writestr(member, evil if member == part else old.read(member))
        with pytest.raises(ImportFileError):
            read_tables(save(tmp_path, buffer.getvalue(), "evil.xlsx"))


class TestColumns:
    """Headers by synonyms."""

    def test_thai_english_and_sloppy_headers(self) -> None:
        known, unknown = map_columns(
            ["Name_TH", "ประเภท", "รหัส สถ.", "จังหวัด ", "E-Mail", "สีประจำหน่วยงาน", "", "ชื่อ"]
        )
        assert known == {"name_th": 0, "type": 1, "dla_code": 2, "province": 3, "email": 4}
        assert unknown == ["สีประจำหน่วยงาน", "ชื่อ"]

    def test_the_columns_of_the_list_of_2565(self) -> None:
        header = [
            "kind",
            "name_th",
            "name_en",
            "geocode",
            "parent",
            "province",
            "lat",
            "lon",
            "areas",
            "last_change",
            "url",
            "entity_type",
            "dola_code_2017",
            "size_2017",
        ]
        known, unknown = map_columns(header)
        assert set(known) == {
            "type", "name_th", "name_en", "geocode", "district", "province", "latitude", "longitude", "areas", "website",
            "dla_code",
        }  # fmt: skip
        assert unknown == ["last_change", "entity_type", "size_2017"]

    def test_no_header_means_two_things(self) -> None:
        seen: dict[str, str] = {}
        for name, synonyms in SYNONYMS.items():
            for synonym in synonyms:
                (found,) = map_columns([synonym])[0]
                assert found == name
                assert seen.setdefault(synonym, name) == name

    def test_a_second_sheet_pairs_bodies_with_subdistricts(self) -> None:
        assert is_area_table(map_columns(["lao_code", "subdistrict_code", "coverage"])[0])
        assert is_area_table(map_columns(["ชื่อ", "รหัสตำบล", "หมู่ที่"])[0])
        assert not is_area_table(map_columns(["ชื่อ", "ประเภท", "ตำบล"])[0])
        assert not is_area_table(map_columns(["subdistrict_code", "coverage"])[0])
