"""From a source's document to rows and to the engine's entry; what is known of a state of the index."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from portal.search.models import IndexedDocument, IndexedReference, Synonym
from portal.search.query.understand import understand
from portal.search.site import knowledge
from portal.search.site.filters import read_catalog
from portal.search.site.find import find
from portal.search.sources import changes, projection, registry, site_index
from portal.search.sources.registry import Passage, SearchDocument, Source
from tests.search.factories import Shelf, document


@pytest.fixture
def stored(shelf: Shelf) -> IndexedDocument:
    """A document with everything that one can have."""
    item = document(
        "พระราชบัญญัติเทศบาล พ.ศ. ๒๔๙๖",
        ["ให้เทศบาลมีหน้าที่", "ผู้ใดฝ่าฝืน"],
        aliases=("กฎหมายเทศบาล", "พรบ.เทศบาล"),
        summary="ว่าด้วยการตั้งเทศบาล",
        topics=("ท้องถิ่น", "เมือง", "ท้องถิ่น"),
        own_references=("มท 0891.3/ว 1918",),
        cited_references=("กบ 0023.3/ว 3332",),
        agency="กระทรวงมหาดไทย",
    )
    return projection.store(item)


def reread() -> IndexedDocument:
    return IndexedDocument.objects.get()


def test_a_row_holds_what_the_source_said(stored: IndexedDocument) -> None:
    row = reread()
    assert (row.title, row.kind, row.kind_label) == ("พระราชบัญญัติเทศบาล พ.ศ. ๒๔๙๖", "law", "กฎหมาย")
    assert (row.year_be, row.date, row.status) == (2496, datetime.date(1953, 2, 17), "in_force")
    assert row.aliases.splitlines() == ["กฎหมายเทศบาล", "พรบ.เทศบาล"]
    assert [topic.name for topic in row.topics.order_by("name")] == ["ท้องถิ่น", "เมือง"]
    assert (row.pending, row.removed, row.superseded) == (True, False, False)


def test_passages_keep_their_order_headings_and_anchors(stored: IndexedDocument) -> None:
    parts = [(part.position, part.heading, part.anchor, part.text) for part in reread().passages.all()]
    assert parts == [
        (0, "มาตรา 1", "section-1", "ให้เทศบาลมีหน้าที่"),
        (1, "มาตรา 2", "section-2", "ผู้ใดฝ่าฝืน"),
    ]


def test_the_folded_text_holds_everything_that_may_be_searched(stored: IndexedDocument) -> None:
    folded = reread().folded
    for part in (
        "พ.ศ. 2496",
        "กฎหมายเทศบาล",
        "มท 0891.3/ว 1918",
        "กระทรวงมหาดไทย",
        "ตั้งเทศบาล",
        "มาตรา 2 ผู้ใดฝ่าฝืน",
    ):
        assert part in folded
    assert "3332" not in folded, "a cited number is found by its own rows"


def test_own_numbers_are_found_by_their_running_number_and_cited_ones_are_not(
    stored: IndexedDocument,
) -> None:
    own = set(IndexedReference.objects.filter(own=True).values_list("token", flat=True))
    cited = set(IndexedReference.objects.filter(own=False).values_list("token", flat=True))
    [typed] = understand("ว 1918").references
    assert typed.tokens()[-1] in own
    [other] = understand("3332").references
    assert other.tokens()[-1] not in cited
    assert {row.normal for row in IndexedReference.objects.filter(own=False)} == {"กบ 0023.3/ว 3332"}


def test_numbers_that_cannot_be_read_are_left_out(shelf: Shelf) -> None:
    projection.store(document("ไม่มีเลข", own_references=("ไม่ใช่เลข", "", "---")))
    assert not IndexedReference.objects.exists()


def test_storing_again_replaces_every_part(stored: IndexedDocument) -> None:
    again = projection.store(document("ชื่อใหม่", "ข้อความใหม่", key=stored.key))
    assert again.pk == stored.pk
    row = reread()
    assert [part.text for part in row.passages.all()] == ["ข้อความใหม่"]
    assert not row.topics.exists()
    assert not row.references.exists()
    assert "เทศบาล" not in row.folded


def test_a_half_stored_document_is_not_stored(shelf: Shelf) -> None:
    broken = document("เสีย", "ก")
    broken.passages.append(Passage("หัว", "a", None))  # type: ignore[arg-type]
    broken.passages.append(Passage("หัว", "b", "ข"))
    with pytest.raises((IntegrityError, TypeError)):
        projection.store(broken)
    assert not IndexedDocument.objects.exists()


def test_texts_longer_than_their_columns_are_cut(shelf: Shelf) -> None:
    item = SearchDocument(
        key="shelf:long",
        title="ก" * 2000,
        kind="law",
        kind_label="กฎหมาย",
        agency="ข" * 500,
        topics=("ค" * 300,),
        passages=[Passage("ง" * 900, "จ" * 900, "ฉ" * 9000)],
        own_references=("มท 0891.3/ว 1918",),
    )
    row = projection.store(item)
    row.full_clean(exclude=["folded"])
    assert len(row.passages.get().text) == 9000
    assert len(row.topics.get().name) == 120


def test_lazy_labels_become_their_msgid(shelf: Shelf) -> None:
    projection.store(document("ก", kind_label=gettext_lazy("กฎหมาย"), status_label=gettext_lazy("ใช้บังคับอยู่")))
    assert (reread().kind_label, reread().status_label) == ("กฎหมาย", "ใช้บังคับอยู่")


def test_the_entry_names_facets_references_and_what_it_is_called(stored: IndexedDocument) -> None:
    [entry] = projection.entries()
    assert entry.key == stored.pk
    assert set(entry.facets) == {
        "kind=law", "agency=กระทรวงมหาดไทย", "status=in_force", "year=2496", "topic=ท้องถิ่น", "topic=เมือง",
    }  # fmt: skip
    assert "o:n:พระราชบัญญัติเทศบาล" in entry.references
    assert "o:n:กฎหมายเทศบาล" in entry.references
    assert any(token.startswith("c:") for token in entry.references)
    assert "พ.ศ. 2496" in entry.title
    assert "มท 0891.3/ว 1918" in entry.title
    assert (entry.prior, entry.year_be) == (1.0, 2496)
    assert entry.ordinal == datetime.date(1953, 2, 17).toordinal()


def test_passages_of_the_entry_stand_where_the_rows_stand_and_the_summary_behind(
    stored: IndexedDocument,
) -> None:
    [entry] = projection.entries()
    assert entry.passages == ["มาตรา 1 ให้เทศบาลมีหน้าที่", "มาตรา 2 ผู้ใดฝ่าฝืน", "ว่าด้วยการตั้งเทศบาล"]


def test_what_something_newer_replaced_ranks_a_little_lower_and_unknowns_are_left_out(shelf: Shelf) -> None:
    projection.store(
        document("เก่า", superseded=True, agency="", status="", year_be=None, date=None, topics=())
    )
    [entry] = projection.entries()
    assert entry.prior == projection.SUPERSEDED_PRIOR < 1
    assert entry.facets == ["kind=law"]
    assert (entry.ordinal, entry.year_be) == (0, 0)


def test_entries_leave_out_what_was_removed_and_can_be_chosen(stored: IndexedDocument) -> None:
    other = projection.store(document("อื่น"))
    assert [entry.key for entry in projection.entries()] == [stored.pk, other.pk]
    assert [entry.key for entry in projection.entries([other.pk, 99_999])] == [other.pk]
    assert list(projection.entries([])) == []
    projection.remove(stored.key)
    assert [entry.key for entry in projection.entries()] == [other.pk]


def test_entries_of_many_rows_cost_four_queries_a_batch(
    shelf: Shelf, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        projection.store(document(f"เรื่อง {number}", "ข้อความ", topics=("เด็ก",)))
    with django_assert_max_num_queries(4):
        assert len(list(projection.entries())) == 20


def test_a_superseded_law_stands_below_its_successor(shelf: Shelf) -> None:
    old = document("ระเบียบช่วยเหลือประชาชน", "ช่วยเหลือประชาชน", superseded=True)
    new = document("ระเบียบช่วยเหลือประชาชน", "ช่วยเหลือประชาชน")
    shelf.put(old, new)
    site_index.refresh()
    found = find(QueryDict("q=ระเบียบช่วยเหลือประชาชน"))
    assert [result.document.key for result in found.results] == [new.key, old.key]


def test_one_key_is_one_row(stored: IndexedDocument) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IndexedDocument.objects.create(key=stored.key, title="x", kind="law", kind_label="กฎหมาย", folded="")


def test_sources_are_registered_replaced_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_sources", {})
    first, second = Shelf([document(key="shelf:1")]), Shelf([document(key="shelf:2")])
    assert isinstance(first, Source)
    registry.register(first)
    registry.register(second)
    assert registry.registered() == (second,)
    assert registry.source_of("shelf:anything") is second
    assert [item.key for item in registry.all_documents()] == ["shelf:2"]
    registry.unregister("shelf")
    registry.unregister("shelf")
    assert registry.registered() == ()
    for key in ("shelf:1", "", ":", "shelf"):
        with pytest.raises(registry.UnknownSourceError):
            registry.source_of(key)


def test_an_update_of_an_unknown_source_changes_nothing(stored: IndexedDocument) -> None:
    with pytest.raises(registry.UnknownSourceError):
        changes.update("nobody:1")
    assert IndexedDocument.objects.count() == 1


@pytest.mark.parametrize("both_ways", [True, False])
def test_synonyms_are_folded_and_apply_in_their_directions(shelf: Shelf, both_ways: bool) -> None:
    Synonym.objects.create(term="คนแก่  ๖๐", meaning="ผู้สูงอายุ", both_ways=both_ways)
    knowledge.SYNONYMS.forget()
    pairs = knowledge.of(None).synonyms()
    assert ("คนแก่ 60", "ผู้สูงอายุ") in pairs
    assert (("ผู้สูงอายุ", "คนแก่ 60") in pairs) is both_ways


def test_synonyms_are_read_once_a_minute(shelf: Shelf, django_assert_num_queries: Any) -> None:
    knowledge.SYNONYMS.forget()
    with django_assert_num_queries(1):
        for _ in range(5):
            knowledge.of(None).synonyms()


def test_what_is_known_belongs_to_one_state_of_the_index(shelf: Shelf) -> None:
    shelf.put(document("เทศบาล", kind="law"))
    site_index.refresh()
    first = knowledge.of(site_index.now())
    assert first is knowledge.of(site_index.now())
    assert set(first.catalog.values["kind"]) == {"law"}
    shelf.put(document("คู่มือ", kind="guide", kind_label="คู่มือ"))
    site_index.refresh()
    second = knowledge.of(site_index.now())
    assert second is not first
    assert set(second.catalog.values["kind"]) == {"law", "guide"}
    assert second.knows("คู่มือ")
    assert not first.knows("คู่มือ")


def test_without_an_index_no_word_is_known(shelf: Shelf) -> None:
    assert not knowledge.of(None).knows("เทศบาล")
    assert knowledge.of(None).catalog.values["kind"] == {}


def test_the_catalog_forgets_values_that_only_withdrawn_documents_had(shelf: Shelf) -> None:
    item = document(
        "ลับ", kind="secret", kind_label="ลับ", agency="หน่วยลับ", topics=("เรื่องลับ",), year_be=2599, status="x"
    )
    shelf.put(item, document("เปิด"))
    assert "secret" in read_catalog().values["kind"]
    shelf.take(item)
    values = read_catalog().values
    assert set(values["kind"]) == {"law"}
    assert "หน่วยลับ" not in values["agency"]
    assert values["topic"] == {}
    assert set(values["year"]) == {"2496"}
    assert "x" not in values["status"]
