"""What the search log must never hold: numbers and addresses of people, in any spelling, with anything around them."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.search.engine import analysis
from portal.search.models import ClickedRank, SearchedQuery
from portal.search.sources import journal
from portal.thai.digits import to_thai
from tests.search.factories import Shelf

PEOPLE = [
    "1234567890121", "1-2345-67890-12-1", "1 2345 67890 12 1", "1.2345.67890.12.1", "1–2345–67890–12–1",
    "1_2345_67890_12_1", "1/2345/67890/12/1", "1,2345,67890,12,1", "0812345678", "081-234-5678", "081 234 5678",
    "081.234.5678", "(081) 234-5678", "081/234/5678", "+66812345678", "+66 81 234 5678", "66-81-234-5678",
    "075611899", "0-7561-1899", "075-611-899 ต่อ 12", "somchai@example.com", "somchai@krabi.go.th", "a@b", "สมชาย@บ้าน",
    "somchai＠example.com", "somchai @ example.com",
]  # fmt: skip

SURROUNDINGS = [
    "{}", "นาย ก {}", "{} ขอความช่วยเหลือ", "ตรวจสอบ{}ด่วน", "บัตร:{}", "({})", "“{}”", "{} 2560", "2560 {}", "ว 1918 {}",
    "{} {}", "{}\u200b", "เลข\n{}", "kind:law {}", "อายุ 60 {}",
]  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("around", SURROUNDINGS)
def test_a_number_or_address_of_a_person_is_seen_whatever_stands_around_it(person: str, around: str) -> None:
    assert journal.is_private(analysis.fold(around.replace("{}", person)))


@pytest.mark.parametrize("person", PEOPLE)
def test_thai_digits_hide_nobody(person: str) -> None:
    assert journal.is_private(analysis.fold(to_thai(f"ตรวจ {person}")))


@pytest.mark.parametrize("zero_width", ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060"])
def test_invisible_characters_between_digits_hide_nobody(zero_width: str) -> None:
    assert journal.is_private(analysis.fold(zero_width.join("1234567890121")))


@pytest.mark.parametrize("digits", ["１２３４５６７８９０１２１", "0８1２345678"])
def test_full_width_digits_hide_nobody(digits: str) -> None:
    assert journal.is_private(analysis.fold(digits))


@pytest.mark.parametrize(
    "query",
    [
        "มท 0891.3/ว 1918", "มท ๐๘๙๑.๓/ว ๑๙๑๘", "กบ 0023.3/ว 3332", "กบ 0023.3/3332", "นร 0505/ว(ล) 12345", "ว 1918",
        "พ.ศ. 2560", "พ.ศ. 2496-2562", "มาตรา 1546", "สายด่วน 1300", "1300", "12/06/2556", "1 ม.ค. 2560", "เด็ก 3 คน",
        "พ.ร.บ. (ฉบับที่ 2) พ.ศ. 2560 มาตรา 12", "งบ 1,500,000 บาท", "PM 2.5", "COVID-19", "81000", "น้ำท่วม", "",
    ],
)  # fmt: skip
def test_what_papers_and_laws_are_called_is_no_person(query: str) -> None:
    assert not journal.is_private(analysis.fold(query))


@given(
    st.text(alphabet="0123456789", min_size=9, max_size=40), st.sampled_from(["", "-", " ", ".", "  ", " - "])
)
def test_nine_digits_or_more_are_a_person_however_they_are_parted(digits: str, between: str) -> None:
    assert journal.is_private(between.join(digits))


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    assert journal.is_private(analysis.fold(text)) in (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_of_them_reaches_the_table(person: str) -> None:
    journal.record(f"นายสมมติ {person} ขอบ้าน", 1)
    assert not SearchedQuery.objects.exists()


@pytest.mark.django_db
def test_a_page_that_is_searched_with_a_number_of_a_person_counts_nothing(
    client: Client, shelf: Shelf
) -> None:
    for query in ("1234567890121 2560", "1234567890121 0812345678", to_thai("081-234-5678")):
        assert client.get(reverse("search:results"), {"q": query}).status_code == 200
        client.post(f"{reverse('search:click')}?{'q=' + query}&rank=1")
    assert not SearchedQuery.objects.exists()
    assert not ClickedRank.objects.exists()


@pytest.mark.django_db
def test_a_row_holds_words_counts_and_a_week(client: Client, shelf: Shelf) -> None:
    client.get(
        reverse("search:results"),
        {"q": "น้ำท่วม"},
        REMOTE_ADDR="192.0.2.77",
        HTTP_USER_AGENT="Browser of somebody",
        HTTP_REFERER="https://example.com/somebody",
        HTTP_ACCEPT_LANGUAGE="th-TH",
    )
    [row] = SearchedQuery.objects.values()
    assert row == {"id": row["id"], "week": journal.this_week(), "query": "น้ำท่วม", "times": 1, "results": 0}
    assert row["week"].weekday() == 0


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (datetime.date(2026, 11, 23), datetime.date(2026, 11, 23)),
        (datetime.date(2026, 11, 29), datetime.date(2026, 11, 23)),
        (datetime.date(2027, 1, 1), datetime.date(2026, 12, 28)),
        (datetime.date(2024, 2, 29), datetime.date(2024, 2, 26)),
    ],
)
def test_the_week_begins_on_monday(day: datetime.date, monday: datetime.date) -> None:
    assert journal.this_week(day) == monday


def test_the_week_is_that_of_thailand() -> None:
    with time_machine.travel(
        datetime.datetime(2026, 11, 22, 18, tzinfo=datetime.UTC)
    ):  # Monday 01:00 in Krabi
        assert journal.this_week() == datetime.date(2026, 11, 23)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("length", "kept"), [(journal.LONGEST, True), (journal.LONGEST + 1, False), (10_000, False)]
)
def test_long_texts_are_letters_about_people_and_are_not_kept(length: int, kept: bool) -> None:
    journal.record("ก" * length, 1)
    assert SearchedQuery.objects.exists() is kept


@pytest.mark.django_db
def test_the_number_of_results_is_the_latest_one() -> None:
    journal.record("น้ำท่วม", 0)
    journal.record("น้ำท่วม", 7)
    row = SearchedQuery.objects.get()
    assert (row.times, row.results) == (2, 7)
    journal.record("น้ำท่วม", 2**40)
    row.refresh_from_db()
    assert row.results == 2**31 - 1


@pytest.mark.django_db
def test_a_failing_log_fails_no_search(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise DatabaseError("locked")

    monkeypatch.setattr(SearchedQuery.objects, "get_or_create", broken)
    monkeypatch.setattr(SearchedQuery.objects, "filter", broken)
    journal.record("น้ำท่วม", 1)
    journal.record_click("น้ำท่วม", "1")
    assert "not counted" in caplog.text
    assert "น้ำท่วม" not in caplog.text, "the log of the server holds no query either"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rank", "counted"),
    [
        ("1", 1),
        ("2000", 1),
        ("2001", 0),
        ("0", 0),
        ("-1", 0),
        ("", 0),
        ("jam", 0),
        ("๑", 0),
        ("1.5", 0),
        ("9" * 99, 0),
    ],
)
def test_ranks_that_no_list_has_are_not_counted(rank: str, counted: int) -> None:
    journal.record("น้ำท่วม", 1)
    journal.record_click("น้ำท่วม", rank)
    assert ClickedRank.objects.count() == counted


@pytest.mark.django_db
def test_a_click_needs_a_search_of_this_week() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 18, 12, tzinfo=datetime.UTC)):
        journal.record("น้ำท่วม", 1)
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)):
        journal.record_click("น้ำท่วม", "1")
        assert not ClickedRank.objects.exists()
        journal.record("น้ำท่วม", 1)
        journal.record_click("  น้ำท่วม ", "1")
        assert ClickedRank.objects.get().searched.week == datetime.date(2026, 11, 23)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
def test_clicks_are_only_posted(client: Client, method: str) -> None:
    assert getattr(client, method)(reverse("search:click")).status_code == 405


@pytest.mark.django_db
def test_the_second_page_counts_no_second_search(client: Client, shelf: Shelf) -> None:
    client.get(reverse("search:results"), {"q": "น้ำท่วม", "page": "1"}, REMOTE_ADDR="198.51.100.1")
    assert SearchedQuery.objects.get().times == 1
    client.get(reverse("search:results"), {"kind": "law"}, REMOTE_ADDR="198.51.100.2")
    client.get(reverse("search:results"), {"q": "  "}, REMOTE_ADDR="198.51.100.3")
    assert SearchedQuery.objects.count() == 1
