"""A search is followed by feeds and mail: what was asked, nothing near it, and never for somebody in danger (S1.24)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.search.models import IndexedDocument
from portal.search.site.following import SearchList
from portal.search.sources import site_index
from portal.web import following
from tests.search.factories import Shelf, document

ATOM = "{http://www.w3.org/2005/Atom}"
FLOOD = document("ระเบียบช่วยเหลือน้ำท่วม", "ผู้ประสบอุทกภัยได้รับถุงยังชีพ", kind="rule", kind_label="ระเบียบ")
TOWN = document("พระราชบัญญัติเทศบาล พ.ศ. 2496", "เทศบาลมีหน้าที่")


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    with time_machine.travel("2026-11-20 03:00:00+00:00", tick=False):
        shelf.put(FLOOD, TOWN)
    site_index.refresh()
    return shelf


def news(query: str, since: str = "2026-11-19T00:00:00+00:00") -> list[str]:
    found = SearchList().news(query, dt.datetime.fromisoformat(since), timezone.now())
    return [entry.title for entry in found]


def offered(client: Client, address: str) -> bool:
    html = client.get(address).content.decode()
    assert ("/alerts/new/" in html) == ("application/atom+xml" in html) == ("application/feed+json" in html)
    return "/alerts/new/" in html


def test_the_page_names_its_feeds_and_offers_a_mail_for_the_same_conditions(
    client: Client, stocked: Shelf
) -> None:
    html = client.get("/search/?q=น้ำท่วม&kind=rule&order=relevance").content.decode()
    query = "q=%E0%B8%99%E0%B9%89%E0%B8%B3%E0%B8%97%E0%B9%88%E0%B8%A7%E0%B8%A1&amp;kind=rule"
    assert f'href="/search/feed/?{query}"' in html
    assert f'href="/search/feed.json?{query}"' in html
    assert f'href="/alerts/new/?list=search&amp;{query}"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/search/",
        "/search/?q=",
        "/search/?q=โดนผัวตี",
        "/search/?q=อยากตาย",
        "/search/?q=0817700131",
        "/search/?q=kanari@example.org",
        "/search/?q=น้ำท่วม&order=newest",
    ],
)
def test_danger_persons_and_other_orders_are_never_offered(
    client: Client, stocked: Shelf, address: str
) -> None:
    assert not offered(client, address)


@pytest.mark.parametrize("query", ["", "q=", "q=โดนผัวตี", "q=0817700131"])
def test_nor_are_they_answered(client: Client, stocked: Shelf, query: str) -> None:
    assert client.get(f"/search/feed/?{query}").status_code == 404
    assert client.get(f"/search/feed.json?{query}").status_code == 404
    assert following.read("search", query) is None


def test_where_the_best_answer_is_about_a_crisis_nothing_is_offered(client: Client, stocked: Shelf) -> None:
    stocked.put(document("แนวทางที่พักพิง", "ที่พักพิงชั่วคราวของเด็ก", sensitive=True))
    site_index.refresh()
    assert not offered(client, "/search/?q=ที่พักพิง")


def test_both_feeds_hold_the_same_entries_and_may_be_kept(client: Client, stocked: Shelf) -> None:
    answers = {name: client.get(f"/search/{name}?q=น้ำท่วม") for name in ("feed/", "feed.json")}
    for response in answers.values():
        assert "public" in response["Cache-Control"]
        assert not response.cookies
    root = ElementTree.fromstring(answers["feed/"].content)
    told = json.loads(answers["feed.json"].content)
    assert answers["feed.json"]["Content-Type"] == "application/feed+json; charset=utf-8"
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    entries = [
        (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"))
        for entry in root.findall(f"{ATOM}entry")
    ]
    assert entries == [(item["id"], item["title"]) for item in told["items"]]
    assert [title for _id, title in entries] == [FLOOD.title]
    own = root.find(f"{ATOM}link[@rel='self']").get("href")
    assert told["feed_url"] == own.replace("/feed/", "/feed.json")
    assert told["items"][0]["url"] == f"http://testserver{FLOOD.path}"


def test_news_are_what_appeared_or_got_another_status_and_no_correction(stocked: Shelf) -> None:
    assert news("q=น้ำท่วม") == [FLOOD.title]
    with time_machine.travel("2026-11-22 03:00:00+00:00", tick=False):
        stocked.put(replace(FLOOD, summary="แก้คำผิด"))
    site_index.refresh()
    assert news("q=น้ำท่วม", since="2026-11-21T00:00:00+00:00") == []
    with time_machine.travel("2026-11-23 03:00:00+00:00", tick=False):
        stocked.put(replace(FLOOD, status="repealed", status_label="ยกเลิกแล้ว"))
    site_index.refresh()
    assert news("q=น้ำท่วม", since="2026-11-21T00:00:00+00:00") == [FLOOD.title]


def test_what_was_taken_away_and_came_back_is_news(stocked: Shelf) -> None:
    stocked.take(TOWN)
    assert news("q=เทศบาล") == []
    with time_machine.travel("2026-11-24 03:00:00+00:00", tick=False):
        stocked.put(TOWN)
    site_index.refresh()
    assert news("q=เทศบาล", since="2026-11-23T00:00:00+00:00") == [TOWN.title]


def test_words_that_no_document_holds_wait_until_one_does(stocked: Shelf) -> None:
    """The page shows near words instead of nothing; a mail about them would be about something else."""
    assert news("q=ยางพารา") == []
    assert news("q=%22ได้รับเรือ%22") == []
    stocked.put(document("มาตรการยางพารา", "ช่วยเหลือชาวสวนยางพารา"))
    site_index.refresh()
    assert news("q=ยางพารา") == ["มาตรการยางพารา"]


def test_without_an_index_the_database_answers(stocked: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise site_index.IndexUnavailableError("gone")

    monkeypatch.setattr(site_index, "now", missing)
    assert news("q=น้ำท่วม") == [FLOOD.title]


def test_the_conditions_are_written_in_one_form(stocked: Shelf) -> None:
    forms = ("q=เทศบาล&kind=rule&kind=law", "kind=law&kind=rule&q=+เทศบาล+&page=3&x=1")
    queries = {following.read("search", form).query for form in forms}
    assert len(queries) == 1


def test_documents_that_were_there_before_it_was_noted_are_no_news(stocked: Shelf) -> None:
    IndexedDocument.objects.update(news_at=None)
    assert news("q=น้ำท่วม") == []


def test_whoever_follows_an_agency_that_got_another_name_hears_nothing_of_all_others(
    client: Client, stocked: Shelf
) -> None:
    query = following.read("search", "agency=กระทรวงมหาดไทย").query
    assert sorted(news(query)) == sorted([FLOOD.title, TOWN.title])
    for item in (FLOOD, TOWN):
        stocked.put(replace(item, agency="กระทรวงใหม่"))
    site_index.refresh()
    assert news(query) == []
    assert news("q=น้ำท่วม&agency=กระทรวงมหาดไทย") == [], "nor of all that the words find"
    assert news("q=น้ำท่วม") == [FLOOD.title]
    assert following.read("search", query) is None
    for name in ("feed/", "feed.json"):
        assert client.get(f"/search/{name}?q=น้ำท่วม&agency=กระทรวงมหาดไทย").status_code == 404
