"""The library's list: filters with honest counts, clamped pages, cheap whatever its size; and the feed."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from datetime import UTC, date, datetime
from itertools import product
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.public import browse
from legal_library.public.feeds import ENTRIES
from legal_library.starter import NoHomePageError, load_library
from legal_library.vocabulary import DocumentKind, DocumentStatus, Holding
from tests.helpers import assert_same_queries
from tests.legal_library.factories import (
    AgencyFactory,
    DocumentFactory,
    LetterFactory,
    LibraryIndexFactory,
    TopicFactory,
)
from tests.pages.factories import make_site

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(html: str) -> list[str]:
    return [line for line in ("ก", "ข", "ค") if f">เอกสาร {line}<" in html]


@pytest.fixture
def shelf(library: LibraryIndexPage) -> LibraryIndexPage:
    """Three documents that differ in everything that can be filtered."""
    disaster, children = (
        TopicFactory(name="สาธารณภัย", slug="disaster"),
        TopicFactory(name="เด็ก", slug="children"),
    )
    interior, labor = (
        AgencyFactory(name="มหาดไทย", slug="interior"),
        AgencyFactory(name="แรงงาน", slug="labor"),
    )
    first = DocumentFactory(parent=library, title="เอกสาร ก", slug="a", agency=interior, year_be=2550)
    second = DocumentFactory(
        parent=library, title="เอกสาร ข", slug="b", agency=labor, year_be=2541, status=DocumentStatus.AMENDED
    )
    third = LetterFactory(
        parent=library, title="เอกสาร ค", slug="c", agency=interior, signed_on=date(2013, 9, 9)
    )
    for page, topics in ((first, [disaster, children]), (second, [children]), (third, [disaster])):
        page.topics.set(topics)
        page.save()
    return library


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["ก", "ข", "ค"]),
        ("kind=act", ["ก", "ข"]),
        ("kind=circular", ["ค"]),
        ("topic=disaster", ["ก", "ค"]),
        ("topic=children&kind=act&year=2541", ["ข"]),
        ("agency=interior", ["ก", "ค"]),
        ("year=2556", ["ค"]),
        ("year=๒๕๕๖", ["ค"]),
        ("status=amended", ["ข"]),
        ("kind=act&year=2556", []),
        ("kind=poem", ["ก", "ข", "ค"]),
        ("status=%00", ["ก", "ข", "ค"]),
        ("year=jam&page=jam", ["ก", "ข", "ค"]),
        ("page=999999", ["ก", "ข", "ค"]),
        ("page=-1", ["ก", "ข", "ค"]),
        ("page=๑", ["ก", "ข", "ค"]),
        ("topic=nowhere", []),
        ("topic=<script>alert(1)</script>", ["ก", "ข", "ค"]),
        ("agency=%00&topic=หัวข้อ", ["ก", "ข", "ค"]),
        ("page=%00", ["ก", "ข", "ค"]),
        ("page=" + "9" * 5000, ["ก", "ข", "ค"]),
    ],
)
def test_filters(shelf: LibraryIndexPage, client: Client, query: str, shown: list[str]) -> None:
    response = client.get(f"/library/?{query}")
    html = response.content.decode()
    assert response.status_code == 200
    assert titles(html) == shown
    assert f"พบ {len(shown)} รายการ" in html
    assert "<script>alert" not in html


def test_a_count_is_what_one_click_gives(shelf: LibraryIndexPage, client: Client) -> None:
    seen = browse.browse(shelf.published_documents(), {"topic": "disaster"}, "/library/")
    options = [option for facet in seen.facets for option in facet.options]
    assert options
    for option in options:
        assert f"พบ {option.count} รายการ" in client.get(option.url).content.decode(), option


def by_hand(pages: list[DocumentPage], values: dict[str, str], name: str) -> dict[str, int]:
    """Count the values of one filter over pages as a person would: each page, with all other filters on."""
    facts = [
        {
            "kind": {page.kind},
            "topic": {topic.slug for topic in page.topics.all()},
            "agency": {page.agency.slug} if page.agency else set(),
            "status": {page.status},
            "year": {str(page.year_be)} if page.year_be else set(),
        }
        for page in pages
    ]
    others = {key: value for key, value in values.items() if key != name}
    fitting = [one for one in facts if all(value in one[key] for key, value in others.items())]
    return dict(Counter(value for one in fitting for value in one[name]))


def test_counts_are_those_of_a_person_who_counts_each_document(library: LibraryIndexPage) -> None:
    """Whatever is chosen, of one filter or of all: everything follows from one count of what stands together."""
    topics = [TopicFactory() for _ in range(3)]
    agencies = [AgencyFactory(), AgencyFactory(), None]
    for number in range(24):
        page = DocumentFactory(
            parent=library,
            agency=agencies[number % 3],
            agency_unnamed=number % 3 == 2,
            year_be=2550 + number % 4 if number % 5 or not number else None,
            status=DocumentStatus.AMENDED if number % 2 else DocumentStatus.IN_FORCE,
            kind=DocumentKind.GUIDELINE if number % 7 else DocumentKind.ACT,
            live=number != 11,
        )
        page.topics.set(topics[: number % 4])
        page.save()
    pages = list(library.published_documents())
    assert len(pages) == 23
    choices = {
        "kind": ["", "act", "guideline"],
        "topic": ["", topics[0].slug, topics[2].slug],
        "agency": ["", agencies[1].slug],
        "status": ["", "amended"],
        "year": ["", "2551"],
    }
    for picked in product(*choices.values()):
        values = {name: value for name, value in zip(choices, picked, strict=True) if value}
        seen = browse.browse(library.published_documents(), values, "/library/")
        facets = {facet.name: facet for facet in seen.facets}
        for name in choices:
            found = {
                parse_qs(urlsplit(option.url).query)[name][0]: option.count
                for option in (facets[name].options if name in facets else ())
            }
            assert found == by_hand(pages, values, name), (values, name)
        assert seen.total == len(browse.view_of(values).narrowed(library.published_documents()))


def test_documents_are_counted_once_for_all_filters(library: LibraryIndexPage) -> None:
    """Five filters and the number of documents: two counts in all, and none more when everything is chosen."""
    page = DocumentFactory(parent=library, agency=AgencyFactory(), year_be=2550)
    page.topics.set([TopicFactory()])
    page.save()
    everything = {
        "kind": page.kind,
        "topic": page.topics.get().slug,
        "agency": page.agency.slug,
        "status": page.status,
        "year": "2550",
    }
    for values in ({}, {"kind": page.kind}, everything):
        with CaptureQueriesContext(connection) as asked:
            browse.browse(library.published_documents(), values, "/library/")
        counts = [one["sql"] for one in asked if "COUNT(" in one["sql"]]
        assert len(counts) == 2, values


@pytest.mark.django_db(transaction=True)
def test_no_figure_is_stale_after_a_change(client: Client) -> None:
    """What is remembered holds for one state of the database: another document, another kind, one that is withdrawn."""
    library = LibraryIndexFactory(parent=make_site(), slug="library", title="คลังกฎหมาย")

    def counts() -> dict[str, int]:
        html = client.get("/library/").content.decode()
        return {
            kind: int(number)
            for kind, number in re.findall(
                r'kind=(\w+)"[^>]*>\s*<span>[^<]*</span>\s*<span class="count">(\d+)<', html
            )
        }

    first = DocumentFactory(parent=library)
    assert counts() == {"act": 1}
    second = DocumentFactory(parent=library)
    assert counts() == counts() == {"act": 2}
    DocumentPage.objects.filter(pk=second.pk).update(kind=DocumentKind.GUIDELINE)
    assert counts() == {"act": 1, "guideline": 1}
    first.unpublish()
    assert counts() == {"guideline": 1}


def test_every_filter_can_be_taken_away(shelf: LibraryIndexPage) -> None:
    seen = browse.browse(shelf.published_documents(), {"kind": "act", "year": "2541"}, "/library/")
    assert [tag.url for tag in seen.tags] == ["/library/?year=2541", "/library/?kind=act"]
    assert seen.total == 1


def test_years_are_those_of_the_readers_calendar(shelf: LibraryIndexPage) -> None:
    with override("en"):
        seen = browse.browse(shelf.published_documents(), {}, "/library/")
    (years,) = [facet.options for facet in seen.facets if facet.options[0].url.startswith("/library/?year=")]
    assert [option.label for option in years] == ["2013", "2007", "1998"]


def test_an_empty_answer_helps(shelf: LibraryIndexPage, client: Client) -> None:
    html = client.get("/library/?kind=act&year=2556").content.decode()
    assert "ไม่มีเอกสารที่ตรงกับตัวกรองทั้งหมด" in html
    assert 'href="/library/"' in html


def test_an_empty_library_is_a_page_too(library: LibraryIndexPage, client: Client) -> None:
    assert "พบ 0 รายการ" in client.get("/library/").content.decode()


def test_long_lists_are_cut_into_pages(library: LibraryIndexPage, client: Client) -> None:
    agency = AgencyFactory()
    for _ in range(browse.PER_PAGE + 1):
        DocumentFactory(parent=library, agency=agency)
    first, last = (client.get(f"/library/?page={page}").content.decode() for page in (1, 2))
    assert first.count("<h2><a") == browse.PER_PAGE
    assert last.count("<h2><a") == 1
    assert client.get("/library/?page=99").content.decode().count("<h2><a") == 1


def test_newest_year_first_and_unknown_years_last(library: LibraryIndexPage, client: Client) -> None:
    DocumentFactory(parent=library, title="เอกสาร ก", year_be=2496)
    DocumentFactory(parent=library, title="เอกสาร ข", kind=DocumentKind.GUIDELINE, year_be=None)
    DocumentFactory(parent=library, title="เอกสาร ค", year_be=2566)
    html = client.get("/library/").content.decode()
    assert html.index("เอกสาร ค") < html.index("เอกสาร ก") < html.index("เอกสาร ข")


def test_ghosts_say_that_they_are_not_held(library: LibraryIndexPage, client: Client) -> None:
    LetterFactory(parent=library, holding=Holding.MISSING, summary="")
    assert "คลังยังไม่มีเอกสารนี้" in client.get("/library/").content.decode()


@pytest.mark.parametrize("address", ["/library/", "/library/feed/", "/library/?kind=act"])
def test_queries_do_not_grow(library: LibraryIndexPage, client: Client, address: str) -> None:
    agency, topic = AgencyFactory(), TopicFactory()

    def add(count: int) -> None:
        for _ in range(count):
            page = DocumentFactory(parent=library, agency=agency)
            page.topics.set([topic])
            page.save()

    add(1)
    assert_same_queries(lambda: client.get(address), lambda: add(2))


def test_the_list_is_public_and_free_of_cookies(shelf: LibraryIndexPage, client: Client) -> None:
    for address in ("/library/", "/library/feed/"):
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_a_visitor_with_a_session_gets_a_page_that_no_cache_keeps(
    shelf: LibraryIndexPage, client: Client
) -> None:
    client.cookies["sessionid"] = "x" * 32
    assert "public" not in client.get("/library/")["Cache-Control"]


def test_english(shelf: LibraryIndexPage, client: Client) -> None:
    LibraryIndexPage.objects.update(title_en="Library of laws")
    DocumentPage.objects.filter(slug="a").update(title_en="Document A")
    html = client.get("/en/library/").content.decode()
    assert "Library of laws" in html
    assert 'href="/en/library/a/"' in html
    assert "Document A" in html


def test_without_a_home_page_nothing_is_loaded(db: None) -> None:
    with pytest.raises(NoHomePageError):
        load_library()
    assert not LibraryIndexPage.objects.exists()


# Feed


def feed(client: Client, address: str = "/library/feed/") -> ElementTree.Element:
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def test_the_feed_is_atom_with_thai_and_hostile_titles(library: LibraryIndexPage, client: Client) -> None:
    page = LetterFactory(
        parent=library,
        title="ก่อน\x0b\x01หลัง “อัญประกาศ” <b>&\ufffe น้ำ",
        summary="สรุป\x1f<script>",
        slug="hostile",
    )
    root = feed(client)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{page.reference} · ก่อนหลัง “อัญประกาศ” <b>& น้ำ"
    # Readers take the summary for HTML: what looks like a tag must come out as words.
    assert entry.findtext(f"{ATOM}summary") == "สรุป&lt;script&gt;"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/library/hostile/"
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/library/feed/"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "th"


def test_ids_outlive_a_change_of_title_and_address(library: LibraryIndexPage, client: Client) -> None:
    page = DocumentFactory(parent=library)
    before = feed(client).findtext(f"{ATOM}entry/{ATOM}id")
    page.title, page.slug = "ชื่อใหม่", "new-address"
    page.save()
    after = feed(client).findtext(f"{ATOM}entry/{ATOM}id")
    assert before == after
    assert uuid.UUID(before.removeprefix("urn:uuid:"))


def test_last_changed_first_and_not_too_many(library: LibraryIndexPage, client: Client) -> None:
    agency = AgencyFactory()
    for number in range(ENTRIES + 2):
        DocumentFactory(
            parent=library,
            agency=agency,
            title=f"ฉบับ {number}",
            last_published_at=datetime(2026, 1, 1, 0, number, tzinfo=UTC),
        )
    entries = feed(client).findall(f"{ATOM}entry")
    assert len(entries) == ENTRIES
    assert entries[0].findtext(f"{ATOM}title") == f"ฉบับ {ENTRIES + 1}"


def test_an_empty_feed_is_a_feed(library: LibraryIndexPage, client: Client) -> None:
    assert feed(client).findall(f"{ATOM}entry") == []


def test_the_english_feed(library: LibraryIndexPage, client: Client) -> None:
    DocumentFactory(parent=library, slug="a", title_en="Act A", summary_en="About A")
    root = feed(client, "/en/library/feed/")
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "Act A"
    assert root.find(f"{ATOM}entry/{ATOM}link").get("href") == "http://testserver/en/library/a/"
