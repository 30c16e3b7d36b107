"""The page of the limits: all staff read it, the head of the center changes it and says why."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.desk.limits.rows import limit_words
from cases.domain.clocks import Limit
from cases.domain.limits import limit_for
from cases.machine.vocabulary import DutyKind
from cases.models import PolicyClock
from cases.vocabulary import Severity, Track
from portal.audit.models import AuditEntry
from tests.cases.desk.conftest import Login, soup

FORWARD = {"kind": "forward", "track": "crisis", "severity": "normal"}
ACT = {"kind": "act", "track": "general", "severity": "normal"}


def test_all_staff_read_every_limit_and_who_set_it(world, login: Login):
    page = soup(login(world.other_local.officer).get(reverse("desk:limits")))
    assert len(page.select("tbody tr")) == len(DutyKind) * len(Track)
    assert len(page.select("tbody td")) == len(DutyKind) * len(Track) * len(Severity)
    fixed = [cell.get_text(" ", strip=True) for cell in page.select("tbody td") if "OSCC" in cell.get_text()]
    assert len(fixed) == 2
    assert all("24 ชั่วโมง" in words for words in fixed)
    assert not page.select("tbody a")


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(hours=1), "1 ชั่วโมง"),
        (Limit(hours=24), "24 ชั่วโมง"),
        (Limit(hours=50), "50 ชั่วโมง"),
        (Limit(hours=72), "3 วัน"),
        (Limit(hours=2160), "90 วัน"),
        (Limit(working_days=3), "3 วันทำการ"),
    ],
)
def test_a_limit_is_said_exactly_and_in_days_where_it_is_days(limit: Limit, words: str):
    assert limit_words(limit) == words


@pytest.mark.parametrize("name", ["limits", "late"])
def test_a_page_is_called_what_the_rail_calls_it(world, login: Login, name: str):
    page = soup(login(world.center.supervisor).get(reverse(f"desk:{name}")))
    entry = page.select_one(f"a[href='{reverse(f'desk:{name}')}'][aria-current]")
    assert page.h1.get_text(strip=True) == entry.get_text(strip=True)


def test_the_head_of_the_center_changes_a_limit_with_a_reason(world, login: Login):
    client = login(world.center.supervisor)
    url = reverse("desk:limit", kwargs=ACT)
    assert soup(client.get(url)).select_one("input[name=amount]")["value"] == "7"
    assert client.post(url, {"amount": "5", "unit": "days", "note": ""}).status_code == 200
    assert not PolicyClock.objects.exists()
    assert client.post(url, {"amount": "5", "unit": "days", "note": "คำสั่งที่ 5/2570"}).status_code == 302
    found = limit_for(kind=DutyKind.ACT, track=Track.GENERAL, severity=Severity.NORMAL)
    assert found.limit == Limit(working_days=5)
    data = AuditEntry.objects.get(action="policy.set_limit").data
    assert (data["was_working_days"], data["working_days"]) == (7, 5)
    assert "คำสั่งที่ 5/2570" in soup(login(world.local.officer).get(reverse("desk:limits"))).get_text()


def test_the_24_hours_only_get_shorter(world, login: Login):
    client = login(world.center.supervisor)
    url = reverse("desk:limit", kwargs=FORWARD)
    for sent in ({"amount": "25", "unit": "hours"}, {"amount": "1", "unit": "days"}):
        page = soup(client.post(url, sent | {"note": "ก"}))
        assert "24" in page.select_one(".error-summary").get_text()
    assert not PolicyClock.objects.exists()
    assert client.post(url, {"amount": "12", "unit": "hours", "note": "ก"}).status_code == 302


def test_nobody_else_changes_a_limit_and_no_other_limit_exists(world, login: Login):
    sent = {"amount": "5", "unit": "days", "note": "ก"}
    for actor in (world.center.officer, world.local.supervisor, world.lead.supervisor):
        assert login(actor).get(reverse("desk:limit", kwargs=ACT)).status_code == 404
        assert login(actor).post(reverse("desk:limit", kwargs=ACT), sent).status_code == 404
    head = login(world.center.supervisor)
    assert head.post(reverse("desk:limit", kwargs=ACT | {"kind": "nothing"}), sent).status_code == 404
    assert not PolicyClock.objects.exists()
