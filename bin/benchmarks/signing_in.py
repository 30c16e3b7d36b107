"""`bin/bench sign-ins`: an office begins its day: everybody signs in at once, through one slow line, with nothing in the browser.

The whole office has one address, so every limit that counts addresses counts all of them together. What a browser would fetch
is fetched (style sheets, scripts, fonts, pictures), packed as it comes, once each. People are invented.
"""

from __future__ import annotations

import gzip
import html
import http.client
import re
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from benchmarks.metrics import percentile
from benchmarks.server import free_port, granian, running
from benchmarks.visitor import hidden

Write = Callable[[str], object]

LOGIN, DESK = "/accounts/login/", "/desk/"
BLOCK = 4096
PATIENCE = 300
"""Seconds after which a browser gives a page up."""
_FETCHED = re.compile(r"""<(?:link\b[^>]*\brel="(?:stylesheet|preload|icon)"|script\b|img\b)[^>]*>""")
_ADDRESS = re.compile(r"""\b(?:href|src)="([^"]+)\"""")
_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


class Line:
    """A line that carries so many bytes a second, whoever sends them.

    Args:
        rate: bytes a second.
        clock, sleep: for tests.
    """

    def __init__(
        self,
        rate: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.rate = rate
        self.carried = 0
        self._free_at = 0.0
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()

    def carry(self, size: int) -> None:
        """Wait until so many bytes are through."""
        with self._lock:
            now = self._clock()
            self._free_at = max(self._free_at, now) + size / self.rate
            self.carried += size
            wait = self._free_at - now
        self._sleep(wait)


class SlowDoor:
    """A port behind which the portal stands, at the end of the line.

    Args:
        behind: port of the portal.
        line: what everything that comes back goes through.
    """

    def __init__(self, behind: int, line: Line) -> None:
        self._behind, self._line = behind, line
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._socket.close()

    def _open(self) -> None:
        while True:
            try:
                outside, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(outside,), daemon=True).start()

    def _serve(self, outside: socket.socket) -> None:
        with outside, socket.create_connection(("127.0.0.1", self._behind)) as inside:
            # Small, so that what the line has not carried waits at the server and not here.
            inside.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * BLOCK)
            back = threading.Thread(target=_pass_on, args=(inside, outside, self._line), daemon=True)
            back.start()
            _pass_on(outside, inside, None)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket, line: Line | None) -> None:
    try:
        while block := source.recv(BLOCK):
            if line is not None:
                line.carry(len(block))
            target.sendall(block)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def fetched(page: str, base: str) -> list[str]:
    """Return the addresses of this host that a browser fetches for a page, in its order."""
    found = [_ADDRESS.search(tag) for tag in _FETCHED.findall(page)]
    return [
        urlsplit(urljoin(base, html.unescape(one.group(1)))).path
        for one in found
        if one is not None and not urlsplit(one.group(1)).netloc
    ]


@dataclass
class Newcomer:
    """A browser with nothing in it.

    Attributes:
        port: at which it asks.
        kept: addresses that it has already.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def open(self, path: str, values: dict[str, str] | None = None) -> tuple[str, str]:
        """Open a page or send a form, follow where it leads, fetch what belongs to it; returns its path and text.

        Raises:
            http.client.HTTPException: an answer is no page.
            OSError: the line broke.
        """
        for _hop in range(6):
            response, text = self._ask(path, values)
            if response.status not in (301, 302, 303):
                break
            path, values = urljoin(path, response.headers["Location"]), None
        if response.status != 200:
            raise http.client.HTTPException(f"{urlsplit(path).path} answered {response.status}")
        self._fetch(fetched(text, path))
        return path, text

    def _fetch(self, addresses: list[str]) -> None:
        for address in addresses:
            if address in self.kept:
                continue
            self.kept.add(address)
            response, text = self._ask(address, None)
            if response.status != 200:
                raise http.client.HTTPException(f"{address} answered {response.status}")
            if address.endswith(".css"):
                inside = (urljoin(address, one) for one in _IN_STYLES.findall(text) if ":" not in one)
                self._fetch([one for one in inside if one.endswith(".woff2")])

    def _ask(self, path: str, values: dict[str, str] | None) -> tuple[http.client.HTTPResponse, str]:
        headers = {
            "Accept": "text/html",
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if values is not None:
            body = urlencode(values)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self.port}{path}",
            }
        self._connection.request("GET" if values is None else "POST", path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return response, content.decode("utf-8", "replace")


def sign_in(port: int, username: str, password: str) -> float:
    """Sign somebody in from nothing to the desk; returns the seconds.

    Raises:
        http.client.HTTPException: it was refused or went wrong.
        OSError: the line broke.
    """
    started = time.monotonic()
    with closing(Newcomer(port)) as browser:
        _path, page = browser.open(LOGIN)
        path, _page = browser.open(LOGIN, hidden(page) | {"username": username, "password": password})
    if not urlsplit(path).path.startswith(DESK):
        raise http.client.HTTPException(f"led to {urlsplit(path).path}")
    return time.monotonic() - started


def _staff(count: int) -> list[tuple[str, str]]:
    # Settings have to be named first.
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from portal.accounts.functions import Function
    from portal.accounts.models import Appointment, AppointmentFunction, User
    from portal.accounts.roles import Role
    from portal.organizations.models import Organization
    from portal.organizations.vocabulary import OrganizationType

    center = Organization.objects.active().of_types(OrganizationType.CENTER).order_by("pk")[0]
    password = secrets.token_urlsafe(16)
    # One digest for all: making them is not what is measured, checking them is.
    digest = make_password(password)
    made = []
    for number in range(count):
        name = f"morning{number}"
        person = User.objects.create(username=name, display_name=f"สมมติ {number}", password=digest)
        order = Appointment.objects.create(
            user=person, organization=center, role=Role.CENTER_OFFICER, valid_from=timezone.localdate()
        )
        AppointmentFunction.objects.create(appointment=order, function=Function.INTAKE)
        AppointmentFunction.objects.create(appointment=order, function=Function.WORK)
        made.append((name, password))
    return made


def run(write: Write, *, people: int, megabits: float) -> int:
    """Let everybody sign in at once; returns how many failed.

    Args:
        write: takes each line.
        people: how many there are.
        megabits: a second, that their line carries.
    """
    staff = _staff(people)
    port = free_port()
    line = Line(megabits * 1e6 / 8)
    with running(granian("portal.wsgi:application", port), port) as server:
        door = SlowDoor(port, line)
        failed: Counter[str] = Counter()
        times: list[float] = []

        def come(one: tuple[str, str]) -> None:
            try:
                times.append(sign_in(door.port, *one))
            except (http.client.HTTPException, OSError) as error:
                failed[f"{type(error).__name__} {error}"] += 1

        started = time.monotonic()
        with ThreadPoolExecutor(people) as crowd:
            list(crowd.map(come, staff))
        took = time.monotonic() - started
        door.close()
        write(
            f"{people} people sign in at once through {megabits:g} Mbit/s: {len(times)} did, in {took:.0f} s"
        )
        if times:
            shares = " / ".join(f"{percentile(times, share):.0f}" for share in (0.5, 0.95, 1.0))
            write(f"  until the desk is there: half, 95 of a hundred, the last: {shares} s")
        write(
            f"  {line.carried / people / 1000:.0f} kB each, {line.carried / took / line.rate:.0%} of the line used"
        )
        write(f"  processor time of the server {server.cpu():.0f} s")
        for what, number in failed.most_common():
            write(f"  FAILED {number}: {what}")
    return failed.total()
