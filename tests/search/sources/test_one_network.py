"""Whoever asks again and again, from wherever they can, makes no query popular: popular ones are suggested to everybody."""

from __future__ import annotations

import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client

from portal.search.models import SearchedQuery
from portal.search.site.suggest import _POPULAR_TIMES
from portal.search.sources import journal
from portal.throttle.models import Tally
from tests.helpers import count_queries
from tests.search.factories import Shelf

pytestmark = pytest.mark.django_db
RUMOR = "นายทดสอบ โกงเงินน้ำท่วม"
NOW = dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(journal, "_seen", OrderedDict())
    # The window of five weeks begins with the test.
    since = SimpleNamespace(time=lambda: time.time() - NOW.timestamp())
    monkeypatch.setattr("portal.throttle.limits.time", since)
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember nobody, as a process does that was started anew, or another one of the same machine."""
    monkeypatch.setattr(journal, "_seen", OrderedDict())
    monkeypatch.setattr(journal, "_gathered", OrderedDict())


def times() -> int:
    return SearchedQuery.objects.filter(query=RUMOR).aggregate(sum=Sum("times"))["sum"] or 0


def search(visitor: str) -> None:
    if not journal.is_repeated(RUMOR, visitor):
        journal.record(RUMOR, 1, visitor)


def test_another_process_and_another_week_count_nobody_twice(
    monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    for _week in range(3):
        for _process in range(4):
            another_process(monkeypatch)
            search("192.0.2.77")
        clock.shift(dt.timedelta(weeks=1))
    assert times() == 2, "who made it known, and once more"
    assert times() < _POPULAR_TIMES


def test_all_addresses_of_one_customer_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2 * _POPULAR_TIMES):
        search(f"2001:db8:77:{number:x}::")
    assert times() == 1
    search("2001:db8:78::")
    assert times() == 2


def test_many_people_make_it_popular_and_are_then_counted_without_being_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(journal.WELL_KNOWN):
        another_process(monkeypatch)
        search(f"198.51.100.{number}")
    assert times() == journal.WELL_KNOWN, "no two of them are in one group"
    before = Tally.objects.count()
    another_process(monkeypatch)
    with_savepoint = 2
    assert count_queries(lambda: journal.record(RUMOR, 1, "198.51.100.1")) == 2 + with_savepoint
    assert Tally.objects.count() == before


def test_one_network_makes_a_bounded_number_of_queries_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "NEW_OF_A_NETWORK", 3)
    for number in range(6):
        journal.record(f"คำค้น {number}", 1, "192.0.2.1")
    assert SearchedQuery.objects.count() == 3
    journal.record("คำค้น 9", 1, "192.0.2.2")
    assert SearchedQuery.objects.count() == 4


def test_all_of_them_make_a_bounded_number_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "NEW_OF_ALL", 3)
    for number in range(6):
        journal.record(f"คำค้น {number}", 1, f"192.0.2.{number}")
    assert SearchedQuery.objects.count() == 3
    journal.record("คำค้น 1", 1, "192.0.2.77")
    assert SearchedQuery.objects.get(query="คำค้น 1").times == 2, "what is known goes on being counted"


def test_what_is_kept_names_neither_visitor_nor_words() -> None:
    search("192.0.2.77")
    for row in Tally.objects.all():
        assert len(row.key) == 64
        assert set(row.key) <= set("0123456789abcdef")
    assert {journal._group(f"10.{number // 256}.{number % 256}.1") for number in range(5000)} <= set(
        range(4096)
    )


def test_the_page_tells_from_where_somebody_asks(
    client: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _process in range(3):
        another_process(monkeypatch)
        client.get("/search/", {"q": RUMOR}, REMOTE_ADDR="192.0.2.77")
    assert times() == 2
