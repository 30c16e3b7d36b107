"""Lists as offices make them are read, or remarked row by row (issue 7)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.organizations.importing.heading import is_footer, take_apart
from portal.organizations.importing.merged import MOST_MERGES, _references
from portal.organizations.importing.reading import read_tables
from portal.organizations.models import Organization
from tests.organizations.factories import OrganizationFactory
from tests.properties import WITH_FIXTURES

HEADER = ["ประเภท", "ชื่อ", "จังหวัด", "อำเภอ", "ตำบล", "รหัส อปท.", "โทรศัพท์", "วันที่เลิก"]
ROW = ["อบต.", "อบต.ทดสอบหนึ่ง", "กระบี่", "เมืองกระบี่", "อ่าวนาง", "06810101", "075-611234", ""]
PLAIN = "\n".join([",".join(HEADER), ",".join(ROW), ""])

Run = Callable[..., list[str]]


def tables_of(folder: Path, content: str | bytes, name: str = "list.csv") -> list[Any]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_tables(path)


def cells_of(folder: Path, content: str | bytes) -> list[tuple[list[str], list[list[str]]]]:
    return [(table.header, [cells for _line, cells in table.rows]) for table in tables_of(folder, content)]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that imports a file and gives the lines of the report."""

    def import_file(content: str | bytes | Path, *options: str) -> list[str]:
        path = content
        if not isinstance(content, Path):
            path = tmp_path / "list.csv"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = io.StringIO()
        call_command("import_organizations", str(path), *options, stdout=out)
        return out.getvalue().splitlines()

    return import_file


