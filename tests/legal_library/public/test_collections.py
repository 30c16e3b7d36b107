"""Collections of editors: chosen first, then what fits; only what anyone may see; followed like every list (S1.24)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

import pytest
import wagtail_factories
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from legal_library.models import CollectionDocument, CollectionPage, LibraryIndexPage, Topic
from legal_library.public.collections import CollectionList
from legal_library.public.search_source import COLLECTIONS
from portal.pages.models import HomePage
from portal.search.models import IndexedDocument
from portal.search.sources import changes
from portal.vocabulary import ProblemType
from portal.web import following
from tests.helpers import assert_same_queries
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, LetterFactory, TopicFactory, restrict

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "/flood/"
pytestmark = pytest.mark.django_db


class CollectionFactory(wagtail_factories.PageFactory):
    class Meta:
        model = CollectionPage

    title = "น้ำท่วม: อ่านอะไรก่อน"
    slug = "flood"
    intro = "สำหรับเจ้าหน้าที่ตำบล"


@pytest.fixture
def topic(db: None) -> Topic:
    return TopicFactory(name="สาธารณภัย", slug="disaster")


@pytest.fixture
def collection(home: HomePage, library: LibraryIndexPage, topic: Topic) -> CollectionPage:
    """Two documents of a topic that join by themselves, and a letter of another that was chosen."""
    for title, year in (("เอกสาร ก", 2550), ("เอกสาร ข", 2560)):
        page = DocumentFactory(parent=library, title=title, year_be=year)
        page.topics.set([topic])
        page.save()
    made = CollectionFactory(parent=home, topic=topic)
    letter = LetterFactory(parent=library, title="เอกสาร ค")
    CollectionDocument.objects.create(page=made, document=letter, note="อ่านก่อน", sort_order=0)
    return made


def titles(client: Client, address: str = URL) -> list[str]:
    html = client.get(address).content.decode()
    found = {html.find(f">เอกสาร {letter}<"): f"เอกสาร {letter}" for letter in "กขคง"}
    return [found[place] for place in sorted(found) if place >= 0]


def test_what_was_chosen_comes_first_and_what_fits_follows_the_newest_before(
    client: Client, collection: CollectionPage
) -> None:
    assert titles(client) == ["เอกสาร ค", "เอกสาร ข", "เอกสาร ก"]
    html = client.get(URL).content.decode()
    assert "อ่านก่อน" in html
    assert "สำหรับเจ้าหน้าที่ตำบล" in html


def test_a_new_document_joins_by_itself(
    client: Client, collection: CollectionPage, library: LibraryIndexPage, topic: Topic
) -> None:
    page = DocumentFactory(parent=library, title="เอกสาร ง", year_be=2569)
    assert "เอกสาร ง" not in titles(client)
    page.topics.set([topic])
    page.save()
    assert titles(client)[:2] == ["เอกสาร ค", "เอกสาร ง"]


def test_one_that_was_chosen_and_fits_stands_there_once(
    client: Client, collection: CollectionPage, topic: Topic
) -> None:
    letter = collection.chosen.get().document
    letter.topics.set([topic])
    letter.save()
    assert titles(client).count("เอกสาร ค") == 1
    assert client.get(URL).content.decode().count(">เอกสาร ค<") == 1


def test_without_conditions_nothing_joins(client: Client, collection: CollectionPage) -> None:
    CollectionPage.objects.update(topic=None)
    assert titles(client) == ["เอกสาร ค"]
    collection.chosen.all().delete()
    CollectionDocument.objects.all().delete()
    assert "ยังไม่มีเอกสารในชุดนี้" in client.get(URL).content.decode()


def test_a_condition_that_means_nothing_any_more_lets_nothing_join(
    client: Client, collection: CollectionPage
) -> None:
    """Its kind of document was deleted: with the topic alone more would join than the editor chose."""
    CollectionPage.objects.update(kind="deleted-since")
    assert titles(client) == ["เอกสาร ค"]


@pytest.mark.parametrize("way", RESTRICTIONS)
def test_what_is_hidden_is_in_no_collection(client: Client, collection: CollectionPage, way: str) -> None:
    restrict(collection.chosen.get().document, way)
    assert titles(client) == ["เอกสาร ข", "เอกสาร ก"]
    assert "เอกสาร ค" not in client.get(f"{URL}feed/").content.decode()
    assert "อ่านก่อน" not in client.get(URL).content.decode()


def test_feeds_hold_all_of_it_and_the_page_names_them(client: Client, collection: CollectionPage) -> None:
    html = client.get(URL).content.decode()
    for address in (f"{URL}feed/", f"{URL}feed.json", f"/alerts/new/?list=collection&amp;id={collection.pk}"):
        assert f'href="{address}"' in html
    root = ElementTree.fromstring(client.get(f"{URL}feed/").content)
    entries = [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]
    told = json.loads(client.get(f"{URL}feed.json").content)
    assert [item["title"] for item in told["items"]] == entries
    assert len(entries) == 3


def test_its_news_are_those_of_its_documents(collection: CollectionPage, library: LibraryIndexPage) -> None:
    outside = DocumentFactory(parent=library, title="เอกสาร ง")
    for page in (outside, collection.chosen.get().document):
        changes.update(f"library:{page.pk}")
    now = timezone.now()
    news = CollectionList().news(f"id={collection.pk}", now - dt.timedelta(hours=1), now)
    assert [entry.title.rpartition(" · ")[2] for entry in news] == ["เอกสาร ค"]


@pytest.mark.parametrize("written", ["", "0", "jam", "%00", "9" * 30])
def test_what_names_no_collection_is_not_followed(collection: CollectionPage, written: str) -> None:
    assert following.read("collection", f"id={written}") is None


def test_a_collection_about_a_crisis_has_the_exit_and_no_mail(
    client: Client, collection: CollectionPage, topic: Topic
) -> None:
    Topic.objects.filter(pk=topic.pk).update(problem=ProblemType.VIOLENCE)
    html = client.get(URL).content.decode()
    assert "exit.js" in html
    assert "/alerts/new/" not in html
    assert following.read("collection", f"id={collection.pk}") is None


def test_a_hidden_collection_is_named_nowhere(client: Client, collection: CollectionPage) -> None:
    assert URL in client.get("/library/").content.decode()
    assert COLLECTIONS.document(f"collection:{collection.pk}") is not None
    restrict(collection, RESTRICTIONS[0])
    assert f'href="{URL}"' not in client.get("/library/").content.decode()
    assert COLLECTIONS.document(f"collection:{collection.pk}") is None
    assert following.read("collection", f"id={collection.pk}") is None


def test_a_year_is_buddhist(collection: CollectionPage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionPage.objects.update(year_be=2017)


def test_queries_do_not_grow_with_what_it_holds(
    client: Client, collection: CollectionPage, library: LibraryIndexPage, topic: Topic
) -> None:
    def grow() -> None:
        for number in range(3):
            page = DocumentFactory(parent=library)
            page.topics.set([topic])
            page.save()
            CollectionDocument.objects.create(
                page=collection, document=LetterFactory(parent=library), sort_order=number + 1
            )

    assert_same_queries(lambda: client.get(URL), grow)


def is_sensitive_in_search(collection: CollectionPage) -> bool:
    return IndexedDocument.objects.get(key=COLLECTIONS.key_of(collection)).sensitive


def test_a_collection_that_shows_a_document_about_a_crisis_is_sensitive_to_search_too(
    client: Client, collection: CollectionPage
) -> None:
    collection.save_revision().publish()
    assert not is_sensitive_in_search(collection)
    letter = collection.chosen.get().document.get_latest_revision_as_object()
    letter.topics.set([TopicFactory(problem=ProblemType.VIOLENCE)])
    letter.save_revision().publish()
    assert is_sensitive_in_search(collection)
    assert "exit.js" in client.get(URL).content.decode()
    letter.topics.set([])
    letter.save_revision().publish()
    assert not is_sensitive_in_search(collection)


def test_search_follows_what_a_topic_is_about(collection: CollectionPage, topic: Topic) -> None:
    collection.save_revision().publish()
    topic.problem = ProblemType.VIOLENCE
    topic.save()
    assert is_sensitive_in_search(collection)
    topic.problem, topic.name = "", "สาธารณภัยใหม่"
    topic.save()
    assert not is_sensitive_in_search(collection)
    row = IndexedDocument.objects.get(key=COLLECTIONS.key_of(collection))
    assert [one.name for one in row.topics.all()] == ["สาธารณภัยใหม่"]


def test_search_follows_the_topic_of_a_chosen_document(
    collection: CollectionPage, django_capture_on_commit_callbacks: Any
) -> None:
    letter, other = collection.chosen.get().document, TopicFactory()
    letter.topics.set([other])
    letter.save()
    collection.save_revision().publish()
    other.problem = ProblemType.VIOLENCE
    other.save()
    assert is_sensitive_in_search(collection)
    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert not is_sensitive_in_search(collection)


def test_search_reads_collections_by_the_same_queries_however_many_they_are(
    collection: CollectionPage, home: HomePage, library: LibraryIndexPage, topic: Topic
) -> None:
    def grow() -> None:
        for number in range(3):
            other = CollectionFactory(parent=home, slug=f"more-{number}", topic=topic)
            letter = LetterFactory(parent=library)
            letter.topics.set([topic])
            letter.save()
            CollectionDocument.objects.create(page=other, document=letter, sort_order=0)

    assert_same_queries(lambda: list(COLLECTIONS.documents()), grow)
