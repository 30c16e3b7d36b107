"""What counts of visits to other sites: failing on two days, and only when our own line is well (issue 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings as project
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from portal.pages.domain.outside import rounds, tasks
from portal.pages.domain.outside.rounds import ask_again, follow_links, list_addresses, visit_asked
from portal.pages.domain.outside.visiting import Visit
from portal.pages.models import HomePage, LinkRound, LinkState, OutsideLink
from tests.announcements.factories import announcement
from tests.pages.outside.sites import Clock, Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]
NIGHT = dt.datetime(2026, 11, 29, 19, 30, tzinfo=dt.UTC)
"""Half past two in Bangkok."""
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _then() -> Any:
    with time_machine.travel(NIGHT, tick=False):
        yield


def leads_to(*addresses: str) -> Any:
    body = " ".join(f'<a href="{one}">ก</a>' for one in addresses)
    return announcement(title="ประกาศที่มีลิงก์", body=f"<p>{body}</p>")


def night(number: int, clock: Clock) -> int:
    """Do the whole round of a night; returns how many visits it took."""
    count = 0
    for minute in range(60):
        clock.at += 60
        count += follow_links(NIGHT + number * DAY + dt.timedelta(minutes=minute), clock.pace())
        if LinkRound.objects.filter(
            day=(NIGHT + number * DAY + dt.timedelta(hours=7)).date(), ended_at__isnull=False
        ):
            return count
    raise AssertionError("the round does not end")


def link(path: str) -> OutsideLink:
    return OutsideLink.objects.get(address__endswith=path)


def test_a_link_is_dead_after_two_nights_and_no_sooner(home: HomePage, site: Site, clock: Clock) -> None:
    page = leads_to(*(site.address + path for path in ("/fine", "/gone", "/forbidden", "/busy", "/moved")))
    assert night(0, clock) == 5
    gone = link("/gone")
    assert (gone.state, gone.status, gone.failed_days, gone.is_dead) == (LinkState.GONE, 404, 1, False)
    assert gone.failing_since == NIGHT
    assert night(1, clock) == 2, "what failed, and before it a site that answered"
    gone = link("/gone")
    assert gone.is_dead
    assert gone.failing_since == NIGHT, "since the first time"
    assert gone.held_by == [page.pk]
    assert [row.address for row in OutsideLink.objects.all() if row.is_dead] == [gone.address]
    states = {row.address.removeprefix(site.address): row.state for row in OutsideLink.objects.all()}
    assert (states["/forbidden"], states["/busy"]) == (LinkState.REFUSES, LinkState.REFUSES)
    assert (states["/fine"], states["/moved"]) == (LinkState.OK, LinkState.MOVED)


def test_a_site_that_is_down_for_a_night_is_not_dead(home: HomePage, site: Site, clock: Clock) -> None:
    leads_to(site.address + "/broken", site.address + "/fine")
    night(0, clock)
    assert link("/broken").failed_days == 1
    OutsideLink.objects.filter(address__endswith="/broken").update(address=site.address + "/moved-slash/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            rounds, "gathered", lambda: {row.address: row.held_by for row in OutsideLink.objects.all()}
        )
        night(1, clock)
    well = link("/moved-slash/")
    assert (well.state, well.failed_days, well.failing_since) == (LinkState.OK, 0, None)


def test_every_address_is_visited_once_a_week(home: HomePage, site: Site, clock: Clock) -> None:
    leads_to(site.address + "/fine", site.address + "/forbidden")
    assert [night(number, clock) for number in range(9)] == [2, 0, 0, 0, 0, 0, 0, 2, 0]


def test_when_nobody_answers_nothing_is_said_of_anybody(home: HomePage, site: Site, clock: Clock) -> None:
    """Without a line to the outside every site seems dead: also those that were well, and those that really failed."""
    leads_to(site.address + "/fine", site.address + "/gone")
    night(0, clock)
    site.is_down = True
    for number in (1, 2, 7, 8):
        night(number, clock)
    last = LinkRound.objects.first()
    assert last is not None
    assert last.reached_nobody
    assert (link("/fine").state, link("/fine").failed_days) == (LinkState.OK, 0)
    assert (link("/gone").state, link("/gone").failed_days) == (LinkState.GONE, 1)
    assert not OutsideLink.objects.exclude(pending="").exists()
    site.is_down = False
    night(9, clock)
    assert link("/gone").is_dead


def test_an_installation_without_a_way_out_gives_up_early(
    home: HomePage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited: list[str] = []

    def nobody(address: str, pace: Any) -> Visit:
        visited.append(address)
        return Visit(LinkState.NO_NAME)

    monkeypatch.setattr(rounds, "visit", nobody)
    leads_to(*(f"https://site-{number}.example/" for number in range(40)))
    for number in range(3):
        assert night(number, clock) == rounds.SILENT_ENOUGH
    assert not OutsideLink.objects.filter(failed_days__gt=0).exists()
    assert len(set(visited)) == 3 * rounds.SILENT_ENOUGH, "each night others are tried first"


def test_one_that_failed_is_told_from_a_broken_line_by_one_that_answered(
    home: HomePage, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a round of nothing but failures a site that was well comes first."""
    leads_to(site.address + "/fine", "https://dead.example/")
    real = rounds.visit
    order: list[str] = []

    def visiting(address: str, pace: Any) -> Visit:
        order.append(address)
        return Visit(LinkState.NO_NAME) if "dead" in address else real(address, pace)

    monkeypatch.setattr(rounds, "visit", visiting)
    night(0, clock)
    order.clear()
    night(1, clock)
    assert order == [site.address + "/fine", "https://dead.example/"]
    assert link("dead.example/").is_dead


