"""What `bin/bench first-syncs` stands on: a phone that asks for what a phone asks for, and bars that are judged."""

from __future__ import annotations

import gzip
import http.client
import http.server
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from benchmarks.first_syncs import SPARE, Came, FirstSync, judged, named, needs_of, together
from benchmarks.newcomer import Newcomer

WORKER = """const PAGES = { th: "/offline/", en: "/en/offline/" };
const PHONES = { th: "/desk/phone/", en: "/en/desk/phone/" };
const STATIC = "/static/";
const NEEDS = ["/static/a.css", "/static/keep.js"];
NEEDS.push("/static/f.woff2");
self.addEventListener("activate", () => caches.keys().then((names) => names.filter((name) => name !== "/x/")));"""
PAGE = """<html data-worker="/worker.js"><link rel="stylesheet" href="/static/a.css"><script src="/static/b.js"></script>
<div data-who="/desk/phone/who/" data-sync="/desk/phone/sync/"></div></html>"""


class Portal(http.server.BaseHTTPRequestHandler):
    """A page, its files, a worker, and somebody who is signed in."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        portal: Any = self.server
        portal.asked.append(f"GET {self.path}")
        if self.path == "/desk/phone/":
            known = self.headers.get("If-None-Match") == '"1"'
            self._answer(304 if known else 200, "" if known else PAGE, ETag='"1"', Cache_Control="max-age=0")
        elif self.path == "/worker.js":
            self._answer(200, WORKER)
        elif self.path == "/desk/phone/who/":
            self._answer(200, json.dumps({"key": {"name": "k"}, "token": "t"}))
        else:
            self._answer(200, "x" * 1000, Cache_Control="max-age=9, immutable")

    def do_POST(self) -> None:
        portal: Any = self.server
        head = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        portal.asked.append(f"POST {self.path} {self.headers['X-CSRFToken']} {head['takes']}")
        lists = {"lists": [{"items": [1, 2]}, {"items": [3]}], "forms": {}}
        self._answer(portal.status, json.dumps({"mark": 0} | (lists if head["takes"] else {})))

    def _answer(self, status: int, text: str, **headers: str) -> None:
        content = gzip.compress(text.encode()) if text else b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *rest: object) -> None:
        """Say nothing."""


@pytest.fixture
def portal() -> Iterator[Any]:
    made: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    made.daemon_threads = True
    made.asked, made.status = [], 200
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_a_page_and_a_worker_say_what_is_asked_for() -> None:
    assert (named(PAGE, "who"), named(PAGE, "worker")) == ("/desk/phone/who/", "/worker.js")
    with pytest.raises(http.client.HTTPException, match="names no key"):
        named(PAGE, "key")
    assert needs_of(WORKER) == [
        "/offline/",
        "/en/offline/",
        "/static/a.css",
        "/static/keep.js",
        "/static/f.woff2",
    ]


def test_a_phone_asks_for_all_of_it_once_and_for_its_page_twice(portal: Any) -> None:
    with closing(Newcomer(portal.server_port)) as browser:
        phone = FirstSync(browser)
        phone.take_along()
    assert portal.asked == [
        "GET /desk/phone/",
        "GET /static/a.css",
        "GET /static/b.js",
        "GET /desk/phone/",
        "GET /desk/phone/who/",
        "POST /desk/phone/sync/ t False",
        "GET /worker.js",
        "GET /offline/",
        "GET /en/offline/",
        "GET /static/keep.js",
        "GET /static/f.woff2",
        "GET /desk/phone/who/",
        "POST /desk/phone/sync/ t True",
    ]
    assert phone.items == 3
    # Once where browsers keep what came, and once in each of the two caches.
    assert phone.held > SPARE + 2 * len(PAGE) + 2 * 3 * 1000


def test_all_go_through_one_line_and_what_fails_is_counted(portal: Any) -> None:
    came = together(portal.server_port, [{}, {}, {}], 50.0)
    assert (came.items, came.requests, came.failed) == ([3] * 3, [13] * 3, Counter())
    assert len(came.seconds) == 3 and came.carried > 3 * 13 * 50
    portal.status = 502
    came = together(portal.server_port, [{}, {}], 50.0)
    assert came.failed == {"HTTPException the store of the page was answered 502": 2} and came.seconds == []


def test_an_idle_connection_that_the_server_closed_is_opened_again(portal: Any) -> None:
    with closing(Newcomer(portal.server_port)) as browser:
        browser.ask("/static/a.css")
        # As a server does with a connection that was idle for too long: the next request meets its end.
        old = browser._connection.sock
        old.shutdown(2)
        assert browser.ask("/static/b.js").status == 200
        assert browser._connection.sock is not old
    with closing(Newcomer(1)) as nobody, pytest.raises(OSError):
        nobody.ask("/")


@pytest.mark.parametrize(
    ("change", "missed"),
    [
        ({}, 0),
        ({"one": Came([20.1], [1], [9], [9])}, 1),
        ({"many": Came([3.0, 120.5], [1], [9], [9])}, 1),
        ({"many": Came([3.0], [1], [5_000_001], [9])}, 1),
        ({"many": Came([3.0], [1], [9], [9], Counter({"lost": 1}))}, 1),
        ({"one": Came(), "many": Came()}, 2),
    ],
    ids=["all kept", "alone", "slowest", "phone", "failed", "nobody came"],
)
def test_each_bar_is_judged_by_itself(change: dict[str, Came], missed: int) -> None:
    said: list[str] = []
    given = {"one": Came([19.9], [1], [9], [9]), "many": Came([3.0, 119.0], [1], [9], [9])} | change
    assert judged(said.append, given["one"], given["many"], 2) == missed
    assert sum("MISSED" in line for line in said) == missed