WAYS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "the Thai code page": lambda text: text.encode("cp874"),
    "TIS-620": lambda text: text.encode("tis-620"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r").encode(),
    "old Macintosh line ends, no last one": lambda text: text.replace("\n", "\r").rstrip("\r").encode(),
    "sep=,": lambda text: f"sep=,\n{text}".encode(),
    "sep=; with semicolons": lambda text: f"sep=;\r\n{text.replace(',', ';')}".encode(),
    "quoted sep": lambda text: f'"sep=,"\n{text}'.encode(),
    "sep in capitals, with a mark": lambda text: f"SEP=,\r\n{text}".encode("utf-8-sig"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "bars": lambda text: text.replace(",", "|").encode(),
    "a title": lambda text: f"บัญชีรายชื่อ อปท. จังหวัดกระบี่,,,,,,,\n{text}".encode(),
    "a title without commas, semicolons below": lambda text: f"บัญชีรายชื่อ อปท. จังหวัดกระบี่\nณ 1 ต.ค. 2569\n\n{text.replace(',', ';')}".encode(),
    "titles and blank lines": lambda text: f"\n\nบัญชีรายชื่อ,,,,,,,\nข้อมูล ณ วันที่ 1 ตุลาคม 2569,,,,,,,\n,,,,,,,\n{text}".encode(),
    "blank lines between": lambda text: text.replace("\n", "\n\n,,,,,,,\n").encode(),
    "a sum below": lambda text: f"{text}รวม,1 แห่ง,,,,,,\n".encode(),
    "sums and notes below": lambda text: f"{text}\nรวมทั้งสิ้น,1,,,,,,\nหมายเหตุ: ข้อมูลจาก สถจ.,,,,,,,\nลงชื่อ ........,,,,,,,\n".encode(),
    "the header on every page": lambda text: f"{text}{','.join(HEADER)}\n".encode(),
    "a header in another spelling": lambda text: text.replace("จังหวัด", " จัง\u200bหวัด :", 1).replace("อำเภอ", "อํา เภอ", 1).encode(),
    "trailing cells": lambda text: text.replace("\n", ",,,\n").encode(),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_save_a_list_gives_the_same_rows(tmp_path: Path, way: str) -> None:
    ((header, rows),) = cells_of(tmp_path, WAYS[way](PLAIN))
    assert rows == [ROW]
    assert len(header) == len(HEADER)


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_save_a_list_gives_the_same_organization(run: Run, way: str) -> None:
    report = run(WAYS[way](PLAIN), "--strict")
    one = Organization.objects.get()
    assert (one.short_name, one.province_code, one.district_code, one.subdistrict_code) == (
        "อบต.ทดสอบหนึ่ง", "81", "8101", "810116",
    )  # fmt: skip
    assert (one.dla_code, one.phone, one.is_active) == ("06810101", "0-7561-1234", True)
    assert report[-1] == "เพิ่ม 1  แก้ไข 0  คงเดิม 0  ปิด 0  ผิดพลาด 0"
    assert run(WAYS[way](PLAIN))[-1] == "เพิ่ม 0  แก้ไข 0  คงเดิม 1  ปิด 0  ผิดพลาด 0"


@pytest.mark.django_db
def test_lines_that_are_no_data_are_told(run: Run) -> None:
    report = run(f"บัญชีรายชื่อ,,,,,,,\n{PLAIN}รวม,1,,,,,,\n")
    assert "บรรทัดที่ไม่ใช่ข้อมูล (หัวเรื่อง ยอดรวม หมายเหตุ): 1, 4" in report


@pytest.mark.parametrize(
    "cells",
    [["รวม"], ["", "รวม", "12"], ["รวม 12 แห่ง"], ["รวมทั้งสิ้น"], ["หมายเหตุ : ก"], ["Total", "3"], ["ที่มา"]],
)
def test_footers(cells: list[str]) -> None:
    assert is_footer(cells)


@pytest.mark.parametrize(
    "cells", [["อบต.", "รวมไทยพัฒนา"], ["รวมไทยพัฒนา", "ตาก"], ["ที่มาบุญ"], ["1", "อบต.ก"], [""]]
)
def test_data_is_no_footer(cells: list[str]) -> None:
    assert not is_footer(cells)


def test_a_header_over_two_rows_is_one() -> None:
    found = take_apart(
        [
            (1, ["ที่", "ชื่อ อปท.", "ประเภท", "พื้นที่", "", ""]),
            (2, ["", "", "", "ตำบล", "อำเภอ", "จังหวัด"]),
            (3, ["1", "ก", "อบต.", "อ่าวนาง", "เมืองกระบี่", "กระบี่"]),
        ]
    )
    assert found.header == ["ที่", "ชื่อ อปท.", "ประเภท", "ตำบล", "อำเภอ", "จังหวัด"]
    assert [line for line, _cells in found.rows] == [3]


def test_a_list_whose_header_nobody_knows_keeps_its_first_row() -> None:
    found = take_apart([(1, ["a", "b"]), (2, ["c", "d"])])
    assert (found.header, found.rows) == (["a", "b"], [(2, ["c", "d"])])
    assert take_apart([]).header == []


@given(
    st.lists(
        st.lists(st.sampled_from(["", "ชื่อ", "จังหวัด", "รวม", "อบต.ก", "กระบี่", "1"]), max_size=5), max_size=12
    )
)
def test_no_row_is_lost_without_being_told(rows: list[list[str]]) -> None:
    numbered = [(line, cells) for line, cells in enumerate(rows, start=1) if any(cells)]
    found = take_apart(numbered)
    told = {line for line, _cells in found.rows} | set(found.left_out)
    assert len(numbered) - len(told) in ((0,) if not numbered else (1, 2))
    assert all(len(cells) == len(found.header) for _line, cells in found.rows)


class TestMerged:
    """Cells that were merged downwards."""

    @pytest.fixture
    def merged(self, tmp_path: Path) -> Path:
        """A sheet with a title, a province over three rows, a district over two of them, a blank row and a sum."""
        book = Workbook()
        sheet = book.active
        for cells in (
            ["บัญชีรายชื่อ อปท.", None, None, None],
            ["ประเภท", "ชื่อ", "จังหวัด", "อำเภอ"],
            ["อบต.", "อบต.หนึ่ง", "กระบี่", "เมืองกระบี่"],
            ["อบต.", "อบต.สอง", None, None],
            ["อบต.", "อบต.สาม", None, "คลองท่อม"],
            [None, None, None, None],
            ["ทต.", "ทต.สี่", "ตรัง", "เมืองตรัง"],
            ["รวม", 4, None, None],
        ):
            sheet.append(cells)
        for reference in ("A1:D1", "C3:C6", "D3:D4"):
            sheet.merge_cells(reference)
        book.save(tmp_path / "merged.xlsx")
        return tmp_path / "merged.xlsx"

    def test_each_row_has_the_value_and_blank_rows_stay_blank(self, merged: Path) -> None:
        (table,) = read_tables(merged)
        assert [(line, cells[1:]) for line, cells in table.rows] == [
            (3, ["อบต.หนึ่ง", "กระบี่", "เมืองกระบี่"]),
            (4, ["อบต.สอง", "กระบี่", "เมืองกระบี่"]),
            (5, ["อบต.สาม", "กระบี่", "คลองท่อม"]),
            (7, ["ทต.สี่", "ตรัง", "เมืองตรัง"]),
        ]
        assert table.left_out == (1, 8)

    @pytest.mark.django_db
    def test_all_are_taken_over(self, run: Run, merged: Path) -> None:
        assert run(merged, "--strict")[-1] == "เพิ่ม 4  แก้ไข 0  คงเดิม 0  ปิด 0  ผิดพลาด 0"
        assert Organization.objects.get(short_name="อบต.สอง").district_code == "8101"

    def test_merges_are_found_where_two_pieces_of_the_file_meet(
        self, merged: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = list(_references(merged.read_bytes(), "xl/worksheets/sheet1.xml"))
        assert sorted(whole) == ["A1:D1", "C3:C6", "D3:D4"]
        for size in (7, 64, 201):
            monkeypatch.setattr("portal.organizations.importing.merged._CHUNK", size)
            assert list(_references(merged.read_bytes(), "xl/worksheets/sheet1.xml")) == whole
        assert MOST_MERGES >= 10_000


@pytest.mark.django_db
class TestNumbers:
    """What spreadsheets do to numbers."""

    def test_zeros_that_were_lost_make_no_other_organization(self, run: Run) -> None:
        run(PLAIN)
        report = run(
            PLAIN.replace("06810101", "6810101")
            .replace("อบต.ทดสอบหนึ่ง", "อบต.ชื่อใหม่")
            .replace("075-611234", "75611234")
        )
        one = Organization.objects.get()
        assert one.short_name == "อบต.ชื่อใหม่"
        assert (one.dla_code, one.phone) == ("06810101", "0-7561-1234")
        assert not [line for line in report if "06810101 →" in line]

    def test_an_id_without_its_zeros_is_the_same_id(self, run: Run) -> None:
        header = "รหัส,ประเภท,ชื่อ,จังหวัด,อำเภอ\n"
        run(header + "007,อบต.,หนึ่ง,กระบี่,เมืองกระบี่\n")
        run(header + "7,อบต.,สอง,กระบี่,เมืองกระบี่\n")
        assert Organization.objects.get().short_name == "อบต.สอง"

    @pytest.mark.parametrize("written", ["06810101", "๐๖๘๑๐๑๐๑", "06810101.0", "6810101.00", " 6810101 "])
    def test_a_code_is_a_code_in_every_spelling(self, run: Run, written: str) -> None:
        run(PLAIN.replace("06810101", written))
        assert Organization.objects.get().dla_code.lstrip("0") == "6810101"

    @pytest.mark.parametrize("written", ["6.81E+06", "6,81e6"])
    def test_a_number_that_was_shortened_is_remarked_and_the_row_kept(self, run: Run, written: str) -> None:
        report = run(PLAIN.replace("06810101", f'"{written}"'))
        assert Organization.objects.get().dla_code == ""
        assert any("ย่อตัวเลข" in line for line in report)

    @pytest.mark.parametrize(
        ("written", "shown"),
        [
            ("75611234", "0-7561-1234"),
            ("812345678", "081-234-5678"),
            ("0-7561-1234-6 ต่อ 12", "0-7561-1234-6 ต่อ 12"),
            ("081-234-5678 (นายก) 075-611234", "081-234-5678 (นายก) 075-611234"),
        ],
    )
    def test_numbers_of_telephones(self, run: Run, written: str, shown: str) -> None:
        run(PLAIN.replace("075-611234", written))
        assert Organization.objects.get().phone == shown


@pytest.mark.django_db
class TestNames:
    """One organization however its name and place are written."""

    @pytest.mark.parametrize(
        "name",
        ["อบต.นํ้าดำ", "อบต. น้ำดำ", "อบต น้ำดำ", "อ.บ.ต.น้ำดำ", "อ.บ.ต. น้ำดำ", "องค์การบริหารส่วนตำบล น้ำดำ", "องค์การบริหารส่วนตําบลน้ําดํา",
         "อบต.\u200bน้ำดำ", "อบต.น้้ำดำ"],
    )  # fmt: skip
    def test_a_name_in_another_spelling_is_the_same_organization(self, run: Run, name: str) -> None:
        header = "ชื่อ,จังหวัด,อำเภอ\n"
        run(header + "อบต.น้ำดำ,กระบี่,เมืองกระบี่\n")
        run(header + f"{name},กระบี่,เมืองกระบี่\n", "--source", "other")
        assert Organization.objects.count() == 1

    @pytest.mark.parametrize("province", ["จ.โคราช", "นครราชสีมา", "จังหวัด นครราชสีมา", "30", "นครราชสีมา\u200b"])
    def test_provinces_in_any_spelling(self, run: Run, province: str) -> None:
        run(f"ชื่อ,จังหวัด,อำเภอ\nอบต.ก,{province},เมือง\n")
        assert Organization.objects.get().district_code == "3001"

    def test_a_successor_is_found_by_any_name_in_the_file_or_the_province(self, run: Run) -> None:
        heir = OrganizationFactory(
            name_th="เทศบาลตำบลไสไทย", short_name="ทต.ไสไทย", type="subdistrict_municipality"
        )
        OrganizationFactory(name_th="เทศบาลตำบลไสไทย", province_code="92", district_code="9201")
        run("ชื่อ,จังหวัด,อำเภอ,วันที่เลิก,รวมกับ\nอบต.ไสไทย,กระบี่,เมืองกระบี่,1 ต.ค. 2565,ทต. ไสไทย\n")
        assert Organization.objects.get(short_name="อบต.ไสไทย").successor == heir


@pytest.mark.django_db
class TestSilence:
    """A list without a column says nothing about that column."""

    PHONES = "ประเภท,ชื่อ,จังหวัด,อำเภอ,โทรศัพท์\nอบต.,องค์การบริหารส่วนตำบลไสไทย,กระบี่,เมืองกระบี่,075611234\n"
    CLOSING = "ประเภท,ชื่อ,จังหวัด,อำเภอ,วันที่เลิก,รวมกับ\nอบต.,อบต.ไสไทย,กระบี่,เมืองกระบี่,{day},{heir}\nทต.,ทต.อ่าวนาง,กระบี่,เมืองกระบี่,,\n"

    @pytest.mark.parametrize("heir", ["ทต.อ่าวนาง", ""])
    @pytest.mark.parametrize("source", ["import", "phones"])
    def test_a_list_of_numbers_opens_nothing(self, run: Run, heir: str, source: str) -> None:
        run(self.CLOSING.format(day="1 ต.ค. 2565", heir=heir))
        report = run(self.PHONES, "--source", source)
        one = Organization.objects.get(short_name="อบต.ไสไทย")
        assert (one.is_active, one.closed_on) == (False, dt.date(2022, 10, 1))
        assert (one.successor is not None) == bool(heir)
        assert one.phone == "0-7561-1234"
        assert any("ยังปิดอยู่" in line for line in report)

    def test_a_list_of_numbers_opens_nothing_that_staff_closed(self, run: Run) -> None:
        one = OrganizationFactory(
            name_th="องค์การบริหารส่วนตำบลไสไทย", is_active=False, closed_on=dt.date(2020, 1, 1)
        )
        run(self.PHONES)
        one.refresh_from_db()
        assert (one.is_active, one.closed_on) == (False, dt.date(2020, 1, 1))

    def test_a_blank_cell_of_the_column_says_that_it_is_open(self, run: Run) -> None:
        run(self.CLOSING.format(day="1 ต.ค. 2565", heir="ทต.อ่าวนาง"))
        run(self.CLOSING.format(day="", heir=""))
        one = Organization.objects.get(short_name="อบต.ไสไทย")
        assert (one.is_active, one.closed_on, one.successor) == (True, None, None)

    def test_closed_for_a_reason_after_it_vanished_it_stays_closed(self, run: Run) -> None:
        run(self.CLOSING.format(day="", heir=""))
        run("ประเภท,ชื่อ,จังหวัด,อำเภอ\nทต.,ทต.อ่าวนาง,กระบี่,เมืองกระบี่\n")
        assert Organization.objects.get(short_name="อบต.ไสไทย").closed_by_absence
        run(self.CLOSING.format(day="1 ต.ค. 2565", heir="ทต.อ่าวนาง"))
        run(self.PHONES)
        one = Organization.objects.get(short_name="อบต.ไสไทย")
        assert (one.is_active, one.closed_by_absence) == (False, False)

    def test_a_short_name_of_the_staff_stays_and_a_derived_one_follows_the_name(self, run: Run) -> None:
        header = "รหัส,ชื่อ,จังหวัด,อำเภอ\n"
        run(header + "1,อบต.ก,กระบี่,เมืองกระบี่\n2,อบต.ข,กระบี่,เมืองกระบี่\n")
        Organization.objects.filter(short_name="อบต.ก").update(short_name="อบต.กอไก่")
        run(header + "1,อบต.กก,กระบี่,เมืองกระบี่\n2,ทต.ข,กระบี่,เมืองกระบี่\n")
        assert set(Organization.objects.values_list("short_name", flat=True)) == {"อบต.กอไก่", "ทต.ข"}


LINES = st.lists(
    st.lists(
        st.sampled_from(
            ["", "อบต.ก", "กระบี่", "ชื่อ", "จังหวัด", "รวม", "\x00", '"', "'", "=1+1", "่่่", "6.8E+06", "๑"]
        ),
        max_size=6,
    ),
    max_size=10,
)


@given(lines=LINES, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=80, suppress_health_check=WITH_FIXTURES)
def test_any_list_is_read_or_refused_in_words(
    tmp_path: Path, lines: list[list[str]], delimiter: str, end: str
) -> None:
    from portal.organizations.importing.reading import ImportFileError

    try:
        tables = tables_of(tmp_path, end.join(delimiter.join(cells) for cells in lines))
    except ImportFileError as error:
        assert str(error)  # noqa: PT017
    else:
        assert all(table.header for table in tables)
