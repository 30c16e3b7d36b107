"""A list of households becomes cases: tried first, taken in batches, never twice, and told row by row (issue 9, point 11)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from cases.domain import identity, lists, store, verifying
from cases.domain.queries.searching import search
from cases.errors import NotAllowed
from cases.importing import taking
from cases.importing.making import Defaults
from cases.importing.taking import Taken, read_list, refused_csv, take
from cases.models import Case, CaseEvent, ListedCase, RegisterEntry
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.importing.reading import ImportFileError
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import World

pytestmark = pytest.mark.django_db

HEADER = "ลำดับ,ชื่อ-สกุล,เบอร์โทรศัพท์,บ้านเลขที่,หมู่ที่,ตำบล,อำเภอ,จังหวัด,จำนวนสมาชิก,ความเสียหาย,สีบ้าน"
ROWS = [
    "1,นายสมชาย สมมติ,081-000-1111,12/3,๔,ปากน้ำ,เมืองกระบี่,กระบี่,๕,น้ำท่วมบ้าน หลังคาพัง,ฟ้า",
    "2,นางมานี สมมติ,,9,2,กระบี่น้อย,เมือง,กระบี่,3,,เขียว",
    "3,,081-000-2222,9,2,ปากน้ำ,เมืองกระบี่,กระบี่,3,น้ำท่วม,",
    "4,นายปิติ สมมติ,,9,2,ไม่มีตำบลนี้,เมืองกระบี่,กระบี่,3,น้ำท่วม,",
    "5,นายวีระ สมมติ,,9,2,ปากน้ำ,เมืองกระบี่,กระบี่,หลายคน,น้ำท่วม,",
    "1,นายสมชาย สมมติ,081-000-1111,12/3,๔,ปากน้ำ,เมืองกระบี่,กระบี่,๕,น้ำท่วมบ้าน หลังคาพัง,ฟ้า",
]
DEFAULTS = Defaults("น้ำท่วม 2569", ProblemType.DISASTER, "ขอความช่วยเหลือตามรายชื่อ")


@pytest.fixture
def world() -> World:
    return factories.world()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "list.csv"
    found.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8-sig")
    return found


def bring(path: Path, world: World, **values: object) -> Taken:
    return take(path, actor=world.center.supervisor, defaults=DEFAULTS, **values)


def test_rows_become_cases_and_the_others_are_named_with_the_reason(world: World, path: Path) -> None:
    taken = bring(path, world)
    assert (taken.rows, taken.made, taken.existing) == (6, 2, 0)
    assert taken.unknown == ["สีบ้าน"]
    reasons = {line: reason for line, reason, _cells in taken.refused}
    assert set(reasons) == {4, 5, 6, 7}
    assert "ไม่มีชื่อ" in reasons[4]
    assert "ไม่มีตำบลนี้" in reasons[5]
    assert "หลายคน" in reasons[6]
    assert "ซ้ำ" in reasons[7]
    first, second = Case.objects.order_by("pk")
    assert (first.narrative, first.subdistrict_code, first.moo) == ("น้ำท่วมบ้าน หลังคาพัง", "810101", "๔")
    assert second.narrative == DEFAULTS.narrative
    person = first.affected_people.get()
    assert (person.name, person.household_size) == ("นายสมชาย สมมติ", 5)
    assert first.reporter.phone == "081-000-1111"


def test_each_is_the_case_that_it_would_be_one_by_one(world: World, path: Path) -> None:
    """History, duties, grants, register, lists and terms hold together, and the events give the case again (I6)."""
    bring(path, world)
    alone = factories.received_case(world, actor=world.center.supervisor)
    for case in Case.objects.exclude(pk=alone.pk):
        assert verifying.faults_of(case) == []
        assert store.replayed(case) == store.load(case)
        kinds = set(case.duties.values_list("kind", "organization"))
        assert kinds == set(alone.duties.values_list("kind", "organization"))
        found = ListedCase.objects.filter(case=case)
        assert set(found.values_list("list", flat=True)) == set(
            ListedCase.objects.filter(case=alone).values_list("list", flat=True)
        )
        assert lists.last_of(case).organization == world.center.organization.pk
        assert AuditEntry.objects.filter(action="case.submit", subject=case.reference).count() == 1
    event = CaseEvent.objects.exclude(case=alone).first()
    assert (event.user, event.appointment) == (
        world.center.supervisor.person,
        world.center.supervisor.appointment,
    )


def test_the_register_goes_on_without_gaps(world: World, path: Path) -> None:
    before = factories.received_case(world, actor=world.center.officer)
    bring(path, world)
    after = factories.received_case(world, actor=world.center.officer)
    numbers = RegisterEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
    assert before.register_entries.get().number == 1
    assert after.register_entries.get().number == 4


def test_people_of_a_list_are_found(world: World, path: Path) -> None:
    bring(path, world)
    for typed in ("สมชาย", "1111", "หลังคา"):
        assert len(search(world.center.officer, typed).cases) == 1, typed


def test_brought_again_nothing_is_made_twice(world: World, path: Path) -> None:
    bring(path, world)
    again = bring(path, world)
    assert (again.made, again.existing) == (0, 2)
    assert Case.objects.count() == 2


def test_a_corrected_row_is_taken_and_the_others_stay(world: World, path: Path) -> None:
    bring(path, world)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("ไม่มีตำบลนี้", "ไสไทย"), encoding="utf-8")
    again = bring(path, world)
    assert (again.made, again.existing) == (1, 2)


def test_rows_without_a_key_are_known_by_all_that_they_say(world: World, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "ชื่อ,ตำบล,อำเภอ,จังหวัด,หมู่ที่\nมานี,ปากน้ำ,เมือง,กระบี่,1\nมานี,ปากน้ำ,เมือง,กระบี่,2\n", encoding="utf-8"
    )
    assert bring(path, world).made == 2
    assert bring(path, world).existing == 2


def test_another_office_and_another_list_are_others(world: World, path: Path) -> None:
    bring(path, world)
    assert take(path, actor=world.local.supervisor, defaults=DEFAULTS).made == 2
    other = Defaults("พายุ 2569", ProblemType.DISASTER, "พายุ")
    assert take(path, actor=world.center.supervisor, defaults=other).made == 2


def test_trying_writes_nothing(world: World, path: Path) -> None:
    taken = bring(path, world, dry_run=True)
    assert taken.made == 2
    assert not Case.objects.exists()


def test_stopped_in_the_middle_it_goes_on(world: World, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each batch is one transaction: what broke left nothing half, what was done stays done."""
    monkeypatch.setattr(taking, "BATCH", 1)
    real, calls = taking.submit_many, []

    def breaks(*args: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "submit_many", breaks)
    with pytest.raises(RuntimeError):
        bring(path, world)
    assert Case.objects.count() == 1
    taken = bring(path, world)
    assert (taken.made, taken.existing) == (1, 1)
    assert list(RegisterEntry.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("table", ["CaseEvent", "RegisterEntry"])
def test_a_batch_that_fails_takes_its_register_numbers_back(
    world: World, path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr(f"cases.domain.intake_many.{table}.objects.bulk_create", _broken)
    with pytest.raises(RuntimeError):
        bring(path, world)
    monkeypatch.undo()
    assert not Case.objects.exists()
    assert not RegisterEntry.objects.exists()
    assert identity.next_numbers(world.center.organization, 2570) == range(1, 2)


def _broken(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the disk is full")


def test_a_crisis_is_never_taken_from_a_list(world: World, tmp_path: Path) -> None:
    """Somebody has to ask about danger and safe contact (S2.38, S2.42)."""
    path = tmp_path / "list.csv"
    path.write_text(
        "ชื่อ,ตำบล,อำเภอ,จังหวัด,ประเภทปัญหา\nมานี,ปากน้ำ,เมือง,กระบี่,violence\nปิติ,ปากน้ำ,เมือง,กระบี่,สาธารณภัย\nชูใจ,ปากน้ำ,เมือง,กระบี่,อะไรสักอย่าง\n",
        encoding="utf-8",
    )
    taken = bring(path, world)
    assert taken.made == 1
    assert ["ทีละเรื่อง" in reason for _line, reason, _cells in taken.refused] == [True, False]


def test_who_does_no_case_work_brings_no_list(world: World, path: Path) -> None:
    editor = officer(world.center.organization, Role.CONTENT_EDITOR)
    taken = take(path, actor=editor, defaults=DEFAULTS)
    assert taken.made == 0
    assert not Case.objects.exists()
    assert issubclass(NotAllowed, Exception)


def test_refused_rows_come_back_as_a_table_that_no_spreadsheet_runs(world: World, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("ชื่อ,ตำบล\n=1+1,ไม่มี\n", encoding="utf-8")
    table = refused_csv(bring(path, world)).decode("utf-8-sig")
    assert "'=1+1" in table
    assert "อ่านตำบล" in table


def test_xlsx_is_read_too(world: World, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["ชื่อ", "นามสกุล", "ตำบล", "อำเภอ", "จังหวัด"])
    book.active.append(["มานี", "สมมติ", "ปากน้ำ", "เมืองกระบี่", "กระบี่"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    assert bring(path, world).made == 1
    assert Case.objects.get().reporter.name == "มานี สมมติ"


def test_a_file_without_names_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("สี,ขนาด\nฟ้า,ใหญ่\n", encoding="utf-8")
    with pytest.raises(ImportFileError):
        read_list(path)


def test_the_queries_of_a_batch_do_not_grow_with_every_row(
    world: World,
    tmp_path: Path,
    django_assert_max_num_queries,  # noqa: ANN001
) -> None:
    """Two statements a row (its reference, its record) beside those of the batch."""
    path = tmp_path / "list.csv"
    rows = "\n".join(f"{n},คน {n},ปากน้ำ,เมือง,กระบี่" for n in range(60))
    path.write_text(f"ลำดับ,ชื่อ,ตำบล,อำเภอ,จังหวัด\n{rows}\n", encoding="utf-8")
    with django_assert_max_num_queries(2 * 60 + 40):
        assert bring(path, world).made == 60


class TestCommand:
    """The operator's way."""

    def test_it_tells_what_it_did(self, world: World, path: Path, tmp_path: Path, capsys) -> None:  # noqa: ANN001
        refused = tmp_path / "refused.csv"
        user = world.center.supervisor.person.username
        call_command("import_cases", path, "--as", user, "--refused", refused)
        out = capsys.readouterr().out
        assert "เรื่องใหม่ 2 มีอยู่แล้ว 0 ไม่รับ 4" in out
        assert "สีบ้าน" in out
        assert refused.read_text(encoding="utf-8-sig").count("\n") == 5

    def test_a_dry_run_says_so(self, world: World, path: Path, capsys) -> None:  # noqa: ANN001
        call_command("import_cases", path, "--as", world.center.officer.person.username, "--dry-run")
        assert "ทดลองเท่านั้น" in capsys.readouterr().out
        assert not Case.objects.exists()

    @pytest.mark.parametrize("name", ["nobody", "editor"])
    def test_only_in_the_name_of_staff_who_work_on_cases(self, world: World, path: Path, name: str) -> None:
        if name == "editor":
            name = officer(world.center.organization, Role.CONTENT_EDITOR).person.username
        with pytest.raises(CommandError):
            call_command("import_cases", path, "--as", name)
