"""A relayed circular is one thing, and an amendment says which provisions it touched (issue 11, 4; library.md, idea 6)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client, RequestFactory

from legal_library.domain.touched import anchors_in, labels_in
from legal_library.models import DocumentPage, DocumentPassage, DocumentRelation, LibraryIndexPage
from legal_library.public.chain import chain_of
from legal_library.public.neighbors import Neighbors
from legal_library.vocabulary import RelationKind
from tests.legal_library.factories import DocumentFactory, LetterFactory

WORDS = {
    "มาตรา ๕": ["มาตรา 5"],
    "มาตรา 5, 7 และ 9 ถึง 11": ["มาตรา 5", "มาตรา 7", "มาตรา 9", "มาตรา 10", "มาตรา 11"],
    "ข้อ ๓ และข้อ ๔/๑": ["ข้อ 3", "ข้อ 4/1"],
    "มาตรา 5 ทวิ": ["มาตรา 5 ทวิ"],
    "ทั้งฉบับ": [],
    "มาตรา 1 ถึง 9999": None,
}


def test_provisions_are_read_from_the_words_of_a_relation() -> None:
    for words, labels in WORDS.items():
        found = labels_in(words)
        assert found == labels or labels is None and len(found) <= 202, words
    assert anchors_in("มาตรา ๕ และข้อ ๓") == ["m5", "k3"]


@pytest.fixture
def letters(library: LibraryIndexPage) -> list[DocumentPage]:
    """Department → province → two districts; a draft relays as well."""
    days = [dt.date(2013, 9, day) for day in (9, 16, 20, 21, 22)]
    pages = [
        LetterFactory(parent=library, title=f"ขั้น {number}", slug=f"s{number}", signed_on=day, dated_on=day)
        for number, day in enumerate(days)
    ]
    pages[4].live = False
    pages[4].save()
    for source, target in ((1, 0), (2, 1), (3, 1), (4, 1)):
        DocumentRelation.objects.create(page=pages[source], target=pages[target], kind=RelationKind.RELAYS)
    return pages


def test_every_letter_shows_the_whole_way_with_itself_marked(
    letters: list[DocumentPage], client: Client
) -> None:
    for place in range(4):
        steps = chain_of(Neighbors(letters[place]), RequestFactory().get("/"))
        assert [(step.depth, step.is_self) for step in steps] == [
            (0, place == 0), (1, place == 1), (2, place == 2), (2, place == 3)
        ]  # fmt: skip
    html = client.get("/library/s2/").content.decode()
    assert "หนังสือนี้เดินทางอย่างไร" in html and "ขั้น 3" in html
    assert "ขั้น 4" not in html, "a draft is not named"


def test_a_document_that_is_relayed_by_none_asks_nothing(
    library: LibraryIndexPage, django_assert_num_queries, client: Client
) -> None:
    page = LetterFactory(parent=library)
    around = Neighbors(page)
    with django_assert_num_queries(0):
        assert chain_of(around, None) == []
    assert "หนังสือนี้เดินทางอย่างไร" not in client.get(page.url).content.decode()


def test_a_circle_ends(library: LibraryIndexPage) -> None:
    first, second = LetterFactory(parent=library), LetterFactory(parent=library)
    DocumentRelation.objects.create(page=first, target=second, kind=RelationKind.RELAYS)
    DocumentRelation.objects.create(page=second, target=first, kind=RelationKind.RELAYS)
    assert len(chain_of(Neighbors(first), None)) <= 2


def test_an_amended_provision_says_by_what(library: LibraryIndexPage, client: Client) -> None:
    act = DocumentFactory(parent=library, slug="act", title="พระราชบัญญัติหลัก")
    for number in (4, 5, 6):
        DocumentPassage.objects.create(
            page=act, label=f"มาตรา {number}", text="ก", anchor=f"m{number}", sort_order=number
        )
    amending = DocumentFactory(parent=library, title="พระราชบัญญัติแก้ไข (ฉบับที่ 2)", slug="second")
    DocumentRelation.objects.create(
        page=amending, target=act, kind=RelationKind.AMENDS, provision="มาตรา ๕ และ ๖"
    )
    hidden = DocumentFactory(parent=library, title="ร่างที่ยังไม่ประกาศ", slug="hidden", live=False)
    DocumentRelation.objects.create(page=hidden, target=act, kind=RelationKind.AMENDS, provision="มาตรา 4")
    DocumentRelation.objects.create(
        page=act, kind=RelationKind.AMENDS, incoming=True, reference_text="ฉบับที่ 3", provision="มาตรา 5"
    )
    touched = Neighbors(act).touched(None)
    assert {anchor: [one.title for one in rows] for anchor, rows in touched.items()} == {
        "m5": ["พระราชบัญญัติแก้ไข (ฉบับที่ 2)", "ฉบับที่ 3"],
        "m6": ["พระราชบัญญัติแก้ไข (ฉบับที่ 2)"],
    }
    html = client.get("/library/act/").content.decode()
    part = html[html.index('id="m5"') : html.index('id="m6"')]
    assert "แก้ไขเพิ่มเติมโดย" in part and 'href="/library/second/"' in part
    assert "ร่างที่ยังไม่ประกาศ" not in html
