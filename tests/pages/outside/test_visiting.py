"""A visit tells whether a reader would get there: politely, within bounds, and never into our own network (issue 11; R05)."""

from __future__ import annotations

import socket
import ssl
from typing import Any

import pytest

from portal.pages.domain.outside import visiting
from portal.pages.domain.outside.visiting import FEW_BYTES, MOST_REDIRECTS, Visit, visit
from portal.pages.models.links import LinkState
from portal.web import reaching
from tests.pages.outside.sites import HUGE, THAI, Clock, Site


@pytest.mark.parametrize(
    ("path", "state", "status"),
    [
        ("/fine", LinkState.OK, 200),
        (THAI, LinkState.OK, 200),
        ("/get-only", LinkState.OK, 200),
        ("/huge", LinkState.OK, 200),
        ("/today", LinkState.OK, 200),
        ("/moved-slash", LinkState.OK, 200),
        ("/moved-then-today", LinkState.OK, 200),
        ("/gone", LinkState.GONE, 404),
        ("/never", LinkState.GONE, 410),
        ("/broken", LinkState.ERROR, 500),
        ("/forbidden", LinkState.REFUSES, 403),
        ("/sign-in", LinkState.REFUSES, 401),
        ("/busy", LinkState.REFUSES, 429),
        ("/round", LinkState.LOOP, 302),
        ("/step-1", LinkState.LOOP, 302),
        # A program that keeps no cookie goes round where a reader is let in: not dead, a person has to look.
        ("/cookie", LinkState.REFUSES, 302),
        ("/cookie-first", LinkState.REFUSES, 302),
        ("/cookie-once", LinkState.OK, 200),
        ("/step-5", LinkState.OK, 200),
        ("/inside", LinkState.INSIDE, 302),
        ("/file", LinkState.GARBLED, 302),
    ],
)
def test_every_answer_is_understood(site: Site, clock: Clock, path: str, state: str, status: int) -> None:
    found = visit(site.address + path, clock.pace())
    assert (found.state, found.status, found.heard) == (state, status, True)
    assert not found.moved_to


def test_what_moved_for_good_says_where(site: Site, clock: Clock) -> None:
    assert visit(site.address + "/moved", clock.pace()).moved_to == site.address + "/fine"
    to_thai = visit(site.address + "/to-thai", clock.pace())
    assert (to_thai.state, to_thai.moved_to) == (LinkState.MOVED, site.address + THAI)


def test_a_redirect_into_our_own_network_is_not_followed(
    site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by number nor by a name that means such a machine."""
    called: list[Any] = []
    real, found = socket.create_connection, socket.getaddrinfo

    def connect(address: Any, *args: Any, **kwargs: Any) -> Any:
        called.append(f"{address[0]}:{address[1]}")
        return real(address, *args, **kwargs)

    def lookup(host: str, *args: Any, **kwargs: Any) -> Any:
        inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))]
        return inside if host == "intranet.example.org" else found(host, *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    for path in ("/inside", "/inside-name"):
        assert visit(site.address + path, clock.pace()).state == LinkState.INSIDE
    assert set(called) == {site.host}
    alone = visit("http://intranet.example.org/", clock.pace())
    assert alone == Visit(LinkState.INSIDE), "and nobody was heard"


def test_who_is_silent_is_left_in_time(site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "LONGEST_CALL", 0.2)
    assert visit(site.address + "/slow", clock.pace()) == Visit(LinkState.LATE)
    assert site.asked == [("HEAD", "/slow")], "who is slow is not asked a second time"


def test_no_step_begins_after_the_time_of_a_visit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 10_000, 20))
    pace = visiting.Pace(now=lambda: float(next(ticks)), sleep=lambda seconds: None)
    found = visit(site.address + "/round", pace)
    assert (found.state, found.heard) == (LinkState.LATE, True)
    assert len(site.asked) < MOST_REDIRECTS


@pytest.mark.parametrize(
    ("error", "state", "heard"),
    [
        (socket.gaierror(-2, "unknown"), LinkState.NO_NAME, False),
        (ConnectionRefusedError(), LinkState.NOBODY, False),
        (TimeoutError(), LinkState.LATE, False),
        (ssl.SSLCertVerificationError("old"), LinkState.CERTIFICATE, True),
    ],
)
def test_why_nobody_answers_is_told(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, error: Exception, state: str, heard: bool
) -> None:
    def fails(*args: Any, **kwargs: Any) -> Any:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert visit("https://a.example/", clock.pace()) == Visit(LinkState(state), heard=heard)


def test_a_visit_takes_little(site: Site, clock: Clock) -> None:
    """HEAD where it does, a kilobyte of a page of 64 MB where it does not, and nothing of any person."""
    visit(site.address + "/fine", clock.pace())
    assert site.asked == [("HEAD", "/fine")]
    assert set(site.headers) == {"Host", "Accept-Encoding", "User-Agent", "Accept"}
    assert site.headers["User-Agent"] == "Klang-LinkCheck/1 (+http://testserver)"
    site.asked.clear()
    visit(site.address + "/huge", clock.pace())
    assert site.asked == [("HEAD", "/huge"), ("GET", "/huge")]
    assert site.headers["Range"] == f"bytes=0-{FEW_BYTES - 1}"
    site.close()
    assert site.sent < HUGE / 4


def test_who_says_that_it_is_too_much_is_not_asked_again(site: Site, clock: Clock) -> None:
    visit(site.address + "/busy", clock.pace())
    assert site.asked == [("HEAD", "/busy")]


def test_a_host_is_called_once_a_second(site: Site, clock: Clock) -> None:
    pace = clock.pace()
    visit(site.address + "/step-6", pace)
    assert len(site.asked) == 5
    assert clock.slept == [1.0] * 4
    visit(site.address + "/fine", pace)
    assert clock.slept == [1.0] * 5, "the next visit waits too"
    clock.at += 5
    visit(site.address + "/fine", pace)
    assert clock.slept == [1.0] * 5, "after a second nobody waits"
