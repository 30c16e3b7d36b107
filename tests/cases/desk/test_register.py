"""The register book: every number once and in order, no names, and a CSV that is safe to open (S1.03)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cases.desk.register import printing
from cases.desk.register.tasks import draw_register_month, sweep_prints
from cases.models import RegisterEntry
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.letters.models import PrintOrder, PrintPart
from portal.letters.vocabulary import PrintState
from portal.thai.dates import bangkok_today
from portal.thai.digits import to_thai
from portal.web.downloads import BYTE_ORDER_MARK
from tests.cases import factories
from tests.cases.desk.conftest import Login, body_of, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries
from tests.letters import pdf

BOOK = reverse("desk:register")
NOVEMBER_2569 = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _fiscal_year_2570():  # noqa: ANN202
    with time_machine.travel(NOVEMBER_2569, tick=False):
        yield


def lines(client: Client, url: str = BOOK) -> list[list[str]]:
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in soup(client.get(url)).select("tbody tr")
    ]


def take(client: Client, form: str, year: int = 2570, reason: str = "รายงานผู้บริหาร") -> HttpResponse:
    return client.post(reverse("desk:register_take", args=[year]), {"form": form, "reason": reason})


def read_csv(client: Client, year: int = 2570) -> list[list[str]]:
    response = take(client, "csv", year)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_numbers_run_without_gaps_per_fiscal_year(world: World, at_center: Client) -> None:
    cases = [factories.received_case(world) for _ in range(3)]
    shown = lines(at_center)
    assert [row[0] for row in shown] == ["1/2570", "2/2570", "3/2570"]
    assert [row[2] for row in shown] == [case.reference for case in cases]


def test_each_body_has_its_own_book(world: World, at_local: Client, at_center: Client) -> None:
    factories.received_case(world)
    case = factories.working_case(world)
    assert [row[0] for row in lines(at_local)] == ["1/2570"]
    assert lines(at_local)[0][2] == case.reference
    assert [row[0] for row in lines(at_center)] == ["1/2570", "2/2570"]


def test_what_was_passed_on_keeps_its_number_and_nothing_else(world: World, at_center: Client) -> None:
    """Privacy 3: the book stays without gaps, the content is the new holder's."""
    factories.working_case(world)
    row = lines(at_center)[0]
    assert row[0] == "1/2570"
    assert row[3:] == ["–", "–", "–", "ส่งต่อให้หน่วยงานอื่นแล้ว"]
    assert read_csv(at_center)[1][5:] == ["", "", "", "ส่งต่อให้หน่วยงานอื่นแล้ว", ""]


def test_past_years_stay_open_and_nonsense_years_are_not_found(world: World, at_center: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 9, 30, 5, 0, tzinfo=dt.UTC), tick=False):
        factories.received_case(world)
    factories.received_case(world)
    assert [row[0] for row in lines(at_center, reverse("desk:register_year", args=[2569]))] == ["1/2569"]
    years = [link.get_text() for link in soup(at_center.get(BOOK)).select(".tags a")]
    assert years == ["2570", "2569"]
    assert at_center.get(reverse("desk:register_year", args=[1])).status_code == 404


def test_an_empty_book_says_so(world: World, at_center: Client) -> None:
    assert "ยังไม่มีเรื่องในทะเบียน" in at_center.get(BOOK).content.decode()


def test_the_book_names_nobody(world: World, at_center: Client) -> None:
    factories.received_case(world)
    page = at_center.get(BOOK).content.decode() + str(read_csv(at_center))
    assert not [canary for canary in factories.CANARIES if canary in page]


def test_the_csv_has_a_head_and_the_same_lines(world: World, at_center: Client) -> None:
    case = factories.received_case(world)
    head, row = read_csv(at_center)
    assert head[0] == "เลขทะเบียน"
    assert row[:5] == ["1", "2570", "22/11/2569", "10.00", case.reference]
    assert row[5:8] == ["เว็บไซต์", "ส่งเสริมและพัฒนาคุณภาพชีวิต", "ต.ปากน้ำ อ.เมืองกระบี่"]


