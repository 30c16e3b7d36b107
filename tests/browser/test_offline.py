"""The connection goes, the emergency numbers stay (S2.39)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

READY = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who may lose the connection."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="th-TH")
    yield context
    context.close()


def test_without_a_signal_the_numbers_to_call_are_shown(
    context: BrowserContext, transactional_db: None, live_server: object
) -> None:
    page = context.new_page()
    page.goto(f"{live_server}/accounts/login/")
    assert page.evaluate(READY)
    context.set_offline(True)
    page.goto(f"{live_server}/track/")
    assert "ไม่ได้เชื่อมต่อ" in page.locator("h1").inner_text()
    assert page.locator(".emergency-panel a[href='tel:1300']").is_visible()
    # The sheet of styles is there too.
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead')).display") == "flex"
    page.goto(f"{live_server}/en/track/")
    assert page.evaluate("document.documentElement.lang") == "en"
    context.set_offline(False)
    page.goto(f"{live_server}/accounts/login/")
    assert page.locator("input[name=username]").is_visible()


def test_only_our_own_page_is_kept_in_the_browser(
    context: BrowserContext, transactional_db: None, live_server: object
) -> None:
    """Nothing that somebody read or typed stays behind (cases.md, privacy 9)."""
    page = context.new_page()
    page.goto(f"{live_server}/accounts/login/")
    assert page.evaluate(READY)
    page.goto(f"{live_server}/track/")
    kept = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(c => c.keys()))))"
        ".then(lists => lists.flat().map(request => new URL(request.url).pathname))"
    )
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/", "/en/offline/"}
