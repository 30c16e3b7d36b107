"""The look in a real browser: every width, both schemes, keyboard, no scripts, forced colors, paper.

No server and no database: the gallery is rendered once, and the browser's requests are answered from the work tree.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route

# Playwright's synchronous API keeps an event loop in this thread; Django would refuse the database to later tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytestmark = pytest.mark.browser
STATIC = Path(django_settings.BASE_DIR) / "static"
HOST = "http://look.test"
Open = Callable[..., Page]

DESK = """<!doctype html><html lang="th"><meta charset="utf-8"><title>โต๊ะ</title><main>
<input type="search" aria-label="ค้นหา" data-search>
<details data-keys><summary>แป้นพิมพ์ลัด</summary><p hidden><input type="checkbox" id="s" data-keys-switch><label for="s">ใช้</label></p></details>
<ol data-rows><li><span class="reference"><a href="/one">K7M3-9QXF</a></span></li><li><span class="reference"><a href="/two">P4FH-HXTN</a></span></li></ol>
</main><script src="/static/js/desk.js" defer></script></html>"""
CRISIS = """<!doctype html><html lang="th"><meta charset="utf-8"><title>แบบฟอร์ม</title><body>
<a href="/away" data-exit>ออกจากหน้านี้ทันที</a><main><label for="t">เล่า</label><input id="t"></main>
<script src="/static/js/exit.js" defer></script></body></html>"""

GENERAL = """<!doctype html><html lang="th"><meta charset="utf-8"><title>แบบฟอร์ม</title><body>
<div data-kept hidden><span data-kept-at></span><a href="#" data-kept-back>ใส่กลับ</a><a href="#" data-kept-away>ลบ</a></div>
<main><form data-keep action="/away"><input name="t" value="ok" aria-label="เล่า"><button>ต่อ</button></form></main>
<script src="/static/js/klang.js" defer></script><script src="/static/js/keep.js" defer></script></body></html>"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the browser of the system; nothing is downloaded."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "bin/test installs chromium"
    return {
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def look_at(browser: Browser, gallery: Client) -> Iterator[Open]:
    """Return a function that opens a page: `look_at("/", width=360, color_scheme="dark")`; `page.asked` lists requests."""
    contexts = []
    pages = {
        "/": gallery.get("/").content,
        "/errors": gallery.get("/?errors").content,
        "/service-worker.js": b"",
        "/desk": DESK.encode(),
        "/crisis": CRISIS.encode(),
        "/general": GENERAL.encode(),
        "/one": b"<!doctype html><html lang=th><title>K7M3-9QXF</title></html>",
        "/away": "<!doctype html><html lang=th><title>อากาศวันนี้</title><main>ฝนตก</main></html>".encode(),
    }

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(
                body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2"
            )
        elif path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        else:
            route.fulfill(status=404, body="")

    def opened(path: str, *, width: int = 1280, height: int = 800, before: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        if before:
            context.add_init_script(before)
        context.route("**/*", answer)
        page = context.new_page()
        page.asked = []  # type: ignore[attr-defined]
        page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
        page.goto(HOST + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def style(page: Page, selector: str, name: str) -> str:
    return page.eval_on_selector(selector, f"element => getComputedStyle(element).getPropertyValue('{name}')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/errors"])
def test_axe_finds_nothing_in_either_scheme(look_at: Open, path: str, scheme: str) -> None:
    found = Axe().run(look_at(path, color_scheme=scheme)).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"][:120]) for item in found] == []


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 800), (768, 1024), (360, 740), (740, 360), (320, 568), (320, 256)]
)
def test_nothing_overflows_at_any_width_or_at_400_percent(look_at: Open, width: int, height: int) -> None:
    page = look_at("/errors", width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_entries_are_a_list_and_on_phones_one_button_that_needs_no_script(look_at: Open) -> None:
    wide, narrow = look_at("/"), look_at("/", width=360, java_script_enabled=False)
    assert wide.locator(".main-nav").is_visible() and not wide.locator(".menu").is_visible()
    assert not narrow.locator(".main-nav").is_visible()
    assert narrow.locator(".site-header").bounding_box()["height"] <= 110
    narrow.locator(".menu > summary").click()
    entries = narrow.locator(".menu a")
    assert entries.count() == 6 and all(entry.is_visible() for entry in entries.all())
    assert min(entry.bounding_box()["height"] for entry in entries.all()) >= 44


def test_nothing_stands_over_what_has_the_focus(look_at: Open) -> None:
    """WCAG 2.4.11: nothing of the frame floats over the page; the quick exit is held by tests/browser/test_criteria.py."""
    page = look_at("/", width=360)
    for control in page.locator("main a, main input, main button, footer a").all()[::7]:
        control.focus()
        box = control.bounding_box()
        on_top = "([x, y]) => { const hit = document.elementFromPoint(x, y); return !!hit && !hit.closest('header'); }"
        if box is not None and box["y"] >= 0:
            assert page.evaluate(on_top, [box["x"] + 2, box["y"] + 2])


def test_the_first_tab_shows_the_way_past_the_frame(look_at: Open) -> None:
    page = look_at("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("element => element === document.activeElement")
    page.wait_for_function("document.querySelector('.skip').getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_errors_take_the_focus_and_their_links_lead_to_the_fields(look_at: Open) -> None:
    page = look_at("/errors")
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.locator(".error-summary a[href='#id_name']").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_focus_is_always_visible(look_at: Open) -> None:
    page = look_at("/")
    for _step in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        line = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        around = page.evaluate("!!document.activeElement.closest('.search-box, .choice')")
        assert (line != "none" and width >= 3) or around


def test_a_whole_choice_can_be_pressed(look_at: Open) -> None:
    page = look_at("/", width=360)
    page.locator(".choice").first.scroll_into_view_if_needed()
    box = page.locator(".choice").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] - 6)
    assert page.locator(".choice input").first.is_checked()


def test_motion_stops_for_those_who_ask(look_at: Open) -> None:
    assert style(look_at("/", reduced_motion="reduce"), ".button", "transition-duration") == "0s"
    assert style(look_at("/", reduced_motion="no-preference"), ".button", "transition-duration") != "0s"


def test_forced_colors_keep_the_edges_and_the_present_step(look_at: Open) -> None:
    page = look_at("/", forced_colors="active")
    assert style(page, ".notice", "border-top-style") == "solid"
    assert style(page, ".timeline > li.current", "border-bottom-style") == "solid"


def test_paper_shows_the_content_and_leaves_the_frame_out(look_at: Open) -> None:
    page = look_at("/")
    page.emulate_media(media="print")
    assert not page.locator(".main-nav").is_visible()
    assert not page.locator(".emergency-bar").is_visible()
    assert page.locator("h1").first.is_visible()
    assert page.locator(".facts").first.is_visible()


def test_nothing_is_asked_of_anybody_else_and_the_page_is_light(look_at: Open) -> None:
    page = look_at("/")
    page.evaluate("document.fonts.ready")
    assert {urlsplit(url).netloc for url in page.asked} == {"look.test"}
    assert len(page.asked) <= 10


def test_the_print_button_is_there_only_where_it_works(look_at: Open) -> None:
    assert look_at("/").locator("[data-print]").is_visible()
    assert not look_at("/", java_script_enabled=False).locator("[data-print]").is_visible()


# --- leaving a page quickly -------------------------------------------------------------------------------------------


def press_shift(page: Page, times: int) -> None:
    for _time in range(times):
        page.keyboard.press("Shift")


def test_three_times_shift_leaves_at_once_and_back_does_not_return(look_at: Open) -> None:
    """cases.md, privacy 9: `location.replace`, so that Back does not show the page again."""
    page = look_at("/")
    page.goto(HOST + "/crisis")
    press_shift(page, 3)
    page.wait_for_url(HOST + "/away")
    page.go_back()
    assert page.url == HOST + "/"


def test_two_presses_or_other_keys_between_do_nothing(look_at: Open) -> None:
    page = look_at("/crisis")
    press_shift(page, 2)
    page.keyboard.press("a")
    press_shift(page, 2)
    assert page.url == HOST + "/crisis"


def test_writing_capitals_does_not_leave(look_at: Open) -> None:
    page = look_at("/crisis")
    page.locator("#t").focus()
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")
    assert page.url == HOST + "/crisis"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_leaves_with_and_without_scripts(look_at: Open, scripts: bool) -> None:
    page = look_at("/crisis", java_script_enabled=scripts)
    page.locator("[data-exit]").click()
    page.wait_for_url(HOST + "/away")


STORAGE_GONE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { %s } });"""


@pytest.mark.parametrize("how", ["return null", "throw new DOMException('blocked', 'SecurityError')"])
def test_leaving_works_where_the_browser_stores_nothing(look_at: Open, how: str) -> None:
    """Storage off (null) or blocked (an error): the exit, and every other script of these pages, goes on (privacy 9)."""
    page = look_at("/", before=STORAGE_GONE % how)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(HOST + "/crisis")
    press_shift(page, 3)
    page.wait_for_url(HOST + "/away")
    page.go_back()
    assert page.url == HOST + "/", "replaced: Back does not show it again"
    page.goto(HOST + "/general")
    page.locator("button").click()
    page.wait_for_url(HOST + "/away?t=ok")
    assert errors == []


# --- answers that wait for a signal -----------------------------------------------------------------------------------


def test_what_waits_on_the_phone_goes_after_eight_hours_on_any_page(look_at: Open) -> None:
    """S2.39: while a page is open, and on the next one that is opened, whichever it is."""
    kept = "localStorage.getItem('klang-typed')"
    page = look_at("/general")
    page.clock.install()
    page.reload()
    page.evaluate(
        "document.querySelector('form').addEventListener('submit', event => event.preventDefault())"
    )
    page.locator("button").click()
    typed = page.evaluate(kept)
    assert '"t","ok"' in typed
    page.reload()
    assert page.locator("[data-kept]").is_visible()
    page.clock.fast_forward("07:59:00")
    assert page.evaluate(kept) == typed
    page.clock.fast_forward("00:02:00")
    assert page.evaluate(kept) is None
    assert not page.locator("[data-kept]").is_visible(), "gone from the page too"
    page.evaluate("typed => localStorage.setItem('klang-typed', typed)", typed)
    page.goto(HOST + "/")
    assert page.evaluate(kept) is None


# --- keys of the desk -------------------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent || document.activeElement.type")


def test_keys_walk_the_rows_and_stop_at_the_ends(look_at: Open) -> None:
    page = look_at("/desk")
    seen = []
    for key in "jjjkk":
        page.keyboard.press(key)
        seen.append(focused(page))
    assert seen == ["K7M3-9QXF", "P4FH-HXTN", "P4FH-HXTN", "K7M3-9QXF", "K7M3-9QXF"]
    page.keyboard.press("Enter")
    page.wait_for_url(HOST + "/one")


def test_slash_searches_and_typing_stays_typing(look_at: Open) -> None:
    page = look_at("/desk")
    page.keyboard.press("/")
    page.keyboard.type("jk?/")
    assert page.locator("[data-search]").input_value() == "jk?/"


def test_keys_with_modifiers_belong_to_the_browser(look_at: Open) -> None:
    page = look_at("/desk")
    page.keyboard.press("Control+j")
    assert focused(page) != "K7M3-9QXF"


def test_the_keys_can_be_switched_off_for_good(look_at: Open) -> None:
    """WCAG 2.1.4: single letters are set off by speech input."""
    page = look_at("/desk")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.reload()
    page.keyboard.press("j")
    assert focused(page) != "K7M3-9QXF"
    page.locator("[data-keys] summary").click()
    page.locator("[data-keys-switch]").check()
    page.locator("summary").focus()
    page.keyboard.press("j")
    assert focused(page) == "K7M3-9QXF"


def test_without_scripts_the_switch_is_not_offered(look_at: Open) -> None:
    page = look_at("/desk", java_script_enabled=False)
    page.locator("summary").click()
    assert not page.locator("[data-keys-switch]").is_visible()
