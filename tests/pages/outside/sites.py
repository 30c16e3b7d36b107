"""Other sites for tests: a real web server on this machine that knows every trouble, and a clock that nobody waits for."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from portal.pages.domain.outside.visiting import Pace

THAI = "/%E0%B8%AB%E0%B8%99%E0%B9%89%E0%B8%B2?%E0%B8%9B%E0%B8%B5=2569"
HUGE = 64 * 1024 * 1024


class Site:
    """A site with a page for each trouble; keeps who asked for what, and how much of a huge page was taken.

    Attributes:
        address: of its front page.
        host: `name:port`.
        asked: method and path of each call, in their order.
        headers: of the last call.
        sent: bytes of the huge page that left.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        self.sent = 0
        self.is_down = False
        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Answers,), {"site": self}))
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.address = f"http://{self.host}"
        self._thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(5)


REDIRECTS = {
    "/moved": (301, "/fine"),
    "/moved-slash": (301, "/moved-slash/"),
    "/today": (302, "/fine"),
    "/moved-then-today": (301, "/today"),
    "/round": (302, "/round"),
    "/cookie": (302, "/cookie"),
    "/cookie-once": (302, "/fine"),
    "/cookie-first": (302, "/round"),
    "/to-thai": (301, "/หน้า?ปี=2569"),
    "/inside": (302, "http://192.168.1.1/admin"),
    "/inside-name": (302, "http://intranet.example.org/"),
    "/file": (302, "file:///etc/passwd"),
    **{f"/step-{number}": (302, f"/step-{number + 1}") for number in range(1, 9)},
    "/step-9": (302, "/fine"),
}
STATUS = {"/gone": 404, "/never": 410, "/forbidden": 403, "/sign-in": 401, "/busy": 429, "/broken": 500}
GET_ONLY = frozenset({"/get-only", "/huge"})
FINE = GET_ONLY | {"/", "/fine", "/moved-slash/", THAI}


class Answers(BaseHTTPRequestHandler):
    """What a site says to whoever asks."""

    site: Site

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.site.asked.append((self.command, self.path))
        self.site.headers = dict(self.headers.items())
        if self.path == "/slow":
            self.site.over.wait(5)
        elif self.site.is_down:
            self.close_connection = True
        else:
            self.say(*self.found())

    def say(self, status: int, location: str) -> None:
        self.send_response(status)
        if location:
            # As careless servers write it: the bytes of Thai letters, as they are.
            self.send_header("Location", location.encode().decode("latin-1"))
        if self.path.startswith("/cookie"):
            self.send_header("Set-Cookie", "seen=1; Path=/")
        is_huge = self.path == "/huge" and self.command == "GET"
        self.send_header("Content-Length", str(HUGE if is_huge else 0))
        self.end_headers()
        if is_huge:
            self.flood()

    def found(self) -> tuple[int, str]:
        if self.path in GET_ONLY and self.command == "HEAD":
            return 405, ""
        if self.path in REDIRECTS:
            return REDIRECTS[self.path]
        is_there = self.path in FINE or self.path.startswith("/fine?")
        return STATUS.get(self.path, 200 if is_there else 404), ""

    def flood(self) -> None:
        part = b"x" * 65536
        try:
            while self.site.sent < HUGE:
                self.wfile.write(part)
                self.site.sent += len(part)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Stay silent."""


class Clock:
    """A clock that goes on when somebody sleeps, and keeps for how long."""

    def __init__(self) -> None:
        self.at = time.monotonic()
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    def pace(self) -> Pace:
        return Pace(now=lambda: self.at, sleep=self.sleep)
