"""The calendar of the Buddhist era: by keyboard, in /cms/ and at the desk, without a word that the server does not read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from legal_library.models import DocumentPage
from portal.accounts.models import User
from tests.browser.conftest import NARROW, WIDE
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory


@pytest.fixture
def law(transactional_db: None) -> DocumentPage:
    return DocumentFactory(parent=LibraryIndexFactory(), slug="law", title="พระราชบัญญัติทดสอบปฏิทิน")


@pytest.fixture
def editor(browser: Browser, live_server: LiveServer, law: DocumentPage) -> Iterator[Page]:
    """An editor signed in; Wagtail's own screens are not ours to judge by axe."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor", password="a-long-password-for-tests"))
    context = browser.new_context(viewport=WIDE, locale="th-TH", timezone_id="Asia/Bangkok")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/cms/pages/{law.pk}/edit/")
    yield page
    context.close()


def test_a_day_is_chosen_by_keyboard(editor: Page) -> None:
    page = editor
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.get_by_role("tab", name="วันที่และราชกิจจานุเบกษา").click()
    box = page.locator("input[name=signed_on]")
    box.fill("16/9/2556")
    opener = page.locator("thai-date:has(input[name=signed_on]) .thai-date-open")
    opener.focus()
    page.keyboard.press("Enter")
    calendar = page.get_by_role("dialog", name="เลือกวันที่")
    assert "2556" in calendar.locator(".thai-date-title").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    page.keyboard.press("Enter")
    assert box.input_value() == "17/08/2556"
    assert calendar.count() == 0
    assert opener.evaluate("button => button === document.activeElement")
    opener.click()
    page.keyboard.press("Escape")
    assert calendar.count() == 0
    assert errors == []


def test_a_row_that_is_added_has_its_calendar(editor: Page) -> None:
    page = editor
    page.locator("#id_changes-ADD").click()
    page.locator("thai-date:has(input[name=changes-0-changed_on]) .thai-date-open").click()
    page.locator(".thai-date-calendar .today").click()
    assert page.locator("input[name=changes-0-changed_on]").input_value().endswith(("2569", "2570"))


@pytest.fixture
def age(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Page]:
    """A citizen on the page that asks for the birthday."""
    context = browser.new_context(viewport=NARROW, locale="th-TH", timezone_id="Asia/Bangkok")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/request/problem/")
    page.locator("main input[name=problem][value=disaster]").check()
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/request/whom/")
    for name, answer in (("danger", "no"), ("whom", "me")):
        page.locator(f"main input[name={name}][value={answer}]").check()
    page.locator("main details:has(input[name=birth_date_day]) summary").click()
    yield page
    context.close()


def boxes(page: Page) -> list[str]:
    """Return what stands in the three boxes."""
    return [page.locator(f"input[name=birth_date_{part}]").input_value() for part in ("day", "month", "year")]


def test_three_boxes_are_filled_by_the_same_calendar(age: Page) -> None:
    page = age
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.locator("input[name=birth_date_year]").fill("๒๕๓๐")
    page.locator("input[name=birth_date_month]").fill("3")
    page.locator(".thai-date-open").click()
    calendar = page.get_by_role("dialog", name="เลือกวันที่")
    assert "มีนาคม" in calendar.locator(".thai-date-title").inner_text()
    assert "2530" in calendar.locator(".thai-date-title").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    calendar.locator('[data-day="27"]').click()
    assert boxes(page) == ["27", "3", "2530"]
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/request/place/")
    assert errors == []


def test_who_knows_the_year_only_closes_the_calendar_and_goes_on(age: Page) -> None:
    page = age
    page.locator("input[name=birth_date_year]").fill("2530")
    page.locator(".thai-date-open").click()
    assert "2530" in page.locator(".thai-date-title").inner_text()
    page.keyboard.press("Escape")
    assert boxes(page) == ["", "", "2530"]
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url("**/request/place/")
