"""What search gets of the library, and that it follows every change."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils.translation import override

from legal_library.models import DocumentPage, DocumentPassage, DocumentRelation, Enclosure, LibraryIndexPage
from legal_library.public import search_source
from legal_library.public.search_source import LibrarySource, as_search_document, key_of
from legal_library.vocabulary import DocumentStatus, RelationKind
from portal.pages.public.search_source import root_path
from portal.search.models import IndexedDocument
from portal.search.sources import changes, registry
from tests.legal_library.factories import (
    RESTRICTIONS,
    AgencyFactory,
    DocumentFactory,
    LetterFactory,
    TopicFactory,
    restrict,
)


def found(page: DocumentPage) -> registry.SearchDocument:
    document = LibrarySource().document(key_of(page))
    assert document is not None
    return document


def is_indexed(page: DocumentPage) -> bool:
    return IndexedDocument.objects.filter(key=key_of(page), removed=False).exists()


def test_the_source_is_registered() -> None:
    assert "library" in [source.name for source in registry.registered()]


def test_a_letter_as_search_sees_it(library: LibraryIndexPage) -> None:
    cited = LetterFactory(parent=library, reference_as_written="มท ๐๘๙๑.๓/ว ๑๕๕๐")
    page = LetterFactory(
        parent=library,
        slug="letter",
        title="แนวทาง",
        title_en="Guideline",
        reference_as_written="มท ๐๘๙๑.๓ / ว ๑๙๑๘",
        other_names="ว 1918\n\n  หนังสือ OSCC ",
        signed_on=date(2013, 9, 9),
    )
    page.topics.add(TopicFactory(name="ค้ามนุษย์"))
    page.save()
    DocumentPassage.objects.create(
        page=page, sort_order=0, label="ข้อ ๑", heading="๑. หัวเรื่อง", text="เนื้อ", anchor="item-1"
    )
    Enclosure.objects.create(page=page, sort_order=0, title="คู่มือ")
    DocumentRelation.objects.create(page=page, sort_order=0, kind=RelationKind.CITES, target=cited)
    DocumentRelation.objects.create(
        page=page, sort_order=1, kind=RelationKind.CITES, reference_text="หนังสือ ที่ กบ ๐๐๒๓.๓/ว ๒๔๗๗"
    )
    document = found(page)
    assert document.own_references == ("มท 0891.3/ว 1918",)
    assert document.cited_references[0] == "มท 0891.3/ว 1550"
    assert document.aliases == ("ว 1918", "หนังสือ OSCC", "Guideline")
    assert document.year_be == 2556
    assert document.date == date(2013, 9, 9)
    assert document.path == "/library/letter/"
    assert document.topics == ("ค้ามนุษย์",)
    assert [passage.anchor for passage in document.passages] == ["item-1", "enclosures"]
    assert document.passages[0].text == "๑. หัวเรื่อง\nเนื้อ"


def test_the_number_of_a_document_that_is_not_held_is_cited(library: LibraryIndexPage) -> None:
    page = LetterFactory(parent=library)
    DocumentRelation.objects.create(
        page=page, sort_order=0, kind=RelationKind.CITES, reference_text="มท ๐๘๙๑.๓/ว ๑๕๕๐"
    )
    assert found(page).cited_references == ("มท 0891.3/ว 1550",)


def test_words_are_thai_whatever_the_readers_language(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, status=DocumentStatus.SUSPENDED)
    with override("en"):
        document = as_search_document(page, root_path())
    assert document.kind_label == "พระราชบัญญัติ"
    assert document.status_label == "ชะลอการใช้บังคับ"
    assert document.superseded


def test_english_names_come_along_where_there_are_any(library: LibraryIndexPage) -> None:
    page = DocumentFactory(
        parent=library, title_en="Test Act", agency=AgencyFactory(name="กรมหนึ่ง", name_en="First Department")
    )
    page.topics.set([TopicFactory(name="น้ำท่วม", name_en="Floods"), TopicFactory(name="ไฟไหม้")])
    page.save()
    document = found(page)
    assert document.title_en == "Test Act"
    assert document.english == {"กรมหนึ่ง": "First Department", "น้ำท่วม": "Floods"}


def test_a_new_name_of_an_agency_or_topic_reaches_search(library: LibraryIndexPage) -> None:
    agency, topic = AgencyFactory(name="กรมเก่า"), TopicFactory(name="เรื่องเก่า")
    page, other = DocumentFactory(parent=library, agency=agency), DocumentFactory(parent=library)
    page.topics.set([topic])
    page.save()
    for each in (page, other):
        changes.update(key_of(each))
    agency.name, agency.name_en = "กรมใหม่", "New Department"
    agency.save()
    topic.name_en = "New topic"
    topic.save()
    row = IndexedDocument.objects.get(key=key_of(page))
    assert (row.agency, row.agency_en) == ("กรมใหม่", "New Department")
    assert list(row.topics.values_list("name", "name_en")) == [("เรื่องเก่า", "New topic")]
    assert IndexedDocument.objects.get(key=key_of(other)).agency == other.agency.name


def test_a_draft_stays_out_when_its_agency_is_renamed(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, live=False)
    page.agency.save()
    assert not is_indexed(page)


def test_a_deleted_topic_leaves_search(
    library: LibraryIndexPage, django_capture_on_commit_callbacks: Any
) -> None:
    topic = TopicFactory(name="จะถูกลบ")
    page = DocumentFactory(parent=library)
    page.topics.set([topic])
    page.save()
    changes.update(key_of(page))
    assert IndexedDocument.objects.get(key=key_of(page)).topics.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        topic.delete()
    assert IndexedDocument.objects.get(key=key_of(page)).topics.count() == 0


def test_many_documents_of_a_renamed_agency_are_left_to_a_rebuild(
    library: LibraryIndexPage, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(search_source, "AT_ONCE", 1)
    monkeypatch.setattr(
        search_source, "rebuild_index", SimpleNamespace(enqueue=lambda: asked.append("rebuild"))
    )
    monkeypatch.setattr(changes, "update", asked.append)
    agency = AgencyFactory()
    for _ in range(2):
        DocumentFactory(parent=library, agency=agency)
    with django_capture_on_commit_callbacks(execute=True):
        agency.save()
    assert asked == ["rebuild"]


def test_status_is_that_of_today(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, repealed_on=date(2026, 11, 23))
    with time_machine.travel("2026-11-22T05:00:00Z", tick=False):
        assert found(page).status == "in_force"
    with time_machine.travel("2026-11-23T05:00:00Z", tick=False):
        assert found(page).status == "repealed"
        assert found(page).superseded


@pytest.mark.parametrize("key", ["library:", "library:jam", "library:999999", "library:1 OR 1"])
def test_keys_that_mean_nothing_give_nothing(library: LibraryIndexPage, key: str) -> None:
    assert LibrarySource().document(key) is None


def test_publishing_and_withdrawing_reach_search(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library, live=False)
    assert not is_indexed(page)
    page.save_revision().publish()
    assert is_indexed(page)
    page.refresh_from_db()
    page.unpublish()
    assert not is_indexed(page)


def test_a_change_reaches_search(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library)
    page.title = "ชื่อใหม่เอี่ยม"
    page.save_revision().publish()
    assert IndexedDocument.objects.get(key=key_of(page)).title == "ชื่อใหม่เอี่ยม"


def test_deleting_reaches_search(library: LibraryIndexPage) -> None:
    page = DocumentFactory(parent=library)
    changes.update(key_of(page))
    key = key_of(page)
    page.delete()
    assert not IndexedDocument.objects.filter(key=key, removed=False).exists()


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_making_private_and_public_again_reach_search(library: LibraryIndexPage, kind: str) -> None:
    page = DocumentFactory(parent=library)
    changes.update(key_of(page))
    restriction = restrict(library, kind)
    assert not is_indexed(page)
    restriction.delete()
    assert is_indexed(page)
