"""`bin/bench load`: a province in a flood, on this machine: people send, read and ask how it stands, at fixed rates.

Arrivals do not wait for answers (an open loop): who comes while the portal is slow comes all the same. Each citizen has an
address and a mark of their own, so that afterwards every number that was shown is looked for, and every mark is counted:
nothing lost, nothing doubled (reliability.md 4.3, I0). Times on a shared machine say little alone; `/healthz` is asked in
the same run as a yardstick.
"""

from __future__ import annotations

import http.client
import os
import secrets
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, fields

from benchmarks.server import free_port, granian, running
from benchmarks.visitor import Reply, Step, Visitor, hidden, record, shown

Write = Callable[[str], object]

PUBLIC = ("/", "/library/", "/guide/", "/announcements/", "/search/?q=น้ำท่วม", "/contact/", "/request/")
MARK = "ผู้ใช้จำลอง"
CROWD = 2_000
"""Visitors who are there at once at most, most of them because they were asked to come back."""
CONNECTIONS = 256
"""Of them who are being answered, as a proxy would pass them on; the others wait at the door, and that counts."""
TRIES = 8
"""How often a citizen who was told to come back does."""
PATIENCE = 30.0
"""Seconds that a citizen waits at most before each of them, whatever they were told."""
CHECK = "/request/check/"
SHORT, HOUR = 60.0, 3600.0
"""Seconds of the first phase: to try, and of a full run."""


@dataclass(frozen=True)
class Rates:
    """People a second.

    Attributes:
        submissions: who fill in the whole form at once, and send it.
        reads, statuses: who read, and who ask how their request stands.
        filled: who fill it in, and wait on its last page.
        pressed: of these, who press *send*.
    """

    submissions: float
    reads: float
    statuses: float
    filled: float = 0
    pressed: float = 0

    def times(self, factor: float) -> Rates:
        """Return so many times as many."""
        return Rates(*(getattr(self, one.name) * factor for one in fields(self)))


NORMAL = Rates(submissions=3, reads=50, statuses=30)
FILLING = 60.0
"""Seconds over which those of a burst fill in the form, before they press; who is in a hurry takes as long."""
BEFORE = Rates(submissions=0, reads=50, statuses=30, filled=100 / FILLING)
BURST = Rates(submissions=3, reads=50, statuses=30, pressed=10)
WHOLE = Rates(submissions=10, reads=50, statuses=30)
"""As if everybody of the burst filled in all pages in the same seconds: 130 pages of the form a second, five times what was asked."""
PROMISED = {"send": 1.0, "read": 0.5, "status": 0.5}
"""Seconds within which nineteen of twenty are answered at `NORMAL` (reliability.md 4.3)."""


