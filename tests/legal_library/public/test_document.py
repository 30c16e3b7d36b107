"""The page of one document, its paper and its data (S2.12: its enclosures)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.documents.models import Document

from legal_library import terms
from legal_library.models import (
    DocumentChange,
    DocumentFile,
    DocumentNote,
    DocumentPage,
    DocumentPassage,
    DocumentRelation,
    Enclosure,
    LibraryIndexPage,
)
from legal_library.public.neighbors import Neighbors
from legal_library.public.pdf import paper_context
from legal_library.vocabulary import (
    DocumentKind,
    DocumentStatus,
    Holding,
    RelationKind,
    Secrecy,
    Urgency,
    Vocabulary,
)
from tests.helpers import assert_same_queries
from tests.legal_library.factories import DocumentFactory, LetterFactory, TopicFactory

DLA = "/library/circular-dla-0891-3-w1918-2556/"


@pytest.fixture
def letter(library: LibraryIndexPage) -> DocumentPage:
    """A letter with something in every part of the page."""
    page = LetterFactory(
        parent=library,
        slug="letter",
        title="แนวทางทดสอบ",
        title_en="Test guideline",
        reference_as_written="มท ๐๘๙๑.๓ / ว ๑๙๑๘",
        urgency=Urgency.MOST_URGENT,
        addressee="ผู้ว่าราชการจังหวัด <ทุกจังหวัด>",
        signatory="นายทดสอบ",
        status=DocumentStatus.UNVERIFIED,
        status_note="รอตรวจ",
        summary_en="In English",
    )
    DocumentPassage.objects.create(page=page, sort_order=0, label="ข้อ ๑", text="เนื้อความ ๑", anchor="item-1")
    DocumentPassage.objects.create(page=page, sort_order=1, heading="หมวด ๒", text="เนื้อความ ๒")
    Enclosure.objects.create(page=page, sort_order=0, title="แบบฟอร์ม", quantity=2, unit="ชุด")
    DocumentNote.objects.create(
        page=page, sort_order=0, kind="contradiction", text="วันที่ไม่ตรงกัน", text_en="Dates differ"
    )
    DocumentChange.objects.create(page=page, sort_order=0, changed_on=date(2020, 1, 2), note="เพิ่มข้อความเต็ม")
    page.topics.add(TopicFactory(name="หัวข้อหนึ่ง"))
    page.save()
    return page


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_everything(letter: DocumentPage, client: Client) -> None:
    html = get(client, "/library/letter/")
    for text in (
        'หนังสือเวียน · <span class="nowrap">มท 0891.3/ว 1918</span>',
        "<h1>แนวทางทดสอบ</h1>",
        "ใช้ได้วันนี้ไหม",
        "ยังไม่ยืนยันสถานะ",
        "รอตรวจ",
        "มท ๐๘๙๑.๓ / ว ๑๙๑๘",
        "ด่วนที่สุด",
        "9 กันยายน 2556",
        "ผู้ว่าราชการจังหวัด &lt;ทุกจังหวัด&gt;",
        "หัวข้อหนึ่ง",
        "ต้นฉบับไม่ตรงกัน",
        "วันที่ไม่ตรงกัน",
        'id="item-1"',
        'href="#item-1"',
        '<h3><a class="passage-link" href="#muat2">หมวด ๒</a></h3>',
        "แบบฟอร์ม",
        "2 ชุด",
        "เพิ่มข้อความเต็ม",
        "/library/letter/document.pdf",
        "ขอความช่วยเหลือเรื่องนี้",
    ):
        assert text in html, text


def test_it_is_one_heading_and_cacheable(letter: DocumentPage, client: Client) -> None:
    response = client.get("/library/letter/")
    assert response.content.decode().count("<h1") == 1
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "nonce" not in response.content.decode()


def test_in_english_words_change_and_the_source_stays_thai(letter: DocumentPage, client: Client) -> None:
    html = get(client, "/en/library/letter/")
    assert '<html lang="en"' in html
    assert "<h1>Test guideline</h1>" in html
    assert "In English" in html
    assert "Dates differ" in html
    assert "9 September 2013" in html
    assert '<div class="document-text prose" lang="th">' in html
    assert "เนื้อความ ๑" in html


def test_a_document_without_any_part_is_a_page_too(library: LibraryIndexPage, client: Client) -> None:
    DocumentFactory(parent=library, slug="bare", agency=None, summary="", year_be=None, live=False)
    DocumentPage.objects.update(live=True)
    assert "ยังไม่มีวันที่ที่ยืนยันได้" in get(client, "/library/bare/")


def test_a_ghost_says_who_cites_it(library: LibraryIndexPage, letter: DocumentPage, client: Client) -> None:
    ghost = LetterFactory(parent=library, slug="ghost", holding=Holding.MISSING, summary="")
    DocumentRelation.objects.create(page=letter, sort_order=0, kind=RelationKind.CITES, target=ghost)
    html = get(client, "/library/ghost/")
    assert "คลังยังไม่มีเอกสารนี้" in html
    assert 'อ้างถึงใน <a href="/library/letter/">' in html


def test_relations_are_a_line_through_time_with_both_directions(
    library: LibraryIndexPage, letter: DocumentPage, client: Client
) -> None:
    older = LetterFactory(parent=library, title="ฉบับก่อน", signed_on=date(2013, 7, 2))
    newer = LetterFactory(parent=library, title="ฉบับหลัง", signed_on=date(2013, 9, 16))
    DocumentRelation.objects.create(page=letter, sort_order=0, kind=RelationKind.CITES, target=older)
    DocumentRelation.objects.create(page=newer, sort_order=0, kind=RelationKind.RELAYS, target=letter)
    DocumentRelation.objects.create(
        page=letter, sort_order=1, kind=RelationKind.AMENDS, reference_text="ฉบับที่ 2 พ.ศ. 2561", incoming=True
    )
    html = get(client, "/library/letter/")
    html = html[html.index('<ul class="relations">') :]
    places = [html.index(text) for text in ("ฉบับก่อน", "ฉบับนี้", "ฉบับหลัง", "แก้ไขเพิ่มเติมโดย")]
    assert places == sorted(places)
    assert "แจ้งต่อโดย" in html


def test_a_neighbor_in_two_roles_is_told_once(
    library: LibraryIndexPage, letter: DocumentPage, client: Client
) -> None:
    cover = LetterFactory(parent=library, title="หนังสือนำส่ง", slug="cover")
    DocumentRelation.objects.create(page=cover, sort_order=0, kind=RelationKind.RELAYS, target=letter)
    Enclosure.objects.create(page=cover, sort_order=0, title="สำเนา", document=letter)
    html = get(client, "/library/letter/")
    # Its way is told above, by the same letters.
    related = html[html.index('id="relations"') :]
    assert related.count('href="/library/cover/"') == 1
    assert "แจ้งต่อโดย · ส่งมาพร้อมกับ" in related


def test_an_enclosure_is_told_from_both_sides(
    library: LibraryIndexPage, letter: DocumentPage, client: Client
) -> None:
    manual = DocumentFactory(parent=library, slug="manual", kind=DocumentKind.MANUAL, title="คู่มือ")
    Enclosure.objects.create(page=letter, sort_order=1, title="คู่มือ", document=manual)
    assert 'href="/library/manual/"' in get(client, "/library/letter/")
    assert "ส่งมาพร้อมกับ" in get(client, "/library/manual/")


@pytest.mark.parametrize(
    ("problems", "query"),
    [
        (["disaster"], "?kind=disaster"),
        (["", "disaster"], "?kind=disaster"),
        (["disaster", "disease"], ""),
        ([], ""),
    ],
)
def test_the_button_fills_in_the_kind_when_the_topics_agree(
    library: LibraryIndexPage, client: Client, problems: list[str], query: str
) -> None:
    page = DocumentFactory(parent=library, slug="law")
    page.topics.set([TopicFactory(problem=problem) for problem in problems])
    page.save()
    assert f'href="{reverse("cases_intake:start")}{query}">' in get(client, "/library/law/").split("<main")[1]


def test_files_are_offered(letter: DocumentPage, client: Client) -> None:
    stored = Document.objects.create(title="ต้นฉบับ", file=ContentFile(b"%PDF-1.4", name="scan.pdf"))
    DocumentFile.objects.create(page=letter, sort_order=0, title="ภาพสแกนต้นฉบับ", file=stored)
    html = get(client, "/library/letter/")
    assert "ภาพสแกนต้นฉบับ" in html
    assert stored.url in html


def test_queries_do_not_grow(library: LibraryIndexPage, letter: DocumentPage, client: Client) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            other = LetterFactory(parent=library)
            order = letter.relations.count() + number
            DocumentRelation.objects.create(
                page=letter, sort_order=order, kind=RelationKind.CITES, target=other
            )
            DocumentRelation.objects.create(
                page=other, sort_order=0, kind=RelationKind.EXPLAINS, target=letter
            )
            Enclosure.objects.create(page=letter, sort_order=order, title="เพิ่ม", document=other)
            DocumentPassage.objects.create(page=letter, sort_order=10 + order, label="เพิ่ม", text="x")
            DocumentNote.objects.create(page=letter, sort_order=10 + order, text="เพิ่ม")

    grow(1)
    for address in ("/library/letter/", "/library/letter/data.json"):
        assert_same_queries(lambda address=address: client.get(address), lambda: grow(2))


# Numbers, years, saving


@pytest.mark.parametrize("written", ["มท ๐๘๙๑.๓ / ว ๑๙๑๘", "มท0891.3/ว1918", "ที่ มท 0891.3/ว.1918"])
def test_every_spelling_gives_one_number(library: LibraryIndexPage, written: str) -> None:
    page = LetterFactory(parent=library, reference_as_written=written)
    page.refresh_from_db()
    assert page.reference == "มท 0891.3/ว 1918"
    assert page.reference_as_written == written


def test_the_year_follows_from_the_date_unless_given(library: LibraryIndexPage) -> None:
    assert LetterFactory(parent=library, signed_on=date(2013, 9, 9)).year_be == 2556
    assert (
        DocumentFactory(parent=library, year_be=2559, gazette_published_on=date(2016, 5, 24)).year_be == 2559
    )


def test_a_year_of_another_calendar_is_refused_by_the_database(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentPage.objects.filter(pk=page.pk).update(year_be=2013)


@pytest.mark.parametrize("secrecy", [Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_the_database_never_holds_the_higher_classes(library: LibraryIndexPage, secrecy: Secrecy) -> None:
    page = DocumentFactory(parent=library, live=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentPage.objects.filter(pk=page.pk).update(secrecy=secrecy)


def test_a_secret_document_cannot_be_published(library: LibraryIndexPage) -> None:
    page = LetterFactory(parent=library, live=False, secrecy=Secrecy.CONFIDENTIAL)
    revision = page.save_revision()
    with pytest.raises(ValidationError, match="ชั้นความลับ"):
        revision.publish()
    page.refresh_from_db()
    assert not page.live


def test_a_page_without_an_address_gets_one_in_latin_letters(library: LibraryIndexPage) -> None:
    page = LetterFactory(parent=library, slug="", reference_as_written="กบ ๐๐๒๓.๓/ว ๓๓๓๒", year_be=2556)
    twin = LetterFactory(parent=library, slug="", reference_as_written="กบ ๐๐๒๓.๓/ว ๓๓๓๒", year_be=2556)
    assert page.slug == "circular-kb-0023-3-w3332-2556"
    assert twin.slug == "circular-kb-0023-3-w3332-2556-2"


def test_a_relation_names_something_and_points_the_right_way(
    library: LibraryIndexPage, letter: DocumentPage
) -> None:
    other = DocumentFactory(parent=library)
    wrong = [
        {},
        {"target": letter},
        {"target": other, "incoming": True},
    ]
    for values in wrong:
        with pytest.raises(ValidationError):
            DocumentRelation(page=letter, kind=RelationKind.CITES, **values).clean()
    DocumentRelation(page=letter, kind=RelationKind.CITES, target=other).clean()
    DocumentRelation(page=letter, kind=RelationKind.AMENDS, reference_text="ฉบับที่ 2", incoming=True).clean()


def test_passages_without_an_anchor_get_one_by_their_label(letter: DocumentPage) -> None:
    assert [row.anchor for row in letter.passages.all()] == ["item-1", "muat2"]


# Paper and data


def test_the_paper_is_a_pdf_with_title_and_language(letter: DocumentPage, client: Client) -> None:
    response = client.get("/library/letter/document.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="letter.pdf"'
    assert response["Cache-Control"] == "public, max-age=60"
    with pikepdf.open(BytesIO(response.content)) as pdf:
        assert str(pdf.docinfo.Title) == "แนวทางทดสอบ"
        assert str(pdf.Root.Lang) == "th"


def test_the_paper_is_drawn_once_until_the_document_changes(
    letter: DocumentPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []

    def render(template: str, context: Any, **options: Any) -> bytes:
        drawn.append(context["page"].title)
        return b"%PDF-"

    monkeypatch.setattr("legal_library.public.pdf.render_pdf", render)
    for _ in range(2):
        client.get("/library/letter/document.pdf")
    assert drawn == ["แนวทางทดสอบ"]
    letter.title = "ชื่อใหม่"
    letter.save_revision().publish()
    client.get("/library/letter/document.pdf")
    assert drawn == ["แนวทางทดสอบ", "ชื่อใหม่"]


def test_data_is_readable_legislation(
    library: LibraryIndexPage, letter: DocumentPage, client: Client
) -> None:
    law = DocumentFactory(parent=library, slug="law", title="กฎหมาย")
    DocumentRelation.objects.create(page=letter, sort_order=0, kind=RelationKind.EXPLAINS, target=law)
    DocumentRelation.objects.create(
        page=letter, sort_order=1, kind=RelationKind.CITES, reference_text="ว ๑๕๕๐"
    )
    response = client.get("/library/letter/data.json")
    assert response["Content-Type"] == "application/ld+json"
    assert "แนวทางทดสอบ" in response.content.decode()
    record = json.loads(response.content)
    assert record["@type"] == "Legislation"
    assert record["legislationIdentifier"] == "มท 0891.3/ว 1918"
    assert record["legislationDate"] == "2013-09-09"
    assert record["about"] == ["http://testserver/library/law/"]
    assert record["citation"] == ["ว ๑๕๕๐"]
    # Nobody checked it, so nothing is said about its force.
    assert "legislationLegalForce" not in record


@pytest.mark.parametrize(
    ("status", "force"), [("in_force", "InForce"), ("repealed", "NotInForce"), ("suspended", "NotInForce")]
)
def test_force_is_told_where_it_is_known(
    library: LibraryIndexPage, client: Client, status: str, force: str
) -> None:
    DocumentFactory(parent=library, slug="law", status=status)
    record = json.loads(client.get("/library/law/data.json").content)
    assert record["legislationLegalForce"] == f"https://schema.org/{force}"


@pytest.mark.parametrize(("problem", "leaves"), [("violence", True), ("disaster", False), ("", False)])
def test_a_document_about_a_crisis_has_the_quick_exit(
    library: LibraryIndexPage, client: Client, problem: str, leaves: bool
) -> None:
    """Issue 12 point 3; one about several kinds of help is for officers and frightens nobody."""
    page = DocumentFactory(parent=library, slug="one")
    page.topics.add(TopicFactory(name="หัวข้อ", problem=problem))
    page.save()
    html = client.get("/library/one/").content.decode()
    assert ("data-exit" in html) is leaves
    page.topics.add(TopicFactory(name="อีกหัวข้อ", problem="human_trafficking" if problem else ""))
    page.save()
    assert "data-exit" not in client.get("/library/one/").content.decode()


def test_the_sitemap_tells_the_newest_change_note_and_not_the_last_saving(
    library: LibraryIndexPage, client: Client
) -> None:
    """Library.md, idea 15: a corrected comma is no reason to read a law again."""
    page = DocumentFactory(parent=library, slug="law", first_published_at=datetime(2020, 1, 1, tzinfo=UTC))
    DocumentChange.objects.create(page=page, changed_on=date(2024, 5, 6), note="เพิ่มข้อความเต็ม")
    page.save_revision().publish()
    sitemap = client.get("/sitemap.xml").content.decode()
    entry = sitemap.partition("/library/law/</loc>")[2].partition("</url>")[0]
    assert "<lastmod>2024-05-06</lastmod>" in entry


def test_two_relations_to_one_document_with_words_of_their_own_are_two_lines(
    library: LibraryIndexPage, client: Client
) -> None:
    law = DocumentFactory(parent=library, slug="law", title="กฎหมายเดิม")
    newer = DocumentFactory(parent=library, slug="newer", title="กฎหมายใหม่")
    for order, (kind, provision) in enumerate(
        (
            (RelationKind.CITES, ""),
            (RelationKind.AMENDS, "มาตรา 5"),
            (RelationKind.REPEALS, "มาตรา 9"),
            (RelationKind.AMENDS, "มาตรา 12"),
        )
    ):
        DocumentRelation.objects.create(
            page=newer, sort_order=order, kind=kind, provision=provision, target=law
        )
    lines = [row for row in Neighbors(newer).relations(None) if not row.is_self]
    verbs = {kind: terms.name_of(Vocabulary.RELATION, kind) for kind in RelationKind}
    assert [(row.verb, row.note) for row in lines] == [
        (f"{verbs[RelationKind.CITES]} · {verbs[RelationKind.AMENDS]}", "มาตรา 5"),
        (verbs[RelationKind.REPEALS], "มาตรา 9"),
        (verbs[RelationKind.AMENDS], "มาตรา 12"),
    ]
    for address in ("/library/newer/", "/library/law/"):
        html = get(client, address)
        assert all(f">{words}<" in html for words in ("มาตรา 5", "มาตรา 9", "มาตรา 12")), address
    request = RequestFactory().get("/")
    paper = [(row.verb, row.note) for row in paper_context(newer, request)["relations"]]
    assert paper == [(row.verb, row.note) for row in lines]


def test_the_paper_names_its_agency_as_it_is_called_now(
    letter: DocumentPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def render(template: str, context: Any, **options: Any) -> bytes:
        drawn.extend(fact.value for fact in context["facts"] if fact.term == "ผู้ออก")
        return b"%PDF-"

    monkeypatch.setattr("legal_library.public.pdf.render_pdf", render)
    client.get("/library/letter/document.pdf")
    old = letter.agency.name
    letter.agency.name = "กรมชื่อใหม่"
    letter.agency.save()
    client.get("/library/letter/document.pdf")
    assert drawn == [old, "กรมชื่อใหม่"]
