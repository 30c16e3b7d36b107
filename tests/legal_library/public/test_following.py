"""A view of the library is followed: the same conditions in list, feeds and mail; withdrawals are told (S1.26)."""

from __future__ import annotations

import datetime as dt
import json
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from legal_library.models import LibraryIndexPage
from legal_library.models.withdrawal import Withdrawal
from legal_library.public.following import LibraryList
from portal.search.sources import changes
from portal.vocabulary import ProblemType
from portal.web import following
from tests.legal_library.factories import (
    RESTRICTIONS,
    DocumentFactory,
    LetterFactory,
    TopicFactory,
    added_kind,
    restrict,
)

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def known(page):
    """Let search know a document, as publishing does."""
    changes.update(f"library:{page.pk}")
    return page


def news(query: str = "") -> list[str]:
    now = timezone.now()
    return [entry.title for entry in LibraryList().news(query, now - dt.timedelta(hours=1), now)]


@pytest.fixture
def shelf(library: LibraryIndexPage) -> LibraryIndexPage:
    known(DocumentFactory(parent=library, title="เอกสาร ก", slug="a"))
    known(LetterFactory(parent=library, title="เอกสาร ค", slug="c", reference_as_written="มท ๐๘๙๑.๓/ว ๑๙๑๘"))
    return library


def test_list_and_feeds_hold_the_same_view(shelf: LibraryIndexPage, client: Client) -> None:
    html = client.get("/library/?kind=act&page=1").content.decode()
    for address in (
        "/library/feed/?kind=act",
        "/library/feed.json?kind=act",
        "/alerts/new/?list=library&amp;kind=act",
    ):
        assert f'href="{address}"' in html
    root = ElementTree.fromstring(client.get("/library/feed/?kind=act").content)
    told = json.loads(client.get("/library/feed.json?kind=act").content)
    assert [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")] == ["เอกสาร ก"]
    assert [item["title"] for item in told["items"]] == ["เอกสาร ก"]
    assert told["title"].startswith("คลังกฎหมาย · ประเภท: ")
    assert told["feed_url"] == "http://testserver/library/feed.json?kind=act"


def test_views_have_feeds_of_their_own(shelf: LibraryIndexPage, client: Client) -> None:
    ids = {
        ElementTree.fromstring(client.get(f"/library/feed/{query}").content).findtext(f"{ATOM}id")
        for query in ("", "?kind=act", "?kind=circular", "?kind=poem")
    }
    assert len(ids) == 3, "a filter that means nothing is none"


def test_news_follow_the_conditions(shelf: LibraryIndexPage) -> None:
    assert sorted(news()) == ["มท 0891.3/ว 1918 · เอกสาร ค", "เอกสาร ก"]
    assert news("kind=act") == ["เอกสาร ก"]
    assert news("kind=manual") == []


def test_publishing_in_the_back_office_is_news_and_saving_a_draft_is_none(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, title="เอกสาร ก", slug="a", live=False)
    page.save_revision()
    assert news() == []
    page.save_revision().publish()
    assert news() == ["เอกสาร ก"]


def test_a_withdrawal_is_news(shelf: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=shelf, title="เอกสาร ข", slug="b", live=False)
    Withdrawal.objects.create(document=page, withdrawn_on=timezone.localdate(), reason="ออกซ้ำ")
    assert "ถอนแล้ว: เอกสาร ข" in news("kind=act")


@pytest.mark.parametrize("way", RESTRICTIONS)
def test_what_is_hidden_is_no_news(shelf: LibraryIndexPage, way: str) -> None:
    page = known(DocumentFactory(parent=shelf, title="เอกสาร ลับ", slug="hidden"))
    restrict(page, way)
    assert "เอกสาร ลับ" not in news()


def test_a_crisis_is_not_followed_by_mail(shelf: LibraryIndexPage, client: Client) -> None:
    TopicFactory(name="ความรุนแรง", slug="violence", problem=ProblemType.VIOLENCE)
    assert following.read("library", "topic=violence") is None
    assert "/alerts/new/" not in client.get("/library/?topic=violence").content.decode()


def test_a_filter_that_names_nothing_is_not_followed(shelf: LibraryIndexPage) -> None:
    assert following.read("library", "topic=nowhere") is None
    assert following.read("library", "") is not None


def test_whoever_follows_a_kind_that_was_deleted_hears_nothing_of_all_others(shelf: LibraryIndexPage) -> None:
    ordinance = added_kind()
    query = following.read("library", "kind=municipal_ordinance").query
    assert news(query) == []
    ordinance.delete()
    assert following.read("library", query) is None
    assert news(query) == []
    assert news() != []


def test_nor_does_who_follows_a_topic_or_an_agency_that_is_gone(shelf: LibraryIndexPage) -> None:
    for query in (
        "topic=nowhere",
        "agency=nowhere",
        "status=torn",
        "year=%E0%B8%81",
        "kind=act&topic=nowhere",
    ):
        assert news(query) == [], query