@dataclass
class Tally:
    """What happened, added to by all threads."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    broken: Counter[str] = field(default_factory=Counter)
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    without_hint: int = 0
    behind: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, seconds: float) -> None:
        """Note one answer."""
        with self.lock:
            self.seconds[kind].append(seconds)
            self.statuses[kind][status] += 1


class Crowd:
    """Everybody who comes.

    Args:
        port: of the portal.
        steps: of the form.
    """

    def __init__(self, port: int, steps: list[Step]) -> None:
        self.port, self.steps = port, steps
        self.tally = Tally()
        self._number = 0
        self._known: list[tuple[str, str]] = []
        self._drafts: list[tuple[Visitor, str, Reply]] = []
        self._failed: BaseException | None = None
        self._door = threading.BoundedSemaphore(CONNECTIONS)

    def come(self, rates: Rates, seconds: float) -> None:
        """Let people come at these rates for so long, and wait until the last of them has gone."""
        begin = time.monotonic()
        plan = sorted(
            (number / rate, kind)
            for kind, rate in (
                *(("send", rates.submissions), ("fill", rates.filled), ("press", rates.pressed)),
                *(("read", rates.reads), ("status", rates.statuses), ("yardstick", 2.0)),
            )
            if rate
            for number in range(round(rate * seconds))
        )
        acts = {
            "send": self._send,
            "fill": self._wait,
            "press": self._go_on,
            "read": self._read,
            "status": self._status,
            "yardstick": self._yardstick,
        }
        with ThreadPoolExecutor(CROWD) as pool:
            try:
                for at, kind in plan:
                    wait = begin + at - time.monotonic()
                    if wait > 0:
                        time.sleep(wait)
                    pool.submit(self._behind, acts[kind], begin + at).add_done_callback(self._went)
            except KeyboardInterrupt:
                # Ended from outside: nobody else comes.
                pool.shutdown(cancel_futures=True)
                raise
        if self._failed is not None:
            raise self._failed

    def _went(self, visit: Future[None]) -> None:
        """Keep what went wrong in the load itself: a visit that never took place is no visit that went well."""
        self._failed = self._failed or visit.exception()

    def _behind(self, act: Callable[[], None], due: float) -> None:
        self.tally.behind = max(self.tally.behind, time.monotonic() - due)
        act()

    def _timed(self, kind: str, ask: Callable[[], Reply]) -> Reply | None:
        started = time.monotonic()
        try:
            with self._door:
                reply = ask()
        except (OSError, http.client.HTTPException) as error:
            with self.tally.lock:
                self.tally.broken[f"{kind} {type(error).__name__}"] += 1
            return None
        self.tally.add(kind, reply.status, time.monotonic() - started)
        if reply.status == 503 and not reply.retry_after:
            with self.tally.lock:
                self.tally.without_hint += 1
        return reply

    def _read(self) -> None:
        visitor = Visitor(self.port)
        self._timed("read", lambda: visitor.get(secrets.choice(PUBLIC)))
        visitor.close()

    def _yardstick(self) -> None:
        visitor = Visitor(self.port)
        self._timed("yardstick", lambda: visitor.get("/healthz"))
        visitor.close()

    def _status(self) -> None:
        known = self._known
        if not known:
            return
        reference, secret = secrets.choice(known)
        visitor = Visitor(self.port)
        page = self._timed("status", lambda: visitor.get("/track/"))
        if page is not None and page.status == 200:
            values = {**hidden(page.text), "reference": reference, "secret": secret}
            self._timed("status", lambda: visitor.post("/track/", values, "/track/"))
        visitor.close()

    def _send(self) -> None:
        """Fill in the whole form and send it; who is told to come back does, with the same answers."""
        visitor, mark = Visitor(self.port), self._mark()
        self._finish(visitor, mark, self._fill(visitor, mark))

    def _wait(self) -> None:
        """Fill in the form, and wait on its last page."""
        visitor, mark = Visitor(self.port), self._mark()
        page = self._fill(visitor, mark)
        visitor.close()
        if page is None:
            self._finish(visitor, mark, None)
        else:
            self._drafts.append((visitor, mark, page))

    def _go_on(self) -> None:
        """Press *send* on a form that was filled in before."""
        self._finish(*self._drafts.pop())

    def _finish(self, visitor: Visitor, mark: str, page: Reply | None) -> None:
        if page is None or not self._press(visitor, mark, page):
            with self.tally.lock:
                self.tally.given_up.add(mark)
        visitor.close()

    def _mark(self) -> str:
        with self.tally.lock:
            self._number += 1
            return f"{MARK} {self._number:06}"

    def _fill(self, visitor: Visitor, mark: str) -> Reply | None:
        """Answer page after page, each as the one before led to it; return the page on which everything is checked."""
        page = self._patiently(visitor, lambda: visitor.get("/request/"))
        for step in self.steps:
            if page is not None and page.path != step.path:
                # The first page, which a link leads to, and any that the portal led past.
                page = self._patiently(visitor, lambda step=step: visitor.get(step.path))  # type: ignore[misc]
            if page is None:
                return None
            values = hidden(page.text) | step.values
            values |= {
                name: f"{text} {mark}" for name, text in step.values.items() if name in ("narrative", "story")
            }
            page = self._patiently(
                visitor,
                lambda step=step, values=values: visitor.post(step.path, values, step.path),  # type: ignore[misc]
            )
        return page if page is not None and page.path == CHECK else None

    def _press(self, visitor: Visitor, mark: str, page: Reply) -> bool:
        """Send what stands on the page, again until both codes are shown; say whether they were."""
        for _try in range(TRIES):
            reply: Reply | None = page
            if page.path == CHECK:
                values = hidden(page.text)
                reply = self._timed("send", lambda values=values: visitor.post(CHECK, values, CHECK))  # type: ignore[misc]
            codes = shown(reply.text) if reply is not None and reply.status == 200 else None
            if codes:
                with self.tally.lock:
                    self.tally.shown[mark] = codes
                    self._known = [*self._known[-200:], codes]
                return True
            visitor.close()
            time.sleep(1)
            again = self._patiently(visitor, lambda: visitor.get(CHECK))
            if again is None:
                return False
            page = again
        return False

    def _patiently(self, visitor: Visitor, ask: Callable[[], Reply]) -> Reply | None:
        """Ask until there is a page, and hang up before each wait: the server closes what nobody uses."""
        for number in range(TRIES):
            reply = self._timed("form", ask)
            if reply is not None and reply.status == 200:
                return reply
            asked = (
                float(reply.retry_after) if reply is not None and reply.retry_after else 0.5 * (number + 1)
            )
            visitor.close()
            time.sleep(min(PATIENCE, asked))
        return None


def at(values: list[float], share: float) -> float:
    """Return the value below which this share lies; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def verdict(tally: Tally, seconds: float, write: Write) -> None:
    """Print what happened in one phase."""
    for kind in ("send", "form", "read", "status", "yardstick"):
        found, codes = tally.seconds[kind], tally.statuses[kind]
        bad = sum(number for code, number in codes.items() if code >= 500 and code != 503)
        promised = f"  promised {PROMISED[kind] * 1000:.0f}" if kind in PROMISED else ""
        write(
            f"  {kind:10} {len(found):7,} {len(found) / seconds:7.1f}/s  p50 {at(found, 0.5) * 1000:6.0f} ms"
            f"  p95 {at(found, 0.95) * 1000:6.0f} ms  p99 {at(found, 0.99) * 1000:6.0f} ms"
            f"  503: {codes[503]}  5xx: {bad}{promised}"
        )
    if tally.broken:
        write("  broken off: " + ", ".join(f"{name} × {number}" for name, number in tally.broken.items()))
    write(
        f"  shown {len(tally.shown):,}  given up {len(tally.given_up)}  503 without Retry-After {tally.without_hint}"
        f"  longest wait at the door {tally.behind:.1f} s"
    )


