"""`import_organizations`: idempotent, honest about every row, deletes nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEntry
from portal.organizations.domain import routing
from portal.organizations.models import Organization, ServiceArea
from portal.organizations.starter import load_organizations
from portal.organizations.vocabulary import OrganizationType as Type
from tests.organizations.factories import OrganizationFactory, RoutingRuleFactory, ServiceAreaFactory
from tests.organizations.importing.test_import_reading import workbook

pytestmark = pytest.mark.django_db

HEADER = "kind,name_th,name_en,geocode,parent,province,lat,lon,areas,last_change,url,entity_type,dola_code_2017,size_2017"
PAO = "PAO,องค์การบริหารส่วนจังหวัดตรัง,Trang,92,92,ตรัง,7.55,99.61,,,http://pao.example.org/,Changwat,2920101,"
TOWN = "ThesabanMueang,เทศบาลเมืองทดสอบ,Thotsop,9299,9201,ตรัง,,,920101:c 920118:p,,,ThesabanMueang,4920102,M"
TAO_ONE = "TAO,องค์การบริหารส่วนตำบลบ้านโพธิ์,Ban Pho,920118,9201,ตรัง,,,920118:p,1996-03-20,,Tambon,6920103,S"
TAO_TWO = "TAO,องค์การบริหารส่วนตำบลนาพละ,Na Phala,920104,9201,ตรัง,,,920104:c,1996-03-20,,Tambon,6920104,S"
ROWS = [PAO, TOWN, TAO_ONE, TAO_TWO]

Run = Callable[..., list[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that imports rows (or a file) and gives the lines of the report."""

    def import_rows(rows: list[str] | Path, *options: str, header: str = HEADER, **more: Any) -> list[str]:
        path = rows
        if isinstance(rows, list):
            path = tmp_path / "list.csv"
            path.write_text("\n".join([header, *rows]), encoding="utf-8")
        out = io.StringIO()
        call_command("import_organizations", str(path), *options, stdout=out, **more)
        return out.getvalue().splitlines()

    return import_rows


def state() -> list[dict[str, Any]]:
    """Return everything that an import may touch."""
    return [*Organization.objects.order_by("pk").values(), *ServiceArea.objects.order_by("pk").values()]


def body(geocode: str) -> Organization:
    return Organization.objects.get(geocode=geocode)


class TestCreating:
    """A first import."""

    def test_bodies_and_their_areas(self, run: Run) -> None:
        report = run(ROWS)
        assert report[-1] == "เพิ่ม 4  แก้ไข 0  คงเดิม 0  ปิด 0  ผิดพลาด 0"
        assert report[0] == "บรรทัด 2  เพิ่ม  องค์การบริหารส่วนจังหวัดตรัง"
        assert "last_change, entity_type, size_2017" in report[-2]
        town = body("9299")
        assert (town.type, town.name_th, town.short_name) == (
            Type.TOWN_MUNICIPALITY,
            "เทศบาลเมืองทดสอบ",
            "ทม.ทดสอบ",
        )
        assert (town.province_code, town.district_code, town.subdistrict_code) == ("92", "9201", "")
        assert (town.dla_code, town.name_en, town.is_frontline1) == (
            "4920102",
            "Thotsop Town Municipality",
            True,
        )
        assert list(town.areas.values_list("subdistrict_code", "coverage")) == [
            ("920101", "whole"),
            ("920118", "part"),
        ]
        pao = body("92")
        assert (pao.latitude, pao.website, pao.is_frontline1) == (7.55, "http://pao.example.org/", False)
        assert body("920104").sort_key

    def test_routing_knows_them_at_once(self, run: Run) -> None:
        run(ROWS)
        found = routing.local_administrations_for("920118")
        assert {one.short_name for one in found} == {"ทม.ทดสอบ", "อบต.บ้านโพธิ์"}
        assert [one.short_name for one in routing.local_administrations_for("920110")] == ["อบจ.ตรัง"]

    def test_the_import_is_on_record(self, run: Run) -> None:
        run(ROWS)
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.subject, entry.data) == (
            "organizations.import",
            "import",
            {"counts": {"created": 4}},
        )

    def test_bodies_of_other_kinds_with_thai_headers(self, run: Run) -> None:
        run(
            ["รพ.ตรัง,โรงพยาบาล,ตรัง,เมืองตรัง,0-7520-1500", "สภ.เมืองตรัง,สถานีตำรวจ,ตรัง,เมืองตรัง,"],
            header="ชื่อหน่วยงาน,ประเภท,จังหวัด,อำเภอ,โทรศัพท์",
        )
        hospital = Organization.objects.get(type=Type.HOSPITAL)
        assert (hospital.name_th, hospital.phone, hospital.is_frontline2) == (
            "โรงพยาบาลตรัง",
            "0-7520-1500",
            True,
        )
        assert routing.lead_agency_for("human_trafficking", "92") == Organization.objects.get(
            type=Type.POLICE_STATION
        )


