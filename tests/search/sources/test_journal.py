"""The search log keeps folded queries, counts, ranks and weeks, and nothing of a person."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.search.models import ClickedRank, SearchedQuery
from portal.search.site.suggest import _POPULAR_TIMES, suggest
from portal.search.site.vain import searched_in_vain
from portal.search.sources import journal, site_index
from tests.helpers import count_queries
from tests.search.factories import Shelf

pytestmark = pytest.mark.django_db


def test_searches_of_one_week_are_counted_together() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)):
        journal.record("น้ำท่วม ๒๕๖๐", 3)
        journal.record("น้ำท่วม  2560", 4)
    row = SearchedQuery.objects.get()
    assert (row.query, row.times, row.results, row.week) == ("น้ำท่วม 2560", 2, 4, datetime.date(2026, 11, 23))


def test_counts_are_kept_for_a_year_and_no_longer() -> None:
    with time_machine.travel(datetime.datetime(2025, 1, 8, 12, tzinfo=datetime.UTC)):
        journal.record("น้ำท่วม", 1)
    with time_machine.travel(datetime.datetime(2025, 12, 24, 12, tzinfo=datetime.UTC)):
        journal.record("ไฟไหม้", 1)
    with time_machine.travel(datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)):
        journal.record("ภัยแล้ง", 1)
    assert set(SearchedQuery.objects.values_list("query", flat=True)) == {"ไฟไหม้", "ภัยแล้ง"}


@pytest.mark.parametrize(
    "query",
    [
        "1-2345-67890-12-1",
        "นาย ก 1234567890121",
        "๑๒๓๔๕๖๗๘๙๐๑๒๑",
        "โทร 081-234-5678",
        "0812345678",
        "075 611 899",
        "+66 81 234 5678",
        "somchai@example.com",
        "x" * 200,
        "",
    ],
)
def test_queries_that_may_name_a_person_are_dropped(query: str) -> None:
    journal.record(query, 1)
    assert not SearchedQuery.objects.exists()


@pytest.mark.parametrize("query", ["มท 0891.3/ว 1918", "พ.ศ. 2560", "มาตรา 1546", "1300"])
def test_numbers_of_documents_are_kept(query: str) -> None:
    journal.record(query, 1)
    assert SearchedQuery.objects.exists()


def test_the_table_has_no_room_for_a_person() -> None:
    names = {field.name for model in (SearchedQuery, ClickedRank) for field in model._meta.get_fields()}
    assert names == {"id", "week", "query", "times", "results", "clicks", "searched", "rank"}


def test_opened_results_are_counted_by_rank(client: Client, shelf: Shelf) -> None:
    client.get("/search/", {"q": "น้ำท่วม"})
    address = reverse("search:click")
    for rank in ("2", "2", "1", "0", "-1", "jam", "9" * 50):
        response = client.post(f"{address}?q=น้ำท่วม&rank={rank}")
        assert response.status_code == 204
        assert not response.cookies
    client.post(f"{address}?q=ไม่เคยค้น&rank=1")
    assert sorted(ClickedRank.objects.values_list("rank", "times")) == [(1, 1), (2, 2)]


def test_editors_see_what_was_searched_in_vain() -> None:
    journal.record("ทุเรียน", 0)
    journal.record("ทุเรียน", 0)
    journal.record("มังคุด", 0)
    journal.record("เทศบาล", 5)
    assert [(row.query, row.searched) for row in searched_in_vain()] == [("ทุเรียน", 2), ("มังคุด", 1)]


def test_only_queries_of_many_people_are_suggested(shelf: Shelf) -> None:
    journal.record("น้ำท่วมบ้าน", 3)
    assert suggest("น้ำท่วม") == []
    for _ in range(_POPULAR_TIMES):
        journal.record("น้ำท่วมบ้าน", 3)
    assert [item.text for item in suggest("น้ำท่วม")] == ["น้ำท่วมบ้าน"]


def times_of(query: str) -> int:
    row = SearchedQuery.objects.filter(query=query).first()
    return row.times if row else 0


def test_an_index_without_documents_finds_nothing_and_breaks_nothing(client, shelf):
    site_index.rebuild()
    for query in ("นายทดสอบ โกงเงินน้ำท่วม", "มท 0891.3/ว 1918", "abc def ghi"):
        assert client.get("/search/", {"q": query}).status_code == 200


def test_one_visitor_alone_makes_no_query_popular(client, shelf):
    """What is popular is suggested to everybody: nobody may put a sentence about a neighbor there."""
    for _ in range(6):
        client.get("/search/", {"q": "นายทดสอบ โกงเงินน้ำท่วม"}, REMOTE_ADDR="192.0.2.77")
    assert times_of("นายทดสอบ โกงเงินน้ำท่วม") == 1
    for number in range(3):
        client.get("/search/", {"q": "นายทดสอบ โกงเงินน้ำท่วม"}, REMOTE_ADDR=f"198.51.100.{number}")
    assert times_of("นายทดสอบ โกงเงินน้ำท่วม") == 4


def test_what_is_remembered_of_visitors_is_bounded_and_tells_nothing(monkeypatch):
    monkeypatch.setattr(journal, "_MOST_SEEN", 3)
    monkeypatch.setattr(journal, "_seen", type(journal._seen)())
    for number in range(5):
        assert not journal.is_repeated(f"คำค้น {number}", "192.0.2.1")
    assert len(journal._seen) == 3
    assert journal.is_repeated("คำค้น 4", "192.0.2.1")
    assert not journal.is_repeated("คำค้น 4", "192.0.2.2")
    assert all(len(key) == 16 and b"192" not in key for key in journal._seen)


def test_counting_a_search_costs_little() -> None:
    """Nearly every search is one update; a new query of the week is three statements more, and the old weeks go."""
    with_savepoint = 2
    assert count_queries(lambda: journal.record("น้ำท่วม", 3)) <= 4 + with_savepoint
    assert count_queries(lambda: journal.record("น้ำท่วม", 4)) == 1 + with_savepoint
    row = SearchedQuery.objects.get()
    assert (row.times, row.results) == (2, 4)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the moment that the journal takes for now, to be moved."""
    now = [1_000.0]
    monkeypatch.setattr(journal, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_what_all_look_for_at_once_is_counted_whole_and_written_seldom(seconds: list[float]) -> None:
    """In a flood the row of one query would be waited for by everybody who searches (issue 15, 1)."""
    many = journal.MOST_WRITTEN + 500
    writing = count_queries(lambda: [journal.record("น้ำท่วม", 3) for _ in range(journal.MOST_WRITTEN)])
    assert count_queries(lambda: [journal.record("น้ำท่วม", 3) for _ in range(500)]) == 0 < writing
    assert times_of("น้ำท่วม") == journal.MOST_WRITTEN
    journal.record("ไฟไหม้", 1)
    assert times_of("ไฟไหม้") == 1, "other words do not wait"
    seconds[0] += journal.WINDOW + 1
    journal.record("น้ำท่วม", 7)
    row = SearchedQuery.objects.get(query="น้ำท่วม")
    assert (row.times, row.results) == (many + 1, 7)


def test_what_waits_belongs_to_its_week(seconds: list[float]) -> None:
    sunday = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
    with time_machine.travel(sunday, tick=False):
        for _ in range(journal.MOST_WRITTEN + 3):
            journal.record("น้ำท่วม", 3)
    with time_machine.travel(sunday + datetime.timedelta(days=1), tick=False):
        journal.record("น้ำท่วม", 3)
    seconds[0] += journal.WINDOW + 1
    with time_machine.travel(sunday, tick=False):
        journal.record("น้ำท่วม", 3)
    counted = dict(SearchedQuery.objects.values_list("week", "times"))
    assert counted == {
        datetime.date(2026, 11, 23): journal.MOST_WRITTEN + 4,
        datetime.date(2026, 11, 30): 1,
    }


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_MOST_GATHERED", 3)
    for number in range(9):
        journal.record(f"คำค้น {number}", 1)
    assert len(journal._gathered) == 3
    assert SearchedQuery.objects.count() == 9


def test_two_who_make_the_same_row_at_once_are_both_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one makes it between our first look and our own row."""
    real = SearchedQuery.objects.bulk_create

    def late(rows: list[SearchedQuery], **options: object) -> object:
        SearchedQuery.objects.create(week=journal.this_week(), query="น้ำท่วม", times=1, results=3)
        return real(rows, **options)

    monkeypatch.setattr(SearchedQuery.objects, "bulk_create", late)
    journal.record("น้ำท่วม", 4)
    assert SearchedQuery.objects.get().times == 2
