"""The register book: every number once and in order, no names, and a CSV that is safe to open (S1.03)."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit.models import AuditEntry
from portal.web.downloads import BYTE_ORDER_MARK
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries

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


def read_csv(client: Client, year: int = 2570) -> list[list[str]]:
    response = client.get(reverse("desk:register_csv", args=[year]))
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
    assert row[3:] == ["–", "–", "ส่งต่อให้หน่วยงานอื่นแล้ว"]
    assert read_csv(at_center)[1][4:] == ["", "", "ส่งต่อให้หน่วยงานอื่นแล้ว", ""]


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
    assert row[:4] == ["1", "2570", "22/11/2569", case.reference]
    assert row[4:6] == ["ส่งเสริมและพัฒนาคุณภาพชีวิต", "ต.ปากน้ำ อ.เมืองกระบี่"]


def test_the_csv_opens_in_thai_and_is_recorded(world: World, at_center: Client) -> None:
    response = at_center.get(reverse("desk:register_csv", args=[2570]))
    assert response.content.startswith(BYTE_ORDER_MARK.encode())
    assert response["Content-Disposition"] == 'attachment; filename="register-2570.csv"'
    assert AuditEntry.objects.get(action="register.export").user == world.center.officer.person


def test_the_book_makes_the_same_number_of_queries_however_long(world: World, login: Login) -> None:
    factories.received_case(world)
    client = login(world.center.officer)
    for url in (BOOK, reverse("desk:register_csv", args=[2570]), reverse("desk:register_xlsx", args=[2570])):
        assert_same_queries(
            lambda url=url: client.get(url), lambda: [factories.working_case(world) for _ in range(2)]
        )


def test_the_workbook_holds_the_same_lines_and_is_recorded(world: World, at_center: Client) -> None:
    """S1.03: what an office opens in its spreadsheet is what the page shows, and nothing in it computes."""
    factories.received_case(world)
    factories.working_case(world)
    response = at_center.get(reverse("desk:register_xlsx", args=[2570]))
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [
        ["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)
    ]
    assert rows == read_csv(at_center)
    assert response["Content-Disposition"] == 'attachment; filename="register-2570.xlsx"'
    assert AuditEntry.objects.filter(action="register.export").count() == 2
    assert not [canary for canary in factories.CANARIES if canary in str(rows)]
