"""`bin/bench pages`: what a public page costs, beside a bare Django view and Wagtail's empty page in the same run.

Processor time of the server's processes, user and system, and not time on the wall: a machine that does something else
meanwhile changes it little. The yardsticks are asked in turn with the pages, so what it does change, it changes for all.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.db import connection as database
from django.test import Client
from wagtail.models import Page, Site

from benchmarks.growth import grow
from benchmarks.served import BARE, EMPTY_HOST
from benchmarks.server import Server, ask, free_port, granian, running
from legal_library.models import DocumentPage
from portal.page_cache.rooms import EVERY_ROOM
from portal.page_cache.stores import store
from portal.pages.models import GuidePage
from tests.reliability.citizen import Citizen

Write = Callable[[str], object]

ROUNDS = 12
"""Times that each page is measured. The least counts: whatever else the machine does can only add to it, through caches that
it empties and cores that it shares, and that for some rounds more than for others."""
WARM = 40
"""Requests before the first round: every thread of the server opens its database, and knows its templates."""
WARM_REQUESTS = 4
"""Requests for help before one counts, for the same reason."""
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/html", "User-Agent": "bench"}
# What a page takes that is made anew while nothing changed, as for a visitor who brings a cookie: parts of it are held.
LIMITS = {"home": 6.0, "document": 8.0, "library": 10.0, "search": 12.0, "guide": 6.0}
"""Processor milliseconds that a page may take which is not kept (issue 8)."""
CACHED_SHARE = 0.6
"""Of the bare view, that a kept page may take."""


@dataclass(frozen=True)
class Target:
    """One address that is measured."""

    name: str
    address: str
    host: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """What the browser sends."""
        return {**BROWSER, **({"Host": self.host} if self.host else {})}


YARDSTICKS = (Target("bare view", BARE), Target("Wagtail's empty page", "/", EMPTY_HOST))


def targets() -> list[Target]:
    """Return the pages that are measured."""
    document = DocumentPage.objects.published().exclude(passages=None).order_by("pk")[0]
    guide = GuidePage.objects.live().order_by("pk")[0]
    return [
        Target("home", "/"),
        Target("document", f"/library/{document.slug}/"),
        Target("library", "/library/"),
        Target("search", f"/search/?q={quote('น้ำท่วม')}"),
        Target("guide", f"/guide/{guide.slug}/"),
        Target("request", "/request/"),
        Target("announcements", "/announcements/"),
        Target("results", "/results/"),
    ]


def make_empty_page() -> None:
    """Give Wagtail's empty page a site of its own."""
    page = Page.get_first_root_node().add_child(instance=Page(title="empty", slug="bench-empty"))
    Site.objects.create(hostname=EMPTY_HOST, port=80, root_page=page)


def change() -> None:
    """Let the server think that something of every room was published: nothing that it holds is right any more."""
    store().versions.rise(EVERY_ROOM)


def milliseconds(
    server: Server, target: Target, times: int, first: Callable[[], object] = lambda: None
) -> float:
    """Return the processor milliseconds of the server for one request, by many on one connection.

    Args:
        server: that answers.
        target: what is asked.
        times: how often.
        first: what happens before each request.
    """
    connection = server.connect()
    ask(connection, target.address, target.headers)
    before = server.cpu()
    for _ in range(times):
        first()
        ask(connection, target.address, target.headers)
    spent = server.cpu() - before
    connection.close()
    return spent * 1000 / times


def measured(
    server: Server, asked: list[Target], times: int, first: Callable[[], object] = lambda: None
) -> dict[str, float]:
    """Return the least of several rounds for each target, all in turn; see `milliseconds`."""
    connection = server.connect()
    for target in asked:
        for _ in range(WARM):
            ask(connection, target.address, target.headers)
    connection.close()
    rounds = [
        {target.name: milliseconds(server, target, times, first) for target in asked} for _ in range(ROUNDS)
    ]
    return {target.name: min(each[target.name] for each in rounds) for target in asked}


def queries_of(target: Target, first: Callable[[], object] = lambda: None) -> int:
    """Return the statements that a page which is not kept sends to the database.

    Args:
        target: the page; it was asked for once before.
        first: what happens before it is asked for again.
    """
    count = 0

    def counting(execute: Callable[..., object], *rest: object) -> object:
        nonlocal count
        count += 1
        return execute(*rest)

    client = Client(SERVER_NAME="localhost")
    client.get(target.address)
    first()
    with database.execute_wrapper(counting):
        client.get(target.address)
    return count


def _verdict(value: float, limit: float) -> str:
    return f"≤ {limit:g} {'reached' if value <= limit else 'MISSED'}"


