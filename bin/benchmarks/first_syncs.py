"""`bin/bench first-syncs`: a unit takes its work along for the first time, everybody at once, through the one line of the office.

Everything is fetched that a browser fetches (`FirstSync`): the page, its styles, scripts and typefaces, the page once more for the
phone to keep, the service worker with what it keeps, who is signed in, and the lists with their forms. Before that one phone does
it alone, as on the road. People, cases and places are invented. What a phone does by itself, seals and opens, is not in the times.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from benchmarks.metrics import percentile
from benchmarks.newcomer import Newcomer, Reply
from benchmarks.server import free_port, granian, running
from benchmarks.slow_line import Line, SlowDoor
from portal.management.commands.serve import workers_for_this_machine

Write = Callable[[str], object]

PAGE = "/desk/phone/"
ALONE_MEGABITS, AWAY = 0.75, 0.15
"""The line of one phone on the road (many.md A3), and how far away the portal is: seconds there and back."""
ALONE, TOGETHER, ON_THE_PHONE = 20.0, 120.0, 5_000_000
"""Bars (issue 14): seconds of one alone, seconds of the slowest of all, bytes that a phone holds afterwards."""
SPARE = 256 * 1024
"""What the phone sets aside for words on a full phone (static/js/phone-store.js)."""
_DATA = r"""\bdata-{name}="([^"]+)\""""
_OF_WORKER = re.compile(r"\b(?:PAGES|NEEDS)\b[^;]*;")
_QUOTED = re.compile(r'"(/[^"]+)"')


def named(page: str, name: str) -> str:
    """Return what an element of the page says of itself (`data-<name>`).

    Raises:
        http.client.HTTPException: none does.
    """
    found = re.search(_DATA.format(name=re.escape(name)), page)
    if found is None:
        raise http.client.HTTPException(f"the page names no {name}")
    return found.group(1)


def needs_of(worker: str) -> list[str]:
    """Return the addresses that a service worker keeps when it is installed, in its order."""
    statements = _OF_WORKER.findall(worker.partition('addEventListener("activate"')[0])
    return list(dict.fromkeys(address for one in statements for address in _QUOTED.findall(one)))


@dataclass
class FirstSync:
    """A phone with nothing in it, on which an officer is signed in.

    Attributes:
        browser: theirs.
        items: how many they took along.
        answers: what came of the portal for the store of the page.
        held: bytes that lie on the phone afterwards, at most.
    """

    browser: Newcomer
    items: int = 0
    held: int = 0
    answers: list[Reply] = field(default_factory=list)

    def take_along(self) -> None:
        """Open the page, keep it, make contact, choose six digits, take the work along.

        Raises:
            http.client.HTTPException: an answer is not what the page's script needs.
            OSError: the line broke.
        """
        path, page = self.browser.open(PAGE)
        own = [path, *(one for one in self.browser.kept if one.startswith("/static/"))]
        # `keepPage` in static/js/phone.js: what a browser has already it does not ask for again.
        self.browser.fetch([path])
        stream = str(uuid.uuid4())
        self._contact(page, stream, takes=False)
        worker = self.browser.ask(named(page, "worker"))
        by_worker = needs_of(worker.text)
        self.browser.fetch(by_worker)
        given = self._contact(page, stream, takes=True)
        if "lists" not in given:
            raise http.client.HTTPException("no work came along")
        self.items = sum(len(one["items"]) for one in given["lists"])
        # In the browser's own store as it came or larger, in both caches unpacked, and what was sealed: that, and its blank.
        unpacked = [self.browser.kept[one].content for one in (*self.browser.kept, *own, *by_worker)]
        sealed = len(
            json.dumps({name: given[name] for name in ("lists", "forms")}, ensure_ascii=False).encode()
        )
        self.held = sum(map(len, unpacked)) + 2 * sealed + SPARE

    def _contact(self, page: str, stream: str, *, takes: bool) -> dict[str, Any]:
        """Ask who is signed in, and for the lists, as `contact` in static/js/phone.js does; returns the answer."""
        me = json.loads(self._answer(self.browser.ask(named(page, "who"))))
        head = {
            "stream": stream,
            "now": int(time.time() * 1000),
            "floor": 0,
            "key": me["key"]["name"],
            "leases": [],
            "takes": takes,
        }
        sent = {
            "Content-Type": "application/x-ndjson",
            "X-CSRFToken": me["token"],
            "Referer": f"http://127.0.0.1:{self.browser.port}{PAGE}",
        }
        reply = self.browser.ask(named(page, "sync"), json.dumps(head), sent)
        return dict(json.loads(self._answer(reply)))

    def _answer(self, reply: Reply) -> bytes:
        if reply.status != http.HTTPStatus.OK:
            raise http.client.HTTPException(f"the store of the page was answered {reply.status}")
        self.answers.append(reply)
        return reply.content


@dataclass
class Came:
    """How the first syncs of some phones went.

    Attributes:
        seconds: of each that has its work.
        items: of each.
        held: bytes on each.
        requests: of each.
        failed: what went wrong, and how often.
        carried: bytes through the line, of all.
    """

    seconds: list[float] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    carried: int = 0


def together(port: int, cookies: Iterable[dict[str, str]], megabits: float, *, away: float = 0.0) -> Came:
    """Let everybody take their work along at once, through one line.

    Args:
        port: of the portal.
        cookies: of each officer who is signed in.
        megabits: a second, of the line, in each direction.
        away: seconds there and back.
    """
    line, up = Line(megabits * 1e6 / 8), Line(megabits * 1e6 / 8)
    door = SlowDoor(port, line, up=up, away=away)
    came = Came()

    def come(cookie: dict[str, str]) -> None:
        started = time.monotonic()
        try:
            with closing(Newcomer(door.port, cookies=dict(cookie))) as browser:
                phone = FirstSync(browser)
                phone.take_along()
        except (http.client.HTTPException, OSError, ValueError, KeyError) as error:
            came.failed[f"{type(error).__name__} {error}"] += 1
            return
        came.seconds.append(time.monotonic() - started)
        came.items.append(phone.items)
        came.held.append(phone.held)
        came.requests.append(len(browser.asked))

    everybody = list(cookies)
    with ThreadPoolExecutor(len(everybody)) as crowd:
        list(crowd.map(come, everybody))
    door.close()
    came.carried = line.carried
    return came


def judged(write: Write, one: Came, many: Came, phones: int) -> int:
    """Print what was measured beside its bars; return how many of these were missed, failures among them.

    Args:
        write: takes each line.
        one: the phone that was alone.
        many: all together.
        phones: how many they were to be.
    """
    slowest, alone = max(many.seconds, default=float("inf")), max(one.seconds, default=float("inf"))
    held = max(one.held + many.held, default=0)
    rows = [
        (f"one alone, {ALONE_MEGABITS:g} Mbit/s", f"{alone:.1f} s", f"{ALONE:.0f} s", alone <= ALONE),
        (f"the slowest of {phones}", f"{slowest:.1f} s", f"{TOGETHER:.0f} s", slowest <= TOGETHER),
        (
            "on the phone at most",
            f"{held / 1e6:.2f} MB",
            f"{ON_THE_PHONE / 1e6:.0f} MB",
            held <= ON_THE_PHONE,
        ),
        ("failed", str((one.failed + many.failed).total()), "0", not one.failed and not many.failed),
    ]
    if many.seconds:
        write(f"  half of {phones} within {percentile(many.seconds, 0.5):.1f} s")
    write(
        f"  through the line {one.carried / 1000:.0f} kB alone, {many.carried / phones / 1000:.0f} kB each together;"
        f" {max(one.requests + many.requests, default=0)} requests, {max(one.items + many.items, default=0)} items each"
    )
    for what, found, wanted, is_kept in rows:
        write(f"  {what:28} {found:>10}   at most {wanted:>6}{'' if is_kept else '   MISSED'}")
    for what, number in (one.failed + many.failed).most_common():
        write(f"  FAILED {number}: {what}")
    return sum(not is_kept for *_said, is_kept in rows)


def run(write: Write, *, phones: int, megabits: float) -> int:
    """Let one phone, then all at once take their work along; return how many bars were missed.

    Args:
        write: takes each line.
        phones: how many come at once.
        megabits: a second, that their line carries in each direction.
    """
    # Settings have to be named first.
    from benchmarks.unit_in_a_flood import signed_in

    cookies = signed_in(phones + 1)
    port = free_port()
    workers = workers_for_this_machine()
    with running(granian("portal.wsgi:application", port, workers), port):
        one = together(port, cookies[:1], ALONE_MEGABITS, away=AWAY)
        started = time.monotonic()
        many = together(port, cookies[1:], megabits, away=AWAY)
        took = time.monotonic() - started
    write(
        f"{phones} phones take their work along at once through {megabits:g} Mbit/s, {AWAY * 1000:.0f} ms away:"
        f" {len(many.seconds)} did, in {took:.0f} s, {many.carried * 8 / 1e6 / megabits / took:.0%} of the line used;"
        f" {workers} processes, load {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors"
    )
    return judged(write, one, many, phones)