def losses(tally: Tally) -> tuple[list[str], list[str]]:
    """Return the marks whose number was shown and that are not there whole, and those that are there twice (I0)."""
    # Models exist only when the settings are named.
    from cases.models import Case

    stored: dict[str, list[Case]] = defaultdict(list)
    for case in Case.objects.iterator(chunk_size=1_000):
        if MARK not in case.narrative:
            continue
        begin = case.narrative.index(MARK)
        stored[case.narrative[begin : begin + len(MARK) + 7]].append(case)
    lost = [
        mark
        for mark, (reference, _secret) in tally.shown.items()
        if not any(case.reference == reference and is_whole(case) for case in stored[mark])
    ]
    return lost, [mark for mark, cases in stored.items() if len(cases) > 1]


def is_whole(case: object) -> bool:
    """Say whether a case has an owner, something to do next, a history and a place in a list."""
    return (
        case.holder_id is not None  # type: ignore[attr-defined]
        and case.duties.running().exists()  # type: ignore[attr-defined]
        and case.events.count() == case.version  # type: ignore[attr-defined]
        and case.listed.exists()  # type: ignore[attr-defined]
    )


def run(write: Write, *, seconds: float | None, full: bool) -> int:
    """Measure; return 1 when something was lost, doubled, or failed otherwise than by 503.

    Args:
        write: takes each line.
        seconds: of the first phase; None for a minute, and for an hour when it is a full run.
        full: a burst, ten times of everything for a minute, and a minute after it as well.
    """
    span = seconds or (HOUR if full else SHORT)
    # Settings have to be named first.
    from django.db import connection

    port = free_port()
    phases = (
        [
            ("normal", NORMAL, span),
            ("before a burst", BEFORE, FILLING),
            ("a burst", BURST, 10.0),
            ("a burst of whole forms", WHOLE, 10.0),
            ("ten times", NORMAL.times(10), 60.0),
            ("after it", NORMAL, 60.0),
        ]
        if full
        else [("normal", NORMAL, span)]
    )
    wrong = 0
    with running(
        granian("portal.wsgi:application", port, workers=2), port, KLANG_TRUSTED_PROXIES="1"
    ) as server:
        steps = record(f"http://127.0.0.1:{port}")
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        write(
            f"{connection.vendor}, 2 web processes, {len(steps)} pages to a request;"
            f" {os.cpu_count()} cores, load before it {load}"
        )
        crowd = Crowd(port, steps)
        for name, rates, long in phases:
            crowd.tally, started = Tally(), time.monotonic()
            crowd.come(rates, long)
            took = time.monotonic() - started
            write(
                f"{name}: {rates.submissions + rates.pressed:g} requests, {rates.reads:g} reads,"
                f" {rates.statuses:g} status checks a second"
                f" for {long:.0f} s (the last was served after {took:.0f} s)"
            )
            verdict(crowd.tally, took, write)
            lost, doubled = losses(crowd.tally)
            other = sum(
                number
                for codes in crowd.tally.statuses.values()
                for code, number in codes.items()
                if code >= 500 and code != 503
            )
            write(f"  lost {len(lost)}  doubled {len(doubled)}  5xx other than 503 {other}")
            wrong += len(lost) + len(doubled) + other
        write(f"processor time of the server {server.cpu():.0f} s")
    return 1 if wrong else 0
