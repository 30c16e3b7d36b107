"""A list of households brought at the desk: tried, confirmed, taken in by the queue, told row by row, forgotten (S1.05; issue 9, 11)."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.domain import identity
from cases.errors import GuardFailed, NotAllowed
from cases.importing import running, taking
from cases.models import Case, ListImport, RegisterEntry
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.files import private_storage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

CANARY = "นางคะนารี กรงทอง"
ROWS = [
    "เลขที่คำร้อง,ชื่อ-สกุล,บ้านเลขที่,ตำบล,อำเภอ,จังหวัด,จำนวนสมาชิก,สีบ้าน",
    f"1,{CANARY},12/3,ปากน้ำ,เมืองกระบี่,กระบี่,๕,ฟ้า",
    "2,นายปิติ สมมติ,9,ไม่มีตำบลนี้,เมืองกระบี่,กระบี่,3,",
    "3,นางมานี สมมติ,9,กระบี่น้อย,เมือง,กระบี่,3,",
    "4,นายชูใจ สมมติ,9,กระบี่น้อย,เมือง,กระบี่,3,",
]
State = ListImport.State
IMPORTS = reverse("desk:imports")


def table(rows: list[str] = ROWS) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{CANARY}.csv", "\n".join(rows).encode("utf-8-sig"))


def begun(world: World, rows: list[str] = ROWS, **values) -> ListImport:
    """A list of the center, before the queue looked at it."""
    defaults = {
        "actor": world.center.officer, "token": uuid.uuid4(), "upload": table(rows), "source": "น้ำท่วม",
        "problem": ProblemType.DISASTER, "narrative": "ขอถุงยังชีพ",
    }  # fmt: skip
    return running.begin(**defaults | values)


def work(row: ListImport) -> ListImport:
    """Let the queue work on it once."""
    running.go_on_with_list.call(row.pk)
    row.refresh_from_db()
    return row


def numbers(row: ListImport) -> tuple[int, ...]:
    return row.rows, row.looked_at, row.made, row.existing, row.refused


@pytest.fixture(autouse=True)
def no_queue(monkeypatch: pytest.MonkeyPatch, world: World) -> list[int]:
    """The queue stands still until a test lets it work; what would stand in it."""
    waiting: list[int] = []
    task = type(running.go_on_with_list)
    enqueue = task.enqueue

    def put(which: Any, *args: Any, **kwargs: Any) -> Any:
        if which.module_path == running.go_on_with_list.module_path:
            return waiting.append(*args)
        return enqueue(which, *args, **kwargs)

    monkeypatch.setattr(task, "enqueue", put)
    return waiting


def test_a_list_is_tried_confirmed_and_taken_in(
    world: World, login: Login, no_queue, django_capture_on_commit_callbacks
):
    """By hand, without JavaScript: nothing is written before the word, and what was refused is a table."""
    browser = login(world.center.officer)
    form = soup(browser.get(IMPORTS)).find("form", enctype="multipart/form-data")
    token = form.find("input", attrs={"name": "token"})["value"]
    sent = {"token": token, "source": "น้ำท่วม", "problem": "disaster", "narrative": "ขอถุงยังชีพ"}
    with django_capture_on_commit_callbacks(execute=True):
        address = browser.post(IMPORTS, sent | {"file": table()}).headers["Location"]
        assert browser.post(IMPORTS, sent | {"file": table()}).headers["Location"] == address, (
            "sent twice, one list"
        )
    row = ListImport.objects.get()
    assert no_queue == [row.pk]
    assert soup(browser.get(address)).find("progress")
    assert numbers(work(row)) == (4, 4, 3, 0, 1)
    assert (row.state, Case.objects.count()) == (State.LOOKED, 0)
    page = soup(browser.get(address))
    assert "สีบ้าน" in page.main.get_text(), "what was not used is named"
    refused = browser.get(reverse("desk:import_refused", args=[row.pk]))
    words = b"".join(refused.streaming_content).decode("utf-8-sig")
    assert "ไม่มีตำบลนี้" in words and "นายปิติ" in words and CANARY not in words
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("desk:import_confirm", args=[row.pk]))
        browser.post(reverse("desk:import_confirm", args=[row.pk]))
    assert no_queue == [row.pk, row.pk]
    assert numbers(work(row)) == (4, 4, 3, 0, 1)
    assert row.state == State.DONE
    assert list(RegisterEntry.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3]
    assert {case.holder for case in Case.objects.all()} == {world.center.organization}
    assert "3" in soup(browser.get(address)).select_one("dl").get_text()
    assert AuditEntry.objects.filter(action__startswith="case.list", subject=str(row.pk)).count() == 3
    assert work(row).made == 3, "run again it does nothing"
    assert Case.objects.count() == 3


def test_the_corrected_rows_alone_become_cases(world: World):
    row = work(begun(world))
    running.confirm(actor=world.center.officer, row=row)
    work(row)
    with row.refused_file.open() as file:
        corrected = file.read().replace("ไม่มีตำบลนี้".encode(), "ไสไทย".encode())
    again = work(begun(world, upload=SimpleUploadedFile("x.csv", corrected)))
    assert numbers(again) == (1, 1, 1, 0, 0)
    whole = work(begun(world, [*ROWS[:2], *ROWS[3:]]))
    assert numbers(whole)[2:] == (0, 3, 0), "nothing twice"


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_killed_in_the_middle_it_goes_on_and_counts_right(
    world: World, monkeypatch: pytest.MonkeyPatch, dies_at: int
):
    monkeypatch.setattr(taking, "BATCH", 1)
    row = work(begun(world))
    running.confirm(actor=world.center.officer, row=row)
    real, calls = taking.submit_many, []

    def dies(*args):
        calls.append(args)
        if len(calls) == dies_at:
            raise RuntimeError("the power went")
        return real(*args)

    monkeypatch.setattr(taking, "submit_many", dies)
    with pytest.raises(RuntimeError):
        running.go_on_with_list.call(row.pk)
    row.refresh_from_db()
    assert row.state == State.WRITING
    assert Case.objects.count() == row.made == dies_at - 1
    assert numbers(work(row)) == (4, 4, 3, 0, 1)
    assert list(RegisterEntry.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3]


def test_a_long_list_makes_room_for_other_work(world: World, no_queue, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(taking, "BATCH", 1)
    monkeypatch.setattr(running, "AT_A_TIME", 0.0)
    row = begun(world)
    for done in (1, 2, 3):
        assert work(row).looked_at == done
        assert no_queue[-1] == row.pk
        assert row.state == State.LOOKING
    assert (work(row).state, numbers(row)) == (State.LOOKED, (4, 4, 3, 0, 1))


def test_two_workers_write_each_row_once(world: World, monkeypatch: pytest.MonkeyPatch):
    """The one that comes second notices, and what it was about to write is not written."""
    monkeypatch.setattr(taking, "BATCH", 1)
    row = work(begun(world))
    running.confirm(actor=world.center.officer, row=row)
    late = ListImport.objects.get(pk=row.pk)
    work(row)
    keeping = running._Keeping(late)
    with pytest.raises(running._OvertakenError):
        keeping(taking.Taken(rows=4, looked_at=1))
    assert Case.objects.count() == 3


def test_whose_order_ended_brings_nothing_in(world: World):
    row = work(begun(world))
    running.confirm(actor=world.center.officer, row=row)
    appointment = world.center.officer.appointment
    appointment.valid_until = timezone.localdate() - dt.timedelta(days=1)
    appointment.save()
    assert (work(row).state, Case.objects.count()) == (State.FAILED, 0)
    assert "คำสั่งแต่งตั้ง" in row.failure
    assert not row.file


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "ไฟล์ว่าง"), (b"PK\x03\x04 broken", "เสีย"), ("ตำบล\nปากน้ำ".encode(), "ไม่พบคอลัมน์ชื่อ")],
)
def test_what_cannot_be_read_says_why(world: World, login: Login, content: bytes, words: str):
    row = work(begun(world, upload=SimpleUploadedFile("x.csv", content)))
    assert row.state == State.FAILED
    assert words in row.failure
    assert (
        words in soup(login(world.center.officer).get(reverse("desk:import", args=[row.pk]))).main.get_text()
    )


def test_it_is_the_office_s_own(world: World, login: Login):
    row = work(begun(world))
    editor = officer(world.center.organization, Role.CONTENT_EDITOR)
    for other in (world.local.supervisor, world.lead.supervisor, editor):
        browser = login(other)
        for name in ("import", "import_refused"):
            assert browser.get(reverse(f"desk:{name}", args=[row.pk])).status_code == 404
        for name in ("import_confirm", "import_drop"):
            assert browser.post(reverse(f"desk:{name}", args=[row.pk])).status_code == 404
        assert not running.confirm(actor=other, row=row)
        assert not running.drop(actor=other, row=row)
    assert login(editor).get(IMPORTS).status_code == 404
    with pytest.raises(NotAllowed):
        begun(world, actor=editor)
    row.refresh_from_db()
    assert row.state == State.LOOKED
    assert "น้ำท่วม" not in soup(login(world.local.supervisor).get(IMPORTS)).main.get_text()


def test_a_crisis_and_a_file_that_is_too_large_are_refused_at_once(world: World, login: Login, monkeypatch):
    with pytest.raises(GuardFailed):
        begun(world, problem=ProblemType.VIOLENCE)
    monkeypatch.setattr(running, "MAX_FILE_BYTES", 10)
    browser = login(world.center.officer)
    sent = {"token": uuid.uuid4(), "problem": "disaster", "narrative": "ขอถุงยังชีพ", "source": "ที่พิมพ์ไว้"}
    page = soup(browser.post(IMPORTS, sent | {"file": table()}))
    assert "ใหญ่เกิน" in page.main.get_text()
    assert page.find("input", attrs={"name": "source"})["value"] == "ที่พิมพ์ไว้"
    assert not ListImport.objects.exists()


def test_files_lie_sealed_and_go_when_they_are_needed_no_more(world: World):
    """Names of people neither stand on the disk nor in the table; a list that nobody confirms is dropped."""
    row = work(begun(world, source=""))
    path = Path(private_storage().path(row.file.name))
    assert CANARY.encode() not in path.read_bytes()
    assert "คะนารี" not in row.file.name
    refused = Path(private_storage().path(row.refused_file.name))
    assert "ปิติ".encode() not in refused.read_bytes()
    assert running.forget_old() == 0
    ListImport.objects.update(touched_at=timezone.now() - running.WAITS_FOR - dt.timedelta(hours=1))
    assert running.forget_old() == 1
    row.refresh_from_db()
    assert (row.state, path.exists(), refused.exists()) == (State.DROPPED, False, False)
    assert running.forget_old() == 0


def test_a_list_that_is_confirmed_while_old_ones_are_forgotten_keeps_its_file(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """Of two at once one wins: who pressed has the list taken in, and it needs the file."""
    row = work(begun(world))
    ListImport.objects.update(touched_at=timezone.now() - running.WAITS_FOR - dt.timedelta(hours=1))
    forget = running._forget_as_read

    def pressed_first(found: ListImport) -> bool:
        assert running.confirm(actor=world.center.officer, row=found)
        return forget(found)

    monkeypatch.setattr(running, "_forget_as_read", pressed_first)
    assert running.forget_old() == 0
    row.refresh_from_db()
    assert row.state == State.WRITING
    assert Path(private_storage().path(row.file.name)).exists()
    assert (work(row).state, Case.objects.count()) == (State.DONE, 3)


def test_taken_in_the_file_goes_and_the_refused_rows_a_month_later(world: World):
    row = work(begun(world))
    path = Path(private_storage().path(row.file.name))
    running.confirm(actor=world.center.officer, row=row)
    assert (work(row).state, bool(row.file), path.exists()) == (State.DONE, False, False)
    refused = Path(private_storage().path(row.refused_file.name))
    assert refused.exists()
    ListImport.objects.update(touched_at=timezone.now() - running.REFUSED_KEPT - dt.timedelta(hours=1))
    assert (running.forget_old(), refused.exists()) == (1, False)
    assert ListImport.objects.get().state == State.DONE


def test_dropped_before_the_word_nothing_is_left(world: World):
    row = begun(world)
    assert running.drop(actor=world.center.officer, row=row)
    assert (work(row).state, bool(row.file), Case.objects.count()) == (State.DROPPED, False, 0)
    assert not running.confirm(actor=world.center.officer, row=row)
    done = work(begun(world))
    running.confirm(actor=world.center.officer, row=done)
    assert not running.drop(actor=world.center.officer, row=done), (
        "what is being written is not half taken back"
    )
    assert identity.next_numbers(world.center.organization, 2570) == range(1, 2)


def test_what_stands_still_is_called_again_by_hand(
    world: World, login: Login, no_queue, django_capture_on_commit_callbacks
):
    """A worker that died for good leaves a list in the middle; one press goes on, and counts right."""
    row = work(begun(world))
    running.confirm(actor=world.center.officer, row=row)
    browser, address = login(world.center.officer), reverse("desk:import", args=[row.pk])
    press = reverse("desk:import_confirm", args=[row.pk])
    before = list(no_queue)
    assert not soup(browser.get(address)).select("main form")
    browser.post(press)
    assert no_queue == before, "while it is heard of nobody calls it"
    ListImport.objects.update(touched_at=timezone.now() - running.STANDS_STILL - dt.timedelta(minutes=1))
    assert "ทำต่อ" in soup(browser.get(address)).select_one("main form").get_text()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(press)
        browser.post(press)
    assert no_queue == [*before, row.pk]
    assert (work(row).state, row.made) == (State.DONE, 3)


def test_a_file_that_is_gone_ends_the_list_and_says_what_to_do(world: World):
    row = begun(world)
    Path(private_storage().path(row.file.name)).unlink()
    assert work(row).state == State.FAILED
    assert "นำเข้าอีกครั้ง" in row.failure
