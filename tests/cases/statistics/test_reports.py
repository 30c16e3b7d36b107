"""The pages of the two standard reports: who sees whose figures, every way to take them away, no trace of anybody (S2.49)."""

from __future__ import annotations

import csv
import io
import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import Case
from cases.statistics.desk import views
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, World
from tests.cases.statistics.conftest import NOW, watcher
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db

REPORTS = ("intake", "forwarding", "steps", "lead")
FIRST, LAST = "20/9/2569", "26/11/2569"
PERIOD = f"first={FIRST}&last={LAST}"


def url(name: str = "intake", query: str = PERIOD) -> str:
    return f"{reverse('statistics:report', kwargs={'name': name})}?{query}"


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def numbers(response) -> dict[str, str]:
    """Return the first number of every line of the table, with the sums."""
    rows = soup(response).select("table tbody tr, table tfoot tr")
    return {row.th.get_text(): row.select("td:not(.figure-bar)")[0].get_text() for row in rows}


def test_the_center_sees_its_district_and_each_unit_its_own(
    world: World, weeks: list[Case], login: Login, now: None
) -> None:
    of_center = numbers(login(world.center.officer).get(url(query=f"{PERIOD}&by=unit")))
    assert {"อบต.ทดสอบ", "รวม"} <= {name.split(" ")[0] for name in of_center}
    own = numbers(login(world.local.officer).get(url(query=f"{PERIOD}&by=unit")))
    mine = [case for case in weeks if case.received_by_id == world.local.organization.pk]
    assert own == {world.local.organization.short_name: str(len(mine)), "รวม": str(len(mine))}


def test_another_breadth_than_ones_own_is_never_given(
    world: World, weeks: list[Case], login: Login, now: None
) -> None:
    """Whatever the address says: a local administration has its own figures only."""
    client = login(world.local.officer)
    own = numbers(client.get(url()))
    for of in ("district", "province", "country", "x"):
        assert numbers(client.get(url(query=f"{PERIOD}&of={of}"))) == own
    foreign = url(query=f"{PERIOD}&unit={world.other_local.organization.pk}")
    assert numbers(client.get(foreign)) == own


def test_people_without_a_function_for_figures_find_nothing(world: World, login: Login) -> None:
    for role in (Role.CONTENT_EDITOR, Role.SYSTEM_ADMIN, Role.DATA_PROTECTION_OFFICER):
        client = login(officer(world.center.organization, role))
        assert [client.get(url(name)).status_code for name in REPORTS] == [404] * len(REPORTS)
    assert login(world.center.officer).get(url("money")).status_code == 404


def test_who_watches_gets_whole_figures_of_its_own_only(
    world: World, weeks: list[Case], login: Login, now: None
) -> None:
    """A province may not see single cases, so it never gets an unprotected table of others (S1.32)."""
    client = login(watcher(OrganizationType.PROVINCIAL_LOCAL_OFFICE))
    response = client.get(url(query=f"{PERIOD}&of=province&by=unit"))
    assert "ไม่มีเรื่องในช่วงเวลานี้" in response.content.decode()


