"""A real Chromium (Debian's own) against a real server, with axe on every page that is opened."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.installation import Installation

# Playwright's synchronous API keeps an event loop in this thread; Django would refuse the database for it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 780}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder that opens a browser, so that it can be left out."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the browser of the system; nothing is downloaded."""
    assert CHROMIUM, "bin/test installs chromium"
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


class Visitor:
    """Somebody with a browser who looks at every page with axe's eyes."""

    def __init__(self, page: Page, base: str, axe: bool) -> None:
        self.page = page
        self.base = base
        self._axe = Axe() if axe else None
        self.seen: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.on("requestfailed", self._failed)

    def _failed(self, request: object) -> None:
        # What the browser itself broke off, because the next page was opened meanwhile, is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"failed: {request.url} {request.failure}")

    def _console(self, message: object) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, path: str) -> None:
        """Open an address of the portal and look at it."""
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.status == 200, f"{path}: {response.status}"
        self.look()

    def look(self) -> None:
        """Let axe judge the page; nothing serious may be found, and nothing may overflow sideways."""
        title = self.page.title()
        self.seen.append(title)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} is {wide} px too wide"
        if self._axe is None:
            return
        found = self._axe.run(self.page).response["violations"]
        serious = [
            f"{item['id']} ({item['impact']}): {item['nodes'][0]['target']} {item['nodes'][0]['html'][:140]}"
            for item in found
            if item["impact"] in ("serious", "critical")
        ]
        assert not serious, f"{self.page.url} «{title}»\n" + "\n".join(serious)

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press the button with these words, wait for the answer and look at it."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def answer(self, **values: str) -> None:
        """Fill fields of the page by name: a choice by its value, everything else by its text."""
        for name, value in values.items():
            field = self.page.locator(f'main [name="{name}"]')
            kind = field.first.evaluate("field => field.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)

    def send(self) -> None:
        """Press the one filled button of the form and look at what opens."""
        buttons = self.page.locator("main form button.button:not(.button--secondary):not(.button--link)")
        assert buttons.count(), f"nothing to send on {self.page.url}: {self.text()[:300]}"
        buttons.first.click()
        self.page.wait_for_load_state("load")
        self.look()

    def text(self) -> str:
        """Return what can be read in the main part of the page."""
        return self.page.locator("main").inner_text()

    def fetch(self, url: str) -> bytes:
        """Get a file with the visitor's own cookies."""
        response = self.page.context.request.get(url if url.startswith("http") else self.base + url)
        assert response.ok, f"{url}: {response.status}"
        return response.body()

    def choose(self, name: str) -> None:
        """Open the menu, as on a phone, follow its entry with these words and look at what opens."""
        self.page.locator(".menu > summary").click()
        self.page.locator(".menu").get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_load_state("load")
        self.look()

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow the link with these words and look at what opens."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.page.wait_for_load_state("load")
        self.look()


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """What `prepare` makes, made when the first test asks for it."""
    return Installation(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def portal_open(
    django_db_serialized_rollback: None, transactional_db: None, installation: Installation
) -> dict[str, str]:
    """Open the portal as `bin/run` does: starter content, index, demonstration staff; returns their passwords."""
    return installation.open()


@pytest.fixture
def visit(browser: Browser, portal_open: dict[str, str], live_server: object) -> Iterator[object]:
    """Return a function that brings a new visitor: `visit(javascript=True, size=WIDE, axe=True)`."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def bring(*, javascript: bool = True, size: dict[str, int] | None = None, axe: bool = True) -> Visitor:
        context = browser.new_context(
            java_script_enabled=javascript, viewport=size or WIDE, locale="th-TH", timezone_id="Asia/Bangkok"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        visitor = Visitor(page, live_server.url, axe and javascript)
        visitors.append(visitor)
        return visitor

    yield bring
    for context in contexts:
        context.close()
    for visitor in visitors:
        assert visitor.errors == []
