"""The morning page: for the head of the center and whoever looks after the machine, with words and counts only (issue 15)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.upkeep.models import Inspection
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.helpers import count_queries

PAGE = reverse("desk:upkeep")
NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _frozen():  # noqa: ANN202
    with time_machine.travel(NOW, tick=False):
        yield


def look(*found: tuple[str, int, str], at: dt.datetime = NOW) -> Inspection:
    results = [
        {"name": name, "count": count, "seconds": 0.02, "problem": problem} for name, count, problem in found
    ]
    return Inspection.objects.create(at=at, seconds=3.9, results=results)


def test_the_gravest_stands_first_and_each_says_what_to_do(world: World, login: Login) -> None:
    look(
        ("contact_missing", 2, ""), ("mail_stuck", 3, ""), ("cases_without_duty", 1_000, ""), ("clock", 0, "")
    )
    rows = [
        row.get_text(" ", strip=True)
        for row in soup(login(world.center.supervisor).get(PAGE)).select("tbody tr")
    ]
    assert len(rows) == 3, "what is well is not told"
    assert rows[0].startswith("ทำทันที เรื่องที่ยังไม่ปิดแต่ไม่มีสิ่งที่ต้องทำต่อ")
    assert "1,000+" in rows[0]
    assert "verify_cases" in rows[0]
    assert rows[1].startswith("ทำวันนี้")
    assert rows[2].startswith("ทำในเดือนนี้")


def test_what_was_not_there_yesterday_is_marked(world: World, login: Login) -> None:
    look(("mail_stuck", 3, ""), at=NOW - dt.timedelta(days=1))
    look(("mail_stuck", 4, ""), ("clock", 1, ""))
    rows = soup(login(world.center.supervisor).get(PAGE)).select("tbody tr")
    assert [row.select_one("th .status") is not None for row in rows] == [True, False]


def test_a_check_that_could_not_look_and_one_that_is_gone(world: World, login: Login) -> None:
    look(("contact_missing", 0, "OperationalError"), ("of_an_older_version", 7, ""))
    (row,) = soup(login(world.center.supervisor).get(PAGE)).select("tbody tr")
    assert "ตรวจไม่ได้" in row.get_text()
    assert "ทำวันนี้" in row.get_text()
    assert "OperationalError" not in row.get_text()


def test_a_morning_that_did_not_come_is_told_before_anything_else(world: World, login: Login) -> None:
    look(at=NOW - dt.timedelta(hours=31))
    page = soup(login(world.center.supervisor).get(PAGE)).main.get_text(" ", strip=True)
    assert page.index("ไม่ได้ตรวจเช้านี้") < page.index("เรียบร้อยทุกข้อ")


def test_nobody_looked_yet(world: World, login: Login) -> None:
    assert "ยังไม่เคยตรวจ" in soup(login(world.center.supervisor).get(PAGE)).main.get_text()


def test_looking_again_is_asked_for_by_a_button_and_done_in_the_background(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("cases.desk.upkeep.views.enqueue_once", asked.append)
    client = login(world.center.supervisor)
    assert client.get(reverse("desk:upkeep_again")).status_code == 405
    response = client.post(reverse("desk:upkeep_again"), follow=True)
    assert "กำลังตรวจใหม่" in response.content.decode()
    assert len(asked) == 1


def test_who_looks_after_the_machine_sees_it_without_seeing_cases(world: World, login: Login) -> None:
    person = officer(world.center.organization, Role.SYSTEM_ADMIN, functions=[Function.SYSTEM])
    assert login(person).get(PAGE).status_code == 200


@pytest.mark.parametrize("who", ["center.officer", "local.supervisor", "lead.officer"])
def test_for_everybody_else_it_does_not_exist(world: World, login: Login, who: str) -> None:
    place, person = who.split(".")
    client: Client = login(getattr(getattr(world, place), person))
    assert client.get(PAGE).status_code == 404
    assert client.post(reverse("desk:upkeep_again")).status_code == 404
    assert PAGE not in client.get(reverse("desk:worklist")).content.decode()


def test_the_page_runs_no_check(world: World, login: Login) -> None:
    """However much was found, the page reads two rows of its own beside its frame."""
    client = login(world.center.supervisor)
    look(("clock", 1, ""))
    client.get(PAGE)
    few = count_queries(lambda: client.get(PAGE))
    Inspection.objects.all().delete()
    look(*[(name, 9, "") for name in ("clock", "mail_stuck", "contact_missing", "cases_without_duty")])
    assert count_queries(lambda: client.get(PAGE)) == few


def test_what_is_new_is_so_against_another_day_however_often_today_was_looked(
    world: World, login: Login
) -> None:
    """Two workers look in the same minute, and whoever mended something looks again: it is still new since yesterday."""
    look(("mail_stuck", 3, ""), at=NOW - dt.timedelta(days=1))
    for minutes in (3, 2, 1, 0):
        look(("mail_stuck", 3, ""), ("clock", 1, ""), at=NOW - dt.timedelta(minutes=minutes))
    rows = soup(login(world.center.supervisor).get(PAGE)).select("tbody tr")
    assert [row.select_one("th .status") is not None for row in rows] == [True, False]


def test_without_an_earlier_day_nothing_is_called_new(world: World, login: Login) -> None:
    look(at=NOW - dt.timedelta(hours=1))
    look(("clock", 1, ""))
    (row,) = soup(login(world.center.supervisor).get(PAGE)).select("tbody tr")
    assert row.select_one("th .status") is None
