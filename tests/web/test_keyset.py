"""Lists by key: every row once and in order, whatever comes and goes meanwhile, and nothing of an address is believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calendar.models import Holiday
from portal.outbox.models import Channel
from portal.thai.digits import to_thai
from portal.web.keyset import END, LONGEST_PLACE, Key, KeyPage, keyed
from tests.organizations.factories import OrganizationFactory
from tests.properties import WITH_FIXTURES

pytestmark = pytest.mark.django_db

Order = tuple[Key, ...]
NAME, NAME_DOWN = Key("name", is_code=True), Key("name", descending=True, is_code=True)
UP: Order = (Key("failures"), NAME)
WRITTEN: dict[str, Order] = {
    "one key": (NAME,),
    "one key down": (NAME_DOWN,),
    "up": UP,
    "down": (Key("failures", descending=True), NAME_DOWN),
    "both ways": (Key("failures", descending=True), NAME),
    "none first": (Key("paused_until", nulls="first"), NAME),
    "none first down": (Key("paused_until", descending=True, nulls="first"), NAME),
    "none last": (Key("paused_until", nulls="last"), NAME_DOWN),
    "none last down": (Key("paused_until", descending=True, nulls="last"), NAME),
    "none in two": (
        Key("paused_until", nulls="first"),
        Key("failing_since", descending=True, nulls="last"),
        NAME,
    ),
    "none between": (Key("failures"), Key("paused_until", nulls="last"), NAME),
}
BY_WORDS: Order = (Key("last_error", descending=True), Key("failures"), NAME)
"""Of the values of this order only the code stands in an address."""

_times = st.none() | st.sampled_from([dt.datetime(2026, 11, day, 3, 4, 5, day, dt.UTC) for day in (1, 2, 3)])
_channels = st.builds(
    Channel,
    paused_until=_times,
    failing_since=_times,
    failures=st.integers(0, 2),
    last_error=st.sampled_from(["a", "b", "somchai"]),
)
_rows = st.lists(_channels, max_size=12)


def kept(rows: Sequence[Channel]) -> list[Channel]:
    """Put rows in the place of all others, named in the order in which they were thought of."""
    Channel.objects.all().delete()
    for number, row in enumerate(rows):
        row.name = f"c{number:02}"
    return Channel.objects.bulk_create(rows)


def in_order(rows: Sequence[Channel], order: Order) -> list[str]:
    """Return the names of rows as Python orders them."""
    found = list(rows)
    for key in reversed(order):
        value = attrgetter(key.name)
        without = [row for row in found if value(row) is None]
        having = sorted((row for row in found if value(row) is not None), key=value, reverse=key.descending)
        found = without + having if key.nulls == "first" else having + without
    return [row.name for row in found]


def shown(address: str, order: Order, per_page: int) -> KeyPage[Channel]:
    """Return the page of an address."""
    return keyed(RequestFactory().get(address), Channel.objects.all(), order, per_page)


def names(page: KeyPage[Channel]) -> list[str]:
    return [row.name for row in page.rows]


def walk(start: str, way: str, order: Order, per_page: int) -> Iterator[list[str]]:
    """Follow the links of one kind from a page on, to the last one."""
    page = shown(start, order, per_page)
    yield names(page)
    while link := getattr(page, way):
        page = shown(link, order, per_page)
        yield names(page)


@pytest.mark.parametrize("order", [*WRITTEN.values(), BY_WORDS], ids=[*WRITTEN, "by words"])
@settings(suppress_health_check=WITH_FIXTURES, max_examples=15)
@given(rows=_rows, per_page=st.integers(1, 5))
def test_forwards_and_backwards_every_row_stands_once_and_in_order(
    order: Order, rows: list[Channel], per_page: int
) -> None:
    expected = in_order(kept(rows), order)
    forwards = list(walk("/list/", "after", order, per_page))
    assert [name for page in forwards for name in page] == expected
    assert all(len(page) == per_page for page in forwards[:-1])
    backwards = list(walk(f"/list/?before={END}", "before", order, per_page))
    assert [name for page in reversed(backwards) for name in page] == expected
    first = shown("/list/", order, per_page)
    assert not first.before and not first.first
    if first.after:
        second = shown(first.after, order, per_page)
        assert names(shown(second.before, order, per_page)) == names(first)
        assert names(shown(second.first, order, per_page)) == names(first)
        assert names(shown(first.last, order, per_page)) == backwards[0]
        assert not shown(first.last, order, per_page).after


@pytest.mark.parametrize("order", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("way", ["after", "before"])
@settings(suppress_health_check=WITH_FIXTURES, max_examples=15)
@given(data=st.data(), rows=_rows, per_page=st.integers(1, 4))
def test_what_stays_is_shown_once_whatever_comes_and_goes_between_two_pages(
    order: Order, way: str, data: st.DataObject, rows: list[Channel], per_page: int
) -> None:
    kept(rows)
    gone: set[str] = set()
    came: set[str] = set()
    seen: list[str] = []
    page = shown("/list/" if way == "after" else f"/list/?before={END}", order, per_page)
    while True:
        seen = seen + names(page) if way == "after" else names(page) + seen
        link = getattr(page, way)
        if not link:
            break
        # The row that names the place may go too.
        going = data.draw(st.sets(st.sampled_from(sorted(row.name for row in rows)), max_size=3))
        Channel.objects.filter(name__in=going).delete()
        gone |= going
        for row in data.draw(st.lists(_channels, max_size=2 if len(came) < 6 else 0)):
            row.name = f"x{len(came):02}"
            row.save(force_insert=True)
            came.add(row.name)
        following = shown(link, order, per_page)
        if set(names(following)) & set(seen):
            # Nothing was left there: the nearest page is shown, which leads no further this way.
            assert not getattr(following, way)
            break
        page = following
    stayed = [row for row in rows if row.name not in gone]
    assert [name for name in seen if name not in gone | came] == in_order(stayed, order)
    assert len(seen) == len(set(seen))


@pytest.fixture
def three() -> list[Channel]:
    """Three rows that differ in everything, the middle one without a time."""
    time = dt.datetime(2026, 11, 29, 1, 2, 3, 4, dt.UTC)
    return kept(
        [
            Channel(failures=number, paused_until=None if number == 1 else time, last_error=error)
            for number, error in enumerate(("somchai", "jaidee", "meesuk"))
        ]
    )


def test_an_address_holds_values_and_keeps_what_else_it_says(three: list[Channel]) -> None:
    order = (Key("paused_until", nulls="last"), Key("failures"), NAME)
    page = shown("/list/?kind=a&kind=b&q=น้ำ&before=jam", order, 1)
    split = urlsplit(page.after)
    assert split.path == "/list/"
    assert parse_qs(split.query) == {
        "kind": ["a", "b"],
        "q": ["น้ำ"],
        "after": ["20261129T010203.000004Z_0_c00"],
    }
    last = shown(page.last, order, 1)
    assert "before=none_1_c01" in last.before
    assert not last.after and not last.last


def test_no_words_stand_in_an_address(three: list[Channel]) -> None:
    page = shown(shown("/list/", BY_WORDS, 1).after, BY_WORDS, 1)
    assert names(page) == ["c02"]
    links = (page.first, page.before, page.after, page.last)
    assert not [link for link in links if "somchai" in link or "meesuk" in link]
    assert "after=c02" in page.after


def test_a_row_that_is_none_of_the_list_is_no_place_in_it(three: list[Channel]) -> None:
    """Else whoever knows its key could find out by and by what its words are."""
    rows = Channel.objects.exclude(name="c02")
    for name in ("c02", "c99"):
        request = RequestFactory().get("/list/", {"after": name})
        assert names(keyed(request, rows, BY_WORDS, 5)) == ["c00", "c01"]


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize(
    "place",
    [
        "",
        "jam",
        "1",
        "1_c01_c01",
        "_",
        "1_",
        "_c01",
        "none_c01",
        "1.0_c01",
        "1e0_c01",
        "+1_c01",
        " 1_c01",
        "1_c01 ",
        "1_c01\n",
        "1_c0\x00",
        "1_น้ำ",
        "1_' OR 1=1 --",
        "9999999999999999999_c01",
        "1_" + "c" * 41,
        "1_c" + "0" * LONGEST_PLACE,
        "𝟙_c01",
        "²_c01",
        END,
    ],
    ids=ascii,
)
def test_a_place_that_means_nothing_is_the_first_page(three: list[Channel], way: str, place: str) -> None:
    page = keyed(RequestFactory().get("/list/", {way: place}), Channel.objects.all(), UP, 2)
    at_end = (way, place) == ("before", END)
    assert names(page) == (["c01", "c02"] if at_end else ["c00", "c01"])


@pytest.mark.parametrize(
    "place",
    [
        "00000101T000000.000000Z_c01",
        "20261329T010203.000004Z_c01",
        "20261129T250203.000004Z_c01",
        "2026-11-29T01:02:03Z_c01",
        "20261129T010203.000004+0700_c01",
        "none_",
    ],
)
def test_a_time_that_is_none_is_the_first_page(three: list[Channel], place: str) -> None:
    page = keyed(
        RequestFactory().get("/list/", {"after": place}), Channel.objects.all(), WRITTEN["none last"], 1
    )
    assert names(page) == ["c02"]


@pytest.mark.parametrize("place", ["00010101T000000.000000Z_c01", "99991231T235959.999999Z_c01"])
@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("order", ["none first", "none last", "none first down", "none last down"])
def test_a_time_at_the_end_of_time_is_a_place(three: list[Channel], way: str, order: str, place: str) -> None:
    page = keyed(RequestFactory().get("/list/", {way: place}), Channel.objects.all(), WRITTEN[order], 5)
    assert page.rows


@pytest.mark.parametrize("number", ["999999999999999999", "-999999999999999999"])
def test_a_number_that_no_column_holds_is_a_place(three: list[Channel], number: str) -> None:
    page = keyed(RequestFactory().get("/list/", {"after": f"{number}_c01"}), Channel.objects.all(), UP, 5)
    assert names(page) == ["c00", "c01", "c02"]


def test_thai_digits_are_digits(three: list[Channel]) -> None:
    request = RequestFactory().get("/list/", {"after": to_thai("0_c00")})
    assert names(keyed(request, Channel.objects.all(), UP, 5)) == ["c01", "c02"]


def test_days_stand_in_an_address_as_days() -> None:
    Holiday.objects.all().delete()
    days = [dt.date(2026, 12, day) for day in (5, 10, 31)]
    for day in days:
        Holiday.objects.create(day=day, name="วันหยุด")
    order = (Key("day", descending=True), Key("pk"))
    page = keyed(RequestFactory().get("/list/"), Holiday.objects.all(), order, 2)
    assert [row.day for row in page.rows] == [days[2], days[1]]
    assert f"after=2026-12-10_{page.rows[1].pk}" in page.after
    rest = keyed(RequestFactory().get(page.after), Holiday.objects.all(), order, 2)
    assert [row.day for row in rest.rows] == [days[0]]
    wrong = keyed(RequestFactory().get("/list/?after=2026-02-30_1"), Holiday.objects.all(), order, 2)
    assert wrong.rows == page.rows


def test_an_order_leads_over_what_a_row_belongs_to(db: None) -> None:
    upper = [OrganizationFactory(), OrganizationFactory()]
    rows = [OrganizationFactory(parent=upper[number % 2]) for number in range(4)]
    order = (Key("parent__pk", descending=True), Key("pk"))
    of = type(rows[0]).objects.filter(parent__in=upper).select_related("parent")
    found: list[Any] = []
    address = "/list/"
    while address:
        page = keyed(RequestFactory().get(address), of, order, 1)
        found += page.rows
        address = page.after
    assert found == [rows[1], rows[3], rows[0], rows[2]]


def test_an_order_that_ends_in_words_is_refused() -> None:
    with pytest.raises(ValueError, match="last_error"):
        shown("/list/", (NAME, Key("last_error")), 5)


@pytest.mark.parametrize("order", WRITTEN.values(), ids=WRITTEN)
def test_a_page_is_one_statement_that_reads_one_row_more_than_it_shows(
    three: list[Channel], order: Order
) -> None:
    place = shown("/list/", order, 1).after
    with CaptureQueriesContext(connection) as queries:
        shown(place, order, 1)
    (asked,) = [query["sql"] for query in queries]
    assert asked.endswith("LIMIT 2")
    assert "OFFSET" not in asked and "COUNT" not in asked


@pytest.mark.parametrize(("order", "sign"), [("up", ">"), ("down", "<")])
def test_an_index_of_several_columns_is_entered_at_the_place(
    three: list[Channel], order: str, sign: str
) -> None:
    place = shown("/list/", WRITTEN[order], 1).after
    with CaptureQueriesContext(connection) as queries:
        shown(place, WRITTEN[order], 1)
    assert f'("outbox_channel"."failures", "outbox_channel"."name") {sign} (' in queries[0]["sql"]
