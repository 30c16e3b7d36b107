"""What `bin/bench load` stands on: a visitor who carries hidden fields along, and a count that finds what is lost or doubled."""

from __future__ import annotations

import gzip
import http.server
import threading
import uuid
from collections.abc import Iterator
from urllib.parse import parse_qs, quote

import pytest
from django.template.loader import render_to_string

from benchmarks.load import (
    BEFORE,
    BURST,
    CHECK,
    FILLING,
    MARK,
    NORMAL,
    TRIES,
    Crowd,
    Rates,
    Tally,
    at,
    losses,
    verdict,
)
from benchmarks.visitor import Reply, Visitor, hidden, shown
from cases.models import Duty
from tests.cases import factories
from tests.cases.factories import CaseFactory


class Echo(http.server.BaseHTTPRequestHandler):
    """Sets a cookie, leads on, and says what it was sent."""

    def do_GET(self) -> None:
        self._answer(200, f"{self.path} {self.headers.get('Cookie')} {self.headers['X-Forwarded-For']}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.posted.append((parse_qs(body), self.headers["Referer"]))
        if self.path == "/busy/":
            self._answer(503, "later", **{"Retry-After": "60"})
        else:
            self._answer(302, "", Location="/next/?a=1", **{"Set-Cookie": "session=abc; Path=/"})

    def _answer(self, status: int, text: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        content = text.encode()
        if self.path == "/packed/":
            content = gzip.compress(content)
            self.send_header("Content-Encoding", self.headers["Accept-Encoding"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *rest: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[http.server.HTTPServer]:
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    made.posted = []
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_a_visitor_keeps_cookies_follows_and_comes_from_an_address_of_their_own(server):
    port = server.server_address[1]
    one, other = Visitor(port), Visitor(port)
    reply = one.post("/send/", {"ข้อความ": "น้ำท่วม"}, "/form/")
    assert (reply.status, reply.path) == (200, "/next/?a=1")
    assert "session=abc" in reply.text
    assert server.posted == [({"ข้อความ": ["น้ำท่วม"]}, f"http://127.0.0.1:{port}/form/")]
    assert "session" not in other.get("/").text
    assert reply.text.split()[-1] != other.get("/").text.split()[-1]
    busy = one.post("/busy/", {}, "/form/")
    assert (busy.status, busy.retry_after) == (503, "60")
    one.close()
    other.close()


def test_a_new_visitor_has_no_cookie_and_asks_in_thai_as_a_browser_does(server):
    """With an empty header `Cookie` no kept page would be given out, and what is measured would not be what readers get."""
    visitor = Visitor(server.server_address[1])
    path, cookie, _address = visitor.get("/search/?q=น้ำท่วม").text.split()
    assert (path, cookie) == (f"/search/?q={quote('น้ำท่วม')}", "None")
    packed = visitor.get("/packed/")
    assert packed.text.startswith("/packed/ None")
    visitor.close()


def test_a_visit_that_could_not_take_place_ends_the_run():
    crowd = Crowd(1, [])

    def broken() -> None:
        raise ValueError("no such address")

    crowd._read = broken
    with pytest.raises(ValueError, match="no such address"):
        crowd.come(Rates(submissions=0, reads=20, statuses=0), 0.1)


def test_in_a_burst_those_press_who_filled_in_the_form_before():
    crowd = Crowd(1, [])
    pressed: list[str] = []
    crowd._fill = lambda _visitor, _mark: Reply(200, CHECK, "")
    crowd._press = lambda _visitor, mark, _page: pressed.append(mark) or True
    crowd.come(Rates(0, 0, 0, filled=20), 0.2)
    assert not pressed
    crowd.come(Rates(0, 0, 0, pressed=20), 0.2)
    assert sorted(pressed) == [f"{MARK} {number:06}" for number in range(1, 5)]
    assert not crowd.tally.given_up
    assert BEFORE.filled * FILLING == pytest.approx(BURST.pressed * 10), "everybody of the burst has a form"


def test_who_waits_has_hung_up(server):
    """A connection on which nobody speaks is closed by the server, and the next request on it is lost."""
    visitor, open_at_sleep = Visitor(server.server_address[1]), []

    def sleep(_seconds: float) -> None:
        open_at_sleep.append(visitor._connection.sock is not None)

    crowd = Crowd(server.server_address[1], [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.load.time.sleep", sleep)
        assert crowd._patiently(visitor, lambda: visitor.post("/busy/", {}, "/form/")) is None
    assert open_at_sleep == [False] * TRIES


def test_hidden_fields_are_read_as_a_browser_would():
    page = '<input type="hidden" name="token" value="a&amp;b"><input name="x" value="1"><input type="hidden" name="empty">'
    assert hidden(page) == {"token": "a&b", "empty": ""}


def test_both_codes_are_read_from_the_confirmation():
    codes = ("4Y6J-ZHEF", "0123-4567-8901-2345-6789")
    page = render_to_string(
        "components/codes.html", {"codes": zip(("เลขที่เรื่อง", "รหัสติดตาม"), codes, strict=True)}
    )
    assert shown(page) == codes
    assert shown("<dd>4Y6J-ZHEF</dd>") is None
    assert shown("<p>503</p>") is None


def test_the_value_below_which_a_share_lies():
    values = [number / 100 for number in range(100, 0, -1)]
    assert (at(values, 0.5), at(values, 0.95), at([], 0.95)) == (0.51, 0.96, 0.0)


@pytest.mark.django_db
def test_what_is_lost_and_what_is_doubled_is_found():
    """A number without a row, a row without a next thing to do, a mark that came twice; what is whole is left alone."""
    factories.world()
    tally = Tally()

    def send(number: int) -> str:
        mark = f"{MARK} {number:06}"
        case = CaseFactory(narrative=f"น้ำท่วม {mark}", token=uuid.uuid4())
        tally.shown[mark] = (case.reference, "s")
        return mark

    whole, silent, twice = send(1), send(2), send(3)
    Duty.objects.filter(case__reference=tally.shown[silent][0]).update(
        ended_at=factories.timezone.now(), how="done"
    )
    send(3)
    tally.shown[f"{MARK} 000004"] = ("0000-0000", "s")
    lost, doubled = losses(tally)
    assert lost == [silent, f"{MARK} 000004"]
    assert doubled == [twice]
    assert whole not in lost


def test_what_was_promised_stands_beside_what_was_measured():
    tally, lines = Tally(), []
    for status in (200, 503, 500):
        tally.add("send", status, 0.25)
    verdict(tally, 1.0, lines.append)
    assert "503: 1  5xx: 1  promised 1000" in lines[0]
    assert NORMAL.times(10).submissions == 30
    assert BEFORE.times(2).filled == 2 * BEFORE.filled
