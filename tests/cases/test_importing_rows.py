"""What tells the rows of a list apart, its days as spreadsheets keep them, and words that are too long (issue 9, point 11)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from openpyxl import Workbook

from cases.importing.columns import places_of_columns
from cases.importing.taking import Taken, refused_csv, take
from cases.models import Case
from portal.organizations.importing.reading import MAX_CELL
from portal.thai.dates import to_bangkok
from tests.cases import factories
from tests.cases.factories import World
from tests.cases.test_importing import DEFAULTS

pytestmark = pytest.mark.django_db
HEAD = ("ลำดับ", "ชื่อ-สกุล", "บ้านเลขที่", "หมู่ที่", "ตำบล", "อำเภอ", "จังหวัด")
PLACE = ("ปากน้ำ", "เมืองกระบี่", "กระบี่")
NAMES = ("นางมานี", "นายปิติ", "นายวีระ")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def world() -> World:
    return factories.world()


def people(*names: str, begins: int = 1) -> list[tuple[object, ...]]:
    """Numbered rows, one for each name, each in a house of its own."""
    return [(number, name, f"{name}/1", "2", *PLACE) for number, name in enumerate(names, begins)]


def listed(folder: Path, *sheets: list[tuple[object, ...]], head: tuple[str, ...] = HEAD) -> Path:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in (head, *rows):
            sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def bring(world: World, path: Path) -> Taken:
    return take(path, actor=world.center.supervisor, defaults=DEFAULTS)


def names() -> list[str]:
    return sorted(case.reporter.name for case in Case.objects.select_related("reporter"))


# --- who is who ---------------------------------------------------------------------------------------------------------


def test_two_files_of_one_name_that_both_begin_with_one_are_all_taken(world: World, tmp_path: Path) -> None:
    assert bring(world, listed(tmp_path, people("นางมานี", "นายปิติ"))).made == 2
    second = bring(world, listed(tmp_path, people("นายวีระ", "นายชูใจ")))
    assert (second.made, second.existing) == (2, 0)
    assert len(names()) == 4


def test_two_sheets_that_both_begin_with_one_are_all_taken(world: World, tmp_path: Path) -> None:
    taken = bring(world, listed(tmp_path, people("นางมานี", "นายปิติ"), people("นายวีระ", "นายชูใจ")))
    assert (taken.made, taken.refused) == (4, [])


def test_a_row_put_in_on_top_is_the_only_new_one_when_all_are_numbered_anew(
    world: World, tmp_path: Path
) -> None:
    bring(world, listed(tmp_path, people(*NAMES)))
    again = bring(world, listed(tmp_path, people("นายชูใจ", *NAMES)))
    assert (again.made, again.existing) == (1, 3)
    assert names() == sorted([*NAMES, "นายชูใจ"])


def test_a_numbered_row_is_the_same_whatever_else_in_it_is_corrected(world: World, tmp_path: Path) -> None:
    head = (*HEAD, "โทรศัพท์", "ความเสียหาย")
    for phone, damage in (("081-000-1111", ""), ("081-000-2222", "หลังคาพัง")):
        bring(world, listed(tmp_path, [(*people("นางมานี")[0], phone, damage)], head=head))
    assert len(names()) == 1


def test_numbered_rows_that_say_the_same_of_who_lives_where_are_kept_apart(
    world: World, tmp_path: Path
) -> None:
    """Two requests of one house in one list; the same line twice is told and not taken."""
    twice = [*people("นางมานี"), *people("นางมานี", begins=2)]
    taken = bring(world, listed(tmp_path, [*twice, twice[0]]))
    assert (taken.made, [line for line, _why, _cells in taken.refused]) == (2, [4])
    again = bring(world, listed(tmp_path, [*twice, *people("นางมานี", begins=3)]))
    assert (again.made, again.existing) == (1, 2)


def test_a_key_of_the_household_is_stronger_than_its_number(world: World, tmp_path: Path) -> None:
    head = (*HEAD, "รหัสครัวเรือน")
    bring(world, listed(tmp_path, [(*people("นางมานี")[0], "ก-7")], head=head))
    again = bring(world, listed(tmp_path, [(*people("นางมานี สมมติ", begins=9)[0], "ก-7")], head=head))
    assert (again.made, again.existing) == (0, 1)


def test_what_was_not_taken_comes_back_with_its_number(world: World, tmp_path: Path) -> None:
    taken = bring(world, listed(tmp_path, [(7, "นางมานี", "9", "2", "ไม่มีตำบลนี้", *PLACE[1:])]))
    path = tmp_path / "refused.csv"
    path.write_bytes(refused_csv(taken).replace("ไม่มีตำบลนี้".encode(), PLACE[0].encode()))
    corrected = bring(world, path)
    assert (corrected.made, corrected.unknown) == (1, ["บรรทัด", "เหตุที่ไม่รับ"])
    assert bring(world, path).existing == 1


@pytest.mark.parametrize("head", ["ลำดับ", "ลำดับที่", "ที่", "No"])
def test_a_running_number_is_no_key(head: str) -> None:
    assert set(places_of_columns([head, "ชื่อ"])[0]) == {"sequence", "name"}


# --- days and long words ------------------------------------------------------------------------------------------------


def test_a_day_that_a_spreadsheet_keeps_as_a_day_is_read(world: World, tmp_path: Path) -> None:
    head = (*HEAD, "วันที่รับเรื่อง")
    for day in (dt.datetime(2026, 11, 20), dt.date(2026, 11, 20)):
        path = listed(tmp_path, [(*people(f"นาง{type(day).__name__}")[0], day)], head=head)
        assert bring(world, path).refused == []
    assert {to_bangkok(case.received_at).date() for case in Case.objects.all()} == {dt.date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("column", "length"),
    [
        ("ความเสียหาย", MAX_CELL + 1),
        ("บ้านเลขที่", 501),
        ("หมู่บ้าน", 151),
        ("หมู่ที่", 21),
        ("ชื่อ", 151),
        ("โทรศัพท์", 121),
        ("อายุ", 151),
    ],
)
def test_a_row_with_words_that_would_be_cut_is_refused_and_says_so(
    world: World, tmp_path: Path, column: str, length: int
) -> None:
    values = {"ชื่อ": "นางมานี", "ตำบล": PLACE[0], "อำเภอ": PLACE[1], "จังหวัด": PLACE[2]}
    rows = [tuple((values | {column: "ก" * more}).values()) for more in (length, length - 1)]
    taken = bring(world, listed(tmp_path, rows, head=tuple(values | {column: ""})))
    ((line, why, _cells),) = taken.refused
    assert (taken.made, line) == (1, 2)
    assert "ยาวเกิน" in why and f"{length - 1:d}" in why.replace(",", "")
