"""Announcements are followed by Atom, JSON Feed and mail, by the same conditions as the list (S1.11, S1.24; issue 11, 8)."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.test import Client

from announcements.public.following import AnnouncementList
from announcements.vocabulary import AnnouncementKind
from portal.web import following
from tests.announcements.factories import announcement, index_page
from tests.cases.factories import OrganizationFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def news(query: str = "", since: dt.datetime = NOON - DAY, until: dt.datetime = NOON) -> list[str]:
    return [entry.title for entry in AnnouncementList().news(query, since, until)]


def test_list_feeds_and_mail_hold_the_same_view(client: Client) -> None:
    body = OrganizationFactory()
    announcement(title="ข่าวของศูนย์", kind=AnnouncementKind.NEWS)
    announcement(title="ข่าวของเทศบาล", kind=AnnouncementKind.NEWS, organization=body)
    announcement(title="เตือนภัย", kind=AnnouncementKind.WARNING)
    html = client.get("/announcements/?kind=news&page=1").content.decode()
    for address in (
        "/announcements/feed/?kind=news",
        "/announcements/feed.json?kind=news",
        "/alerts/new/?list=announcements&amp;kind=news",
    ):
        assert f'href="{address}"' in html
    told = json.loads(client.get("/announcements/feed.json?kind=news").content)
    assert {item["title"] for item in told["items"]} == {"ข่าวของศูนย์", "ข่าวของเทศบาล"}
    of_one = json.loads(client.get(f"/announcements/feed.json?by={body.pk}").content)
    assert [item["title"] for item in of_one["items"]] == ["ข่าวของเทศบาล"]
    assert body.display_name in of_one["title"]
    assert "ข่าวของเทศบาล" in client.get(f"/announcements/feed/?by={body.pk}").content.decode()
    assert client.get("/alerts/new/?list=announcements&kind=news").status_code == 200


def test_what_names_nothing_is_not_followed(client: Client) -> None:
    index_page()
    for query in ("kind=poem", "by=999999", "by=x"):
        assert following.read("announcements", query) is None, query
        assert "feed.json" not in client.get(f"/announcements/?{query}").content.decode()
    assert following.read("announcements", "") is not None


def test_news_are_what_began_to_be_shown(client: Client) -> None:
    """One that was published before its first day is new on that day; drafts, restricted and later ones never leak."""
    announcement(title="วันนี้", first_published_at=NOON - dt.timedelta(hours=1))
    announcement(title="ตั้งไว้ล่วงหน้า", first_published_at=NOON - 9 * DAY, shown_from=TODAY)
    announcement(title="เมื่อนาน", first_published_at=NOON - 9 * DAY, shown_from=TODAY - 9 * DAY)
    announcement(title="พรุ่งนี้", first_published_at=NOON, shown_from=TODAY + DAY)
    announcement(title="ร่าง", live=False, first_published_at=NOON)
    announcement(title="หมดแล้ว", first_published_at=NOON, shown_from=TODAY - DAY, shown_until=TODAY - DAY)
    announcement(
        title="เตือนภัย", kind=AnnouncementKind.WARNING, first_published_at=NOON - dt.timedelta(minutes=1)
    )
    assert news() == ["เตือนภัย", "วันนี้", "ตั้งไว้ล่วงหน้า"]
    assert news("kind=warning") == ["เตือนภัย"]
    assert news(since=NOON, until=NOON + DAY) == []


def test_whoever_follows_an_organization_that_closed_hears_nothing_of_everybody_else() -> None:
    body = OrganizationFactory()
    announcement(title="ข่าวของศูนย์", first_published_at=NOON)
    announcement(title="ข่าวของเทศบาล", first_published_at=NOON, organization=body)
    query = following.read("announcements", f"by={body.pk}").query
    assert news(query) == ["ข่าวของเทศบาล"]
    body.is_active = False
    body.save()
    assert news(query) == []
    for odd in ("by=999999", "by=x", "kind=poem"):
        assert news(odd) == [], odd
