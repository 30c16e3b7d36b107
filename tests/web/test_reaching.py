"""The one way out to addresses that somebody typed in: never into our own network, never for long, never much (R05; ASVS 1.3.6).

What partners set up goes through it too: `tests/cases/georeport/test_hooks.py` holds the calls of names that change.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal.web import reaching
from portal.web.reaching import AddressError, Bounds, UnreachableError, Why

OPEN = Bounds(is_open=True)


@contextmanager
def answering(content: bytes | None) -> Iterator[str]:
    """A machine that says one thing to whoever comes first, or nothing at all; yields its host and port."""
    server = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve() -> None:
        try:
            taken, _address = server.accept()
        except OSError:
            return
        with taken:
            if content is None:
                done.wait(5)
                return
            taken.recv(4096)
            taken.sendall(content)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        done.set()
        server.close()
        thread.join(5)


@pytest.mark.parametrize(
    "address",
    ["http://a.example/", "https://a.example:8443/x?y=1", "https://a.example/", "http://8.8.8.8:8080/"],
)
def test_what_a_browser_would_open_may_be_asked_where_that_is_allowed(address: str) -> None:
    assert reaching.check(address + "#part", OPEN) == address
    if address != "https://a.example/":
        with pytest.raises(AddressError):
            reaching.check(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "ftp://a.example/",
            "https://a.example:25/",
            "https://u:p@a.example/",
            "https://ก.example/",
            "https:///x",
        ),
        *(
            "https://a..example/",
            "http://a.example:x/",
            "https://a.example/" + "x" * 500,
            "javascript:alert(1)",
        ),
    ],
)
def test_what_is_no_address_of_the_web_is_refused_even_then(address: str) -> None:
    with pytest.raises(AddressError) as refused:
        reaching.check(address, OPEN)
    assert not refused.value.is_inside


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "[fc00::1]"],
)
def test_numbers_of_our_own_network_are_refused_and_named_as_such(host: str) -> None:
    with pytest.raises(AddressError) as refused:
        reaching.check(f"http://{host}/", OPEN)
    assert refused.value.is_inside
    with pytest.raises(UnreachableError) as unreachable:
        reaching.ask("GET", f"http://{host}/", {}, OPEN)
    assert unreachable.value.why == Why.INSIDE


def gives(error: Exception) -> Callable[..., Any]:
    def raising(*args: Any, **kwargs: Any) -> Any:
        raise error

    return raising


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (socket.gaierror(-2, "Name or service not known"), Why.NO_NAME),
        (TimeoutError(), Why.LATE),
        (ConnectionRefusedError(), Why.NOBODY),
        (ssl.SSLCertVerificationError("expired"), Why.CERTIFICATE),
        (ssl.SSLError("handshake"), Why.NOBODY),
        (UnicodeError("name"), Why.GARBLED),
    ],
)
def test_why_nobody_answered_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, error: Exception, why: Why
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", gives(error))
    with pytest.raises(UnreachableError) as unreachable:
        reaching.ask("HEAD", "https://a.example/", {})
    assert unreachable.value.why == why


def test_who_is_silent_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "LONGEST_CALL", 0.2)
    with answering(None) as host, pytest.raises(UnreachableError) as unreachable:
        reaching.ask("GET", f"http://{host}/", {}, Bounds(inside=[host]))
    assert unreachable.value.why == Why.LATE


def test_what_is_no_answer_of_the_web_is_told() -> None:
    with answering(b"220 mail.example ESMTP\r\n") as host, pytest.raises(UnreachableError) as unreachable:
        reaching.ask("GET", f"http://{host}/", {}, Bounds(inside=[host]))
    assert unreachable.value.why == Why.GARBLED


def test_a_redirect_is_an_answer_and_its_thai_is_read() -> None:
    moved = "HTTP/1.1 301 Moved\r\nLocation: /หน้าใหม่\r\nContent-Length: 0\r\n\r\n".encode()
    with answering(moved) as host:
        answer = reaching.ask("GET", f"http://{host}/", {}, Bounds(inside=[host]), most=10)
    assert answer == reaching.Answer(301, "/หน้าใหม่")