def test_the_csv_opens_in_thai_and_is_recorded(world: World, at_center: Client) -> None:
    response = take(at_center, "csv", reason="ตรวจสอบภายใน")
    assert response.content.startswith(BYTE_ORDER_MARK.encode())
    assert response["Content-Disposition"] == 'attachment; filename="register-2570.csv"'
    row = AuditEntry.objects.get(action="register.export")
    assert (row.user, row.purpose, row.data) == (world.center.officer.person, "ตรวจสอบภายใน", {"form": "csv"})


def test_the_book_makes_the_same_number_of_queries_however_long(world: World, login: Login) -> None:
    factories.received_case(world)
    client = login(world.center.officer)
    for ask in (lambda: client.get(BOOK), lambda: take(client, "csv"), lambda: take(client, "xlsx")):
        assert_same_queries(ask, lambda: [factories.working_case(world) for _ in range(2)])


def test_the_workbook_holds_the_same_lines_and_is_recorded(world: World, at_center: Client) -> None:
    """S1.03: what an office opens in its spreadsheet is what the page shows, and nothing in it computes."""
    factories.received_case(world)
    factories.working_case(world)
    response = take(at_center, "xlsx")
    workbook = load_workbook(io.BytesIO(response.content))
    sheet = workbook.active
    # Privacy 12: who took it and when goes with the file and with every printed page.
    assert world.center.organization.name_th in workbook.properties.description
    assert str(world.center.officer.person) in sheet.oddFooter.left.text
    rows = [
        ["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)
    ]
    assert rows == read_csv(at_center)
    assert response["Content-Disposition"] == 'attachment; filename="register-2570.xlsx"'
    assert AuditEntry.objects.filter(action="register.export").count() == 2
    assert not [canary for canary in factories.CANARIES if canary in str(rows)]


def test_nothing_is_taken_without_a_reason(world: World, at_center: Client) -> None:
    """Privacy 12: the reason is asked and recorded."""
    factories.received_case(world)
    for form in ("csv", "xlsx", "pdf"):
        response = take(at_center, form, reason="  ")
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/html")
    assert not AuditEntry.objects.filter(action="register.export").exists()
    assert not PrintOrder.objects.exists()


def test_what_leaves_says_of_a_restricted_case_its_reference_alone(world: World, login: Login) -> None:
    """Privacy 7: a file may lie on any desk."""
    case = factories.accepted_crisis_case(world)
    client = login(world.lead.officer)
    row = read_csv(client)[1]
    assert row[4] == case.reference
    assert row[6:8] == ["เรื่องปกปิด", ""]
    assert "ความรุนแรง" in lines(client)[0][4]


def test_who_sent_it_stands_where_it_came_from(world: World, at_local: Client) -> None:
    factories.working_case(world)
    assert lines(at_local)[0][3] == world.center.organization.short_name


def test_a_number_that_is_not_there_is_told(world: World, at_center: Client) -> None:
    """S1.03: no gaps, no deletion; if one came about all the same, the book does not hide it."""
    for _ in range(3):
        factories.received_case(world)
    assert "ทะเบียนขาดเลข" not in at_center.get(BOOK).content.decode()
    RegisterEntry.objects.filter(number=2).delete()
    assert "ทะเบียนขาดเลข" in at_center.get(BOOK).content.decode()


def test_a_month_on_paper_lacks_only_numbers_that_the_book_lacks(world: World) -> None:
    """A request that came on paper is entered under its day: its number stands in the month before, and is not missing."""
    for day in (10, 11, 12):
        with time_machine.travel(dt.datetime(2026, 11, day, 3, tzinfo=dt.UTC), tick=False):
            factories.received_case(world)
    RegisterEntry.objects.filter(number=2).update(entered_at=dt.datetime(2026, 10, 20, 3, tzinfo=dt.UTC))

    def sums() -> list[str]:
        return [
            printing.as_paper(
                world.center.officer, 2570, printing.Stretch(dt.date(2026, month, 1)), timezone.now()
            ).sums
            for month in (10, 11)
        ]

    assert sums() == [
        "เลขทะเบียน 2 ถึง 2 ครบทุกเลข รวม 1 เรื่อง",
        "เลขทะเบียน 1 ถึง 3 ครบทุกเลข อยู่ในเดือนอื่น 1 เลข รวม 2 เรื่อง",
    ]
    RegisterEntry.objects.filter(number=2).delete()
    assert sums() == ["ไม่มีเรื่องในเดือนนี้", "เลขทะเบียน 1 ถึง 3 ขาด 1 เลข รวม 2 เรื่อง"]


class TestPrinting:
    """The book on paper: a file a month, made in the queue, for who asked alone."""

    @pytest.fixture
    def ordered(self, world: World, at_center: Client, django_capture_on_commit_callbacks) -> PrintOrder:
        with time_machine.travel(dt.datetime(2026, 10, 5, 3, 5, tzinfo=dt.UTC), tick=False):
            factories.received_case(world)
        for _ in range(2):
            factories.received_case(world)
        with django_capture_on_commit_callbacks(execute=True):
            response = take(at_center, "pdf")
        made = PrintOrder.objects.get()
        assert response.url == reverse("desk:register_print", args=[made.pk])
        return made

    def content(self, client: Client, made: PrintOrder, number: int) -> bytes:
        return body_of(client.get(reverse("desk:register_print_file", args=[made.pk, number])))

    def test_each_month_is_a_file_with_the_head_of_the_book(
        self, ordered: PrintOrder, at_center: Client, tmp_path: Path
    ) -> None:
        months = [part.subject for part in ordered.parts.all()]
        assert months == ["2026-10-01", "2026-11-01"]
        october, november = (
            pdf.squeezed(pdf.text_of(self.content(at_center, ordered, number), tmp_path)) for number in (1, 2)
        )
        for words in (
            "เลขทะเบียนรับ",
            "การปฏิบัติ",
            "ตุลาคม๒๕๖๙",
            "๑/๒๕๗๐",
            "๑๐.๐๕",
            "เลขทะเบียน๑ถึง๑ครบทุกเลขรวม๑เรื่อง",
        ):
            assert words in october
        assert "เลขทะเบียน๒ถึง๓ครบทุกเลขรวม๒เรื่อง" in november

    def test_a_long_month_has_several_files_of_like_length_and_no_line_is_lost(
        self, world: World, at_center: Client, django_capture_on_commit_callbacks, monkeypatch, tmp_path: Path
    ) -> None:
        """A month of a flood is more than one drawing may take: 4,569 lines were refused, and the order stayed empty."""
        for _ in range(7):
            factories.received_case(world)
        monkeypatch.setattr(printing, "MOST_LINES", 3)
        with django_capture_on_commit_callbacks(execute=True):
            take(at_center, "pdf")
        made = PrintOrder.objects.get()
        assert [part.subject for part in made.parts.all()] == [
            "2026-11-01 1-3",
            "2026-11-01 4-6",
            "2026-11-01 7-7",
        ]
        # What is entered after the order belongs to the next one, and a number stands in one file alone.
        factories.received_case(world)
        told = [
            pdf.squeezed(pdf.text_of(self.content(at_center, made, number), tmp_path)) for number in (1, 2, 3)
        ]
        for text, words in zip(told, ("๑ถึง๓", "๔ถึง๖", "๗ถึง๗"), strict=True):
            assert f"พฤศจิกายน๒๕๖๙เลขที่{words}" in text
            assert f"เลขทะเบียน{words}ครบทุกเลข" in text
        page = at_center.get(reverse("desk:register_print", args=[made.pk])).content.decode()
        assert "พฤศจิกายน 2569 เลขที่ 4 ถึง 6" in page
        file = at_center.get(reverse("desk:register_print_file", args=[made.pk, 2]))
        assert 'filename="register-2026-11-4.pdf"' in file["Content-Disposition"]
        body_of(file)

    def test_files_of_a_month_are_as_long_as_each_other(self, world: World, monkeypatch) -> None:
        for _ in range(5):
            factories.received_case(world)
        monkeypatch.setattr(printing, "MOST_LINES", 4)
        found = printing.stretches(world.center.officer, 2570)
        assert [(one.first, one.last) for one in found] == [(1, 3), (4, 5)]
        assert [printing.Stretch.read(str(one)) for one in found] == found

    def test_every_page_says_who_printed_it(
        self, ordered: PrintOrder, at_center: Client, tmp_path: Path
    ) -> None:
        text = pdf.text_of(self.content(at_center, ordered, 1), tmp_path)
        assert pdf.squeezed(f"พิมพ์โดย {to_thai(str(ordered.asked_by))}") in pdf.squeezed(text)

    def test_it_names_nobody(self, ordered: PrintOrder, at_center: Client, tmp_path: Path) -> None:
        text = pdf.squeezed(pdf.text_of(self.content(at_center, ordered, 2), tmp_path))
        assert not [canary for canary in factories.CANARIES if pdf.squeezed(to_thai(canary)) in text]

    def test_the_page_tells_how_far_it_is(self, ordered: PrintOrder, at_center: Client) -> None:
        url = reverse("desk:register_print", args=[ordered.pk])
        assert "ทำแล้ว 2 จาก 2 ไฟล์" in at_center.get(url).content.decode()
        ordered.parts.filter(number=2).update(state=PrintState.WAITING, pdf="")
        page = at_center.get(url).content.decode()
        assert "ทำแล้ว 1 จาก 2 ไฟล์" in page
        assert "ดูความคืบหน้าอีกครั้ง" in page

    def test_who_asked_gets_it_and_nobody_else(self, world: World, ordered: PrintOrder, login: Login) -> None:
        url = reverse("desk:register_print", args=[ordered.pk])
        file = reverse("desk:register_print_file", args=[ordered.pk, 1])
        for other in (world.center.supervisor, world.local.officer):
            assert login(other).get(url).status_code == 404
            assert login(other).get(file).status_code == 404
        assert body_of(login(world.center.officer).get(file)).startswith(b"%PDF")
        assert AuditEntry.objects.filter(action="register.print.read").count() == 1

    def test_running_twice_draws_once(self, ordered: PrintOrder) -> None:
        names = list(ordered.parts.values_list("pdf", flat=True))
        for part in ordered.parts.all():
            assert draw_register_month.func(part.pk) is False
        assert list(ordered.parts.values_list("pdf", flat=True)) == names
        assert draw_register_month.func(0) is False

    def test_who_may_not_see_the_book_any_more_gets_no_paper(
        self, world: World, at_center: Client, ordered: PrintOrder
    ) -> None:
        part = ordered.parts.get(number=1)
        PrintPart.objects.filter(pk=part.pk).update(state=PrintState.WAITING, pdf="")
        yesterday = bangkok_today() - dt.timedelta(days=1)
        Appointment.objects.filter(user=world.center.officer.person).update(valid_until=yesterday)
        draw_register_month.func(part.pk)
        part.refresh_from_db()
        assert (part.state, part.pdf.name) == (PrintState.FAILED, "")

    def test_it_is_gone_with_its_files_after_its_time(
        self, ordered: PrintOrder, at_center: Client, settings
    ) -> None:
        paths = [Path(settings.PRIVATE_ROOT) / part.pdf.name for part in ordered.parts.all()]
        assert all(path.exists() and path.stat().st_mode & 0o077 == 0 for path in paths)
        assert sweep_prints.func() == 0
        with time_machine.travel(ordered.expires_at, tick=False):
            at_center.force_login(ordered.asked_by)
            assert at_center.get(reverse("desk:register_print", args=[ordered.pk])).status_code == 404
            assert sweep_prints.func() == 1
        assert not any(path.exists() for path in paths)
        assert not PrintPart.objects.exists()
