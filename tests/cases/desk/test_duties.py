"""The six duties of a local administration with their state, and the center's list of services (S2.57, S2.34)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cases.desk.duties.rows import report_day
from cases.domain import services
from cases.models import HelpService
from cases.reports.domain.rounds import open_rounds
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import ReportState
from cases.vocabulary import Channel
from portal.accounts.functions import Function
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CaseFactory, World


def test_a_local_administration_sees_exactly_six_with_their_state(world: World, login: Login):
    CaseFactory(actor=world.local.officer, channel=Channel.WALK_IN)
    rows = soup(login(world.local.officer).get(reverse("readiness:home"))).select(".duty-list > li")
    assert len(rows) == 6
    texts = [row.get_text(" ", strip=True) for row in rows]
    assert "1 เรื่อง" in texts[0]
    assert "รออยู่ 1 เรื่อง" in texts[2]
    assert "ลงทะเบียน 1 เรื่อง" in texts[3]
    assert "รออยู่ 1 เรื่อง" in texts[4]
    assert "ถึงอำเภอภายใน 20" in texts[5]
    others = soup(login(world.other_local.officer).get(reverse("readiness:home"))).select(".duty-list > li")
    assert "รออยู่" not in " ".join(row.get_text() for row in others)


def _row(client, number: int) -> str:
    rows = soup(client.get(reverse("readiness:home"))).select(".duty-list > li")
    return rows[number - 1].get_text(" ", strip=True)


def test_requests_of_which_nobody_wrote_down_who_it_is_are_counted(world: World, login: Login):
    """S2.35: every request has a person; of some nothing is known."""
    client = login(world.local.officer)
    assert "ทุกเรื่องมีข้อมูล" in _row(client, 2)
    case = CaseFactory(actor=world.local.officer, affected={"name": "ก", "age": None})
    assert "รออยู่ 1 เรื่อง" in _row(client, 2)
    case.affected_people.update(age=40)
    assert "ทุกเรื่องมีข้อมูล" in _row(client, 2)


def test_the_monthly_report_says_whether_it_was_sent(world: World, login: Login, time_machine):
    """S2.57, S2.58: on the 21st of December the report of November is late, and it is that report that is named."""
    time_machine.move_to(dt.datetime(2026, 12, 21, 3, tzinfo=dt.UTC), tick=False)
    open_rounds(dt.date(2026, 12, 1))
    reporter = officer(world.local.organization, functions=[Function.REPORTING])
    assert "เกินกำหนดส่ง" in _row(login(reporter), 6)
    MonthlyReport.objects.filter(organization=world.local.organization).update(due_on=dt.date(2026, 12, 22))
    assert "ยังไม่ส่ง" in _row(login(reporter), 6)
    MonthlyReport.objects.filter(organization=world.local.organization).update(
        state=ReportState.SUBMITTED,
        receiver=world.center.organization,
        first_submitted_at=dt.datetime(2026, 12, 20, tzinfo=dt.UTC),
    )
    assert "ส่งรายงาน" in _row(login(reporter), 6)
    MonthlyReport.objects.filter(organization=world.local.organization).update(state=ReportState.RETURNED)
    assert "รอแก้แล้วส่งใหม่" in _row(login(reporter), 6)


def test_the_guide_of_the_report_leads_to_whatever_its_reader_may_open(world: World, login: Login):
    guide = reverse("readiness:guide", args=[6])
    reporter = officer(world.local.organization, functions=[Function.REPORTING])
    fielder = officer(world.local.organization, functions=[Function.WORK])
    for reader, place in ((reporter, "reports:home"), (fielder, "desk:register")):
        client = login(reader)
        assert soup(client.get(guide)).select(f"main a[href='{reverse(place)}']")
        assert client.get(reverse(place)).status_code == 200


def test_for_others_there_are_no_duties_of_a_unit(world: World, login: Login):
    page = soup(login(world.center.officer).get(reverse("readiness:home")))
    assert page.select_one("h1") and not page.select(".duty-list")


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (dt.date(2027, 2, 1), dt.date(2027, 2, 20)),
        (dt.date(2027, 2, 20), dt.date(2027, 2, 20)),
        (dt.date(2027, 1, 31), dt.date(2027, 2, 20)),
        (dt.date(2026, 12, 21), dt.date(2027, 1, 20)),
    ],
)
def test_the_report_is_due_by_the_twentieth(today: dt.date, day: dt.date):
    assert report_day(today) == day


def test_the_head_of_the_center_keeps_the_services(world: World, login: Login):
    services.load_services()
    head, page = login(world.center.supervisor), reverse("desk:services")
    new = {"name_th": "ล้างบ่อน้ำ", "name_en": "Clean a well", "kind": "other"}
    assert head.post(page, new).status_code == 302
    assert head.post(page, new).status_code == 200
    row = HelpService.objects.get(name_th="ล้างบ่อน้ำ")
    head.post(reverse("desk:service_use", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at is not None
    reader = login(world.local.supervisor)
    text = soup(reader.get(page))
    assert "ถุงยังชีพ" in text.get_text()
    assert not text.select("main form")
    assert reader.post(page, new | {"name_th": "อีก"}).status_code == 404
    assert reader.post(reverse("desk:service_use", args=[row.pk])).status_code == 404