def test_a_round_is_bounded_and_goes_on_the_next_night(
    home: HomePage, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "MOST_A_DAY", 3)
    leads_to(*(f"{site.address}/fine?n={number}" for number in range(5)))
    assert night(0, clock) == 3
    assert night(1, clock) == 3, "the other two, and before them a site that answered"
    assert night(2, clock) == 0


def test_a_slice_ends_in_time_and_the_next_minute_goes_on(
    home: HomePage, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker has other work; and what a killed one did is not done twice."""
    monkeypatch.setattr(rounds, "SLICE_SECONDS", 2.5)
    leads_to(*(f"{site.address}/fine?n={number}" for number in range(6)))
    first = follow_links(NIGHT, clock.pace())
    assert 0 < first < 6
    asked = len(site.asked)
    clock.at += 60
    assert follow_links(NIGHT + dt.timedelta(minutes=1), clock.pace())
    assert len({path for _method, path in site.asked}) == len(site.asked) > asked


def test_no_two_workers_visit_at_once(home: HomePage, site: Site, clock: Clock) -> None:
    leads_to(site.address + "/fine")
    LinkRound.objects.create(day=dt.date(2026, 11, 30), started_at=NIGHT, busy_until=NIGHT + rounds.BUSY)
    list_addresses()
    assert follow_links(NIGHT + dt.timedelta(seconds=30), clock.pace()) == 0
    assert follow_links(NIGHT + 2 * rounds.BUSY, clock.pace()) == 1, "the other one died"


def test_a_round_that_was_never_ended_is_judged_by_the_next(home: HomePage, site: Site, clock: Clock) -> None:
    leads_to(site.address + "/gone", site.address + "/fine")
    list_addresses()
    LinkRound.objects.create(day=dt.date(2026, 11, 29), started_at=NIGHT - DAY, visited=2, heard=1)
    OutsideLink.objects.filter(address__endswith="/gone").update(
        pending=LinkState.GONE, pending_status=404, visited_at=NIGHT - DAY
    )
    night(0, clock)
    assert link("/gone").is_dead
    assert link("/gone").failing_since == NIGHT - DAY


def test_nothing_happens_by_day_before_two_or_without_the_setting(
    home: HomePage, site: Site, clock: Clock, settings: Any
) -> None:
    leads_to(site.address + "/fine")
    assert follow_links(NIGHT - dt.timedelta(hours=1), clock.pace()) == 0
    settings.KLANG = {**project.KLANG, "LINK_CHECK": False}
    ask_again(OutsideLink.objects.create(address=site.address + "/gone"))
    assert follow_links(NIGHT, clock.pace()) == visit_asked(NIGHT, clock.pace()) == 0
    assert not LinkRound.objects.exists()
    assert not site.asked


def test_it_comes_round_and_costs_one_question_when_the_round_is_over(home: HomePage, clock: Clock) -> None:
    assert tasks.follow_links in [import_string(path) for path in project.KLANG["PERIODIC"]]
    night(0, clock)
    with CaptureQueriesContext(connection) as asked:
        assert follow_links(NIGHT + dt.timedelta(hours=2), clock.pace()) == 0
    assert len(asked) == 1


def test_what_no_page_holds_any_more_is_forgotten(home: HomePage) -> None:
    page = leads_to("https://a.example/", "https://b.example/")
    list_addresses()
    OutsideLink.objects.filter(address="https://b.example/").update(failed_days=5, state=LinkState.GONE)
    page.body = '<p><a href="https://b.example/">ก</a> <a href="https://c.example/">ข</a></p>'
    page.save()
    list_addresses()
    kept = {row.address: row.failed_days for row in OutsideLink.objects.all()}
    assert kept == {"https://b.example/": 5, "https://c.example/": 0}


def test_what_an_editor_asks_for_is_visited_and_counts_as_no_round(
    home: HomePage, site: Site, clock: Clock
) -> None:
    leads_to(site.address + "/fine", site.address + "/gone", site.address + "/broken")
    for number in (0, 1):
        night(number, clock)
    for path in ("/gone", "/broken"):
        ask_again(link(path))
    OutsideLink.objects.filter(address__endswith="/gone").update(address=site.address + "/moved-slash/")
    site.asked.clear()
    assert visit_asked(NIGHT + DAY, clock.pace()) == 2
    assert not link("/moved-slash/").is_dead, "it answers: well at once"
    broken = link("/broken")
    assert (broken.is_dead, broken.failed_days, broken.asked_at) == (True, 2, None)
    site.is_down = True
    ask_again(broken)
    assert visit_asked(NIGHT + DAY, clock.pace()) == 1
    assert link("/broken").state == LinkState.ERROR, "a silence may be ours, and changes no word"