def _pages(write: Write) -> None:
    asked = targets()
    port = free_port()
    with running(granian("benchmarks.served:application", port), port, KLANG_PAGE_CACHE_MB="0") as server:
        plain = measured(server, [*YARDSTICKS, *asked], 30)
        changed = measured(server, [*YARDSTICKS, *asked], 8, change)
    with running(granian("benchmarks.served:application", port), port) as server:
        kept = measured(server, [*YARDSTICKS, *asked], 200)
        wire = {target.name: ask(server.connect(), target.address, target.headers) for target in asked}
    write("")
    write("                            made anew                         queries")
    write(
        "  CPU ms a request          after a change  unchanged      kept  × bare  changed  unchanged  bytes on the wire"
    )
    for target in (*YARDSTICKS, *asked):
        share = kept[target.name] / kept["bare view"]
        answer = wire.get(target.name)
        rest = (
            f"{queries_of(target, change):8d} {queries_of(target):10d} {len(answer.body):12d} "
            f"{answer.headers.get('content-encoding', '')}"
            if answer
            else ""
        )
        write(
            f"  {target.name:24s} {changed[target.name]:14.2f} {plain[target.name]:10.2f} {kept[target.name]:10.3f} "
            f"{share:7.2f} {rest}"
        )
    write("")
    for name, limit in LIMITS.items():
        write(f"  {name} made anew: {plain[name]:.2f} ms ({_verdict(plain[name], limit)})")
    pages = [target.name for target in asked if target.name != "search"]
    worst = max(kept[name] / kept["bare view"] for name in pages)
    write(f"  kept, the dearest page: {worst:.2f} of the bare view ({_verdict(worst, CACHED_SHARE)})")


def _first_visit(write: Write) -> None:
    port = free_port()
    with running(granian("benchmarks.served:application", port), port) as server:
        connection = server.connect()
        home = ask(connection, "/", BROWSER)
        # Read once more as plain text: the list of what a browser fetches.
        html = ask(connection, "/", {"Accept-Encoding": "identity"}).body.decode()
        parts = sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html)))
        sizes = {part: len(ask(connection, part, BROWSER).body) for part in parts}
        style = next(part for part in parts if part.endswith(".css"))
        css = ask(connection, style, {"Accept-Encoding": "identity"}).body.decode()
        for font in sorted(set(re.findall(r"[\w./-]+\.woff2", css))):
            address = font if font.startswith("/") else f"{style.rsplit('/', 1)[0]}/{font}"
            known = re.sub(r"[^/]+/\.\./", "", address)
            if known not in sizes:
                sizes[known] = len(ask(connection, known, BROWSER).body)
    total = len(home.body) + sum(sizes.values())
    write(f"  home page: {len(home.body)} bytes of HTML ({_verdict(len(home.body) / 1000, 5)} kB)")
    write(
        f"  first visit with style, scripts and every typeface: {total / 1000:.1f} kB ({_verdict(total / 1000, 100)} kB)"
    )


def _set(write: Write) -> None:
    port = free_port()
    command = ["manage.py", "serve", "--prepare", "--demo", "--port", str(port), "--workers", "2"]
    with running(command, port) as server:
        seconds = server.seconds
        connection = server.connect()
        for target in targets() * 5:
            ask(connection, target.address, target.headers)
        # What looks the portal over once, beside it, has ended by then.
        while any(name.startswith("klang prepare") for name in server.resident()):
            time.sleep(0.5)
        sizes = server.resident()
    total = sum(held for held, _ in sizes.values()) / 1e6
    write(f"  second start: {seconds:.1f} s ({_verdict(seconds, 4)} s)")
    write(f"  in memory, whole set with two web processes: {total:.0f} MB ({_verdict(total, 600)} MB)")
    for name, (held, counted) in sizes.items():
        write(f"    {name}: {held / 1e6:.0f} MB, {counted / 1e6:.0f} MB with all that it shares")


def _submissions(write: Write, times: int = 12) -> None:
    port = free_port()
    with running(granian("benchmarks.served:application", port), port) as server:
        whole, steps = [], []
        for _ in range(times):
            citizen = Citizen(f"http://127.0.0.1:{port}")
            before = server.cpu()
            citizen.fill_until_check()
            filled = server.cpu()
            pages = citizen.requests
            citizen.send()
            whole.append((server.cpu() - before) * 1000)
            steps.append((filled - before) * 1000 / pages)
            if citizen.shown() is None:
                raise RuntimeError("a request was not taken")
    # The least of those after every thread of the server opened its database, as for the pages.
    step, submission = min(steps[WARM_REQUESTS:]), min(whole[WARM_REQUESTS:])
    write(
        f"  a step of a request: {step:.2f} ms ({_verdict(step, 5)}), {pages} requests until the answers are checked"
    )
    write(f"  a whole request for help: {submission:.0f} ms ({_verdict(submission, 90)})")


def run(write: Write, *, sizes: list[int]) -> None:
    """Print every figure.

    Args:
        write: takes a line.
        sizes: numbers of documents to grow to.
    """
    make_empty_page()
    write(f"Public pages with the starter content ({DocumentPage.objects.count()} documents)")
    _pages(write)
    _first_visit(write)
    _set(write)
    _submissions(write)
    for size in sizes:
        grow(size)
        write("")
        write(f"The same with {size} documents")
        _pages(write)
