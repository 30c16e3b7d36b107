"""The page of the limits: all staff read it, the head of the center changes it and says why."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.desk.limits.rows import limit_words
from cases.domain.clocks import Limit
from cases.domain.limits import limit_for
from cases.machine.vocabulary import DutyKind, LimitStep
from cases.models import PolicyClock
from cases.vocabulary import Severity, Track
from portal.audit.models import AuditEntry
from tests.cases.desk.conftest import Login, soup

FORWARD = {"kind": "forward", "track": "crisis", "severity": "normal"}
ACT = {"kind": "act", "track": "general", "severity": "normal"}


def test_all_staff_read_every_limit_and_who_set_it(world, login: Login):
    page = soup(login(world.other_local.officer).get(reverse("desk:limits")))
    assert len(page.select("tbody tr")) == len(LimitStep) * len(Track)
    assert len(page.select("tbody td")) == len(LimitStep) * len(Track) * len(Severity)
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
    for count in entry.select(".count"):
        count.extract()
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


def test_a_shorter_time_than_the_24_hours_is_said_to_be_the_centers_own(world, login: Login):
    """S2.40: the source says 24 hours, nobody else's twelve are its own."""
    client = login(world.center.supervisor)
    url = reverse("desk:limit", kwargs=FORWARD)
    assert "OSCC" in soup(client.get(url)).select_one(".status").get_text()
    client.post(url, {"amount": "12", "unit": "hours", "note": "ก"})
    assert "ศูนย์กำหนด" in soup(client.get(url)).select_one(".status").get_text()
    cells = [cell.get_text(" ", strip=True) for cell in soup(client.get(reverse("desk:limits"))).select("td")]
    assert ["24 ชั่วโมง" in words for words in cells if "กำหนดในแนวทาง OSCC" in words] == [True]
    # What is set back to what the source says stays the center's own order.
    problem = reverse("desk:limit_of_problem", kwargs=FORWARD | {"problem": "violence"})
    client.post(problem, {"amount": "6", "unit": "hours", "note": "ก"})
    assert "ศูนย์กำหนด" in soup(client.get(problem)).select_one(".status").get_text()


def test_nobody_else_changes_a_limit_and_no_other_limit_exists(world, login: Login):
    sent = {"amount": "5", "unit": "days", "note": "ก"}
    for actor in (world.center.officer, world.local.supervisor, world.lead.supervisor):
        assert login(actor).get(reverse("desk:limit", kwargs=ACT)).status_code == 404
        assert login(actor).post(reverse("desk:limit", kwargs=ACT), sent).status_code == 404
    head = login(world.center.supervisor)
    assert head.post(reverse("desk:limit", kwargs=ACT | {"kind": "nothing"}), sent).status_code == 404
    assert not PolicyClock.objects.exists()


DISEASE = ACT | {"problem": "disease"}


def test_the_head_adds_changes_and_takes_away_the_limit_of_one_problem(world, login: Login):
    client = login(world.center.supervisor)
    general = soup(client.get(reverse("desk:limit", kwargs=ACT)))
    url = reverse("desk:limit_of_problem", kwargs=DISEASE)
    listed = [link["href"] for link in general.select("ul.plain-list a")]
    assert url in listed
    assert reverse("desk:limit_of_problem", kwargs=ACT | {"problem": "violence"}) not in listed
    fresh = soup(client.get(url))
    assert fresh.select_one("input[name=amount]")["value"] == "7"
    assert "โรคติดต่อ" in fresh.select_one(".kicker").get_text()
    assert not fresh.select("button[name=away]"), "nothing was set that could be taken away"
    for days in (5, 4):
        sent = {"amount": str(days), "unit": "days", "note": f"คำสั่งที่ {days}/2570"}
        assert client.post(url, sent).status_code == 302
        assert limit_for(
            kind=DutyKind.ACT, track=Track.GENERAL, severity=Severity.NORMAL, problem="disease"
        ).limit == Limit(working_days=days)
    assert PolicyClock.objects.get().problem == "disease"
    table = soup(login(world.local.officer).get(reverse("desk:limits")))
    assert "4 วันทำการ" in table.select_one("h2 ~ ul").get_text()
    assert "คำสั่งที่ 4/2570" in table.get_text()
    assert not table.select("h2 ~ ul a")
    assert soup(client.get(reverse("desk:limits"))).select_one("h2 ~ ul a")["href"] == url
    away = {"amount": "4", "unit": "days", "away": "1"}
    assert soup(client.get(url)).select_one("button[name=away]")
    assert client.post(url, away | {"note": ""}).status_code == 200
    assert PolicyClock.objects.exists()
    assert client.post(url, away | {"note": "คำสั่งที่ 9/2570"}).status_code == 302
    assert not PolicyClock.objects.exists()
    assert client.post(url, away | {"note": "อีกครั้ง"}).status_code == 302, "twice is no mistake"
    found = AuditEntry.objects.filter(action__startswith="policy.").order_by("pk")
    assert [(one.action, one.subject) for one in found] == [
        ("policy.set_limit", "act/general/normal/disease"),
        ("policy.set_limit", "act/general/normal/disease"),
        ("policy.take_limit_away", "act/general/normal/disease"),
    ]


def test_the_limit_of_one_problem_is_changed_by_nobody_else_and_only_on_its_track(world, login: Login):
    sent = {"amount": "5", "unit": "days", "note": "ก"}
    url = reverse("desk:limit_of_problem", kwargs=DISEASE)
    for actor in (world.center.officer, world.local.supervisor, world.lead.supervisor):
        assert login(actor).get(url).status_code == 404
        assert login(actor).post(url, sent | {"away": "1"}).status_code == 404
    head = login(world.center.supervisor)
    for problem in ("violence", "nothing"):
        other = reverse("desk:limit_of_problem", kwargs=ACT | {"problem": problem})
        assert head.get(other).status_code == 404
        assert head.post(other, sent).status_code == 404
    assert not PolicyClock.objects.exists()


def test_what_a_change_does_not_do_is_said_where_it_is_made(world, login: Login):
    head = login(world.center.supervisor)
    for kind, words in (("follow_high", "วันนัดที่ตั้งไว้แล้ว"), ("alarm_2", "รอระดับต่อไป"), ("question", "15 วัน")):
        assert words in soup(head.get(reverse("desk:limit", kwargs=ACT | {"kind": kind}))).get_text()
