"""The pages of reports: each level its own and those below, figures and never cases, forms that give back what was typed."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from cases.models import Case
from cases.reports.desk.forms import name_of
from cases.reports.domain import acts, rounds
from cases.reports.domain.storing import table_of
from cases.reports.models import MonthlyReport
from portal.accounts.functions import Function
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.factories import CANARIES, working_case
from tests.cases.reports.conftest import (
    OCTOBER,
    Levels,
    accepted,
    do,
    report_of,
    sent,
    soup,
    table,
)
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

HOME, BOARD, YEAR = reverse("reports:home"), reverse("reports:board"), reverse("reports:year")
EVERYBODY = ("local", "other", "town", "district", "province", "department", "governor")


def page_of(report: MonthlyReport, name: str = "report", **more: str) -> str:
    return reverse(f"reports:{name}", kwargs={"pk": report.pk, **more})


def seen(report: MonthlyReport, **words: str) -> dict[str, str]:
    row = MonthlyReport.objects.get(pk=report.pk)
    return {"token": str(uuid.uuid4()), "version": str(row.version), **words}


def press(client, report: MonthlyReport, verb: str, **words: str):
    return client.post(page_of(report, "act", verb=verb), seen(report, **words))


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_level_has_the_entry_and_its_pages(october: Levels, login, who: str) -> None:
    client = login(getattr(october, who))
    for url in (HOME, BOARD, YEAR):
        response = client.get(url)
        assert response.status_code == 200
        assert soup(response).select_one(f".rail a[href='{HOME}'][aria-current]")


def test_for_whom_reports_are_nothing_the_pages_do_not_exist(october: Levels, login) -> None:
    nobody = officer(october.local.organization, functions=[Function.WORK])
    hospital = officer(october.world.hospital.organization, functions=[Function.REPORTING])
    for actor in (nobody, hospital):
        client = login(actor)
        for url in (HOME, BOARD, YEAR, f"{BOARD}table.csv"):
            assert client.get(url).status_code == 404
        assert f'href="{HOME}"' not in client.get(reverse("desk:directory")).content.decode()


SEES = {
    # who → a sent report of the local administration, a draft of the other one, the district's sent sum
    "local": (200, 404, 404),
    "other": (404, 200, 404),
    "town": (404, 404, 404),
    "district": (200, 404, 200),
    "province": (200, 404, 200),
    "department": (200, 404, 200),
    "governor": (200, 404, 200),
    "far": (404, 404, 404),
}


@pytest.mark.parametrize("who", SEES)
def test_each_sees_its_own_and_what_was_sent_below(october: Levels, login, who: str) -> None:
    first, draft, upper = report_of(october.local), report_of(october.other), report_of(october.district)
    accepted(october.local, october.district)
    do(acts.edit, upper, october.district, remarks="อบต.สอง ยังไม่ส่ง")
    do(acts.submit, upper, october.district)
    client = login(getattr(october, who))
    for report, status in zip((first, draft, upper), SEES[who], strict=True):
        assert client.get(page_of(report)).status_code == status
        assert client.get(page_of(report, "report_file", kind="csv")).status_code == status


@pytest.mark.parametrize(
    "kind", [OrganizationType.DISTRICT_LOCAL_OFFICE, OrganizationType.PROVINCIAL_LOCAL_OFFICE]
)
def test_an_office_of_another_place_sees_nothing(october: Levels, login, kind: OrganizationType) -> None:
    row = accepted(october.local, october.district)
    district = "8102" if kind is OrganizationType.DISTRICT_LOCAL_OFFICE else ""
    elsewhere = OrganizationFactory(
        type=kind, province_code="81" if district else "80", district_code=district, name_th="ที่อื่น"
    )
    client = login(officer(elsewhere, functions=[Function.REPORTING]))
    assert client.get(page_of(row)).status_code == 404
    assert "อบต.หนึ่ง" not in client.get(BOARD, {"month": "2026-10"}).content.decode()


def test_a_recalled_report_is_a_draft_again_and_nobody_elses(october: Levels, login) -> None:
    row = sent(october.local)
    assert login(october.district).get(page_of(row)).status_code == 200
    press(login(october.local), row, "recall")
    assert login(october.district).get(page_of(row)).status_code == 404


def test_a_month_is_filled_looked_at_and_sent(october: Levels, login, time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 10, 20, 3, tzinfo=dt.UTC), tick=False)
    working_case(october.world)
    time_machine.move_to(dt.datetime(2026, 11, 5, 3, tzinfo=dt.UTC), tick=False)
    row, client = report_of(october.local), login(october.local)
    assert press(client, row, "fill").status_code == 302
    page = soup(client.get(page_of(row)))
    link = page.select_one("tbody td a")
    assert link.get_text() == "1"
    cases = client.get(link["href"])
    assert "ตรงกับทะเบียนทุกเรื่อง" in cases.content.decode()
    assert press(client, row, "submit").status_code == 302
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_figure_with_cases_shows_references_and_nothing_of_a_story(
    october: Levels, login, time_machine
) -> None:
    time_machine.move_to(dt.datetime(2026, 10, 20, 3, tzinfo=dt.UTC), tick=False)
    case = working_case(october.world)
    time_machine.move_to(dt.datetime(2026, 11, 5, 3, tzinfo=dt.UTC), tick=False)
    row, client = report_of(october.local), login(october.local)
    press(client, row, "fill")
    query = {"problem": "quality_of_life", "measure": "pending"}
    body = client.get(page_of(row, "behind"), query).content.decode()
    assert case.reference in body
    assert not [word for word in CANARIES if word in body]


def test_those_above_see_figures_and_never_cases(october: Levels, login, time_machine) -> None:
    """The district is granted no case, and there is no way to one from the report."""
    time_machine.move_to(dt.datetime(2026, 10, 20, 3, tzinfo=dt.UTC), tick=False)
    case = working_case(october.world)
    time_machine.move_to(dt.datetime(2026, 11, 5, 3, tzinfo=dt.UTC), tick=False)
    row = do(acts.fill, report_of(october.local), october.local)
    do(acts.submit, row, october.local)
    for who in ("district", "province", "department", "governor"):
        client = login(getattr(october, who))
        page = client.get(page_of(row))
        assert not soup(page).select("tbody td.number a")
        query = {"problem": "quality_of_life", "measure": "pending"}
        assert client.get(page_of(row, "behind"), query).status_code == 404
        assert case.reference not in page.content.decode()


def test_a_sum_leads_to_the_reports_that_it_is_made_of(october: Levels, login) -> None:
    accepted(october.local, october.district)
    client = login(october.district)
    page = soup(client.get(page_of(report_of(october.district))))
    link = page.select_one("tbody td.number a")
    parts = soup(client.get(link["href"]))
    assert parts.select_one(f"li a[href='{page_of(report_of(october.local))}']")


@pytest.mark.parametrize(
    "query", [{}, {"problem": "x", "measure": "pending"}, {"problem": "disaster", "measure": "baht"}]
)
def test_a_figure_that_is_none_is_not_found(october: Levels, login, query: dict) -> None:
    assert login(october.local).get(page_of(report_of(october.local), "behind"), query).status_code == 404


def test_figures_are_typed_with_thai_digits_and_separators(october: Levels, login) -> None:
    row, client = report_of(october.local), login(october.local)
    words = seen(row, remarks="พิมพ์จากกระดาษ")
    words |= {
        name_of("disaster", "received"): "๑,๒๐๐",
        name_of("disaster", "pending"): "1200",
        name_of("disaster", "baht"): "4,000.50",
    }
    assert client.post(page_of(row, "edit"), words).status_code == 302
    assert table_of(row)["disaster"]["received"] == 1200
    assert float(table_of(row)["disaster"]["baht"]) == 4000.5


@pytest.mark.parametrize("typed", ["-1", "ห้า", "1.5", "9" * 12])
def test_what_is_no_number_comes_back_as_it_was_typed(october: Levels, login, typed: str) -> None:
    row, client = report_of(october.local), login(october.local)
    response = client.post(
        page_of(row, "edit"),
        seen(row, remarks="คำที่พิมพ์ไว้", **{name_of("disaster", "received"): typed}),
    )
    assert response.status_code == 200
    page = soup(response)
    assert page.select_one(f"input[name='{name_of('disaster', 'received')}']")["value"] == typed
    assert "คำที่พิมพ์ไว้" in page.select_one("textarea").get_text()
    assert not table_of(row)


def test_an_old_page_says_so_and_keeps_what_was_typed(october: Levels, login) -> None:
    row, client = report_of(october.local), login(october.local)
    old = seen(row, remarks="คำของฉัน")
    do(acts.edit, row, october.local, remarks="คำของคนอื่น")
    response = client.post(page_of(row, "edit"), old)
    assert response.status_code == 200
    body = response.content.decode()
    assert "เพิ่งเปลี่ยนไป" in body and "คำของฉัน" in body


def test_what_cannot_be_done_is_said_on_the_page(october: Levels, login) -> None:
    row, client = report_of(october.local), login(october.local)
    do(acts.edit, row, october.local, table=table(received=2))
    response = press(client, row, "submit")
    assert response.status_code == 422
    assert "ขัดกันเอง" in response.content.decode()
    assert client.post(page_of(row, "act", verb="submit"), {}).status_code == 422


def test_giving_back_asks_for_a_reason_and_keeps_it(october: Levels, login) -> None:
    row, client = sent(october.local), login(october.district)
    assert client.get(page_of(row, "act", verb="return")).status_code == 200
    assert client.get(page_of(row, "act", verb="accept")).status_code == 404
    assert press(client, row, "return", reason="").status_code == 200
    assert press(client, row, "return", reason="รวมผิด").status_code == 302
    assert "รวมผิด" in login(october.local).get(page_of(row)).content.decode()


@pytest.mark.parametrize("verb", ["return", "reopen", "except"])
def test_a_page_for_a_reason_is_there_only_when_it_may_be_done(october: Levels, login, verb: str) -> None:
    row = sent(october.local)
    assert login(october.local).get(page_of(row, "act", verb=verb)).status_code == 404
    assert login(october.far).get(page_of(row, "act", verb=verb)).status_code == 404
    assert login(october.local).get(page_of(row, "act", verb="nonsense")).status_code == 404


def test_an_exception_is_granted_from_the_sum_for_one_that_did_not_send(october: Levels, login) -> None:
    accepted(october.local, october.district)
    upper = report_of(october.district)
    do(acts.edit, upper, october.district, remarks="อบต.สอง ยังไม่ส่ง")
    do(acts.submit, upper, october.district)
    client, other = login(october.district), report_of(october.other)
    link = page_of(other, "act", verb="except")
    assert soup(client.get(page_of(upper))).select_one(f"a[href='{link}']")
    assert client.get(link).status_code == 200
    assert press(client, other, "except", until="12/11/2569", reason="น้ำท่วม").status_code == 302
    assert sent(october.other).state == "submitted"


def test_the_board_counts_expected_came_in_time_and_accepted(october: Levels, login, time_machine) -> None:
    accepted(october.local, october.district)
    time_machine.move_to(dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC), tick=False)
    sent(october.town)
    page = soup(login(october.province).get(BOARD))
    rows = {
        tuple(cell.get_text(strip=True) for cell in row.select("th, td"))
        for row in page.select("table")[0].select("tbody tr")
    }
    # Local administrations of the district: three expected, two came, one in time, one waits, one accepted, one late.
    assert any(row[1:] == ("อปท.", "3", "2", "1", "1", "1", "1") for row in rows), rows
    late = soup(login(october.province).get(BOARD, {"standing": "late"})).select("table")[1]
    assert {row.select_one("th").get_text(strip=True).split(" ")[0] for row in late.select("tbody tr")} == {
        "อบต.สอง",
        "เทศบาลเมืองทดสอบ",
        "ท้องถิ่นอำเภอทดสอบ",
    }


def test_words_that_mean_nothing_show_the_whole_board(october: Levels, login) -> None:
    client = login(october.province)
    odd = {"month": "2569-02-30", "standing": "x", "tier": "y", "place": "z'", "page": "99"}
    response = client.get(BOARD, odd)
    assert response.status_code == 200 and "อบต.หนึ่ง" in response.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_are_taken_away(october: Levels, login, kind: str) -> None:
    row = accepted(october.local, october.district)
    client = login(october.province)
    for url in (
        page_of(row, "report_file", kind=kind),
        reverse("reports:board_file", kwargs={"kind": kind}),
        reverse("reports:year_file", kwargs={"be_year": 2570, "kind": kind}),
    ):
        response = client.get(url)
        assert response.status_code == 200 and len(response.content) > 100
    assert client.get(page_of(row, "report_file", kind="doc")).status_code == 404


def test_a_file_of_the_board_holds_no_figure_of_a_draft(october: Levels, login) -> None:
    do(acts.edit, report_of(october.other), october.other, table=table(received=7731, pending=7731))
    body = login(october.province).get(reverse("reports:board_file", kwargs={"kind": "csv"})).content.decode()
    assert "อบต.สอง" in body and "7731" not in body


def test_the_year_adds_up_accepted_reports_and_says_what_is_missing(october: Levels, login) -> None:
    accepted(october.local, october.district)
    sent(october.town, figures=table(received=7731, pending=7731))
    page = soup(login(october.world.center.supervisor).get(YEAR))
    rows = {row.select_one("th").get_text(strip=True).split(" ")[0]: row for row in page.select("tbody tr")}
    first = [cell.get_text(strip=True) for cell in rows["อบต.หนึ่ง"].select("td")]
    assert first[0] == "1/1" and first[2] == "5"
    assert "ยังไม่ครบ" in rows["เทศบาลเมืองทดสอบ"].get_text()
    assert "7,731" not in page.get_text()
    assert (
        login(october.province).get(reverse("reports:year_of", kwargs={"be_year": 1999})).status_code == 404
    )


def test_a_board_and_a_report_ask_the_same_however_much_there_is(october: Levels, login) -> None:
    client = login(october.province)
    accepted(october.local, october.district)

    def grow() -> None:
        accepted(october.other, october.district)

    assert_same_queries(lambda: client.get(BOARD), grow)
    MonthlyReport.objects.filter(organization=october.other.organization, month=OCTOBER).exists()


def test_the_page_of_a_sum_asks_the_same_however_many_lie_below(october: Levels, login) -> None:
    client = login(october.district)
    accepted(october.local, october.district)
    url = page_of(report_of(october.district))
    assert_same_queries(lambda: client.get(url), lambda: accepted(october.other, october.district))


def test_reports_the_board_and_cases_behind_a_figure_page_by_key(
    levels: Levels, login, time_machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("boards", "views"):
        monkeypatch.setattr(f"cases.reports.desk.{module}.PER_PAGE", 1)
    time_machine.move_to(dt.datetime(2026, 8, 20, 3, tzinfo=dt.UTC), tick=False)
    for _each in range(3):
        working_case(levels.world)
    for month in (9, 10, 11):
        day = dt.datetime(2026, month, 5, 3, tzinfo=dt.UTC)
        time_machine.move_to(day, tick=False)
        rounds.open_rounds(day.date())
    at = login(levels.local)
    assert_pages_by_key(at, reverse("reports:home"), MonthlyReport)
    row = do(acts.fill, report_of(levels.local), levels.local)
    behind = f"{page_of(row, 'behind')}?problem=quality_of_life&measure=pending"
    assert_pages_by_key(at, behind, Case, rows=".desk-page ul.plain-list li", figures=True)
    board = f"{reverse('reports:board')}?month=2026-10&tier=local"
    rows = ".table-wrap:has(+ .pagination) tbody tr"
    assert_pages_by_key(login(levels.district), board, MonthlyReport, rows=rows, figures=True)
