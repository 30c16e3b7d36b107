"""The library's list: filters with honest counts, clamped pages, cheap whatever its size; and the feed."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.translation import override

from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.public import browse
from legal_library.public.feeds import ENTRIES
from legal_library.starter import NoHomePageError, load_library
from legal_library.vocabulary import DocumentKind, DocumentStatus, Holding
from tests.helpers import assert_same_queries
from tests.legal_library.factories import AgencyFactory, DocumentFactory, LetterFactory, TopicFactory

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