@pytest.mark.parametrize("name", REPORTS)
def test_every_way_to_take_a_report_holds_the_same_numbers(
    world: World, weeks: list[Case], at_center: Client, now: None, name: str
) -> None:
    page = numbers(at_center.get(url(name)))
    assert page["รวม"] != "0"
    answer = at_center.get(url(name, f"{PERIOD}&as=csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[0]: row[1] for row in rows[1:]} == page
    sheet = load_workbook(io.BytesIO(at_center.get(url(name, f"{PERIOD}&as=xlsx")).content)).active
    found = list(sheet.iter_rows(values_only=True))
    assert {row[0]: str(row[1]) for row in found[1:]} == page
    assert "นำออกเมื่อ" in sheet.oddFooter.left.text
    data = json.loads(at_center.get(url(name, f"{PERIOD}&as=json")).content)
    first = data["measures"][0]
    assert {row["label"]: str(row[first]) for row in data["rows"]} == {
        label: value for label, value in page.items() if label != "รวม"
    }
    assert str(data["total"][first]) == page["รวม"]
    assert AuditEntry.objects.filter(action="statistics.export", subject=name).count() == 3


def test_the_json_keeps_its_schema(world: World, weeks: list[Case], at_center: Client, now: None) -> None:
    """Other programs read it (docs/statistics.md): a key that goes or changes breaks them."""
    data = json.loads(at_center.get(url(query=f"{PERIOD}&by=month&problem=disease&as=json")).content)
    assert set(data) == {
        *("schema", "report", "from", "until", "reach", "area", "filters", "by", "made_at"),
        *("measures", "rows", "total", "left_out"),
    }
    assert (data["schema"], data["report"], data["by"]) == (1, "intake", "month")
    assert (data["from"], data["until"]) == ("2026-09-20", "2026-11-26")
    assert (data["reach"], data["area"]) == ("district", "8101")
    assert data["filters"] == {"unit": None, "problem": "disease", "channel": None}
    assert data["measures"] == [
        *("received", "general", "crisis", "open", "closed", "due", "in_time", "share")
    ]
    assert {row["key"] for row in data["rows"]} <= {"2026-09", "2026-10", "2026-11"}
    assert all(set(row) == {"key", "label", *data["measures"]} for row in data["rows"])


def test_a_report_on_paper_is_a_pdf(world: World, weeks: list[Case], at_center: Client, now: None) -> None:
    answer = at_center.get(url("forwarding", f"{PERIOD}&as=pdf"))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"


def test_no_report_says_anything_of_anybody(
    world: World, weeks: list[Case], at_center: Client, now: None
) -> None:
    for name in REPORTS:
        for form in ("", "&as=csv", "&as=json"):
            text = at_center.get(url(name, PERIOD + form)).content.decode()
            assert not [canary for canary in CANARIES if canary in text]
            assert not [case.reference for case in weeks if case.reference in text]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=26/11/2569&last=1/11/2569", "วันสุดท้ายต้องไม่อยู่ก่อนวันแรก"),
        ("first=1/1/2560&last=26/11/2569", "ไม่เกิน 5 ปี"),
        ("first=31/2/2569", "31"),
        ("by=name", "name"),
    ],
)
def test_a_period_that_cannot_be_is_told_and_nothing_is_taken(
    at_center: Client, now: None, query: str, words: str
) -> None:
    response = at_center.get(url(query=f"{query}&as=csv"))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert "ข้อผิดพลาด" in soup(response).title.get_text()
    assert words in response.content.decode()


def test_a_tap_chooses_the_usual_periods(world: World, at_center: Client, now: None) -> None:
    links = soup(at_center.get(url(query="by=problem"))).select("p.row a")
    last_year = next(link["href"] for link in links if link.get_text() == "ปีงบประมาณก่อน")
    assert "by=problem" in last_year
    answer = json.loads(at_center.get(f"{last_year}&as=json").content)
    assert (answer["from"], answer["until"], answer["by"]) == ("2025-10-01", "2026-09-30", "problem")


def test_what_was_no_request_is_said_beside_the_table(
    world: World, weeks: list[Case], at_center: Client, now: None
) -> None:
    spam = sum(case.closure_reason == "spam" for case in weeks)
    assert spam
    assert f"ไม่นับ {spam} รายการ" in soup(at_center.get(url())).get_text(" ", strip=True)


def test_a_page_asks_the_same_however_many_cases_there_are(
    world: World, at_center: Client, now: None
) -> None:
    factories.received_case(world)
    assert_same_queries(
        lambda: at_center.get(url(query=f"{PERIOD}&by=unit")), lambda: factories.received_case(world)
    )


def test_the_page_is_english_too(world: World, weeks: list[Case], at_center: Client, now: None) -> None:
    text = at_center.get(f"/en{url(query='by=month')}").content.decode()
    assert "October 2026" in text
    assert "ตุลาคม" not in text


def test_a_long_table_is_shown_in_pages_the_largest_first_and_taken_away_whole(
    world: World, weeks: list[Case], at_center: Client, now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A center of the nation sends to thousands of organizations: no page holds them all (issue 13, Speed)."""
    whole = numbers(at_center.get(url(query=f"{PERIOD}&by=month")))
    monkeypatch.setattr(views, "PER_PAGE", 1)
    pages = [numbers(at_center.get(url(query=f"{PERIOD}&by=month&page={page}"))) for page in (1, 2, 3)]
    total = whole.pop("รวม")
    assert len(whole) == 3
    assert [page.pop("รวม") for page in pages] == [total] * 3, "the sums are those of the whole table"
    shown = [line for page in pages for line in page.items()]
    assert dict(shown) == whole
    assert [int(number) for _, number in shown] == sorted(map(int, whole.values()), reverse=True)
    said = soup(at_center.get(url(query=f"{PERIOD}&by=month&page=2"))).get_text(" ", strip=True)
    assert "แถวที่ 2–2 จาก 3 แถว" in said
    rows = at_center.get(url(query=f"{PERIOD}&by=month&as=csv")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 3 + 1
