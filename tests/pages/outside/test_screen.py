"""What editors see of links to other sites, and how they ask for another look (issue 11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.pages.domain.outside import rounds
from portal.pages.domain.outside.rounds import list_addresses
from portal.pages.domain.outside.showing import outside_links
from portal.pages.domain.outside.visiting import Visit
from portal.pages.models import HomePage, LinkRound, LinkState, OutsideLink
from tests.announcements.factories import announcement
from tests.helpers import assert_same_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]
PAGE = reverse("pages_dead_links")
SINCE = dt.datetime(2026, 11, 1, 20, tzinfo=dt.UTC)


def soup(client: Client) -> BeautifulSoup:
    return BeautifulSoup(client.get(PAGE).content.decode(), "html.parser")


def dead(*addresses: str, title: str = "ประกาศที่มีลิงก์") -> Any:
    page = announcement(title=title, body="".join(f'<p><a href="{one}">ก</a></p>' for one in addresses))
    list_addresses()
    OutsideLink.objects.filter(state=LinkState.NEW).update(
        state=LinkState.GONE, status=404, failed_days=2, failing_since=SINCE
    )
    return page


def test_a_dead_link_stands_with_its_pages_what_happened_and_since_when(
    home: HomePage, admin_client: Client
) -> None:
    page = dead("https://คลัง.ไทย/หน้า")
    announcement(title="ไม่เกี่ยว", body='<p><a href="https://well.example/">ก</a></p>')
    LinkRound.objects.create(day=dt.date(2026, 11, 28), started_at=SINCE, ended_at=SINCE, visited=3, heard=3)
    html = soup(admin_client)
    text = html.get_text(" ", strip=True)
    for words in (
        "https://คลัง.ไทย/หน้า",
        "เว็บนั้นไม่มีหน้านี้แล้ว (404)",
        "2 พ.ย. 2569",
        "ประกาศที่มีลิงก์",
        "28 พ.ย. 2569",
    ):
        assert words in text, words
    assert "ไม่เกี่ยว" not in text
    assert html.find("a", href=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    out = html.find("a", class_="outside-address")
    assert out is not None
    assert out["href"].startswith("https://xn--")
    assert out["rel"] == ["noreferrer", "noopener"]


def test_what_was_mended_is_gone_before_the_next_round(home: HomePage) -> None:
    page = dead("https://gone.example/")
    assert [row.address for row in outside_links().dead] == ["https://gone.example/"]
    page.body = "<p>แก้แล้ว</p>"
    page.save()
    assert outside_links().dead == ()
    page.body, page.live = '<p><a href="https://gone.example/">ก</a></p>', False
    page.save()
    assert outside_links().dead == (), "nobody reads it"


def test_what_a_program_cannot_judge_stands_apart(home: HomePage, admin_client: Client) -> None:
    dead("https://refuses.example/", "https://moved.example/", "https://once.example/")
    given = {
        "refuses": {"state": LinkState.REFUSES, "status": 403},
        "moved": {"state": LinkState.MOVED, "status": 200, "moved_to": "https://new.example/"},
        "once": {"failed_days": 1},
    }
    for name, values in given.items():
        OutsideLink.objects.filter(address=f"https://{name}.example/").update(
            **{"failed_days": 0, "failing_since": None, **values}
        )
    found = outside_links()
    assert found.dead == ()
    assert sorted(row.address for row in found.unseen) == [
        "https://moved.example/",
        "https://refuses.example/",
    ]
    text = soup(admin_client).get_text(" ", strip=True)
    assert "เว็บนั้นไม่ให้โปรแกรมเข้าดู (403)" in text
    assert "https://new.example/" in text
    assert "https://once.example/" not in text


def test_the_screen_says_that_our_own_line_is_broken(home: HomePage, admin_client: Client) -> None:
    assert "ยังไม่ได้ตรวจครั้งแรก" in soup(admin_client).get_text()
    LinkRound.objects.create(day=dt.date(2026, 11, 28), started_at=SINCE, ended_at=SINCE, visited=10)
    assert "ติดต่อเว็บอื่นไม่ได้เลยสักเว็บ" in soup(admin_client).get_text()


def test_an_installation_that_visits_nobody_says_so(
    home: HomePage, admin_client: Client, settings: Any
) -> None:
    settings.KLANG = {**settings.KLANG, "LINK_CHECK": False}
    dead("https://gone.example/")
    html = soup(admin_client)
    assert "KLANG_LINK_CHECK" in html.get_text()
    link = OutsideLink.objects.get()
    assert not html.find("form", action=reverse("pages_link_again", args=[link.pk]))
    admin_client.post(reverse("pages_link_again", args=[link.pk]))
    link.refresh_from_db()
    assert link.asked_at is None


def test_another_look_is_taken_in_the_queue(
    home: HomePage, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead("https://gone.example/")
    link = OutsideLink.objects.get()
    again = reverse("pages_link_again", args=[link.pk])
    assert soup(admin_client).find("form", action=again)
    assert admin_client.get(again).status_code == 302
    link.refresh_from_db()
    assert link.is_dead, "looking alone changes nothing"
    visited: list[str] = []
    monkeypatch.setattr(
        rounds, "visit", lambda address, pace: visited.append(address) or Visit(LinkState.OK, 200, heard=True)
    )
    html = admin_client.post(again, follow=True).content.decode()
    assert "กำลังตรวจอีกครั้ง" in html
    assert visited == ["https://gone.example/"]
    link.refresh_from_db()
    assert (link.state, link.is_dead, link.asked_at) == (LinkState.OK, False, None)
    assert admin_client.post(reverse("pages_link_again", args=[999])).status_code == 404


def test_what_waits_in_the_queue_is_not_asked_for_twice(home: HomePage, admin_client: Client) -> None:
    dead("https://gone.example/")
    OutsideLink.objects.update(asked_at=timezone.now())
    html = soup(admin_client)
    assert "รอตรวจ" in html.get_text()
    assert not html.find("form", action=reverse("pages_link_again", args=[OutsideLink.objects.get().pk]))


def test_only_editors_come_here(home: HomePage, client: Client, django_user_model: Any) -> None:
    dead("https://gone.example/")
    again = reverse("pages_link_again", args=[OutsideLink.objects.get().pk])
    person = django_user_model.objects.create_user("somchai")
    for who in (None, person):
        if who is not None:
            client.force_login(who)
        for response in (client.get(PAGE), client.post(again)):
            assert response.status_code in (302, 403, 404)
    assert not OutsideLink.objects.filter(asked_at__isnull=False).exists()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(django_user_model.objects.get(pk=person.pk))
    assert client.get(PAGE).status_code == 200


def test_the_screen_asks_no_more_for_more_links(home: HomePage, admin_client: Client) -> None:
    dead("https://gone-0.example/")

    def grow() -> None:
        for number in (1, 2):
            dead(f"https://gone-{number}.example/", title=f"ประกาศ {number}")

    assert_same_queries(outside_links, grow)
    assert len(outside_links().dead) == 3
