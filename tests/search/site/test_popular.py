"""What many search for at the same time is drawn once: the same page, counted each time, and never an old one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from portal.page_cache import memory
from portal.search.models import SearchedQuery
from portal.search.site import popular, views
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/search/?q=น้ำท่วม"
NOON = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)


class Desk:
    """Draws pages, and counts them."""

    def __init__(self) -> None:
        self.pages = 0


@pytest.fixture
def desk(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A library with one document about a flood; nothing was asked before."""
    shelf.put(document("ช่วยเหลือน้ำท่วม", "ผู้ประสบน้ำท่วมขอรับความช่วยเหลือได้"))
    site_index.refresh()
    desk, draw = Desk(), views._drawn

    def counted(request: Any) -> popular.Drawn:
        desk.pages += 1
        return draw(request)

    monkeypatch.setattr(views, "_drawn", counted)
    popular._asked.clear()
    popular._held.clear()
    yield desk


def ask(address: str = ADDRESS, visitor: int = 0, **headers: str) -> str:
    reply = Client(REMOTE_ADDR=f"10.0.0.{visitor}").get(address, headers=headers)
    assert reply.status_code == 200
    # Without the marks around the words that were looked for.
    return re.sub(r"</?mark>", "", reply.content.decode())


def test_from_the_third_time_on_the_page_is_there_and_it_is_the_same(desk: Desk) -> None:
    pages = [ask(visitor=number) for number in range(5)]
    assert desk.pages == 2
    assert len(set(pages)) == 1
    assert "ช่วยเหลือน้ำท่วม" in pages[0]


def test_everybody_who_searches_is_counted_and_nobody_twice(desk: Desk) -> None:
    for number in (*range(5), 4, 4):
        ask(visitor=number)
    assert SearchedQuery.objects.get().times == 5


def test_what_changed_shows_in_the_next_answer(desk: Desk, shelf: Shelf) -> None:
    for number in range(3):
        ask(visitor=number)
    shelf.put(document("ศูนย์พักพิงน้ำท่วม", "เปิดรับผู้ประสบน้ำท่วมแล้ว"))
    site_index.refresh()
    assert "ศูนย์พักพิงน้ำท่วม" in ask(visitor=4)


def test_another_language_host_or_filter_is_another_page(desk: Desk, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    for number in range(3):
        ask(visitor=number)
    assert 'lang="en"' in ask("/en" + ADDRESS)
    assert ask(ADDRESS + "&kind=law") != ask()
    ask(host="other.test")
    assert desk.pages == 5


def test_half_a_minute_later_it_is_drawn_again(desk: Desk, time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)
    for number in range(3):
        ask(visitor=number)
    time_machine.shift(memory.HELD_SECONDS)
    ask()
    assert desk.pages == 3


@pytest.mark.parametrize(
    "words",
    ["ถูกสามีทำร้าย", "โทร 081-234-5678 น้ำท่วม", "1234567890121", "somchai@example.com"],
    ids=["danger", "a number", "an ID card", "an address"],
)
def test_nothing_is_held_of_whoever_is_in_danger_or_named(desk: Desk, words: str) -> None:
    for number in range(4):
        ask(f"/search/?q={words}", visitor=number)
    assert desk.pages == 4
    assert popular._held.bounds() == (0, 0)


def test_nobody_reads_in_the_memory_of_the_process_what_somebody_looked_for(desk: Desk) -> None:
    for number in range(3):
        ask("/search/?q=บ้านริมคลอง น้ำท่วม", visitor=number)
    keys = [*popular._asked._shelf.entries, *popular._held._shelf.entries]
    assert len(keys) == 2
    assert not any("น้ำท่วม" in unquote(key) or "q=" in key for key in keys)


def test_without_an_index_each_answer_asks_the_database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        ask(visitor=number)

    def gone() -> Any:
        raise popular.IndexUnavailableError("gone")

    monkeypatch.setattr(site_index, "now", gone)
    assert "ดัชนีค้นหากำลังสร้างใหม่" in ask(visitor=5)
    assert desk.pages == 3


def test_what_is_held_has_bounds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for visitor in range(3):
        ask("/search/?q=" + "น้ำท่วม " * 40, visitor=visitor)
    assert popular._held.bounds() == (0, 0)
    monkeypatch.setattr(popular._held, "most_entries", 2)
    monkeypatch.setattr(popular._asked, "most_entries", 3)
    for number in range(6):
        for visitor in range(2):
            ask(f"/search/?q=น้ำท่วม {number}", visitor=visitor)
    pages, size = popular._held.bounds()
    assert pages == 2
    assert popular._asked.bounds()[0] == 3
    assert size < 2 * popular.LARGEST
    monkeypatch.setattr(popular._held, "most_bytes", 10)
    for visitor in range(3):
        ask("/search/?q=ศูนย์", visitor=visitor)
    assert popular._held.bounds() == (pages, size)
