"""Papers that anybody may ask for never hold the threads that others need (issue 7, "One request must never stop the rest")."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.test import Client

from legal_library.public import pdf
from portal.letters.drawing import once
from portal.letters.drawing.once import kept_or_drawn
from portal.web.errors import BusyError
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory
from tests.pages.factories import make_site

WAIT = 10.0


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


class Slow:
    """A drawing that lasts until it is let go on.

    Attributes:
        drawn: how often it was begun.
    """

    def __init__(self) -> None:
        self.drawn = 0
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self) -> bytes:
        self.drawn += 1
        self.begun.set()
        assert self.go_on.wait(WAIT)
        return b"%PDF"


def waiting(condition: Callable[[], bool]) -> None:
    """Wait until another thread has come so far."""
    for _try in range(1000):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came so far")


def places_taken() -> int:
    return once.PLACES - once._places._value


def test_two_who_ask_for_the_same_paper_get_one_drawing() -> None:
    draw = Slow()
    with ThreadPoolExecutor(2) as threads:
        answers: list[Future[bytes]] = [threads.submit(kept_or_drawn, "paper", draw, 60) for _ in range(2)]
        waiting(lambda: places_taken() == 2)
        draw.go_on.set()
        assert [answer.result(WAIT) for answer in answers] == [b"%PDF", b"%PDF"]
    assert draw.drawn == 1
    assert kept_or_drawn("paper", draw, 60) == b"%PDF"
    assert draw.drawn == 1


def test_whoever_comes_while_one_draws_and_one_waits_is_sent_away_at_once() -> None:
    draw, other = Slow(), Slow()
    other.go_on.set()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(kept_or_drawn, "paper", draw, 60)
        assert draw.begun.wait(WAIT)
        second = threads.submit(kept_or_drawn, "other", other, 60)
        waiting(lambda: places_taken() == 2)
        with pytest.raises(BusyError):
            kept_or_drawn("third", other, 60)
        assert other.drawn == 0, "one at a time"
        draw.go_on.set()
        assert first.result(WAIT) == second.result(WAIT) == b"%PDF"
    assert kept_or_drawn("third", other, 60) == b"%PDF"


def test_what_is_kept_waits_for_nobody() -> None:
    cache.set("kept", b"%PDF kept", 60)
    draw = Slow()
    with ThreadPoolExecutor(1) as threads:
        threads.submit(kept_or_drawn, "paper", draw, 60)
        assert draw.begun.wait(WAIT)
        assert kept_or_drawn("kept", draw, 60) == b"%PDF kept"
        draw.go_on.set()


def test_who_waits_too_long_is_sent_away_and_the_place_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "PATIENCE", 0.01)
    draw = Slow()
    with ThreadPoolExecutor(1) as threads:
        threads.submit(kept_or_drawn, "paper", draw, 60)
        assert draw.begun.wait(WAIT)
        with pytest.raises(BusyError):
            kept_or_drawn("other", draw, 60)
        assert places_taken() == 1
        draw.go_on.set()
    assert places_taken() == 0


def test_a_drawing_that_fails_gives_its_turn_back() -> None:
    def fails() -> bytes:
        raise RuntimeError("no typeface")

    for _try in range(once.PLACES + 1):
        with pytest.raises(RuntimeError):
            kept_or_drawn("paper", fails, 60)
    assert kept_or_drawn("paper", lambda: b"%PDF", 60) == b"%PDF"


@pytest.mark.django_db
def test_the_reader_is_told_to_come_back_and_reads_the_page_meanwhile(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = DocumentFactory(parent=LibraryIndexFactory(parent=make_site()))
    monkeypatch.setattr(pdf, "_draw", lambda *arguments: b"%PDF")
    for _place in range(once.PLACES):
        once._places.acquire()
    try:
        refused = client.get(f"{page.url}document.pdf")
        assert client.get(page.url).status_code == 200
    finally:
        for _place in range(once.PLACES):
            once._places.release()
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert "no-store" in refused["Cache-Control"]
    assert client.get(f"{page.url}document.pdf").content == b"%PDF"