class TestRepeating:
    """The same file, and a changed one."""

    def test_a_second_time_changes_nothing(self, run: Run) -> None:
        run(ROWS)
        before = state()
        report = run(ROWS)
        assert report[-1] == "เพิ่ม 0  แก้ไข 0  คงเดิม 4  ปิด 0  ผิดพลาด 0"
        assert state() == before
        assert sum("คงเดิม" in line for line in report) == 5
        assert len(run(ROWS, "--brief")) == 2

    def test_the_order_of_the_rows_does_not_matter(self, run: Run) -> None:
        run(ROWS)
        before = state()
        run(ROWS[::-1])
        assert state() == before

    def test_a_renamed_and_upgraded_body_stays_itself(self, run: Run) -> None:
        run(ROWS)
        old = body("920104")
        upgraded = TAO_TWO.replace("TAO,องค์การบริหารส่วนตำบลนาพละ", "ThesabanTambon,เทศบาลตำบลนาพละ").replace(
            "6920104", "5920104"
        )
        report = run([*ROWS[:3], upgraded])
        new = body("920104")
        assert new.pk == old.pk
        assert (new.type, new.name_th, new.short_name, new.dla_code) == (
            Type.SUBDISTRICT_MUNICIPALITY, "เทศบาลตำบลนาพละ", "ทต.นาพละ", "5920104",
        )  # fmt: skip
        assert new.sort_key != old.sort_key
        (line,) = [line for line in report if "แก้ไข  " in line and line.startswith("บรรทัด")]
        assert line.startswith("บรรทัด 5  แก้ไข  เทศบาลตำบลนาพละ")
        assert "ชื่อ: องค์การบริหารส่วนตำบลนาพละ → เทศบาลตำบลนาพละ" in line

    def test_an_own_id_is_the_strongest_key(self, run: Run) -> None:
        header = "รหัส,ชื่อ,จังหวัด,อำเภอ"
        run(["7,อบต.ก,ตรัง,เมืองตรัง", "8,อบต.ข,ตรัง,เมืองตรัง"], header=header)
        first = Organization.objects.get(short_name="อบต.ก")
        run(["8,อบต.ก,ตรัง,เมืองตรัง", "7,อบต.ค,ตรัง,กันตัง"], header=header)
        first.refresh_from_db()
        assert (first.short_name, first.district_code) == ("อบต.ค", "9202")
        assert Organization.objects.count() == 2

    def test_without_any_code_type_name_and_place_are_the_key(self, run: Run) -> None:
        header = "ชื่อ,จังหวัด,อำเภอ,อีเมล"
        run(["อบต.ก,ตรัง,เมืองตรัง,", "อบต.ก,ตรัง,กันตัง,", "ทต.ก,ตรัง,เมืองตรัง,"], header=header)
        assert Organization.objects.count() == 3
        report = run(
            ["อบต.ก,ตรัง,กันตัง,a@example.org", "ทต.ก,ตรัง,เมืองตรัง,", "องค์การบริหารส่วนตำบลก,จ.ตรัง,อ.เมือง,"],
            header=header,
        )
        assert report[-1].startswith("เพิ่ม 0  แก้ไข 1  คงเดิม 2")
        assert Organization.objects.get(district_code="9202").email == "a@example.org"

    def test_a_list_that_gains_codes_still_knows_its_bodies(self, run: Run) -> None:
        run(["อบต.ก,ตรัง,เมืองตรัง"], header="ชื่อ,จังหวัด,อำเภอ")
        run(["55,920104,อบต.ก,ตรัง,เมืองตรัง"], header="รหัส,รหัสกรมการปกครอง,ชื่อ,จังหวัด,อำเภอ")
        only = Organization.objects.get()
        assert (only.source_key, only.geocode) == ("id:55", "920104")

    def test_a_geocode_that_two_bodies_share_is_no_key(self, run: Run) -> None:
        rows = ["อบต.ก,920104,ตรัง,เมืองตรัง", "ทต.ก,920104,ตรัง,เมืองตรัง"]
        for _again in range(2):
            run(rows, header="ชื่อ,geocode,จังหวัด,อำเภอ")
            assert Organization.objects.active().count() == 2

    def test_blank_cells_do_not_wipe_what_staff_entered(self, run: Run) -> None:
        run(ROWS)
        Organization.objects.filter(geocode="920104").update(
            email="office@example.org", note="ตรวจแล้ว", checked_on="2026-01-01"
        )
        ServiceAreaFactory(organization=body("92"), subdistrict_code="920101")
        run(ROWS)
        changed = body("920104")
        assert (changed.email, changed.note, changed.checked_on) == (
            "office@example.org",
            "ตรวจแล้ว",
            dt.date(2026, 1, 1),
        )
        assert body("92").areas.count() == 1

    def test_changed_areas_replace_the_old_ones(self, run: Run) -> None:
        run(ROWS)
        report = run([PAO, TOWN.replace("920101:c 920118:p", "920101:p 920106:c"), TAO_ONE, TAO_TWO])
        assert list(body("9299").areas.values_list("subdistrict_code", "coverage")) == [
            ("920101", "part"),
            ("920106", "whole"),
        ]
        assert "พื้นที่ให้บริการ: 2 ตำบล" in "\n".join(report)
        assert body("920104").areas.count() == 1

    def test_two_english_names_of_one_place_are_told_apart(self, run: Run) -> None:
        rows = ["ทต.คลองพน,Khlong Phon,8195,8104", "ทต.คลองพนพัฒนา,Khlong Phon,810403,8104"]
        for _again in range(2):
            report = run(rows, header="ชื่อ,name_en,geocode,อำเภอ")
        assert report[-1].startswith("เพิ่ม 0  แก้ไข 0  คงเดิม 2")
        assert {one.name_en for one in Organization.objects.all()} == {
            "Khlong Phon Subdistrict Municipality (คลองพน)",
            "Khlong Phon Subdistrict Municipality (คลองพนพัฒนา)",
        }


