"""What `bin/bench sign-ins` stands on: a line that carries no more than it can, and a browser that fetches what a browser would."""

from __future__ import annotations

import gzip
import http.client
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from benchmarks.newcomer import Newcomer, fetched
from benchmarks.signing_in import sign_in
from benchmarks.slow_line import Line, SlowDoor

PAGE = """<html><head><link rel="stylesheet" href="/static/a.css"><link rel="canonical" href="/other/">
<script src="/static/b.js" defer></script></head><body><form><input type="hidden" name="csrf" value="t&amp;k">
<img src="https://elsewhere.example/x.png"><img src="c.svg" alt=""></form></body></html>"""
STYLES = '@font-face { src: url("f.woff2") } .x { background: url(data:image/png;base64,AA) }'


class Portal(http.server.BaseHTTPRequestHandler):
    """A sign-in that leads to the desk; everything else is a file."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        text = (
            STYLES if self.path.endswith(".css") else "x" * 9000 if self.path.startswith("/static/") else PAGE
        )
        self._answer(404 if self.path == self.server.missing else 200, gzip.compress(text.encode(), 0))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(sent)
        right = "password=right" in sent
        self._answer(302 if right else 200, gzip.compress(PAGE.encode()), Location="/desk/" if right else "")

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Encoding": "gzip", "Set-Cookie": "s=1; Path=/", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *rest: object) -> None:
        """Say nothing."""


@pytest.fixture
def portal() -> Iterator[http.server.ThreadingHTTPServer]:
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    made.daemon_threads = True
    made.asked, made.missing = [], ""
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_everybody_s_bytes_wait_behind_each_other() -> None:
    waits: list[float] = []
    line = Line(1000.0, clock=lambda: 50.0, sleep=waits.append)
    for size in (500, 1500, 1000):
        line.carry(size)
    assert waits == [0.5, 2.0, 3.0]
    assert line.carried == 3000


def test_what_belongs_to_a_page_is_fetched_and_nothing_of_others() -> None:
    assert fetched(PAGE, "/accounts/login/") == ["/static/a.css", "/static/b.js", "/accounts/login/c.svg"]


def test_a_sign_in_fetches_all_once_through_the_line(portal: http.server.ThreadingHTTPServer) -> None:
    line = Line(100_000.0)
    door = SlowDoor(portal.server_port, line)
    started = time.monotonic()
    assert sign_in(door.port, "a", "right") > 0
    door.close()
    assert time.monotonic() - started >= line.carried / line.rate * 0.9
    assert line.carried > 9000
    asked = portal.asked
    assert asked.count("/static/a.css") == asked.count("/static/f.woff2") == asked.count("/static/b.js") == 1
    assert "csrf=t%26k&username=a&password=right" in asked, "what the page hid went along"
    assert "/desk/" in asked


def test_what_goes_wrong_is_told(portal: http.server.ThreadingHTTPServer) -> None:
    with pytest.raises(http.client.HTTPException, match="led to /accounts/login/"):
        sign_in(portal.server_port, "a", "wrong")
    portal.missing = "/static/f.woff2"
    with (
        closing(Newcomer(portal.server_port)) as browser,
        pytest.raises(http.client.HTTPException, match="f.woff2 answered 404"),
    ):
        browser.open("/desk/")
