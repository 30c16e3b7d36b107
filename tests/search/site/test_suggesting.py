"""Suggestions: what is public now, found by any part of it, in order; nothing else, whatever is typed."""

from __future__ import annotations

import datetime
import shutil
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search.models import SearchedQuery
from portal.search.site.suggest import _POPULAR_TIMES, MOST, Row, Titles, suggest
from portal.search.sources import changes, journal, site_index
from tests.helpers import count_queries
from tests.properties import WITH_FIXTURES
from tests.search.factories import Shelf, document

URL = reverse("search:suggest")


def texts(typed: str) -> list[str]:
    return [item.text for item in suggest(typed)]


@pytest.fixture
def stocked(shelf: Shelf) -> Shelf:
    shelf.put(
        document("พระราชบัญญัติเทศบาล พ.ศ. 2496", aliases=("กฎหมายเทศบาล",)),
        document("ระเบียบงบประมาณของเทศบาล"),
        document("เทศบาลเมือง"),
        document("แนวทางช่วยเหลือ OSCC", kind="guide", kind_label="คู่มือ", own_references=("มท 0891.3/ว 1918",)),
    )
    site_index.refresh()
    return shelf


def row(number: int, folded: str) -> Row:
    return Row(number, folded, folded, f"/{number}/", "")


def test_titles_that_begin_with_it_come_first_then_words_then_the_middle() -> None:
    titles = Titles([row(1, "xxเทศบาล"), row(2, "งาน เทศบาล"), row(3, "เทศบาลนคร"), row(4, "เทศบาล")])
    assert [found.document for found in titles.matching("เทศบาล", 10)] == [4, 3, 2, 1]


def test_no_match_reaches_from_one_title_into_the_next() -> None:
    titles = Titles([row(1, "ab"), row(2, "cd")])
    assert titles.matching("bc", 10) == []
    assert [found.document for found in titles.matching("cd", 10)] == [2]


def test_a_title_that_holds_it_twice_is_offered_once() -> None:
    assert len(Titles([row(1, "น้ำ น้ำ น้ำ")]).matching("น้ำ", 10)) == 1


def test_no_titles_match_nothing() -> None:
    assert Titles([]).matching("ก", 5) == []


@settings(max_examples=150)
@given(
    st.lists(st.text(alphabet="กขค ab(1", min_size=1, max_size=12), max_size=12),
    st.text(alphabet="กขค ab(1", min_size=1, max_size=4),
)
def test_exactly_the_titles_that_contain_it_are_found(folded: list[str], typed: str) -> None:
    titles = Titles([row(number, text) for number, text in enumerate(folded)])
    found = {match.document for match in titles.matching(typed, 100)}
    assert found == {number for number, text in enumerate(folded) if typed in text}


def test_each_suggestion_says_what_it_is_and_leads_there(stocked: Shelf) -> None:
    [found] = [item for item in suggest("ว 1918") if "OSCC" in item.text]
    assert found.note == "เลขที่หนังสือ"
    assert found.url.startswith("/library/document-")
    assert suggest("แนวทาง")[0].note == "คู่มือ"


def test_another_name_leads_to_the_title(stocked: Shelf) -> None:
    assert "กฎหมายเทศบาล – พระราชบัญญัติเทศบาล พ.ศ. 2496" in texts("กฎหมายเท")


@pytest.mark.parametrize("typed", ["", " ", "ก", " ก ", "\u200b", "\x00\x00", "  \n "])
def test_less_than_two_letters_suggest_nothing(stocked: Shelf, typed: str) -> None:
    assert suggest(typed) == []


@pytest.mark.parametrize(
    "typed", ["gmL", "gmL[k]", "มท๐๘๙๑.๓", "มท 0891.3/ว1918", "พ.ร.บ.เทศ", "พรบเทศ", "เทศบาล  "]
)
def test_layout_digits_and_abbreviations_are_understood(stocked: Shelf, typed: str) -> None:
    assert suggest(typed)


def test_at_most_eight(shelf: Shelf) -> None:
    shelf.put(*(document(f"เทศบาลที่ {n}") for n in range(20)))
    site_index.refresh()
    for _ in range(_POPULAR_TIMES):
        for n in range(5):
            journal.record(f"เทศบาลตำบล {n}", 1)
    found = suggest("เทศบาล")
    assert len(found) == MOST
    assert [item.note for item in found].count("คำที่คนค้นบ่อย") == 3


def test_the_number_of_queries_does_not_depend_on_the_titles(stocked: Shelf) -> None:
    suggest("เทศบาล")
    first = count_queries(lambda: suggest("เทศบาล"))
    assert first <= 2
    stocked.put(*(document(f"เทศบาลเพิ่ม {n}") for n in range(10)))
    site_index.refresh()
    suggest("เทศบาล")
    assert count_queries(lambda: suggest("เทศบาล")) == first