class TestTakingOver:
    """Bodies that stand there already, from the starter set or by hand."""

    def test_starter_bodies_are_taken_over_and_not_doubled(self, run: Run) -> None:
        load_organizations()
        before = Organization.objects.count()
        report = run(
            ["TAO,องค์การบริหารส่วนตำบลอ่าวนาง,Ao Nang,810116,8101,กระบี่,8.05,98.8,810116:c,,,Tambon,6810104,S"]
        )
        assert Organization.objects.count() == before
        taken = body("810116")
        assert (taken.source, taken.latitude) == ("import", 8.05)
        assert "starter" in report[0]
        assert load_organizations() == 0

    def test_parents_stay(self, run: Run) -> None:
        load_organizations()
        parent = body("810116").parent
        run(["TAO,องค์การบริหารส่วนตำบลอ่าวนาง,,810116,8101,กระบี่,,,,,,,,"])
        assert body("810116").parent == parent is not None

    def test_a_body_made_by_hand_is_known_by_name_and_place(self, run: Run) -> None:
        made = OrganizationFactory(
            type=Type.HOSPITAL, name_th="โรงพยาบาลตรัง", province_code="92", district_code="9201"
        )
        run(["รพ.ตรัง,ตรัง,เมืองตรัง"], header="ชื่อ,จังหวัด,อำเภอ")
        made.refresh_from_db()
        assert made.source == "import"
        assert Organization.objects.count() == 1


