"""A phone of 2018 on 3G (issue 12, "Speed"): when a first visit is usable is printed, and nothing on it moves.

The line is that of Lighthouse's "slow 4G", which its authors named 3G before: 1.6 Mbit/s down, 0.75 up, 150 ms a way; the phone's
processor is a quarter of this one's. How long it takes depends on the machine, so it is said and not asserted; what is asserted
does not: bytes on the line, requests, and that nothing is moved after it was drawn.
"""

from __future__ import annotations

import gzip
import sys
from typing import Any

import pytest

from tests.browser.conftest import NARROW

LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
FIRST_VISIT, REQUESTS = 100_000, 10
"""What a first visit takes at most: bytes on the line and requests, typefaces among them."""
PATHS = (
    "/",
    "/request/",
    "/track/",
    "/search/?q=น้ำท่วม",
    "/guide/disaster/",
    "/library/",
    "/units/",
    "/results/",
)
WATCH = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
}).observe({ type: 'layout-shift', buffered: true });
"""
DRAWN = "performance.getEntriesByName('first-contentful-paint').length > 0"
MEASURED = """
(() => {
  const [page] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return { drawn: paint ? paint.startTime : 0, ready: page.domContentLoadedEventEnd, moved: window.moved };
})()
"""


def on_the_line(url: str, body: bytes) -> bytes:
    """Return what travels: the portal packs texts, the server of the tests does not; typefaces are packed already."""
    return body if "/fonts/" in url else gzip.compress(body)


def test_a_first_visit_on_an_old_phone_moves_nothing_and_says_when_it_is_usable(
    visit: Any, portal_open: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for path in PATHS:
        visitor = visit(size=NARROW, axe=False)
        page = visitor.page
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", LINE)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        got: list[Any] = []
        page.on("response", lambda one, got=got: got.append(one))
        page.add_init_script(WATCH)
        # A machine that tests something else meanwhile makes it longer; nothing is said of this time.
        page.goto(visitor.base + path, wait_until="networkidle", timeout=120_000)
        # The line falls silent before a busy machine's browser has drawn what came.
        page.wait_for_function(DRAWN, timeout=120_000)
        found = page.evaluate(MEASURED)
        carried = [len(on_the_line(one.url, one.body())) for one in got]
        said.append(
            f"{path:24} drawn {found['drawn'] / 1000:.1f} s, usable {found['ready'] / 1000:.1f} s, "
            f"{sum(carried) / 1000:.0f} kB, {len(carried)} requests, moved {found['moved']:.3f}"
        )
        assert found["drawn"] > 0, path
        assert found["moved"] < 0.01, f"{path}: something moves after it was drawn: {found}"
        assert 0 < sum(carried) < FIRST_VISIT, f"{path}: {carried}"
        assert len(carried) <= REQUESTS, f"{path}: {len(carried)}"
    with capsys.disabled():
        sys.stdout.write("\n  ".join(["\nA first visit by a phone of 2018 on 3G:", *said]) + "\n")