@pytest.mark.parametrize("way", ["taken", "removed", "rebuilt"])
def test_a_withdrawn_document_is_not_suggested_any_more(stocked: Shelf, way: str) -> None:
    secret = document("มติลับเรื่องทุเรียนทอง", aliases=("ทุเรียนลับ",), own_references=("กบ 0023.3/ว 777",))
    stocked.put(secret)
    site_index.refresh()
    typed = ("ทุเรียน", "มติลับ", "ว 777", "0023.3", "wg", "ลับเรื่อง")
    assert all(texts(one) for one in typed[:4])
    if way == "taken":
        stocked.take(secret)  # the index has not followed
    elif way == "removed":
        changes.remove(secret.key)
    else:
        del stocked.held[secret.key]
        site_index.rebuild()
    for one in typed:
        assert not any("ทุเรียน" in text or "มติลับ" in text or "777" in text for text in texts(one))


def test_a_title_that_was_changed_a_moment_ago_is_not_shown_as_it_was(stocked: Shelf) -> None:
    """The old title may hold a name that must go: it goes at once, not when the index has followed."""
    item = document("ประกาศเรื่องนายสมมติ โกงเงิน")
    stocked.put(item)
    site_index.refresh()
    assert texts("ประกาศเรื่อง")
    stocked.put(document("ประกาศเรื่องการเงิน", key=item.key, path=item.path))
    assert not any("สมมติ" in text for text in texts("ประกาศเรื่อง"))
    site_index.refresh()
    assert texts("ประกาศเรื่อง") == ["ประกาศเรื่องการเงิน"]


def test_what_its_source_does_not_hand_out_is_never_suggested(stocked: Shelf) -> None:
    changes.update("shelf:unpublished")
    site_index.refresh()
    assert texts("unpublished") == []


def test_without_an_index_titles_come_from_the_database(stocked: Shelf) -> None:
    shutil.rmtree(site_index.engine().root)
    assert "เทศบาลเมือง" in texts("เทศบาล")
    stocked.take(next(item for item in stocked.documents() if item.title == "เทศบาลเมือง"))
    assert "เทศบาลเมือง" not in texts("เทศบาล")


@pytest.mark.parametrize(("times", "shown"), [(_POPULAR_TIMES - 1, False), (_POPULAR_TIMES, True)])
def test_a_query_is_popular_from_the_fifth_search_on(shelf: Shelf, times: int, shown: bool) -> None:
    assert _POPULAR_TIMES == 5
    for _ in range(times):
        journal.record("ขอถุงยังชีพ", 2)
    assert (texts("ถุงยัง") == ["ขอถุงยังชีพ"]) is shown


def test_popular_queries_lead_to_their_results(shelf: Shelf) -> None:
    for _ in range(_POPULAR_TIMES):
        journal.record("ถุงยังชีพ & น้ำดื่ม", 2)
    [found] = suggest("ถุงยัง")
    assert parse_qs(urlsplit(found.url).query) == {"q": ["ถุงยังชีพ & น้ำดื่ม"]}
    assert urlsplit(found.url).path == reverse("search:results")


def test_queries_that_found_nothing_are_not_suggested(shelf: Shelf) -> None:
    for _ in range(10):
        journal.record("ทุเรียนฟรี", 0)
    assert texts("ทุเรียน") == []


def test_what_was_popular_long_ago_is_not_any_more(shelf: Shelf) -> None:
    week = journal.this_week() - datetime.timedelta(weeks=5)
    SearchedQuery.objects.create(week=week, query="ถุงยังชีพ", times=99, results=3)
    assert texts("ถุงยัง") == []
    SearchedQuery.objects.create(week=week + datetime.timedelta(weeks=2), query="ถุงยังชีพ", times=3, results=3)
    SearchedQuery.objects.create(week=week + datetime.timedelta(weeks=3), query="ถุงยังชีพ", times=2, results=3)
    assert texts("ถุงยัง") == ["ถุงยังชีพ"], "weeks add up"


@pytest.mark.parametrize("typed", ["%%", "__", "%_", "\\\\", "''", '""', "((", "--", "**"])
def test_signs_of_databases_match_only_themselves(shelf: Shelf, typed: str) -> None:
    for _ in range(_POPULAR_TIMES):
        journal.record("ถุงยังชีพ", 2)
    shelf.put(document("เทศบาล"))
    site_index.refresh()
    assert suggest(typed) == []


@settings(max_examples=60, suppress_health_check=WITH_FIXTURES)
@given(typed=st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_any_text_gives_json(client: Client, stocked: Shelf, typed: str) -> None:
    response = client.get(URL, {"q": typed})
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["suggestions"]
    assert len(found) <= MOST
    assert all(set(item) == {"text", "url", "note"} and item["url"].startswith("/") for item in found)


def test_a_long_text_is_cut_before_it_is_compared(stocked: Shelf) -> None:
    assert suggest("เทศบาล" + "ก" * 100_000) == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_suggestions_are_only_read(client: Client, shelf: Shelf, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405