class TestClosing:
    """What vanished from the list is closed, and only that."""

    @pytest.fixture(autouse=True)
    def _today(self) -> Any:
        with time_machine.travel(dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC), tick=False):
            yield

    def test_a_vanished_body_is_closed_with_the_thai_date_and_never_deleted(self, run: Run) -> None:
        run(ROWS)
        report = run(ROWS[:3])
        gone = body("920104")
        assert (gone.is_active, gone.closed_on) == (False, dt.date(2026, 11, 23))
        assert gone.areas.count() == 1
        assert "ไม่อยู่ในไฟล์  ปิด  องค์การบริหารส่วนตำบลนาพละ: ไม่มีในไฟล์แล้ว" in report
        assert report[-1] == "เพิ่ม 0  แก้ไข 0  คงเดิม 3  ปิด 1  ผิดพลาด 0"
        assert [one.short_name for one in routing.local_administrations_for("920104")] == ["อบจ.ตรัง"]

    def test_closing_happens_once(self, run: Run) -> None:
        run(ROWS)
        run(ROWS[:3])
        before = state()
        assert run(ROWS[:3])[-1].endswith("คงเดิม 3  ปิด 0  ผิดพลาด 0")
        assert state() == before

    def test_a_body_that_comes_back_is_opened_again(self, run: Run) -> None:
        run(ROWS)
        run(ROWS[:3])
        report = run(ROWS)
        assert body("920104").is_active
        assert body("920104").closed_on is None
        assert any("เปิดใช้อีกครั้ง" in line for line in report)

    def test_other_sources_are_left_alone(self, run: Run) -> None:
        load_organizations()
        by_hand = OrganizationFactory()
        run(ROWS, "--source", "list-a")
        run(["รพ.ตรัง,ตรัง"], "--source", "list-b", header="ชื่อ,จังหวัด")
        assert not Organization.objects.filter(is_active=False).exists()
        by_hand.refresh_from_db()
        assert by_hand.is_active

    def test_a_closed_lead_agency_is_pointed_out(self, run: Run) -> None:
        run(["พมจ.ตรัง,ตรัง", "รพ.ตรัง,ตรัง"], header="ชื่อ,จังหวัด")
        RoutingRuleFactory(
            province_code="92", organization=Organization.objects.get(type=Type.PROVINCIAL_SOCIAL_OFFICE)
        )
        report = run(["รพ.ตรัง,ตรัง"], header="ชื่อ,จังหวัด")
        assert any("ปิด" in line and "ยังเป็นเจ้าภาพหลัก" in line for line in report)

    def test_a_wrong_file_does_not_close_everything(self, run: Run) -> None:
        many = [f"อบต.ทดสอบ{number},ตรัง,เมืองตรัง" for number in range(30)]
        run(many, header="ชื่อ,จังหวัด,อำเภอ")
        before = state()
        with pytest.raises(CommandError, match="--source"):
            run(["รพ.ตรัง,ตรัง,เมืองตรัง"], header="ชื่อ,จังหวัด,อำเภอ")
        assert state() == before
        run(["รพ.ตรัง,ตรัง,เมืองตรัง"], "--close-many", header="ชื่อ,จังหวัด,อำเภอ")
        assert Organization.objects.active().count() == 1
        assert Organization.objects.count() == 31

    def test_closed_in_the_list_with_its_successor(self, run: Run) -> None:
        header = "ชื่อ,จังหวัด,อำเภอ,วันที่เลิก,หน่วยงานที่สืบต่อ"
        rows = ["อบต.ก,ตรัง,เมืองตรัง,30/9/2565,เทศบาลตำบลข", "ทต.ข,ตรัง,เมืองตรัง,,"]
        for _again in range(2):
            report = run(rows, header=header)
        old = Organization.objects.get(short_name="อบต.ก")
        assert (old.is_active, old.closed_on) == (False, dt.date(2022, 9, 30))
        assert old.successor == Organization.objects.get(short_name="ทต.ข")
        assert report[-1].startswith("เพิ่ม 0  แก้ไข 0  คงเดิม 2")

    def test_an_unknown_successor_is_pointed_out(self, run: Run) -> None:
        report = run(["อบต.ก,ตรัง,30/9/2565,ใครไม่รู้"], header="ชื่อ,จังหวัด,เลิกเมื่อ,successor")
        assert "ใครไม่รู้" in report[0]
        assert Organization.objects.get().successor is None


class TestErrors:
    """Rows that cannot be taken over, and files that cannot."""

    def test_a_bad_row_is_named_and_the_others_are_taken_over(self, run: Run) -> None:
        report = run([PAO, "TAO,อบต.หลงทาง,,,,แดนสนธยา,,,,,,,,", TAO_ONE])
        assert report[1] == "บรรทัด 3  ผิดพลาด  อบต.หลงทาง: ไม่มีพื้นที่ชื่อหรือรหัส “แดนสนธยา”"
        assert report[-1] == "เพิ่ม 2  แก้ไข 0  คงเดิม 0  ปิด 0  ผิดพลาด 1"

    def test_a_body_whose_row_has_an_error_is_not_closed(self, run: Run) -> None:
        run(ROWS)
        report = run([*ROWS[:2], TAO_ONE.replace("ตรัง", "ตะรัง"), TAO_TWO.replace("920104:c", "999999:c")])
        assert report[-1] == "เพิ่ม 0  แก้ไข 0  คงเดิม 2  ปิด 0  ผิดพลาด 2"
        assert Organization.objects.active().count() == 4

    def test_the_same_body_twice(self, run: Run) -> None:
        report = run([TAO_ONE, TAO_ONE])
        assert report[1] == "บรรทัด 3  ผิดพลาด  องค์การบริหารส่วนตำบลบ้านโพธิ์: ซ้ำกับบรรทัด 2"
        assert Organization.objects.count() == 1

    def test_strict_writes_nothing_when_a_row_is_bad(self, run: Run) -> None:
        with pytest.raises(CommandError, match="ไม่ได้บันทึก"):
            run([PAO, "TAO,,,,,,,,,,,,,"], "--strict")
        assert state() == []
        assert not AuditEntry.objects.exists()

    def test_a_file_without_names(self, run: Run) -> None:
        with pytest.raises(CommandError, match="คอลัมน์ชื่อหน่วยงาน"):
            run(["1,2"], header="a,b")

    @pytest.mark.parametrize("source", ["", "ก" * 61])
    def test_a_source_needs_a_short_name(self, run: Run, source: str) -> None:
        with pytest.raises(CommandError, match="แหล่งข้อมูล"):
            run(ROWS, "--source", source)

    def test_a_missing_file(self, run: Run, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="เปิดไฟล์"):
            run(tmp_path / "none.csv")


