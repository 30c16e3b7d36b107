"""Search without an index: the database answers, in bounded queries, and the page says so."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from portal.search.models import IndexedDocument, IndexedPassage
from portal.search.site import fallback, presentation
from portal.search.site.filters import read_catalog
from portal.search.site.find import PAGE_SIZE, Found, find
from portal.search.sources import site_index
from tests.helpers import assert_same_queries, count_queries
from tests.search.factories import Shelf, document

URL = reverse("search:results")
NOTICE = "ดัชนีค้นหากำลังสร้างใหม่"


@pytest.fixture
def unindexed(shelf: Shelf) -> Shelf:
    """Documents in the projection, and no index at all."""
    shelf.put(
        document(
            "หนังสือเรื่องน้ำท่วม",
            ["บทนำ", "ผู้ประสบภัยขอถุงยังชีพได้ที่เทศบาล"],
            kind="circular",
            kind_label="หนังสือเวียน",
            own_references=("มท 0891.3/ว 1918",),
            date=datetime.date(2020, 1, 1),
            year_be=2563,
        ),
        document("พระราชบัญญัติเทศบาล", "เทศบาลมีหน้าที่", date=datetime.date(2021, 1, 1), topics=("ท้องถิ่น", "เมือง")),
        document(
            "อ้างถึงหนังสือ",
            "ตามหนังสือที่อ้างถึง",
            cited_references=("มท 0891.3/ว 1918",),
            date=datetime.date(2022, 1, 1),
        ),
        document(
            "ประกาศไม่มีวันที่ของเทศบาล", "เรื่องทั่วไป 100% และ under_score", date=None, status="", status_label=""
        ),
    )
    return shelf


def asked(query: str = "", **lists: Any) -> Found:
    params = QueryDict(mutable=True)
    params["q"] = query
    for name, value in lists.items():
        params.setlist(name, [value] if isinstance(value, str) else value)
    return find(params)


def titles(found: Found) -> list[str]:
    return [result.document.title for result in found.results]


def test_every_word_must_be_there(unindexed: Shelf) -> None:
    found = asked("น้ำท่วม เทศบาล")
    assert found.degraded
    assert titles(found) == ["หนังสือเรื่องน้ำท่วม"]


def test_any_word_when_no_document_has_all(unindexed: Shelf) -> None:
    assert set(titles(asked("น้ำท่วม พระราชบัญญัติ"))) == {"หนังสือเรื่องน้ำท่วม", "พระราชบัญญัติเทศบาล"}


def test_the_newest_come_first_and_undated_ones_last(unindexed: Shelf) -> None:
    assert titles(asked("เทศบาล")) == ["พระราชบัญญัติเทศบาล", "หนังสือเรื่องน้ำท่วม", "ประกาศไม่มีวันที่ของเทศบาล"]


def test_the_order_that_was_asked_for_is_kept(unindexed: Shelf) -> None:
    assert titles(asked("เทศบาล", order="oldest")) == [
        "หนังสือเรื่องน้ำท่วม",
        "พระราชบัญญัติเทศบาล",
        "ประกาศไม่มีวันที่ของเทศบาล",
    ]


@pytest.mark.parametrize("query", ["มท 0891.3/ว 1918", "มท ๐๘๙๑.๓/ว ๑๙๑๘", "ว1918"])
def test_a_number_finds_who_bears_and_who_cites_it(unindexed: Shelf, query: str) -> None:
    found = asked(query)
    assert "หนังสือเรื่องน้ำท่วม" in titles(found)
    assert found.total == len(found.results)
    [pin] = found.pinned
    assert [row.title for row in pin.exact] == ["หนังสือเรื่องน้ำท่วม"]


def test_a_number_that_nobody_bears_is_said_and_its_words_are_searched(unindexed: Shelf) -> None:
    found = asked("มท 0808.2/ว 9999")
    assert [(pin.number, pin.exact, pin.citing) for pin in found.pinned] == [("มท 0808.2/ว 9999", (), 0)]
    assert titles(found) == ["หนังสือเรื่องน้ำท่วม"], "it shares the letters of the ministry"


@pytest.mark.parametrize(
    ("query", "total"), [('"ขอถุงยังชีพ"', 1), ('"ถุงยังชีพขอ"', 0), ('"เทศบาลมีหน้าที่"', 1), ('"ขอถุงยังชีพ" เทศบาล', 1)]
)
def test_quoted_text_must_stand_as_it_is(unindexed: Shelf, query: str, total: int) -> None:
    found = asked(query)
    # What stands nowhere is searched without its quotes, and the page says so (issue 12 point 4).
    assert found.unquoted is (total == 0)
    assert found.unquoted or found.total == total


@pytest.mark.parametrize(
    ("lists", "total"),
    [
        ({"kind": "circular"}, 1),
        ({"kind": ["circular", "law"]}, 4),
        ({"year": "2563"}, 1),
        ({"topic": "เมือง"}, 1),
        ({"topic": ["เมือง", "ท้องถิ่น"]}, 1),
        ({"kind": "law", "year": "2563"}, 0),
        ({"status": "in_force"}, 3),
    ],
)
def test_filters_hold_alone_and_with_words(unindexed: Shelf, lists: dict[str, Any], total: int) -> None:
    assert asked("", **lists).total == total
    assert asked("เทศบาล", **lists).total <= total


def test_filters_typed_into_the_box_hold_too(unindexed: Shelf) -> None:
    found = asked("ประเภท:หนังสือเวียน เทศบาล")
    assert titles(found) == ["หนังสือเรื่องน้ำท่วม"]


@pytest.mark.parametrize("query", ["", "  ", "...", "(((", "\u0e48"])
def test_nothing_to_search_finds_nothing(unindexed: Shelf, query: str) -> None:
    assert asked(query).total == 0


@pytest.mark.parametrize(
    ("query", "total"), [('"100%"', 1), ('"%"', 0), ('"1_0"', 0), ('"under_score"', 1), ('"\\\\"', 0)]
)
def test_signs_of_the_database_match_only_themselves(unindexed: Shelf, query: str, total: int) -> None:
    assert asked(query).total == total


def test_a_withdrawn_document_is_not_found(unindexed: Shelf) -> None:
    item = next(item for item in unindexed.documents() if "น้ำท่วม" in item.title)
    unindexed.take(item)
    assert asked("ถุงยังชีพ").total == 0
    assert asked("มท 0891.3/ว 1918").pinned[0].exact == ()
    assert asked("", kind="circular").total == 0


def test_the_passage_with_the_word_is_shown_and_linked(unindexed: Shelf) -> None:
    [result] = asked("ถุงยังชีพ").results
    assert result.heading == "มาตรา 2"
    assert result.url.endswith("#section-2")
    assert [piece.text for piece in result.excerpt if piece.marked] == ["ถุงยังชีพ"]


def test_the_page_says_that_the_list_is_short_hand(client: Client, unindexed: Shelf) -> None:
    response = client.get(URL, {"q": "เทศบาล"})
    assert NOTICE in response.content.decode()
    site_index.rebuild()
    assert NOTICE not in client.get(URL, {"q": "ถนน"}).content.decode()


def test_no_count_is_claimed_that_nobody_counted(client: Client, unindexed: Shelf) -> None:
    """The database counts no facets: a chosen filter with the number 0 beside it would contradict the list."""
    found = asked("เทศบาล", kind="circular")
    assert found.total == 1
    assert presentation.facets(found, read_catalog()) == []
    assert [tag.text for tag in presentation.tags(found, read_catalog())] == ["ประเภท: หนังสือเวียน"]


def test_pages(shelf: Shelf) -> None:
    shelf.put(*(document(f"เทศบาลที่ {n}", date=datetime.date(2000, 1, 1 + n)) for n in range(23)))
    first, last = asked("เทศบาล"), asked("เทศบาล", page="99")
    assert (first.total, first.pages, len(first.results)) == (23, 3, PAGE_SIZE)
    assert (last.page, len(last.results)) == (3, 3)
    seen = [title for page in "123" for title in titles(asked("เทศบาล", page=page))]
    assert len(set(seen)) == 23


def test_the_number_of_queries_does_not_grow(client: Client, unindexed: Shelf) -> None:
    def grow() -> None:
        unindexed.put(*(document(f"เทศบาลนครที่ {n}", "งานของเทศบาล") for n in range(6)))

    assert_same_queries(lambda: client.get(URL, {"q": "เทศบาล"}), grow)


def test_a_pasted_page_costs_no_more_queries_than_a_word(client: Client, unindexed: Shelf) -> None:
    client.get(URL, {"q": "เทศบาล"})
    few = count_queries(lambda: client.get(URL, {"q": "เทศบาล ถนน"}))
    many = count_queries(lambda: client.get(URL, {"q": "เทศบาลช่วยเหลือน้ำท่วมถนนสะพานโรงเรียน " * 50}))
    assert many <= few + 4


def test_no_correction_is_offered_without_the_words_of_an_index(unindexed: Shelf) -> None:
    assert asked("เทศบาร").correction == ""


def test_the_place_in_a_document_is_the_first_that_holds_the_last_word_found(shelf: Shelf) -> None:
    """Whatever words a passage holds, and however many of them: what asking word by word gave, in one question."""
    shelf.put(
        document("หนึ่ง", ["น้ำ ไฟ", "ลม น้ำ", "ไฟ", "ไฟ ลม"]),
        document("สอง", ["ดิน", "น้ำ", "น้ำ ไฟ"]),
        document("สาม", ["ดิน"]),
    )
    keys = list(IndexedDocument.objects.values_list("pk", flat=True))
    for words in ([], ["น้ำ"], ["น้ำ", "ไฟ"], ["ไฟ", "น้ำ", "ลม"], ["ลม", "ไฟ", "ดิน"]):
        one_by_one: dict[int, int] = {}
        for word in words:
            found = IndexedPassage.objects.filter(document__in=keys, text__contains=word)
            one_by_one |= dict(found.order_by("-position").values_list("document", "position"))
        assert fallback._best_passages(keys, words) == one_by_one, words