class TestDryRun:
    """Says everything, writes nothing."""

    def test_the_report_is_the_same_and_the_database_too(self, run: Run) -> None:
        load_organizations()
        before = state()
        with CaptureQueriesContext(connection) as queries:
            dry = run([*ROWS, "x,,,,,,,,,,,,,"], "--dry-run")
        assert state() == before
        assert not AuditEntry.objects.exists()
        assert not [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert dry[-1] == "ทดลองเท่านั้น ไม่ได้บันทึกอะไร"
        assert run([*ROWS, "x,,,,,,,,,,,,,"]) == dry[:-1]

    def test_closings_are_announced(self, run: Run) -> None:
        run(ROWS)
        report = run(ROWS[:3], "--dry-run")
        assert any("ปิด  องค์การบริหารส่วนตำบลนาพละ" in line for line in report)
        assert body("920104").is_active


class TestXlsx:
    """Spreadsheets, with a second sheet for who serves what."""

    def test_two_sheets(self, run: Run, tmp_path: Path) -> None:
        path = workbook(
            tmp_path,
            {
                "หน่วยงาน": [["dla_code", "ชื่อ", "จังหวัด", "อำเภอ"], [6920103, "อบต.บ้านโพธิ์", "ตรัง", "เมืองตรัง"]],
                "พื้นที่": [
                    ["lao_code", "subdistrict_code", "coverage", "villages"],
                    [6920103, 920118, "part", "1-3"],
                    [6920103, 920104, "whole", None],
                    [6920199, 920104, "whole", None],
                    [6920103, 999999, "whole", None],
                ],
            },
        )
        report = run(path)
        found = Organization.objects.get()
        assert list(found.areas.values_list("subdistrict_code", "coverage", "villages")) == [
            ("920104", "whole", []),
            ("920118", "part", [1, 2, 3]),
        ]
        assert "พื้นที่ บรรทัด 4  ผิดพลาด  6920199: ไม่พบหน่วยงานนี้ในแผ่นงานแรก" in report
        assert any(line.startswith("พื้นที่ บรรทัด 5  ผิดพลาด") for line in report)
        before = state()
        run(path)
        assert state() == before

    def test_the_second_sheet_says_everything_about_areas(self, run: Run, tmp_path: Path) -> None:
        path = workbook(
            tmp_path,
            {
                "หน่วยงาน": [["รหัส", "ชื่อ", "จังหวัด", "areas"], ["A1", "อบต.บ้านโพธิ์", "ตรัง", "920101:c"]],
                "พื้นที่": [["รหัสหน่วยงาน", "ตำบล", "ขอบเขต"], ["A1", "920118", "ทั้งตำบล"]],
            },
        )
        run(path)
        assert list(ServiceArea.objects.values_list("subdistrict_code", flat=True)) == ["920118"]

    def test_a_sheet_of_something_else_is_mentioned(self, run: Run, tmp_path: Path) -> None:
        path = workbook(
            tmp_path, {"ก": [["ชื่อ", "จังหวัด"], ["อบจ.ตรัง", "ตรัง"]], "หมายเหตุ": [["ผู้จัดทำ"], ["ใคร"]]}
        )
        assert any("แผ่นงาน หมายเหตุ" in line for line in run(path))


def test_the_report_can_be_kept_as_a_table_without_formulas(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    run([PAO, "TAO,=cmd(),,,,,,,,,,,,"], "--report", str(path))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["sheet", "line", "status", "name", "remarks"]
    assert rows[1][:4] == ["", "2", "created", "องค์การบริหารส่วนจังหวัดตรัง"]
    assert rows[2][3] == "'=cmd()"


def test_the_number_of_queries_does_not_grow_with_the_rows(run: Run) -> None:
    def count(rows: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            run(rows, "--source", f"list{len(rows)}", header="ชื่อ,จังหวัด,อำเภอ")
        return len(queries)

    assert count(["อบต.ก,ตรัง,เมืองตรัง"]) == count([f"อบต.ข{n},ตรัง,กันตัง" for n in range(20)])
